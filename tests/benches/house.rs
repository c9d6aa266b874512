//! The house under load: demonstration data, a real socket, tokens.

use chrono::Duration;
use poem::EndpointExt;
use postup_app::App;
use postup_domain::access::Actor;
use postup_domain::clock::Clock;
use postup_domain::cohort::RawPlan;
use postup_domain::id::{CohortId, EnrollmentId, MarkId, OrganizationId, PersonId, SessionId};
use postup_domain::import::{ImportKind, Job, JobState};
use postup_domain::person::{FullName, Language, Person};
use postup_domain::text::{EmailAddress, Name};
use postup_http::edge::Limits;
use postup_persistence::cohort;
use postup_tests::TestApp;
use postup_tests::outside::CountingEntropy;
use postup_tests::rush::serve;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Everything, served.
pub struct House {
    pub inner: TestApp,
    pub app: App,
    pub address: SocketAddr,
    pub manager: String,
    pub analyst: String,
    number: AtomicUsize,
}

/// What a file cost others.
pub struct TakenIn {
    /// The longest that anybody waited for the writer.
    pub held: std::time::Duration,
    pub judged: std::time::Duration,
    pub written: std::time::Duration,
}

impl House {
    pub async fn open() -> Self {
        let inner = TestApp::new().await;
        let entropy = Arc::new(CountingEntropy::new());
        let settings = inner.app.settings().clone();
        postup_app::demo::load(inner.store.clone(), entropy, settings, inner.clock.now()).await.unwrap();
        let address = inner.serve(limits()).await;
        let app = inner.app.clone();
        let token = async |email: &str| {
            let kind = postup_domain::login::LoginKind::Bearer;
            let opened =
                app.sign_in(email, postup_app::demo::PASSWORD, kind, &Actor::visitor()).await.unwrap();
            opened.token.reveal().to_owned()
        };
        let (manager, analyst) = (token("manager@demo.test").await, token("analyst@demo.test").await);
        Self { inner, app, address, manager, analyst, number: AtomicUsize::new(0) }
    }

    pub fn database_name(&self) -> &'static str {
        if postup_tests::database::on_postgres() {
            "PostgreSQL, durable commits"
        } else {
            "SQLite, durable commits"
        }
    }

    fn next(&self) -> usize {
        self.number.fetch_add(1, Ordering::Relaxed)
    }

    /// One answer, whole.
    pub async fn get(&self, path: &str) -> String {
        let routes = postup_http::routes(self.inner.site.clone()).unwrap();
        let response = poem::test::TestClient::new(routes).get(path).send().await;
        response.assert_status_is_ok();
        response.0.into_body().into_string().await.unwrap()
    }

    pub fn inside(&self) -> &TestApp {
        &self.inner
    }

    /// The code people know a cohort by.
    pub async fn code_of(&self, cohort: CohortId) -> String {
        self.app.cohort(&Actor::system(), cohort).await.unwrap().plan.code.to_string()
    }

    /// A file that was judged.
    pub async fn look_at(&self, kind: ImportKind, file: String) -> Job {
        let permit = Actor::system().may_import_file().unwrap();
        let job = self.app.receive_import(&permit, kind, "a.csv", file.into_bytes()).await.unwrap();
        self.app.work_imports().await.unwrap();
        self.app.import(&Actor::system(), job.id).await.unwrap()
    }

    /// The same, written.
    pub async fn take_in(&self, kind: ImportKind, file: String) -> TakenIn {
        self.take_in_beside(kind, file, &[]).await
    }

    /// The same. Beside it somebody locks these cohorts in turn, all the time.
    pub async fn take_in_beside(&self, kind: ImportKind, file: String, cohorts: &[CohortId]) -> TakenIn {
        let begun = std::time::Instant::now();
        let job = self.look_at(kind, file).await;
        let judged = begun.elapsed();
        let over = Arc::new(AtomicUsize::new(0));
        let (store, end, cohorts) = (self.inner.store.clone(), over.clone(), cohorts.to_vec());
        let asking = tokio::spawn(async move {
            let mut held = std::time::Duration::ZERO;
            let mut turn = 0;
            while end.load(Ordering::Relaxed) == 0 {
                let asked = std::time::Instant::now();
                let begun = store.begin().await;
                if let (Ok(tx), Some(cohort)) = (&begun, cohorts.get(turn % cohorts.len().max(1))) {
                    cohort::lock(tx, *cohort).await.unwrap();
                    turn += 1;
                }
                held = held.max(asked.elapsed());
                drop(begun);
                tokio::time::sleep(std::time::Duration::from_millis(1)).await;
            }
            held
        });
        let begun = std::time::Instant::now();
        self.app.wish_import(&Actor::system().may_import_file().unwrap(), job.id).await.unwrap();
        self.app.work_imports().await.unwrap();
        let written = begun.elapsed();
        over.store(1, Ordering::Relaxed);
        let job = self.app.import(&Actor::system(), job.id).await.unwrap();
        assert_eq!(job.state, JobState::Committed);
        TakenIn { held: asking.await.unwrap(), judged, written }
    }

    /// Who runs a cohort.
    pub async fn employer_of(&self, cohort: CohortId) -> OrganizationId {
        self.app.cohort(&Actor::system(), cohort).await.unwrap().organization
    }

    /// One change as the manager.
    pub async fn post(&self, path: &str, body: &str) {
        super::Load::new(self.address, 1).bearer(&self.manager).posts(path, vec![body.to_owned()], 200).await;
    }

    /// People without accounts.
    pub async fn new_people(&self, count: usize) -> Vec<PersonId> {
        let now = self.app.now();
        let people: Vec<Person> = (0..count)
            .map(|_| {
                let number = self.next();
                let name = |text: &str| Name::new("name", text).unwrap();
                Person {
                    id: PersonId::new(now, self.app.entropy()),
                    name: FullName {
                        family: name("Коваль"),
                        given: name("Олена"),
                        patronymic: None,
                        latin_family: name("Koval"),
                        latin_given: name("Olena"),
                    },
                    email: EmailAddress::new("email", &format!("load{number}@demo.test")).unwrap(),
                    employer: None,
                    position: None,
                    position_category: None,
                    appointment: None,
                    territory: None,
                    language: Language::Ukrainian,
                    version: 1,
                }
            })
            .collect();
        let tx = self.inner.store.begin().await.unwrap();
        for chunk in people.chunks(1_000) {
            postup_persistence::person::insert_all(&tx, chunk, now).await.unwrap();
        }
        tx.commit().await.unwrap();
        people.into_iter().map(|person| person.id).collect()
    }

    /// A cohort that takes applications.
    pub async fn open_cohort(&self, capacity: usize) -> CohortId {
        let system = Actor::system();
        let course = self.app.course_named(&system, "ACCESS").await.unwrap();
        let permit = self.app.may_manage_program(&system, course.program).await.unwrap();
        let day = |days| (self.app.now() + Duration::days(days)).date_naive().to_string();
        let raw = RawPlan {
            code: format!("LOAD-{}", self.next()),
            form: "online".to_owned(),
            language: "uk".to_owned(),
            starts_on: day(0),
            ends_on: day(1),
            capacity: capacity.to_string(),
            policy: "open".to_owned(),
            enrollment_opens_on: day(-1),
            enrollment_closes_on: day(1),
            ..RawPlan::default()
        };
        let cohort = self.app.create_cohort(&permit, course.id, (&raw).try_into().unwrap()).await.unwrap();
        let permit = self.app.may_manage_cohort(&system, cohort.id).await.unwrap();
        let meeting = postup_domain::session::RawPlan {
            title_uk: "Заняття".to_owned(),
            title_en: "Session".to_owned(),
            on: day(0),
            from: "08:00".to_owned(),
            to: "10:00".to_owned(),
            ..postup_domain::session::RawPlan::default()
        };
        self.app.plan_sessions(&permit, &meeting, &postup_domain::series::RawRepeat::once()).await.unwrap();
        self.app.publish_cohort(&permit).await.unwrap();
        cohort.id
    }

    /// A session with people who hold seats in it.
    pub async fn session_of(&self, count: usize) -> (SessionId, Vec<EnrollmentId>) {
        let system = Actor::system();
        let cohort = self.open_cohort(count).await;
        let mut enrollments = Vec::new();
        for person in self.new_people(count).await {
            let permit = self.app.may_enroll(&system, cohort, person).await.unwrap();
            enrollments.push(self.app.enroll(permit).await.unwrap().enrollment.id);
        }
        let sessions = self.app.sessions(&system, cohort).await.unwrap();
        (sessions[0].id, enrollments)
    }

    /// A cohort of so many people with so many sessions, whose registers are empty.
    pub async fn registers_of(
        &self,
        people: usize,
        sessions: usize,
    ) -> (CohortId, Vec<SessionId>, Vec<EnrollmentId>) {
        let system = Actor::system();
        let (session, enrollments) = self.session_of(people).await;
        let cohort = self.app.session(&system, session).await.unwrap().cohort;
        let permit = self.app.may_manage_cohort(&system, cohort).await.unwrap();
        let mut all = vec![session];
        for number in 1..sessions {
            let meeting = postup_domain::session::RawPlan {
                title_uk: format!("Заняття {number}"),
                title_en: format!("Session {number}"),
                on: self.app.now().date_naive().to_string(),
                from: format!("10:{number:02}"),
                to: "12:00".to_owned(),
                ..postup_domain::session::RawPlan::default()
            };
            all.push(
                self.app
                    .plan_sessions(&permit, &meeting, &postup_domain::series::RawRepeat::once())
                    .await
                    .unwrap()[0]
                    .id,
            );
        }
        (cohort, all, enrollments)
    }

    /// The body that marks everybody alike.
    pub fn marks(&self, enrollments: &[EnrollmentId], kind: &str) -> String {
        let marks: Vec<_> = enrollments
            .iter()
            .map(|enrollment| {
                let id = MarkId::new(self.app.now(), self.app.entropy());
                serde_json::json!({ "id": id, "enrollment_id": enrollment, "kind": kind, "reason": "проба" })
            })
            .collect();
        serde_json::json!({ "marks": marks }).to_string()
    }

    /// The frozen facts of a certificate of the demonstration.
    pub async fn facts(&self) -> postup_domain::certificate::Facts {
        let issued = postup_persistence::invariant::issued(&self.app.reader()).await.unwrap();
        postup_domain::certificate::Facts::from_json(&issued[0].facts).unwrap()
    }

    /// Typesets one; returns its size in bytes.
    pub async fn pdf(&self, facts: &postup_domain::certificate::Facts) -> usize {
        let url = "http://postup.test/verify/0123456789ABCDEFGHJKMNPQRS";
        self.inner.site.renderer.render(facts, url).await.unwrap().len()
    }
}

/// The same accept loop, with poem answering so many bytes that never change.
pub async fn constant(length: usize) -> SocketAddr {
    let body = "x".repeat(length);
    serve(poem::endpoint::make_sync(move |_| body.clone()).map_to_response().boxed(), limits()).await
}

fn limits() -> Limits {
    Limits { connections_per_address: 1_000, ..Limits::default() }
}

/// The released binary, if it was built.
pub fn binary() -> Option<PathBuf> {
    let program = std::env::current_exe().ok()?;
    let binary = program.parent()?.parent()?.join("postup");
    binary.exists().then_some(binary)
}

/// A running binary that ends with this value.
pub struct Running(Child);

impl Running {
    /// Resident memory of the process, in MiB.
    pub fn resident_mib(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.0.id())).unwrap_or_default();
        let kib = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))
            .and_then(|rest| rest.split_whitespace().next())
            .and_then(|number| number.parse::<u32>().ok())
            .unwrap_or_default();
        f64::from(kib) / 1_024.0
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts the demonstration and waits for its first page.
pub async fn started(binary: &Path, folder: &Path, port: &str) -> Running {
    let child = Command::new(binary)
        .args(["demo", "--port", port, "--dir"])
        .arg(folder)
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let running = Running(child);
    loop {
        if let Ok(mut stream) = tokio::net::TcpStream::connect(format!("127.0.0.1:{port}")).await {
            use tokio::io::{AsyncReadExt, AsyncWriteExt};
            stream
                .write_all(b"GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
                .await
                .unwrap();
            let mut page = String::new();
            let _ = stream.read_to_string(&mut page).await;
            if page.starts_with("HTTP/1.1 200") {
                return running;
            }
        }
        tokio::time::sleep(std::time::Duration::from_millis(2)).await;
    }
}
