//! Offers with a deadline: a seat is held while somebody is asked, and goes to exactly one person.

use super::{counters_hold, enroll, leave, refusal};
use chrono::{DateTime, Duration, Utc};
use futures_util::future::join_all;
use poem::http::StatusCode;
use postup_app::Error;
use postup_domain::access::Actor;
use postup_domain::cohort::EnrollmentPolicy;
use postup_domain::email::Email;
use postup_domain::enrollment::{Cause, Decided, EnrollmentState};
use postup_domain::id::{CohortId, EnrollmentId};
use postup_domain::rejection::Refusal;
use postup_tests::{Ground, TestApp};

/// One seat, taken by the first; the others wait for offers of four hours.
struct Queue {
    house: TestApp,
    ground: Ground,
    cohort: CohortId,
    actors: Vec<Actor>,
    ids: Vec<EnrollmentId>,
}

impl Queue {
    async fn of(people: usize) -> Self {
        let house = TestApp::new().await;
        let ground = Ground::new(&house).await;
        let cohort = ground.cohort(1, EnrollmentPolicy::Open).await;
        ground.run("UPDATE cohort SET waitlist_policy = 'offer', answer_hours = 4", vec![]).await;
        let actors: Vec<Actor> =
            ground.people(people).await.iter().map(|person| ground.actor(*person, &[])).collect();
        let mut ids = Vec::new();
        for actor in &actors {
            ids.push(enroll(&house, actor, cohort).await.unwrap().enrollment.id);
        }
        Self { house, ground, cohort, actors, ids }
    }

    async fn state(&self, person: usize) -> (EnrollmentState, Cause, Option<DateTime<Utc>>) {
        let of = self.house.app.enrollment(&self.actors[person], self.ids[person]).await.unwrap();
        (of.enrollment.state, of.cause, of.enrollment.answer_by)
    }

    async fn accept(&self, person: usize) -> Result<Decided, Error> {
        let permit = self.house.app.may_answer(&self.actors[person], self.ids[person]).await?;
        self.house.app.accept(permit).await
    }

    async fn decline(&self, person: usize) -> Result<Decided, Error> {
        let permit = self.house.app.may_answer(&self.actors[person], self.ids[person]).await?;
        self.house.app.decline(permit).await
    }

    async fn seats(&self) -> (i64, i64) {
        let ask = |column: &str| format!("SELECT CAST({column} AS BIGINT) AS count FROM cohort");
        (self.ground.count(&ask("confirmed"), vec![]).await, self.ground.count(&ask("held"), vec![]).await)
    }
}

#[tokio::test]
async fn a_freed_seat_is_offered_down_the_queue_until_somebody_takes_it() {
    let queue = Queue::of(4).await;
    leave(&queue.house, &queue.actors[0], queue.ids[0]).await.unwrap();
    let (state, cause, deadline) = queue.state(1).await;
    assert_eq!((state, cause), (EnrollmentState::Offered, Cause::HeadOfQueue));
    assert!(deadline.unwrap() >= queue.house.app.now() + Duration::hours(4));
    assert_eq!(queue.seats().await, (0, 1));
    assert_eq!(queue.decline(1).await.unwrap().cause, Cause::OfferDeclined);
    assert_eq!(queue.state(2).await.0, EnrollmentState::Offered);
    // Silence: a moment before the deadline nothing happens, at the deadline it does, once.
    let deadline = queue.state(2).await.2.unwrap();
    queue.house.clock.set(deadline - Duration::milliseconds(1));
    assert_eq!(queue.house.app.expire_answers().await.unwrap(), 0);
    queue.house.clock.set(deadline);
    assert_eq!(refusal(&queue.accept(2).await.unwrap_err()), Some(Refusal::AnswerTooLate));
    assert_eq!(queue.house.app.expire_answers().await.unwrap(), 1);
    assert_eq!(queue.house.app.expire_answers().await.unwrap(), 0);
    assert_eq!(
        (queue.state(2).await.0, queue.state(2).await.1),
        (EnrollmentState::Declined, Cause::NoAnswer)
    );
    let done = queue.accept(3).await.unwrap();
    assert_eq!((done.enrollment.state, done.cause), (EnrollmentState::Confirmed, Cause::OfferAccepted));
    assert_eq!(queue.state(3).await.2, None);
    assert_eq!(queue.seats().await, (1, 0));
    assert_eq!(refusal(&queue.accept(3).await.unwrap_err()), Some(Refusal::StepNotAllowed));
    for key in ["seat_offered", "answer_declined", "answer_overdue", "seat_confirmed"] {
        let told = format!("SELECT COUNT(*) AS count FROM notification WHERE key = '{key}'");
        assert!(queue.ground.count(&told, vec![]).await > 0, "{key}");
    }
    counters_hold(&queue.ground, queue.cohort).await;
    assert!(queue.house.app.check_invariants().await.unwrap().is_empty());
}

#[tokio::test]
async fn who_is_asked_answers_alone_and_nobody_passes_them_meanwhile() {
    let queue = Queue::of(3).await;
    leave(&queue.house, &queue.actors[0], queue.ids[0]).await.unwrap();
    // A newcomer waits, although nobody sits on the seat.
    let anew = enroll(&queue.house, &queue.actors[0], queue.cohort).await.unwrap();
    assert_eq!((anew.enrollment.state, anew.queue), (EnrollmentState::Waitlisted, Some(2)));
    let manager = queue.ground.manager().await;
    assert!(matches!(queue.house.app.may_answer(&manager, queue.ids[1]).await, Err(Error::Denied(_))));
    let foreign = queue.house.app.may_answer(&queue.actors[2], queue.ids[1]).await;
    assert!(matches!(foreign, Err(Error::Missing(_))));
    let permit = queue.house.app.may_decide(&manager, queue.ids[2]).await.unwrap();
    let by_hand = queue.house.app.confirm_enrollment(permit).await.unwrap_err();
    assert_eq!(refusal(&by_hand), Some(Refusal::NoSeatLeft));
    counters_hold(&queue.ground, queue.cohort).await;
}

/// The manager's hand, the person's answer and the worker's clock at once: one of them has the seat (E5).
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_seat_is_promoted_once_whoever_reaches_for_it() {
    let queue = Queue::of(6).await;
    let manager = queue.ground.manager().await;
    leave(&queue.house, &queue.actors[0], queue.ids[0]).await.unwrap();
    for round in 0..4 {
        let (asked, next) = (round + 1, round + 2);
        let deadline = queue.state(asked).await.2.unwrap();
        queue.house.clock.set(deadline);
        let expire = (0..3).map(|_| {
            let app = queue.house.app.clone();
            tokio::spawn(async move { app.expire_answers().await.unwrap() })
        });
        let by_hand = (0..3).map(|_| {
            let (app, manager, id) = (queue.house.app.clone(), manager.clone(), queue.ids[next]);
            tokio::spawn(async move {
                let permit = app.may_decide(&manager, id).await.unwrap();
                usize::from(app.confirm_enrollment(permit).await.is_ok())
            })
        });
        let done = join_all(expire.chain(by_hand)).await;
        assert_eq!(done.into_iter().map(Result::unwrap).sum::<usize>(), 1, "one silence, no seat by hand");
        assert_eq!(queue.state(next).await.0, EnrollmentState::Offered);
        assert_eq!(queue.seats().await, (0, 1));
        counters_hold(&queue.ground, queue.cohort).await;
    }
    let rush = (0..4).map(|_| queue.accept(5));
    assert_eq!(join_all(rush).await.iter().filter(|one| one.is_ok()).count(), 1);
    assert_eq!(queue.seats().await, (1, 0));
}

#[tokio::test]
async fn the_capacity_never_falls_below_what_is_promised() {
    let queue = Queue::of(2).await;
    leave(&queue.house, &queue.actors[0], queue.ids[0]).await.unwrap();
    let lower = queue.ground.attempt("UPDATE cohort SET capacity = 0", vec![]).await;
    assert!(lower.is_err(), "the table keeps the seat that is held");
}

/// The addresses that the letters to a person open.
async fn links(queue: &Queue, person: usize) -> Vec<String> {
    #[derive(sea_orm::FromQueryResult)]
    struct Row {
        payload: String,
    }
    use sea_orm::{FromQueryResult as _, Statement};
    let text = "SELECT payload FROM notification WHERE person_id = $1 AND key = 'seat_offered'";
    let values = [queue.actors[person].person().unwrap().into()];
    let backend = sea_orm::ConnectionTrait::get_database_backend(&queue.ground.db);
    let statement = Statement::from_sql_and_values(backend, text, values);
    let rows = Row::find_by_statement(statement).all(&queue.ground.db).await.unwrap();
    let emails = rows.iter().map(|row| serde_json::from_str::<Email>(&row.payload).unwrap());
    emails.map(|email| format!("/answer/{}", email.token().unwrap())).collect()
}

async fn post(queue: &Queue, path: &str, body: &'static str) -> (StatusCode, String) {
    let client = queue.house.client();
    let request = client.post(path).content_type("application/x-www-form-urlencoded");
    let answer = request.header("sec-fetch-site", "same-origin").body(body).send().await;
    let status = answer.0.status();
    (status, answer.0.into_body().into_string().await.unwrap())
}

#[tokio::test]
async fn the_link_in_the_letter_shows_the_question_and_takes_one_answer() {
    let queue = Queue::of(3).await;
    leave(&queue.house, &queue.actors[0], queue.ids[0]).await.unwrap();
    let path = links(&queue, 1).await.remove(0);
    for _ in 0..2 {
        let shown = queue.house.client().get(&path).send().await;
        shown.assert_status_is_ok();
        let text = shown.0.into_body().into_string().await.unwrap();
        assert!(text.contains("value=\"yes\"") && text.contains("value=\"no\""), "{text}");
    }
    assert_eq!(queue.state(1).await.0, EnrollmentState::Offered, "looking answers nothing");
    // Neither yes nor no: the question again.
    assert_eq!(post(&queue, &path, "answer=perhaps").await.0, StatusCode::OK);
    assert_eq!(queue.state(1).await.0, EnrollmentState::Offered);
    assert_eq!(post(&queue, &path, "answer=yes").await.0, StatusCode::OK);
    assert_eq!(queue.state(1).await.0, EnrollmentState::Confirmed);
    for answer in ["answer=no", "answer=yes"] {
        assert_eq!(post(&queue, &path, answer).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert_eq!(queue.state(1).await.0, EnrollmentState::Confirmed);
    // The secret is kept as its hash only, and an old question's link does not open a new one.
    leave(&queue.house, &queue.actors[1], queue.ids[1]).await.unwrap();
    enroll(&queue.house, &queue.actors[1], queue.cohort).await.unwrap();
    queue.decline(2).await.unwrap();
    assert_eq!(queue.state(1).await.0, EnrollmentState::Offered);
    assert_eq!(post(&queue, &path, "answer=yes").await.0, StatusCode::UNPROCESSABLE_ENTITY);
    let fresh = links(&queue, 1).await.into_iter().find(|link| *link != path).unwrap();
    queue.house.clock.set(queue.state(1).await.2.unwrap());
    assert_eq!(post(&queue, &fresh, "answer=yes").await.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(post(&queue, "/answer/nonsense", "answer=yes").await.0, StatusCode::UNPROCESSABLE_ENTITY);
}
