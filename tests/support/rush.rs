//! A crowd in front of one cohort: everybody with a sign-in of their own, over real sockets, at their own time.

use crate::outside::CountingEntropy;
use crate::{Ground, TestApp};
use poem::EndpointExt;
use postup_domain::access::Actor;
use postup_domain::cohort::EnrollmentPolicy;
use postup_domain::enrollment::{Criterion, QuotaPlan};
use postup_domain::id::{CohortId, PersonId};
use postup_domain::person::AppointmentKind;
use postup_http::edge::{self, Limits};
use postup_http::headers::Headers;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The house with its accept loop open, and people who are signed in.
pub struct Crowd {
    pub house: TestApp,
    pub ground: Ground,
    pub address: SocketAddr,
    pub people: Vec<PersonId>,
    pub tokens: Vec<String>,
}

/// What an application went through.
struct Fate {
    status: u16,
    busy: u64,
    hung_up: u64,
    /// The longest wait for one answer.
    longest: Duration,
}

/// What a rush went through.
#[derive(Debug, Default)]
pub struct Course {
    pub taken: usize,
    /// Statuses that nobody should get.
    pub strange: Vec<u16>,
    /// Answers that said when to come again.
    pub busy: u64,
    /// Connections that were closed without an answer.
    pub hung_up: u64,
    pub longest: Duration,
    pub took: Duration,
}

impl Crowd {
    /// Of ten people, two are of the fifth category, one is of the third, two are elected, one of them of the fifth.
    pub async fn gather(count: usize) -> Self {
        let house = TestApp::new().await;
        let ground = Ground::new(&house).await;
        let people = ground.people(count).await;
        let mut tokens = Vec::with_capacity(count);
        ground.run("BEGIN", vec![]).await;
        for (number, person) in people.iter().enumerate() {
            let (category, appointment) = match number % 10 {
                0 => (Some(5_i16), None),
                1 => (Some(3), None),
                2 => (None, Some("elected")),
                3 => (Some(5), Some("elected")),
                _ => (None, None),
            };
            let text = "UPDATE person SET position_category = $1, appointment = $2 WHERE id = $3";
            ground.run(text, vec![category.into(), appointment.into(), (*person).into()]).await;
            tokens.push(ground.sign_in(*person, &[]).await);
        }
        ground.run("COMMIT", vec![]).await;
        let limits = Limits { connections_per_address: count, ..Limits::default() };
        let address = house.serve(limits).await;
        Self { house, ground, address, people, tokens }
    }

    /// A cohort without quotas.
    pub async fn cohort(&self, seats: i32) -> CohortId {
        self.ground.cohort(seats, EnrollmentPolicy::Open).await
    }

    /// A cohort of which three quotas keep a fifth, a fifth, and a tenth.
    pub async fn cohort_with_quotas(&self, seats: i32) -> CohortId {
        let cohort = self.cohort(seats).await;
        let permit = self.house.app.may_manage_cohort(&Actor::system(), cohort).await.expect("a permit");
        let release_on = (self.ground.now + chrono::Duration::days(3)).date_naive();
        for (criterion, seats) in [
            (Criterion::PositionCategory(5), seats / 5),
            (Criterion::Appointment(AppointmentKind::Elected), seats / 5),
            (Criterion::PositionCategory(3), seats / 10),
        ] {
            let plan = QuotaPlan { criterion, seats, release_on };
            self.house.app.add_quota(&permit, plan).await.expect("a quota");
        }
        cohort
    }

    /// Everybody applies, spread evenly over this time, whether those before were answered or not. Who is asked to come
    /// again does so when told.
    pub async fn rush(&self, cohort: CohortId, over: Duration) -> Course {
        let begun = Instant::now();
        let pause = over / u32::try_from(self.tokens.len()).expect("a crowd");
        let mut tasks = Vec::with_capacity(self.tokens.len());
        for (number, token) in (0..).zip(&self.tokens) {
            let due = begun + pause * number;
            if let Some(early) = due.checked_duration_since(Instant::now()) {
                tokio::time::sleep(early).await;
            }
            let request = format!(
                "POST /api/v1/cohorts/{cohort}/enrollments HTTP/1.1\r\nhost: postup.test\r\n\
                 authorization: Bearer {token}\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\
                 connection: close\r\n\r\n{{}}"
            );
            tasks.push(tokio::spawn(apply(self.address, request)));
        }
        let mut course = Course::default();
        for task in tasks {
            let fate = task.await.expect("an answer");
            match fate.status {
                201 => course.taken += 1,
                other => course.strange.push(other),
            }
            course.busy += fate.busy;
            course.hung_up += fate.hung_up;
            course.longest = course.longest.max(fate.longest);
        }
        course.took = begun.elapsed();
        course
    }

    /// How many of a cohort are so.
    pub async fn count(&self, cohort: CohortId, so: &str) -> i64 {
        let text = format!("SELECT COUNT(*) AS count FROM enrollment WHERE cohort_id = $1 AND {so}");
        self.ground.count(&text, vec![cohort.into()]).await
    }

    /// Everybody is in once: every seat is somebody's, every quota is full with those who fit it, and all others wait in
    /// order of arrival.
    ///
    /// # Panics
    /// When that is not so.
    pub async fn all_is_right(&self, cohort: CohortId, seats: i64) {
        let people = i64::try_from(self.people.len()).expect("a number");
        assert_eq!(self.count(cohort, "state = 'confirmed'").await, seats, "seats");
        assert_eq!(self.count(cohort, "state = 'waitlisted'").await, people - seats, "the queue");
        for (pool, kept) in [(1, seats / 5), (2, seats / 5), (3, seats / 10)] {
            let on_it = format!("pool = {pool} AND matches & (1 << {pool}) <> 0");
            assert_eq!(self.count(cohort, &on_it).await, kept, "quota {pool}");
            let used =
                "SELECT COUNT(*) AS count FROM quota WHERE cohort_id = $1 AND number = $2 AND used = seats";
            assert_eq!(self.ground.count(used, vec![cohort.into(), pool.into()]).await, 1, "quota {pool}");
        }
        let arrivals = "SELECT COUNT(*) AS count FROM cohort c WHERE c.id = $1 AND c.arrivals = $2 AND c.confirmed = $3 \
                        AND c.waitlisted = $4 AND c.arrivals = (SELECT MAX(arrival) FROM enrollment e \
                        WHERE e.cohort_id = c.id)";
        let values = vec![cohort.into(), people.into(), seats.into(), (people - seats).into()];
        assert_eq!(self.ground.count(arrivals, values).await, 1, "counters");
    }
}

impl TestApp {
    /// Opens the accept loop on a port of its own.
    pub async fn serve(&self, limits: Limits) -> SocketAddr {
        let routes = postup_http::routes(self.site.clone()).expect("every route names a policy").boxed();
        serve(routes, limits).await
    }
}

/// The accept loop around any endpoint, on a port of its own.
pub async fn serve(
    endpoint: poem::endpoint::BoxEndpoint<'static, poem::Response>,
    limits: Limits,
) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("its number");
    let headers = Headers::new(false, Arc::new(CountingEntropy::new()));
    tokio::spawn(edge::serve(listener, endpoint, limits, headers, std::future::pending()));
    address
}

async fn apply(address: SocketAddr, request: String) -> Fate {
    let mut fate = Fate { status: 0, busy: 0, hung_up: 0, longest: Duration::ZERO };
    loop {
        let sent = Instant::now();
        let answer = exchange(address, &request).await;
        fate.longest = fate.longest.max(sent.elapsed());
        let pause = match answer {
            Some((503, Some(seconds))) => {
                fate.busy += 1;
                seconds
            }
            Some((status, _)) => {
                fate.status = status;
                return fate;
            }
            None => {
                fate.hung_up += 1;
                1
            }
        };
        tokio::time::sleep(Duration::from_secs(pause)).await;
    }
}

/// Status and `Retry-After` of one answer on a connection of its own; nothing when there was no answer.
async fn exchange(address: SocketAddr, request: &str) -> Option<(u16, Option<u64>)> {
    let mut stream = TcpStream::connect(address).await.ok()?;
    let _ = stream.write_all(request.as_bytes()).await;
    let mut answer = Vec::with_capacity(2_048);
    let _ = stream.read_to_end(&mut answer).await;
    let text = String::from_utf8_lossy(&answer).to_lowercase();
    let status = text.strip_prefix("http/1.1 ")?.get(..3)?.parse().ok()?;
    let (head, _) = text.split_once("\r\n\r\n")?;
    let retry = head.lines().find_map(|line| line.strip_prefix("retry-after:"));
    Some((status, retry.and_then(|seconds| seconds.trim().parse().ok())))
}
