//! The transport against a mail server that does as it is told.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::DateTime;
use postup_domain::id::NotificationId;
use postup_i18n::Locale;
use postup_mail::smtp::BadSettings;
use postup_mail::{
    Encryption, Login, Mailer, MailerSettings, Message, Recipient, Rendered, SendError, Smtp, SmtpSettings,
    Transport,
};
use proptest::prelude::*;
use uuid::Uuid;

use postup_tests::smtp::{Act, SmtpServer};

pub(super) fn settings(port: u16) -> SmtpSettings {
    SmtpSettings {
        host: "127.0.0.1".to_owned(),
        port,
        encryption: Encryption::None,
        login: None,
        hello: "postup.test".to_owned(),
        authority: None,
    }
}

pub(super) fn mailer_settings(deadline: Duration) -> MailerSettings {
    MailerSettings {
        sender_name: "Поступ".to_owned(),
        sender_address: "noreply@postup.test".to_owned(),
        origin: "https://postup.test".to_owned(),
        secret: b"the secret of the tests".to_vec(),
        deadline,
    }
}

pub(super) fn mailer(smtp: SmtpSettings, deadline: Duration) -> Mailer {
    Mailer::new(Transport::Smtp(Arc::new(Smtp::new(smtp).unwrap())), mailer_settings(deadline)).unwrap()
}

pub(super) fn mailer_over(transport: Transport) -> Mailer {
    Mailer::new(transport, mailer_settings(Duration::from_secs(20))).unwrap()
}

pub(super) fn recipient(address: &str) -> Recipient {
    let name = "Олена Ґудзь".to_owned();
    Recipient { name, address: address.to_owned(), locale: Locale::Uk, unsubscribe: None }
}

pub(super) fn letter(mailer: &Mailer, number: u128, to: &Recipient) -> Rendered {
    let message = Message::ConfirmAddress { token: "abc".to_owned(), until: None };
    let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
    mailer.write(NotificationId(Uuid::from_u128(number)), &message, to, now).unwrap()
}

async fn plain() -> (SmtpServer, Mailer) {
    let server = SmtpServer::start().await;
    let mailer = mailer(settings(server.port()), Duration::from_secs(20));
    (server, mailer)
}

#[tokio::test]
async fn a_message_arrives_as_it_was_written() {
    let (server, mailer) = plain().await;
    let message = letter(&mailer, 1, &recipient("olena@hromada.test"));
    let reply = mailer.send(&message).await.unwrap();
    assert_eq!(reply.code, Some(250));
    let taken = server.taken();
    let [only] = taken.as_slice() else { panic!("{} messages", taken.len()) };
    assert_eq!(
        (only.from.as_str(), only.to.as_slice()),
        ("noreply@postup.test", ["olena@hromada.test".to_owned()].as_slice())
    );
    // The client closes the content with a line end of its own.
    assert_eq!(only.data.trim_ascii_end(), message.bytes().unwrap().trim_ascii_end());
    assert_eq!(only.header("Message-ID"), format!("<{}>", message.message_id.as_str()));
    assert_eq!(only.header("Auto-Submitted"), "auto-generated");
    assert!(only.header("Date").ends_with("+0000"), "{}", only.header("Date"));
}

#[tokio::test]
async fn the_reply_decides_whether_to_try_again() {
    enum Fate {
        Retry(Option<u16>),
        GiveUp { code: u16, address: bool },
    }
    let cases = [
        (Act::RefuseSender(451), Fate::Retry(Some(451))),
        (Act::RefuseSender(550), Fate::GiveUp { code: 550, address: false }),
        (Act::RefuseRecipient(450), Fate::Retry(Some(450))),
        (Act::RefuseRecipient(550), Fate::GiveUp { code: 550, address: true }),
        (Act::RefuseData(421), Fate::Retry(Some(421))),
        (Act::RefuseData(554), Fate::GiveUp { code: 554, address: false }),
        (Act::RefuseContent(452), Fate::Retry(Some(452))),
        (Act::RefuseContent(552), Fate::GiveUp { code: 552, address: false }),
        (Act::CutAtRecipient, Fate::Retry(None)),
        (Act::CutBeforeReply, Fate::Retry(None)),
        (Act::CutAfterAccepting, Fate::Retry(None)),
    ];
    for (act, fate) in cases {
        let (server, mailer) = plain().await;
        server.always(act);
        let answer = mailer.send(&letter(&mailer, 1, &recipient("olena@hromada.test"))).await;
        match (answer, fate) {
            (Err(SendError::Retry(reply)), Fate::Retry(code)) => assert_eq!(reply.code, code, "{act:?}"),
            (Err(SendError::GiveUp { reply, address }), Fate::GiveUp { code, address: expected }) => {
                assert_eq!((reply.code, address), (Some(code), expected), "{act:?}");
            }
            (answer, _) => panic!("{act:?}: {answer:?}"),
        }
    }
}

#[tokio::test]
async fn a_server_that_is_away_costs_an_attempt_only() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mailer = mailer(settings(closed), Duration::from_secs(20));
    let answer = mailer.send(&letter(&mailer, 1, &recipient("olena@hromada.test"))).await;
    assert!(matches!(answer, Err(SendError::Retry(_))), "{answer:?}");
}

#[tokio::test]
async fn a_connection_serves_a_hundred_messages() {
    let (server, mailer) = plain().await;
    for number in 0..250 {
        mailer.send(&letter(&mailer, number, &recipient("olena@hromada.test"))).await.unwrap();
    }
    assert_eq!(server.taken().len(), 250);
    assert_eq!(server.connections(), 3);
    assert_eq!(server.taken().iter().map(|taken| taken.earlier).max(), Some(99));
}

#[tokio::test]
async fn a_refused_recipient_does_not_cost_the_connection() {
    let (server, mailer) = plain().await;
    server.script("full@hromada.test", &[Act::RefuseRecipient(452), Act::RefuseRecipient(550)]);
    for address in ["full@hromada.test", "a@hromada.test", "full@hromada.test", "b@hromada.test"] {
        let _ = mailer.send(&letter(&mailer, 1, &recipient(address))).await;
    }
    assert_eq!(server.taken().len(), 2);
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn only_a_lost_final_reply_can_double_a_message_and_its_id_tells() {
    let (server, mailer) = plain().await;
    let acts = [Act::CutAtRecipient, Act::RefuseData(451), Act::CutBeforeReply, Act::CutAfterAccepting];
    server.script("olena@hromada.test", &acts);
    let to = recipient("olena@hromada.test");
    let mut attempts = 1;
    while mailer.send(&letter(&mailer, 7, &to)).await.is_err() {
        attempts += 1;
    }
    assert_eq!(attempts, acts.len() + 1);
    let mut by_id: BTreeMap<String, usize> = BTreeMap::new();
    for taken in server.taken() {
        *by_id.entry(taken.header("Message-ID")).or_default() += 1;
    }
    assert_eq!(by_id.into_values().collect::<Vec<_>>(), [2]);
}

#[tokio::test]
async fn nothing_holds_a_message_longer_than_the_deadline() {
    for act in [Act::Stall, Act::Drip(Duration::from_millis(50))] {
        let server = SmtpServer::start().await;
        server.always(act);
        let mailer = mailer(settings(server.port()), Duration::from_millis(600));
        let begun = Instant::now();
        let answer = mailer.send(&letter(&mailer, 1, &recipient("olena@hromada.test"))).await;
        assert!(matches!(answer, Err(SendError::Retry(_))), "{answer:?}");
        assert!(
            begun.elapsed() < Duration::from_secs(10),
            "{act:?} held the message for {:?}",
            begun.elapsed()
        );
    }
}

#[tokio::test]
async fn a_password_never_crosses_an_open_line() {
    let server = SmtpServer::start().await;
    let login = Some(Login { user: "postup".to_owned(), password: "canary".to_owned() });
    let refused = Smtp::new(SmtpSettings { login: login.clone(), ..settings(server.port()) });
    assert!(matches!(refused, Err(BadSettings::PasswordInTheClear)));
    // This server offers no STARTTLS, as after an attacker took the offer out.
    let stripped = SmtpSettings { login, encryption: Encryption::StartTls, ..settings(server.port()) };
    let mailer = mailer(stripped.clone(), Duration::from_secs(20));
    let answer = mailer.send(&letter(&mailer, 1, &recipient("olena@hromada.test"))).await;
    assert!(matches!(answer, Err(SendError::Retry(_))), "{answer:?}");
    assert!(server.commands().iter().all(|command| command.starts_with("EHLO") || command == "QUIT"));
    assert!(!format!("{stripped:?}").contains("canary"));
}

/// What every message has, in this order; anything else was smuggled in.
const HEADERS: [&str; 9] = [
    "From",
    "To",
    "Message-ID",
    "Date",
    "Subject",
    "Auto-Submitted",
    "Content-Language",
    "MIME-Version",
    "Content-Type",
];

fn hostile() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "\r\n",
        "\n",
        "\r",
        "\0",
        "\u{85}",
        "\u{2028}",
        "Bcc: all@x.test",
        "\r\n.\r\n",
        "MAIL FROM:<evil@x.test>",
        "RCPT TO:<evil@x.test>",
        "<",
        ">",
        "\"",
        ",",
        ";",
        ":",
        "=?utf-8?Q?=0D=0A?=",
        "Олена",
        "a",
        " ",
        "\t",
        "\u{202e}",
        "Subject: x",
        "--",
        "=_",
        "💧",
    ]);
    prop::collection::vec(pieces, 0..12).prop_map(|pieces| pieces.concat())
}

#[test]
fn nothing_typed_becomes_a_header_a_recipient_or_a_command() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let (server, mailer) = runtime.block_on(plain());
    let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: 300,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let typed = (hostile(), hostile(), hostile(), hostile());
    let outcome = runner.run(&typed, |(name, address, text, token)| {
        let seen = server.taken().len();
        let address = format!("olena{address}@hromada.test");
        let to = Recipient { name, address, locale: Locale::En, unsubscribe: None };
        let message = Message::ConfirmAddress { token, until: None };
        // What cannot be a message is refused before a connection is opened.
        let Ok(mut message) = mailer.write(NotificationId(Uuid::from_u128(1)), &message, &to, now) else {
            return Ok(());
        };
        message.text.push_str(&text);
        message.html.push_str(&text);
        let sent = runtime.block_on(mailer.send(&message));
        prop_assert!(sent.is_ok(), "{sent:?}");
        let taken = server.taken().split_off(seen);
        prop_assert_eq!(taken.len(), 1);
        let only = &taken[0];
        prop_assert_eq!(only.headers().into_iter().map(|(name, _)| name).collect::<Vec<_>>(), HEADERS);
        prop_assert_eq!(&only.to, &[to.address.clone()]);
        prop_assert!(only.data.is_ascii());
        Ok(())
    });
    outcome.unwrap();
    let known = ["EHLO", "MAIL", "RCPT", "DATA", "RSET", "QUIT"];
    for command in server.commands() {
        assert!(known.iter().any(|verb| command.starts_with(verb)), "{command:?}");
        assert!(!command.contains("evil"), "{command:?}");
    }
    assert!(!server.taken().is_empty());
}
