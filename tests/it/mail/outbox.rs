//! The outbox end to end: tables, postman, and a mail server that does as it is told. The names N1 to N8 are those of
//! the invariants that each test shows.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Duration;
use postup_domain::email::Email;
use postup_domain::id::NotificationId;
use postup_domain::notification::{NewNotification, NotificationState};
use postup_persistence::outbox;
use sea_orm::sea_query::{Expr, ExprTrait};

use postup_tests::smtp::Act;

use super::town::Town;

fn ids(town: &Town) -> BTreeMap<String, usize> {
    let mut by_id = BTreeMap::new();
    for taken in town.server.taken() {
        *by_id.entry(taken.header("Message-ID")).or_default() += 1;
    }
    by_id
}

#[tokio::test]
async fn n1_a_message_stands_or_falls_with_its_change() {
    let town = Town::new().await;
    let person = town.person("olena@hromada.test").await;
    let id = NotificationId::new(town.now(), town.house.app.entropy());
    let new = NewNotification::now(id, person, Email::AlreadyRegistered, "once", town.now());
    let tx = town.house.store.begin().await.unwrap();
    assert!(outbox::push(&tx, &new).await.unwrap());
    drop(tx);
    assert_eq!(town.deliver().await.total(), 0);
    let tx = town.house.store.begin().await.unwrap();
    assert!(outbox::push(&tx, &new).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(town.deliver().await.sent, 1);
    // The same event does not write to the same person twice, not even after the first message is gone.
    let again = NewNotification { id: NotificationId::new(town.now(), town.house.app.entropy()), ..new };
    let tx = town.house.store.begin().await.unwrap();
    assert!(!outbox::push(&tx, &again).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(town.deliver().await.total(), 0);
    assert_eq!(town.server.taken().len(), 1);
}

#[tokio::test]
async fn n2_attempts_share_one_message_id_and_only_a_lost_last_reply_doubles() {
    let town = Town::new().await;
    let acts = [
        vec![],
        vec![Act::CutAtRecipient, Act::RefuseData(451)],
        vec![Act::CutBeforeReply, Act::CutBeforeReply],
        vec![Act::CutAfterAccepting],
        vec![Act::CutAfterAccepting, Act::CutAfterAccepting],
    ];
    for (number, acts) in acts.iter().enumerate() {
        let address = format!("p{number}@hromada.test");
        let person = town.person(&address).await;
        town.server.script(&address, acts);
        town.tell(person, Email::AlreadyRegistered).await;
    }
    for _ in 0..4 {
        town.deliver_all().await;
        town.pass(Duration::minutes(20));
    }
    let by_id = ids(&town);
    assert_eq!(by_id.len(), acts.len());
    let mut times: Vec<_> = by_id.into_values().collect();
    times.sort_unstable();
    assert_eq!(times, [1, 1, 1, 2, 3]);
    assert!(town.all().await.iter().all(|found| found.state == NotificationState::Sent));
}

#[tokio::test]
async fn n3_a_day_without_mail_server_loses_nothing_and_sends_nothing_too_late() {
    let town = Town::new().await;
    town.server.always(Act::RefuseSender(421));
    let mut due = BTreeSet::new();
    for number in 0..40 {
        let person = town.person(&format!("p{number}@d{}.test", number % 7)).await;
        let until = (number % 4 == 0).then(|| town.now() + Duration::hours(20));
        let id = town.tell_until(person, Email::AlreadyRegistered, until).await;
        if until.is_none() {
            due.insert(id);
        }
    }
    for _ in 0..24 * 4 {
        town.deliver_all().await;
        town.pass(Duration::minutes(15));
    }
    assert!(town.server.taken().is_empty());
    town.server.always(Act::Accept);
    for _ in 0..16 {
        town.deliver_all().await;
        town.pass(Duration::minutes(15));
    }
    assert_eq!(town.server.taken().len(), 30);
    assert!(ids(&town).into_values().all(|times| times == 1));
    for found in town.all().await {
        if due.contains(&found.id) {
            assert_eq!(found.state, NotificationState::Sent);
        } else {
            assert_eq!(
                (found.state, found.last_reply.as_deref()),
                (NotificationState::Dropped, Some("expired"))
            );
        }
    }
}

#[tokio::test]
async fn n4_a_temporary_refusal_is_tried_for_five_days_with_growing_waits() {
    let town = Town::new().await;
    town.server.always(Act::RefuseRecipient(450));
    let person = town.person("full@hromada.test").await;
    let id = town.tell(person, Email::AlreadyRegistered).await;
    let begun = town.now();
    let mut tries = Vec::new();
    while town.fate(id).await.state == NotificationState::Queued {
        town.house.clock.set(town.fate(id).await.due_at);
        assert_eq!(town.deliver().await.total(), 1);
        tries.push(town.now() - begun);
    }
    let waits: Vec<_> = tries.windows(2).map(|pair| (pair[1] - pair[0]).num_minutes()).collect();
    assert_eq!(waits[..6], [1, 5, 15, 30, 60, 240]);
    assert!(waits.windows(2).rev().skip(1).all(|pair| pair[0] <= pair[1]), "{waits:?}");
    assert_eq!(tries.last(), Some(&Duration::days(5)));
    let fate = town.fate(id).await;
    assert_eq!(fate.state, NotificationState::Failed);
    assert_eq!(usize::try_from(fate.attempts).unwrap(), tries.len());
    let said = fate.last_reply.unwrap();
    assert!(said.contains("five days") && said.contains("450"), "{said}");
}

#[tokio::test]
async fn n4_a_permanent_refusal_is_never_tried_again_until_a_human_says_so() {
    let town = Town::new().await;
    let person = town.person("gone@hromada.test").await;
    town.server.script("gone@hromada.test", &[Act::RefuseRecipient(550)]);
    let first = town.tell(person, Email::AlreadyRegistered).await;
    assert_eq!(town.deliver().await.failed, 1);
    town.pass(Duration::days(6));
    assert_eq!(town.deliver().await.total(), 0);
    let fate = town.fate(first).await;
    assert_eq!((fate.state, fate.attempts), (NotificationState::Failed, 1));
    assert!(fate.last_reply.unwrap().starts_with("550"));
    // The address is known now: the next message does not even ask.
    let commands = town.server.commands().len();
    let second = town.tell(person, Email::AlreadyRegistered).await;
    assert_eq!(town.deliver().await.failed, 1);
    assert_eq!(town.server.commands().len(), commands);
    assert!(town.fate(second).await.last_reply.unwrap().contains("550"));
    // The manager, who has asked the person, sends it again.
    let permit =
        town.house.app.may_send_again(&postup_domain::access::Actor::system(), second).await.unwrap();
    town.house.app.send_again(&permit, second).await.unwrap();
    assert_eq!(town.deliver().await.sent, 1);
    let refused = town.house.app.send_again(&permit, second).await;
    assert!(matches!(refused, Err(postup_app::Error::Rejected(_))), "{refused:?}");
}

#[tokio::test]
async fn n5_tarpits_hold_up_nobody_else() {
    let town = Town::with_deadline(Duration::seconds(40)).await;
    let mut quick = BTreeSet::new();
    for number in 0..100 {
        let address = format!("olena@d{number}.test");
        let person = town.person(&address).await;
        let id = town.tell(person, Email::AlreadyRegistered).await;
        if number % 5 < 2 {
            town.server.script(&address, &[Act::Drip(std::time::Duration::from_millis(100))]);
        } else {
            quick.insert(id);
        }
    }
    let begun = std::time::Instant::now();
    let postman = town.postman.clone();
    let delivering = tokio::spawn(async move { postman.deliver_due(1_000).await });
    while town.server.taken().len() < quick.len() {
        assert!(
            begun.elapsed().as_secs() < 60,
            "{} of {} after a minute",
            town.server.taken().len(),
            quick.len()
        );
        assert!(!delivering.is_finished(), "{} of {}", town.server.taken().len(), quick.len());
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert_eq!(quick.len(), 60);
    delivering.abort();
}

#[tokio::test]
async fn n6_what_cannot_be_put_together_is_set_aside_and_blocks_nothing() {
    let town = Town::new().await;
    let evil = town.person_called("Eve\r\nBcc: all@x.test", "eve@hromada.test", "uk").await;
    let huge = town.person_called(&"я".repeat(1_000_000), "huge@hromada.test", "uk").await;
    let nul = town.person_called("a\u{1}b", "nul@hromada.test", "uk").await;
    let nowhere = town.person("not an address").await;
    let well = town.person("well@hromada.test").await;
    let mut broken = Vec::new();
    for person in [evil, nul, nowhere] {
        broken.push(town.tell(person, Email::AlreadyRegistered).await);
    }
    let unreadable = town.tell(well, Email::AlreadyRegistered).await;
    town.update("notification", unreadable.0, &[("payload", Expr::value("{\"key\":\"unheard_of\"}"))]).await;
    broken.push(unreadable);
    let fine =
        [town.tell(huge, Email::AlreadyRegistered).await, town.tell(well, Email::AlreadyRegistered).await];
    let first = town.deliver().await;
    assert_eq!((first.sent, first.again), (2, 4));
    for _ in 0..6 {
        town.pass(Duration::hours(1));
        town.deliver_all().await;
    }
    for id in broken {
        let fate = town.fate(id).await;
        assert_eq!((fate.state, fate.attempts), (NotificationState::Failed, 3), "{fate:?}");
        assert!(fate.last_reply.unwrap().starts_with("cannot be put together"));
    }
    for id in fine {
        assert_eq!(town.fate(id).await.state, NotificationState::Sent);
    }
    assert_eq!(town.server.taken().len(), 2);
    assert!(town.server.commands().iter().all(|command| !command.contains("x.test")));
}

#[tokio::test]
async fn n8_nobody_gets_what_is_no_longer_theirs_or_true() {
    let town = Town::new().await;
    let mut fates = Vec::new();
    for number in 0..8 {
        let person = town.person(&format!("p{number}@hromada.test")).await;
        let state = if number == 3 { "waitlisted" } else { "confirmed" };
        let enrollment = town.enrollment(person, state).await;
        let session = town.session;
        let email = match number {
            3 => Email::Waitlisted { enrollment },
            4 | 5 => Email::SessionTomorrow { enrollment, session },
            6 | 7 => Email::CertificateIssued {
                certificate: town.certificate_of(person, enrollment, number).await,
            },
            _ => Email::SeatConfirmed { enrollment },
        };
        let id = town.tell(person, email.clone()).await;
        let expected = match number {
            1 => {
                town.update("account", person.0, &[("suspended_at", Expr::value(town.now()))]).await;
                "recipient_suspended"
            }
            2 | 4 => {
                town.update("enrollment", enrollment.0, &[("state", Expr::value("withdrawn"))]).await;
                "overtaken"
            }
            3 => {
                town.update("enrollment", enrollment.0, &[("state", Expr::value("confirmed"))]).await;
                "overtaken"
            }
            6 => {
                let Email::CertificateIssued { certificate } = email else { unreachable!() };
                town.update("certificate", certificate.0, &[("state", Expr::value("revoked"))]).await;
                "overtaken"
            }
            _ => "sent",
        };
        fates.push((id, expected));
    }
    // A message about somebody else's enrollment, whatever wrote it.
    let (owner, other) = (town.person("owner@hromada.test").await, town.person("other@hromada.test").await);
    let enrollment = town.enrollment(owner, "confirmed").await;
    fates.push((town.tell(other, Email::SeatConfirmed { enrollment }).await, "not_theirs"));
    town.deliver_all().await;
    for (id, expected) in fates {
        let fate = town.fate(id).await;
        match expected {
            "sent" => assert_eq!(fate.state, NotificationState::Sent, "{fate:?}"),
            reason => {
                assert_eq!(
                    (fate.state, fate.last_reply.as_deref()),
                    (NotificationState::Dropped, Some(reason))
                );
            }
        }
    }
    // A reminder of what has begun is not sent.
    let enrollment = town.enrollment(other, "confirmed").await;
    let late = town.tell(other, Email::SessionTomorrow { enrollment, session: town.session }).await;
    town.pass(Duration::days(9));
    town.deliver().await;
    assert_eq!(town.fate(late).await.last_reply.as_deref(), Some("expired"));
}

#[tokio::test]
async fn two_postmen_deliver_each_message_once() {
    let town = Town::new().await;
    for number in 0..120 {
        let person = town.person(&format!("p{number}@d{}.test", number % 30)).await;
        town.tell(person, Email::AlreadyRegistered).await;
    }
    let (one, two) = (town.postman.clone(), town.another_postman());
    let work = |postman: std::sync::Arc<postup_app::outbox::Postman>| async move {
        let mut sent = 0;
        for _ in 0..12 {
            sent += postman.deliver_due(20).await.unwrap().sent;
        }
        sent
    };
    let (a, b) = tokio::join!(work(one), work(two));
    assert_eq!(a + b, 120);
    assert!(ids(&town).into_values().all(|times| times == 1));
    assert_eq!(town.server.taken().len(), 120);
}

#[tokio::test]
async fn a_worker_that_dies_gives_its_messages_back_and_cannot_overwrite_their_fate() {
    let town = Town::new().await;
    let person = town.person("olena@hromada.test").await;
    let id = town.tell(person, Email::AlreadyRegistered).await;
    let tx = town.house.store.begin().await.unwrap();
    let held = outbox::claim(&tx, 10, town.now(), town.now() + Duration::minutes(5)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(held.len(), 1);
    town.pass(Duration::minutes(4));
    assert_eq!(town.deliver().await.total(), 0);
    town.pass(Duration::minutes(2));
    town.server.script("olena@hromada.test", &[Act::RefuseData(451)]);
    assert_eq!(town.deliver().await.again, 1);
    // The first one was only very slow, and now reports.
    let tx = town.house.store.begin().await.unwrap();
    let late = outbox::Outcome::Over(NotificationState::Failed, "late".to_owned());
    assert!(!outbox::settle(&tx, &held[0], &late, town.now()).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(town.fate(id).await.state, NotificationState::Queued);
    town.pass(Duration::hours(1));
    assert_eq!(town.deliver().await.sent, 1);
}

#[tokio::test]
async fn a_token_is_forgotten_once_it_has_been_sent() {
    let town = Town::new().await;
    let person = town.person_called("Koval", "olena@hromada.test", "en").await;
    let id = town.tell(person, Email::ConfirmAddress { token: "canary-token".to_owned() }).await;
    assert_eq!(town.deliver().await.sent, 1);
    let row = sea_orm::sea_query::Query::select()
        .column("payload")
        .from("notification")
        .and_where(Expr::col("id").eq(id.0))
        .take();
    let row = sea_orm::ConnectionTrait::query_one(&town.db, &row).await.unwrap().unwrap();
    let payload: String = row.try_get("", "payload").unwrap();
    assert!(!payload.contains("canary"), "{payload}");
    let taken = town.server.taken();
    assert_eq!(taken[0].header("Content-Language"), "en");
    assert!(
        taken[0].header("To").starts_with("\"Olena Koval\"")
            || taken[0].header("To").starts_with("Olena Koval")
    );
    assert!(!town.fate(id).await.may_go_again());
}

#[tokio::test]
async fn people_with_a_seat_are_reminded_once_a_day_ahead() {
    let town = Town::new().await;
    let mut seated = Vec::new();
    for (number, state) in ["confirmed", "confirmed", "waitlisted", "withdrawn"].into_iter().enumerate() {
        let person = town.person(&format!("p{number}@hromada.test")).await;
        town.enrollment(person, state).await;
        if state == "confirmed" {
            seated.push(format!("p{number}@hromada.test"));
        }
    }
    // The session begins on 12 May at 10:00 in Kyiv; it is 4 May, 9:00.
    let app = &town.house.app;
    town.pass(Duration::days(7));
    assert_eq!(app.remind_of_sessions().await.unwrap(), 0);
    town.pass(Duration::hours(1));
    let (a, b) = tokio::join!(app.remind_of_sessions(), app.remind_of_sessions());
    assert_eq!(a.unwrap() + b.unwrap(), 2);
    assert_eq!(town.deliver_all().await.sent, 2);
    let mut reminded: Vec<_> = town.server.taken().into_iter().flat_map(|taken| taken.to).collect();
    reminded.sort();
    assert_eq!(reminded, seated);
    assert_eq!(app.remind_of_sessions().await.unwrap(), 0);
    // Moved by a day: a new reminder, on its own day.
    let moved = town.now() + Duration::days(2);
    let row = [
        ("starts_at", Expr::value(moved)),
        ("ends_at", Expr::value(moved + Duration::hours(3))),
        ("reminded_at", Expr::value(None::<chrono::DateTime<chrono::Utc>>)),
    ];
    town.update("session", town.session.0, &row).await;
    assert_eq!(app.remind_of_sessions().await.unwrap(), 0);
    town.pass(Duration::hours(24));
    assert_eq!(app.remind_of_sessions().await.unwrap(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn claims_never_overlap() {
    let town = Town::new().await;
    let person = town.person("olena@hromada.test").await;
    for _ in 0..200 {
        town.tell(person, Email::AlreadyRegistered).await;
    }
    let now = town.now();
    let mut workers = tokio::task::JoinSet::new();
    for _ in 0..12 {
        let store = town.house.store.clone();
        workers.spawn(async move {
            let mut mine = Vec::new();
            // A round may find everything in other hands; the next one then finds it gone.
            for _ in 0..20 {
                let tx = store.begin().await.unwrap();
                let claimed = outbox::claim(&tx, 3, now, now + Duration::minutes(5)).await.unwrap();
                tx.commit().await.unwrap();
                mine.extend(claimed.into_iter().map(|claimed| claimed.id));
            }
            mine
        });
    }
    let all: Vec<NotificationId> = workers.join_all().await.into_iter().flatten().collect();
    assert_eq!(all.len(), 200);
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), 200);
}
