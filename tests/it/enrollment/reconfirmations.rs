//! Whether people still come: asked once, in the morning of a day, answered once, and silence means what was said.

use super::{counters_hold, enroll, refusal};
use chrono::{DateTime, Duration, Utc};
use futures_util::future::join_all;
use poem::http::StatusCode;
use postup_domain::access::{Actor, Role, Scope};
use postup_domain::cohort::EnrollmentPolicy;
use postup_domain::email::Email;
use postup_domain::enrollment::{Cause, EnrollmentState, Listed, ReconfirmationState};
use postup_domain::id::{CohortId, EnrollmentId, PersonId};
use postup_domain::rejection::Refusal;
use postup_tests::{Ground, TestApp};

/// Three seats and a fourth person who waits, in a cohort that begins on 11 May and asks on the 8th.
struct Eve {
    house: TestApp,
    ground: Ground,
    cohort: CohortId,
    manager: Actor,
    people: Vec<PersonId>,
    ids: Vec<EnrollmentId>,
}

impl Eve {
    async fn new(silence: &str) -> Self {
        let house = TestApp::new().await;
        let ground = Ground::new(&house).await;
        let cohort = ground.cohort(3, EnrollmentPolicy::Open).await;
        let text = "UPDATE cohort SET reconfirm_days = 3, reconfirm_silence = $1";
        ground.run(text, vec![silence.into()]).await;
        let manager = ground.manager().await;
        let people = ground.people(4).await;
        let mut ids = Vec::new();
        for person in &people {
            ids.push(enroll(&house, &ground.actor(*person, &[]), cohort).await.unwrap().enrollment.id);
        }
        Self { house, ground, cohort, manager, people, ids }
    }

    async fn of(&self, person: usize) -> Listed {
        self.house.app.enrollment(&self.manager, self.ids[person]).await.unwrap()
    }

    async fn state(&self, person: usize) -> (EnrollmentState, Cause) {
        let of = self.of(person).await;
        (of.enrollment.state, of.cause)
    }

    async fn asked(&self, person: usize) -> Option<ReconfirmationState> {
        self.of(person).await.reconfirmation.map(|asked| asked.state)
    }

    async fn round(&self, at: DateTime<Utc>) -> usize {
        self.house.clock.set(at);
        self.house.app.settle_reconfirmations().await.unwrap()
    }

    async fn letters(&self) -> i64 {
        let text = "SELECT COUNT(*) AS count FROM notification WHERE key = 'reconfirmation_asked'";
        self.ground.count(text, vec![]).await
    }

    async fn answer(&self, person: usize, comes: bool) -> Result<EnrollmentState, Option<Refusal>> {
        let own = self.ground.actor(self.people[person], &[]);
        let permit = self.house.app.may_answer(&own, self.ids[person]).await.unwrap();
        let done = self.house.app.reconfirm(permit, comes).await;
        done.map(|done| done.enrollment.state).map_err(|error| refusal(&error))
    }

    /// The address that the letter to a person opens.
    async fn link(&self, person: usize) -> String {
        #[derive(sea_orm::FromQueryResult)]
        struct Row {
            payload: String,
        }
        use sea_orm::{FromQueryResult as _, Statement};
        let text = "SELECT payload FROM notification WHERE person_id = $1 AND key = 'reconfirmation_asked'";
        let backend = sea_orm::ConnectionTrait::get_database_backend(&self.ground.db);
        let statement = Statement::from_sql_and_values(backend, text, [self.people[person].into()]);
        let row = Row::find_by_statement(statement).one(&self.ground.db).await.unwrap().unwrap();
        let email: Email = serde_json::from_str(&row.payload).unwrap();
        format!("/reconfirm/{}", email.token().unwrap())
    }
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// Seven in the morning in Kyiv, three days before.
fn morning() -> DateTime<Utc> {
    at("2026-05-08T04:00:00Z")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn everybody_with_a_seat_is_asked_once_however_many_workers_there_are() {
    let eve = Eve::new("keep").await;
    assert_eq!(eve.round(morning() - Duration::milliseconds(1)).await, 0, "not at night");
    eve.house.clock.set(morning());
    let rounds = (0..6).map(|_| {
        let app = eve.house.app.clone();
        tokio::spawn(async move { app.settle_reconfirmations().await.unwrap() })
    });
    let asked: usize = join_all(rounds).await.into_iter().map(Result::unwrap).sum();
    assert_eq!((asked, eve.letters().await), (3, 3));
    assert_eq!(eve.asked(0).await, Some(ReconfirmationState::Asked));
    assert_eq!(eve.asked(3).await, None, "who waits is not asked");
    let by = eve.of(0).await.reconfirmation.unwrap().answer_by;
    assert_eq!(by, at("2026-05-10T09:00:00Z"), "noon of the day before");
    assert_eq!(eve.round(morning() + Duration::hours(1)).await, 0);

    // A cohort that begins on another day asks anew, one that is uncertain does not.
    let later = "UPDATE cohort SET starts_on = '2026-05-14', minimum = 3, decide_by = $1";
    eve.ground.run(later, vec![at("2026-05-13T00:00:00Z").into()]).await;
    assert_eq!(eve.asked(0).await, None);
    assert_eq!(eve.round(at("2026-05-11T05:00:00Z")).await, 3, "the old question ends, and nothing happens");
    assert_eq!((eve.state(0).await.0, eve.letters().await), (EnrollmentState::Confirmed, 3));
    eve.ground.run("UPDATE cohort SET decided_at = decide_by", vec![]).await;
    assert_eq!(eve.round(at("2026-05-11T05:00:00Z")).await, 3);
    assert_eq!(eve.letters().await, 6);
    assert_eq!(eve.house.app.check_invariants().await.unwrap(), []);
}

#[tokio::test]
async fn a_yes_is_noted_and_a_no_gives_the_seat_to_the_queue_at_once() {
    let eve = Eve::new("keep").await;
    assert_eq!(eve.answer(0, true).await, Err(Some(Refusal::NothingToReconfirm)));
    eve.round(morning()).await;
    assert_eq!(eve.answer(0, true).await, Ok(EnrollmentState::Confirmed));
    assert_eq!(eve.asked(0).await, Some(ReconfirmationState::Confirmed));
    assert_eq!(eve.answer(0, false).await, Err(Some(Refusal::NothingToReconfirm)), "once");
    assert_eq!(eve.answer(1, false).await, Ok(EnrollmentState::Declined));
    assert_eq!(eve.state(1).await.1, Cause::ReconfirmationDeclined);
    assert_eq!(eve.state(3).await, (EnrollmentState::Confirmed, Cause::HeadOfQueue));
    assert_eq!(eve.asked(3).await, None, "who comes now has just been told");
    let deadline = eve.of(2).await.reconfirmation.unwrap().answer_by;
    eve.house.clock.set(deadline);
    assert_eq!(eve.answer(2, true).await, Err(Some(Refusal::AnswerTooLate)));
    assert_eq!(eve.round(deadline).await, 1);
    assert_eq!(eve.state(2).await.0, EnrollmentState::Confirmed, "the seat stays");
    assert_eq!(eve.asked(2).await, Some(ReconfirmationState::Silent));
    let counts = eve.house.app.count_reconfirmations(eve.cohort).await.unwrap();
    assert_eq!(counts.len(), 2);
    counters_hold(&eve.ground, eve.cohort).await;
    assert_eq!(eve.house.app.check_invariants().await.unwrap(), []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn silence_frees_the_seat_where_that_was_said() {
    let eve = Eve::new("free").await;
    eve.round(morning()).await;
    eve.answer(0, true).await.unwrap();
    let deadline = eve.of(1).await.reconfirmation.unwrap().answer_by;
    assert_eq!(eve.round(deadline - Duration::milliseconds(1)).await, 0);
    // Whatever is set now, what was said with the question holds.
    eve.ground.run("UPDATE cohort SET reconfirm_silence = 'keep'", vec![]).await;
    eve.house.clock.set(deadline);
    let rounds = (0..4).map(|_| {
        let app = eve.house.app.clone();
        tokio::spawn(async move { app.settle_reconfirmations().await.unwrap() })
    });
    assert_eq!(join_all(rounds).await.into_iter().map(Result::unwrap).sum::<usize>(), 2);
    for person in [1, 2] {
        assert_eq!(eve.state(person).await, (EnrollmentState::Declined, Cause::NotReconfirmed));
    }
    assert_eq!(
        (eve.state(0).await.0, eve.state(3).await.0),
        (EnrollmentState::Confirmed, EnrollmentState::Confirmed)
    );
    let told = "SELECT COUNT(*) AS count FROM notification WHERE key = 'answer_overdue'";
    assert_eq!(eve.ground.count(told, vec![]).await, 2);
    counters_hold(&eve.ground, eve.cohort).await;
    assert_eq!(eve.house.app.check_invariants().await.unwrap(), []);
}

#[tokio::test]
async fn the_link_shows_the_question_and_takes_one_answer() {
    let eve = Eve::new("free").await;
    eve.round(morning()).await;
    let (path, client) = (eve.link(0).await, eve.house.client());
    for _ in 0..2 {
        let page = client.get(&path).send().await;
        page.assert_status_is_ok();
        let text = page.0.into_body().into_string().await.unwrap();
        assert!(text.contains("value=\"yes\"") && text.contains("value=\"no\""), "{text}");
    }
    assert_eq!(eve.asked(0).await, Some(ReconfirmationState::Asked), "looking answers nothing");
    let post = async |body: &'static str| {
        let request = client.post(&path).content_type("application/x-www-form-urlencoded");
        request.header("sec-fetch-site", "same-origin").body(body).send().await.0.status()
    };
    assert_eq!(post("answer=perhaps").await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(post("answer=yes").await, StatusCode::OK);
    assert_eq!(eve.asked(0).await, Some(ReconfirmationState::Confirmed));
    assert_eq!(post("answer=no").await, StatusCode::UNPROCESSABLE_ENTITY, "the link is used up");
    assert_eq!(eve.state(0).await.0, EnrollmentState::Confirmed);
}

#[tokio::test]
async fn the_person_the_officer_and_the_manager_see_it() {
    let eve = Eve::new("free").await;
    eve.round(morning()).await;
    let client = eve.house.client();
    let officer = eve.ground.person("Кадрова").await;
    let roles = [(Role::PersonnelOfficer, Scope::Organization(eve.ground.council))];
    let officer = eve.ground.sign_in(officer, &roles).await;
    let manager = eve.ground.person("Координаторка").await;
    let roles = [(Role::ProgramManager, Scope::Organization(eve.ground.organization))];
    let manager = eve.ground.sign_in(manager, &roles).await;
    let own = eve.ground.sign_in(eve.people[0], &[]).await;
    // Sign-ins of the tests are of the first morning.
    let fresh = "UPDATE login SET created_at = $1, seen_at = $1, expires_at = $2";
    eve.ground.run(fresh, vec![morning().into(), (morning() + Duration::days(1)).into()]).await;
    let page = async |token: &str, path: &str| {
        let answer = client.get(path).header("authorization", format!("Bearer {token}")).send().await;
        answer.0.into_body().into_string().await.unwrap()
    };
    let mine = format!("/me/enrollments/{}", eve.ids[0]);
    let shown = page(&own, &mine).await;
    assert!(shown.contains("Yes, I will come") && shown.contains("the seat goes to the queue"), "{shown}");
    let answer = client
        .post(format!("/api/v1/enrollments/{}/reconfirmation", eve.ids[0]))
        .header("authorization", format!("Bearer {own}"))
        .body_json(&serde_json::json!({"comes": true}))
        .send()
        .await;
    answer.assert_status_is_ok();
    let form = client.post(format!("/me/enrollments/{}/reconfirmation", eve.ids[1]));
    let stranger =
        form.header("authorization", format!("Bearer {own}")).form(&[("answer", "no")]).send().await;
    assert_eq!(stranger.0.status(), StatusCode::NOT_FOUND);
    let shown = page(&own, &mine).await;
    assert!(shown.contains("You said that you come") && !shown.contains("Yes, I will come"), "{shown}");
    let shown = page(&officer, "/employer").await;
    assert_eq!(
        (shown.matches(">re-confirmed<").count(), shown.matches(">re-confirmation asked<").count()),
        (1, 2),
        "{shown}"
    );
    let shown = page(&manager, &format!("/manage/cohorts/{}/applications", eve.cohort)).await;
    assert!(shown.contains("Whether people with a seat still come"), "{shown}");
    assert_eq!(shown.matches(">re-confirmed<").count(), 1);
}
