//! The transport against a mail server that others wrote: `aiosmtpd`, installed by `tests/run`.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use postup_mail::{Encryption, Login, SendError, SmtpSettings};
use serde_json::Value;

use super::conversation::{letter, mailer, recipient, settings};

/// The folder where Python finds `aiosmtpd`. `tests/run` names it; without it there is nobody to talk to.
#[expect(clippy::disallowed_methods, reason = "the run is told by the environment what is installed")]
fn library() -> Option<PathBuf> {
    let found = std::env::var_os("POSTUP_TEST_AIOSMTPD").map(PathBuf::from);
    if found.is_none() {
        eprintln!("no conversation with aiosmtpd: POSTUP_TEST_AIOSMTPD names no folder that has it");
    }
    found
}

struct Foreign {
    process: Child,
    said: BufReader<ChildStdout>,
    port: u16,
}

impl Drop for Foreign {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Foreign {
    fn start(library: &Path, mode: &str, folder: &Path) -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("support/smtp_server.py");
        let mut process = Command::new("python3")
            .env("PYTHONPATH", library)
            .arg(script)
            .args([
                mode.as_ref(),
                folder.join("certificate.pem").as_os_str(),
                folder.join("key.pem").as_os_str(),
            ])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(process.stdout.take().unwrap());
        let mut line = String::new();
        said.read_line(&mut line).unwrap();
        Self { process, said, port: line.trim().parse().unwrap() }
    }

    fn next(&mut self) -> Value {
        let mut line = String::new();
        self.said.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap()
    }
}

/// Text as it was before it went over lines that end in CRLF.
fn read(part: &Value) -> String {
    part.as_str().unwrap().replace("\r\n", "\n").trim_end().to_owned()
}

/// A certificate for `localhost` that only this test trusts.
fn certificate(folder: &Path) -> Vec<u8> {
    std::fs::create_dir_all(folder).unwrap();
    let made = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"])
        .args(["-addext", "subjectAltName=DNS:localhost", "-addext", "basicConstraints=critical,CA:FALSE"])
        .args(["-keyout".as_ref(), folder.join("key.pem").as_os_str()])
        .args(["-out".as_ref(), folder.join("certificate.pem").as_os_str()])
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    std::fs::read(folder.join("certificate.pem")).unwrap()
}

#[tokio::test]
async fn a_foreign_server_reads_what_we_wrote() {
    let Some(library) = library() else { return };
    let folder = std::env::temp_dir().join(format!("postup-smtp-{}", std::process::id()));
    let authority = certificate(&folder);
    let login = Login { user: "postup".to_owned(), password: "right password".to_owned() };
    let modes = [
        ("none", Encryption::None, None),
        ("starttls", Encryption::StartTls, Some(login.clone())),
        ("implicit", Encryption::Implicit, Some(login.clone())),
    ];
    for (mode, encryption, login) in modes {
        let mut server = Foreign::start(&library, mode, &folder);
        let host = "localhost".to_owned();
        let smtp = SmtpSettings {
            host,
            encryption,
            login,
            authority: Some(authority.clone()),
            ..settings(server.port)
        };
        let ours = mailer(smtp.clone(), Duration::from_secs(20));
        let message = letter(&ours, 1, &recipient("olena@hromada.test"));
        ours.send(&message).await.unwrap_or_else(|error| panic!("{mode}: {error}"));
        let seen = server.next();
        assert_eq!(seen["encrypted"], mode != "none", "{mode}");
        assert_eq!(seen["authenticated"], mode != "none", "{mode}");
        assert_eq!(seen["from"], "noreply@postup.test");
        assert_eq!(seen["to"], serde_json::json!(["olena@hromada.test"]));
        assert_eq!(seen["to_header"], serde_json::json!([["Олена Ґудзь", "olena@hromada.test"]]));
        assert_eq!(seen["subject"], message.subject.as_str());
        assert_eq!(seen["message_id"], format!("<{}>", message.message_id.as_str()));
        assert_eq!(seen["date"], "2027-01-15T08:00:00+00:00");
        assert_eq!(seen["auto"], "auto-generated");
        assert_eq!(seen["type"], "multipart/alternative");
        assert_eq!(seen["defects"], serde_json::json!([]));
        assert_eq!(read(&seen["text"]), message.text.trim_end());
        assert_eq!(read(&seen["html"]), message.html.trim_end());

        let refused = ours.send(&letter(&ours, 2, &recipient("nobody@refused.test"))).await;
        assert!(matches!(refused, Err(SendError::GiveUp { address: true, .. })), "{mode}: {refused:?}");

        if let Some(login) = smtp.login.clone() {
            let wrong = Some(Login { password: "wrong".to_owned(), ..login });
            let unknown = mailer(SmtpSettings { login: wrong, ..smtp.clone() }, Duration::from_secs(20));
            let refused = unknown.send(&message).await;
            // Our own fault, not the message's: it waits until somebody mends the setting.
            assert!(matches!(refused, Err(SendError::Retry(_))), "{mode}: {refused:?}");
            let distrusting = mailer(SmtpSettings { authority: None, ..smtp }, Duration::from_secs(20));
            assert!(
                matches!(distrusting.send(&message).await, Err(SendError::Retry(_))),
                "{mode}: trusted a stranger"
            );
        }
    }
    std::fs::remove_dir_all(&folder).unwrap();
}
