//! `kill -9` in the middle of writes: what was acknowledged is there afterwards, and the audit finds nothing (D1, E3, A1, N1).
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests fail by panicking")]

use serde_json::Value;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A running demonstration. The process dies with this value, without a chance to tidy up.
struct Running {
    process: Child,
    address: String,
}

impl Running {
    fn start(folder: &Path) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_postup"))
            .args(["demo", "--port", "0", "--dir", "demo"])
            .current_dir(folder)
            .env_clear()
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let address = lines
            .find_map(|line| line.unwrap().strip_prefix("Listening on http://").map(str::to_owned))
            .unwrap();
        Self { process, address }
    }

    /// Status and body; nothing when the server died first.
    fn ask(&self, method: &str, path: &str, token: &str, body: &str) -> Option<(u16, Value)> {
        let mut stream = TcpStream::connect(&self.address).ok()?;
        let head = format!(
            "{method} /api/v1{path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(head.as_bytes()).ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok()?;
        let status = answer.split_whitespace().nth(1)?.parse().ok()?;
        let (_, body) = answer.split_once("\r\n\r\n")?;
        Some((status, serde_json::from_str(body).ok()?))
    }

    fn token(&self, email: &str) -> String {
        let body = format!("{{\"email\":\"{email}\",\"password\":\"demo demo demo demo\"}}");
        let (status, body) = self.ask("POST", "/auth/sessions", "", &body).unwrap();
        assert_eq!(status, 201, "{body}");
        body["token"].as_str().unwrap().to_owned()
    }

    /// The ids on the first page of a list whose items fit.
    fn ids(&self, path: &str, token: &str, fits: impl Fn(&Value) -> bool) -> Vec<String> {
        let (status, body) = self.ask("GET", path, token, "").unwrap();
        assert_eq!(status, 200, "{body}");
        let items = body.as_array().or_else(|| body["items"].as_array()).unwrap();
        items.iter().filter(|item| fits(item)).map(|item| item["id"].as_str().unwrap().to_owned()).collect()
    }

    /// Appends a mark; what became of it, or nothing when the server died first.
    fn mark(&self, session: &str, token: &str, mark: &Mark) -> Option<String> {
        let Mark { id, enrollment, kind } = mark;
        let body = format!(
            "{{\"marks\":[{{\"id\":\"{id}\",\"enrollment_id\":\"{enrollment}\",\"kind\":\"{kind}\",\"reason\":\"проба\"}}]}}"
        );
        let (status, answer) = self.ask("POST", &format!("/sessions/{session}/marks"), token, &body)?;
        assert_eq!(status, 200, "{answer}");
        Some(answer["marks"][0]["outcome"].as_str().unwrap().to_owned())
    }

    /// Waits for the end of a process that was killed.
    fn bury(&mut self) {
        self.process.wait().unwrap();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

struct Mark {
    id: String,
    enrollment: String,
    kind: &'static str,
}

impl Mark {
    /// Goes round and round the people; each time round says the opposite.
    fn number(number: usize, people: &[String]) -> Self {
        Self {
            id: format!("0197f3b0-0000-7000-8000-{number:012x}"),
            enrollment: people[number % people.len()].clone(),
            kind: if (number / people.len()).is_multiple_of(2) { "present" } else { "absent" },
        }
    }
}

/// `POSTUP_KILLS=200` kills more often.
#[expect(clippy::disallowed_methods, reason = "how often to kill is told from outside")]
fn kills() -> usize {
    std::env::var("POSTUP_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(3)
}

struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn what_was_acknowledged_survives_kill_nine() {
    let folder = Folder(std::env::temp_dir().join(format!("postup-crash-{}", std::process::id())));
    fs::create_dir_all(&folder.0).unwrap();
    let mut server = Running::start(&folder.0);
    let manager = server.token("manager@demo.test");
    let people = server.ids("/people?limit=100", &manager, |_| true);
    assert!(people.len() > 80, "{} people", people.len());
    let cohort = server.ids("/cohorts?limit=100", &manager, |cohort| cohort["code"] == "ACCESS-1").remove(0);
    let session = server.ids(&format!("/cohorts/{cohort}/sessions"), &manager, |_| true).remove(0);
    let (status, register) =
        server.ask("GET", &format!("/sessions/{session}/register"), &manager, "").unwrap();
    assert_eq!(status, 200, "{register}");
    let seated: Vec<String> = register["people"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line["enrollment_id"].as_str().unwrap().to_owned())
        .collect();
    let (made, marks) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let next = AtomicUsize::new(0);
    let acknowledged = Mutex::new(Vec::new());

    // Each round ends in the middle: four clients are at work when so many answers have come.
    for last in [5, 17, 30, 41] {
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    while let Some(person) = people.get(next.fetch_add(1, Ordering::SeqCst)) {
                        if acknowledged.lock().unwrap().len() >= last {
                            return;
                        }
                        let body = format!("{{\"person_id\":\"{person}\"}}");
                        let path = format!("/cohorts/{cohort}/enrollments");
                        match server.ask("POST", &path, &manager, &body) {
                            Some((201, body)) => {
                                acknowledged.lock().unwrap().push(body["id"].as_str().unwrap().to_owned());
                            }
                            Some((409, _)) => {}
                            Some((status, body)) => panic!("{status} {body}"),
                            None => return,
                        }
                    }
                });
            }
            // A trainer marks all the while.
            scope.spawn(|| {
                while acknowledged.lock().unwrap().len() < last {
                    let mark = Mark::number(made.fetch_add(1, Ordering::SeqCst), &seated);
                    match server.mark(&session, &manager, &mark) {
                        Some(outcome) if outcome == "recorded" => marks.lock().unwrap().push(mark),
                        // The one before it was lost with the server, so this says what stands.
                        Some(outcome) => assert_eq!(outcome, "known"),
                        None => return,
                    }
                }
            });
            scope.spawn(|| {
                while acknowledged.lock().unwrap().len() < last && next.load(Ordering::SeqCst) < people.len()
                {
                    std::thread::yield_now();
                }
                // By number, since the clients are still talking to the value that owns the process.
                Command::new("kill").args(["-9", &server.process.id().to_string()]).status().unwrap();
            });
        });
        server.bury();
        let audit = Command::new(env!("CARGO_BIN_EXE_postup"))
            .arg("audit")
            .env_clear()
            .env("POSTUP__DATABASE__URL", format!("sqlite://{}/demo/postup.db", folder.0.display()))
            .current_dir(&folder.0)
            .output()
            .unwrap();
        assert!(audit.status.success(), "{}", String::from_utf8_lossy(&audit.stdout));
        server = Running::start(&folder.0);
        for id in acknowledged.lock().unwrap().iter() {
            let (status, body) = server.ask("GET", &format!("/enrollments/{id}"), &manager, "").unwrap();
            assert_eq!(status, 200, "an acknowledged enrollment is gone: {body}");
        }
        for mark in marks.lock().unwrap().iter() {
            let path = format!("/sessions/{session}/marks?enrollment_id={}", mark.enrollment);
            let kept = server.ids(&path, &manager, |_| true);
            assert!(kept.contains(&mark.id), "an acknowledged mark is gone: {}", mark.id);
        }
    }
    assert!(!marks.lock().unwrap().is_empty());
    assert!(acknowledged.lock().unwrap().len() >= 30, "{:?}", acknowledged.lock().unwrap().len());
}

#[test]
fn what_a_device_delivered_survives_kill_nine() {
    let folder = Folder(std::env::temp_dir().join(format!("postup-delivery-{}", std::process::id())));
    fs::create_dir_all(&folder.0).unwrap();
    let mut server = Running::start(&folder.0);
    let trainer = server.token("trainer@demo.test");
    let (_, registers) = server.ask("GET", "/registers", &trainer, "").unwrap();
    let register =
        registers.as_array().unwrap().iter().max_by_key(|one| one["people"].as_array().unwrap().len());
    let (session, people) = (register.unwrap()["session_id"].as_str().unwrap(), &register.unwrap()["people"]);
    let path = format!("/sessions/{session}/marks");
    let mut log: Vec<(String, usize)> = Vec::new();
    let (mut made, mut acknowledged) = (0, Vec::new());
    for kill in 0..kills() {
        let answered = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            let (process, answered) = (server.process.id().to_string(), &answered);
            scope.spawn(move || {
                while answered.load(Ordering::SeqCst) == 0 {
                    std::thread::sleep(std::time::Duration::from_millis(1));
                }
                let pause = std::time::Duration::from_millis(u64::try_from(kill * 7 % 40).unwrap());
                std::thread::sleep(pause);
                Command::new("kill").args(["-9", &process]).status().unwrap();
            });
            // The log goes on where it stood; what was sent and not answered is sent again.
            loop {
                while log.len() < 5 {
                    made += 1;
                    log.push((format!("0197f3b0-0000-7000-9000-{made:012x}"), made));
                }
                let mark = |(id, number): &(String, usize)| {
                    let person =
                        people[number % people.as_array().unwrap().len()]["enrollment_id"].as_str().unwrap();
                    format!("{{\"id\":\"{id}\",\"enrollment_id\":\"{person}\",\"kind\":\"present\"}}")
                };
                let marks: Vec<String> = log.iter().map(mark).collect();
                let body =
                    format!("{{\"sent_at\":\"2026-05-12T10:00:00Z\",\"marks\":[{}]}}", marks.join(","));
                let Some((status, answer)) = server.ask("POST", &path, &trainer, &body) else { return };
                assert_eq!(status, 200, "{answer}");
                acknowledged.append(&mut log);
                answered.fetch_add(1, Ordering::SeqCst);
            }
        });
        server.bury();
        server = Running::start(&folder.0);
    }
    let mut kept = Vec::new();
    for person in people.as_array().unwrap() {
        let path = format!("{path}?enrollment_id={}", person["enrollment_id"].as_str().unwrap());
        kept.extend(server.ids(&path, &trainer, |mark| mark["source"] == "device"));
    }
    let distinct: std::collections::HashSet<&String> = kept.iter().collect();
    assert_eq!(distinct.len(), kept.len(), "a mark is there twice");
    for (id, _) in &acknowledged {
        assert!(distinct.contains(id), "an acknowledged mark is gone: {id}");
    }
    assert!(acknowledged.len() > kills(), "{} marks", acknowledged.len());
}
