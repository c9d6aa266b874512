//! A colleague has the seat: it keeps its quota, the queue never sees it, and all of it happens or nothing does.

use super::{counters_hold, enroll, refusal};
use chrono::{DateTime, Duration, Utc};
use futures_util::future::join_all;
use poem::http::StatusCode;
use postup_app::Error;
use postup_domain::access::{Actor, Role, Scope};
use postup_domain::cohort::EnrollmentPolicy;
use postup_domain::enrollment::{Cause, Criterion, Decided, EnrollmentState, Listed, Pool, QuotaPlan};
use postup_domain::id::{CohortId, EnrollmentId, PersonId};
use postup_domain::rejection::Refusal;
use postup_domain::text::Line;
use postup_tests::{Ground, TestApp};

/// A council with an officer and six people, the fifth and sixth of the fifth category, and a cohort with a seat for that
/// category and general ones.
struct Council {
    house: TestApp,
    ground: Ground,
    cohort: CohortId,
    manager: Actor,
    officer: Actor,
    token: String,
    people: Vec<PersonId>,
}

impl Council {
    async fn new(general: i32, policy: EnrollmentPolicy) -> Self {
        let house = TestApp::new().await;
        let ground = Ground::new(&house).await;
        let cohort = ground.cohort(general + 1, policy).await;
        let manager = ground.person("Керівна").await;
        let runs = [(Role::ProgramManager, Scope::Organization(ground.organization))];
        ground.sign_in(manager, &runs).await;
        let manager = ground.actor(manager, &runs);
        let permit = house.app.may_manage_cohort(&manager, cohort).await.unwrap();
        let release_on = (ground.now + Duration::days(3)).date_naive();
        let plan = QuotaPlan { criterion: Criterion::PositionCategory(5), seats: 1, release_on };
        house.app.add_quota(&permit, plan).await.unwrap();
        let person = ground.person("Кадрова").await;
        let roles = [(Role::PersonnelOfficer, Scope::Organization(ground.council))];
        let (officer, token) = (ground.actor(person, &roles), ground.sign_in(person, &roles).await);
        let people = ground.people(6).await;
        for person in &people[4..] {
            let text = "UPDATE person SET position_category = 5 WHERE id = $1";
            ground.run(text, vec![(*person).into()]).await;
        }
        Self { house, ground, cohort, manager, officer, token, people }
    }

    fn actor(&self, person: usize) -> Actor {
        self.ground.actor(self.people[person], &[])
    }

    async fn apply(&self, person: usize) -> EnrollmentId {
        enroll(&self.house, &self.actor(person), self.cohort).await.unwrap().enrollment.id
    }

    async fn substitute(&self, by: &Actor, id: EnrollmentId, newcomer: usize) -> Result<Decided, Error> {
        let permit = self.house.app.may_substitute(by, id, self.people[newcomer]).await?;
        self.house.app.substitute(permit, Some(Line::new("note", "Відрядження")?)).await
    }

    async fn of(&self, id: EnrollmentId) -> Listed {
        self.house.app.enrollment(&self.manager, id).await.unwrap()
    }

    async fn state(&self, id: EnrollmentId) -> (EnrollmentState, Cause, Pool) {
        let of = self.of(id).await;
        (of.enrollment.state, of.cause, of.enrollment.pool)
    }

    async fn told(&self, key: &str) -> i64 {
        let text = format!("SELECT COUNT(*) AS count FROM notification WHERE key = '{key}'");
        self.ground.count(&text, vec![]).await
    }

    async fn sound(&self) {
        counters_hold(&self.ground, self.cohort).await;
        assert_eq!(self.house.app.check_invariants().await.unwrap(), []);
    }
}

const CONFIRMED: EnrollmentState = EnrollmentState::Confirmed;

#[tokio::test]
async fn a_colleague_is_asked_and_the_seat_passes_the_queue_by() {
    let council = Council::new(1, EnrollmentPolicy::Open).await;
    let (kept, general) = (council.apply(4).await, council.apply(0).await);
    let waits = council.apply(1).await;
    assert_eq!(council.state(kept).await, (CONFIRMED, Cause::SeatFree, Pool(1)));
    let came = council.substitute(&council.officer, kept, 5).await.unwrap();
    assert_eq!(came.enrollment.state, EnrollmentState::Nominated);
    assert_eq!((came.enrollment.pool, came.enrollment.seat_held), (Pool(1), true));
    assert_eq!(council.state(kept).await, (EnrollmentState::Withdrawn, Cause::Substituted, Pool(0)));
    assert_eq!(council.state(waits).await.0, EnrollmentState::Waitlisted, "the queue never sees it");
    council.sound().await;

    // Each of the two histories leads to the other, for those who may see both.
    for (one, other) in [(kept, came.enrollment.id), (came.enrollment.id, kept)] {
        let of = council.of(one).await;
        let steps = council.house.app.enrollment_history(&council.officer, &of).await.unwrap();
        let link = steps[0].counterpart.as_ref().unwrap();
        assert_eq!(link.enrollment, other);
    }
    let of = council.of(kept).await;
    let own = council.house.app.enrollment_history(&council.actor(4), &of).await.unwrap();
    assert_eq!(own[0].counterpart, None, "the colleague's enrollment is not theirs to see");
    assert_eq!((council.told("withdrawn").await, council.told("nomination_asked").await), (1, 1));
    assert_eq!(council.told("seat_passed_on").await, 1, "the manager is told");

    // The answer is the colleague's alone; "no" gives the general seat to the queue.
    let permit = council.house.app.may_answer(&council.actor(5), came.enrollment.id).await.unwrap();
    council.house.app.accept(permit).await.unwrap();
    assert_eq!(council.state(came.enrollment.id).await, (CONFIRMED, Cause::NominationAccepted, Pool(1)));
    let second = council.substitute(&council.manager, general, 2).await.unwrap();
    assert_eq!(council.told("seat_passed_on").await, 1, "who did it needs no letter");
    let permit = council.house.app.may_answer(&council.actor(2), second.enrollment.id).await.unwrap();
    council.house.app.decline(permit).await.unwrap();
    assert_eq!(council.state(waits).await.0, CONFIRMED);
    council.sound().await;
}

#[tokio::test]
async fn silence_frees_the_seat_at_the_stated_moment() {
    let council = Council::new(1, EnrollmentPolicy::Open).await;
    let (general, waits) = (council.apply(0).await, council.apply(1).await);
    let came = council.substitute(&council.officer, general, 2).await.unwrap().enrollment;
    let deadline = came.answer_by.unwrap();
    council.house.clock.set(deadline - Duration::milliseconds(1));
    assert_eq!(council.house.app.expire_answers().await.unwrap(), 0);
    assert_eq!(council.state(waits).await.0, EnrollmentState::Waitlisted);
    council.house.clock.set(deadline);
    assert_eq!(council.house.app.expire_answers().await.unwrap(), 1);
    assert_eq!(council.state(came.id).await.0, EnrollmentState::Declined);
    assert_eq!(council.state(waits).await.0, CONFIRMED);
}

#[tokio::test]
async fn the_colleague_has_to_fit_the_quota_and_the_refusal_says_what_would_help() {
    let council = Council::new(1, EnrollmentPolicy::Open).await;
    let kept = council.apply(4).await;
    let Err(Error::Rejected(no)) = council.substitute(&council.officer, kept, 0).await else {
        panic!("somebody of another category has the seat")
    };
    assert_eq!(no.refusal, Refusal::QuotaNotMet);
    let midnight =
        (council.ground.now + Duration::days(3)).date_naive().and_hms_opt(0, 0, 0).unwrap().and_utc();
    assert_eq!(no.instant, Some(midnight - Duration::hours(3)), "midnight in Kyiv");
    assert_eq!(no.whom.unwrap().en, "positions of category 5");
    assert_eq!(council.state(kept).await.0, CONFIRMED);
    council.house.clock.set(midnight);
    council.house.app.release_due_quotas().await.unwrap();
    council.substitute(&council.officer, kept, 0).await.expect("the seat is open to everybody now");
    council.sound().await;
}

#[tokio::test]
async fn only_a_colleague_only_a_seat_and_only_in_time() {
    let council = Council::new(1, EnrollmentPolicy::Open).await;
    let (general, waits) = (council.apply(0).await, council.apply(1).await);
    let no =
        async |by: &Actor, id, newcomer| refusal(&council.substitute(by, id, newcomer).await.unwrap_err());
    assert_eq!(no(&council.officer, waits, 2).await, Some(Refusal::NoSeatToPassOn));
    assert_eq!(no(&council.officer, general, 0).await, Some(Refusal::AlreadyEnrolled));
    assert_eq!(
        no(&council.officer, general, 1).await,
        Some(Refusal::AlreadyEnrolled),
        "who waits has a place"
    );
    let elsewhere = "UPDATE person SET organization_id = $1 WHERE id = $2";
    let values = vec![council.ground.organization.into(), council.people[3].into()];
    council.ground.run(elsewhere, values).await;
    assert_eq!(no(&council.manager, general, 3).await, Some(Refusal::OtherEmployer));
    let foreign = council.substitute(&council.officer, general, 3).await;
    assert!(matches!(foreign, Err(Error::Denied(_))), "not a person of the officer's");
    let own = council.substitute(&council.actor(0), general, 2).await;
    assert!(matches!(own, Err(Error::Denied(_))), "nobody names a successor for oneself");

    // The officer until the day that is set, the manager until the training begins.
    let closes: DateTime<Utc> = council.ground.now + Duration::hours(2);
    council.ground.run("UPDATE cohort SET substitution_closes = $1", vec![closes.into()]).await;
    council.house.clock.set(closes);
    assert_eq!(no(&council.officer, general, 2).await, Some(Refusal::SubstitutionClosed));
    let begins =
        (council.ground.now + Duration::days(7)).date_naive().and_hms_opt(0, 0, 0).unwrap().and_utc();
    let begins = begins - Duration::hours(3);
    council.house.clock.set(begins);
    assert_eq!(no(&council.manager, general, 2).await, Some(Refusal::SubstitutionClosed));
    council.house.clock.set(begins - Duration::minutes(1));
    let came = council.substitute(&council.manager, general, 2).await.unwrap().enrollment;
    assert_eq!(came.answer_by, Some(begins + Duration::hours(9)), "two hours of the morning that follows");
    counters_hold(&council.ground, council.cohort).await;
}

#[tokio::test]
async fn who_was_asked_can_be_replaced_too_and_a_decision_is_not_asked_for_twice() {
    let council = Council::new(1, EnrollmentPolicy::Approval).await;
    let applied = council.apply(0).await;
    let permit = council.house.app.may_decide(&council.manager, applied).await.unwrap();
    council.house.app.confirm_enrollment(permit).await.unwrap();
    let asked = council.substitute(&council.officer, applied, 1).await.unwrap().enrollment.id;
    let second = council.substitute(&council.officer, asked, 2).await.unwrap().enrollment.id;
    assert_eq!(council.state(asked).await.1, Cause::Substituted);
    let permit = council.house.app.may_answer(&council.actor(2), second).await.unwrap();
    council.house.app.accept(permit).await.unwrap();
    assert_eq!(council.state(second).await.0, CONFIRMED);
    council.sound().await;
}

#[tokio::test]
async fn a_change_that_breaks_in_the_middle_leaves_nothing_and_can_be_made_again() {
    let council = Council::new(1, EnrollmentPolicy::Open).await;
    let (general, waits) = (council.apply(0).await, council.apply(1).await);
    let rows = async || {
        let text = "SELECT (SELECT COUNT(*) FROM enrollment_step) + (SELECT COUNT(*) FROM notification) + (SELECT \
                    COUNT(*) FROM enrollment) + (SELECT COUNT(*) FROM answer_link) AS count";
        council.ground.count(text, vec![]).await
    };
    let before = rows().await;
    for action in ["enrollment.nominated", "enrollment.withdrawn"] {
        council.ground.break_trail(action).await;
        council.substitute(&council.officer, general, 2).await.unwrap_err();
        council.ground.mend_trail().await;
        assert_eq!(rows().await, before, "{action}");
        assert_eq!(council.state(general).await.0, CONFIRMED);
        council.sound().await;
    }
    council.substitute(&council.officer, general, 2).await.unwrap();
    assert_eq!(council.state(waits).await.0, EnrollmentState::Waitlisted);
    council.sound().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_seat_is_passed_on_once_whoever_reaches_for_it() {
    let council = Council::new(1, EnrollmentPolicy::Open).await;
    let (general, waits) = (council.apply(0).await, council.apply(1).await);
    let rush = [2, 3]
        .into_iter()
        .cycle()
        .take(8)
        .map(|newcomer| council.substitute(&council.officer, general, newcomer));
    let done = join_all(rush).await;
    assert_eq!(done.iter().filter(|one| one.is_ok()).count(), 1);
    for no in done.iter().filter_map(|one| one.as_ref().err()) {
        assert!(matches!(refusal(no), Some(Refusal::NoSeatToPassOn)), "{no:?}");
    }
    assert_eq!(council.state(waits).await.0, EnrollmentState::Waitlisted);
    council.sound().await;
}

#[tokio::test]
async fn the_page_asks_for_a_colleague_and_shows_why_not() {
    let council = Council::new(1, EnrollmentPolicy::Open).await;
    let kept = council.apply(4).await;
    let path = format!("/employer/enrollments/{kept}/substitution");
    let client = council.house.client();
    let bearer = format!("Bearer {}", council.token);
    let get =
        |path: &str| client.get(path).header("authorization", &bearer).header("accept-language", "en").send();
    let page = get(&path).await.0.into_body().into_string().await.unwrap();
    assert!(page.contains("This seat is kept until") && page.contains("Прізвище0005"), "{page}");
    assert!(!page.contains("Прізвище0004</bdi> <span"), "nobody takes their own seat");
    let form = async |fields: &[(&str, String)]| {
        let request = client.post(&path).header("authorization", &bearer).header("accept-language", "en");
        let answer = request.form(&fields).send().await;
        let status = answer.0.status();
        let page = answer.0.into_body().into_string().await.unwrap();
        (status, page.replace(['\u{2068}', '\u{2069}'], ""))
    };
    let (status, page) = form(&[]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("person_id-error"), "{page}");
    let (status, page) = form(&[("person_id", council.people[0].to_string())]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.contains("positions of category 5") && page.contains("Choose a colleague who does"),
        "{page}"
    );
    let (status, _) = form(&[("person_id", council.people[5].to_string())]).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let page = get("/employer").await.0.into_body().into_string().await.unwrap();
    assert!(page.contains("The seat was passed on to a colleague"), "{page}");
    let page = get(&path).await.0.into_body().into_string().await.unwrap();
    assert!(page.contains("no seat that a colleague could have"), "{page}");
}

#[tokio::test]
async fn the_interface_answers_with_the_colleague() {
    let council = Council::new(1, EnrollmentPolicy::Open).await;
    let general = council.apply(0).await;
    let client = council.house.client();
    let answer = client
        .post(format!("/api/v1/enrollments/{general}/substitution"))
        .header("authorization", format!("Bearer {}", council.token))
        .body_json(&serde_json::json!({"person_id": council.people[1].to_string()}))
        .send()
        .await;
    answer.assert_status(StatusCode::CREATED);
    let json: serde_json::Value = answer.0.into_body().into_json().await.unwrap();
    assert_eq!((&json["state"], &json["cause"]), (&"nominated".into(), &"substitutes".into()));
    assert_eq!(json["person_id"], council.people[1].to_string());
    assert!(json["explanation"].as_str().unwrap().contains("in place of a colleague"), "{json}");
}
