//! Nominations: the employer names, the person answers, silence frees the seat.

use super::{counters_hold, enroll, refusal};
use chrono::Duration;
use poem::http::StatusCode;
use postup_app::Error;
use postup_domain::access::{Actor, Role, Scope};
use postup_domain::cohort::EnrollmentPolicy;
use postup_domain::enrollment::{Cause, EnrollmentState};
use postup_domain::id::{CohortId, EnrollmentId, PersonId};
use postup_domain::rejection::Refusal;
use postup_tests::{Ground, TestApp};

/// A council with an officer, in front of a cohort of two seats.
struct Council {
    house: TestApp,
    ground: Ground,
    cohort: CohortId,
    officer: Actor,
    token: String,
    people: Vec<PersonId>,
}

impl Council {
    async fn new(policy: EnrollmentPolicy) -> Self {
        let house = TestApp::new().await;
        let ground = Ground::new(&house).await;
        let cohort = ground.cohort(2, policy).await;
        let person = ground.person("Кадрова").await;
        let roles = [(Role::PersonnelOfficer, Scope::Organization(ground.council))];
        let (officer, token) = (ground.actor(person, &roles), ground.sign_in(person, &roles).await);
        let people = ground.people(4).await;
        Self { house, ground, cohort, officer, token, people }
    }

    async fn nominate(&self, person: usize) -> Result<EnrollmentId, Error> {
        let permit = self.house.app.may_nominate(&self.officer, self.cohort, self.people[person]).await?;
        let done = self.house.app.nominate(permit).await?;
        assert_eq!((done.enrollment.state, done.cause), (EnrollmentState::Nominated, Cause::Nominated));
        Ok(done.enrollment.id)
    }

    async fn ask_again(&self, id: EnrollmentId) -> Result<(), Error> {
        let permit = self.house.app.may_ask_again(&self.officer, id).await?;
        self.house.app.ask_again(permit).await
    }

    fn actor(&self, person: usize) -> Actor {
        self.ground.actor(self.people[person], &[])
    }

    async fn state(&self, id: EnrollmentId) -> (EnrollmentState, Cause) {
        let of = self.house.app.enrollment(&self.officer, id).await.unwrap();
        (of.enrollment.state, of.cause)
    }

    async fn page(&self, path: &str) -> String {
        let client = self.house.client();
        let request = client.get(path).header("accept-language", "en");
        let answer = request.header("authorization", format!("Bearer {}", self.token)).send().await;
        answer.assert_status_is_ok();
        answer.0.into_body().into_string().await.unwrap()
    }

    async fn form(&self, path: &str, fields: &[(&str, String)]) -> (StatusCode, String) {
        let client = self.house.client();
        let request = client.post(path).header("accept-language", "en");
        let request = request.header("authorization", format!("Bearer {}", self.token));
        let answer = request.form(&fields).send().await;
        let status = answer.0.status();
        (status, answer.0.into_body().into_string().await.unwrap().replace(['\u{2068}', '\u{2069}'], ""))
    }
}

#[tokio::test]
async fn a_nominated_person_is_asked_and_a_seat_is_kept_until_the_answer() {
    let council = Council::new(EnrollmentPolicy::Open).await;
    let (first, second) = (council.nominate(0).await.unwrap(), council.nominate(1).await.unwrap());
    // Both seats are kept; whoever applies now waits, and the third nominee would too.
    let applied = enroll(&council.house, &council.actor(3), council.cohort).await.unwrap();
    assert_eq!(applied.enrollment.state, EnrollmentState::Waitlisted);
    let third = council.nominate(2).await.unwrap();
    counters_hold(&council.ground, council.cohort).await;

    let app = &council.house.app;
    let permit = app.may_answer(&council.actor(0), first).await.unwrap();
    assert_eq!(app.accept(permit).await.unwrap().enrollment.state, EnrollmentState::Confirmed);
    let permit = app.may_answer(&council.actor(2), third).await.unwrap();
    assert_eq!(app.accept(permit).await.unwrap().enrollment.state, EnrollmentState::Waitlisted);
    assert!(
        matches!(app.may_answer(&council.officer, second).await, Err(Error::Denied(_))),
        "nobody answers for another"
    );

    // Silence frees the seat on the stated date, and the queue moves up.
    let of = app.enrollment(&council.officer, second).await.unwrap();
    council.house.clock.set(of.enrollment.answer_by.unwrap());
    assert_eq!(app.expire_answers().await.unwrap(), 1);
    assert_eq!(council.state(second).await, (EnrollmentState::Declined, Cause::NoAnswer));
    assert_eq!(council.state(applied.enrollment.id).await.0, EnrollmentState::Confirmed);
    counters_hold(&council.ground, council.cohort).await;
}

#[tokio::test]
async fn where_the_manager_decides_a_yes_is_an_application() {
    let council = Council::new(EnrollmentPolicy::Approval).await;
    let id = council.nominate(0).await.unwrap();
    let permit = council.house.app.may_answer(&council.actor(0), id).await.unwrap();
    council.house.app.accept(permit).await.unwrap();
    assert_eq!(council.state(id).await, (EnrollmentState::Applied, Cause::NominationAccepted));
    assert_eq!(refusal(&council.nominate(0).await.unwrap_err()), Some(Refusal::AlreadyEnrolled));
}

#[tokio::test]
async fn an_officer_names_the_people_of_the_own_organization_only() {
    let council = Council::new(EnrollmentPolicy::Open).await;
    council
        .ground
        .run(
            "UPDATE person SET organization_id = $1 WHERE id = $2",
            vec![council.ground.organization.into(), council.people[3].into()],
        )
        .await;
    assert!(matches!(council.nominate(3).await, Err(Error::Denied(_))));
    let own = council.actor(0);
    let app = &council.house.app;
    assert!(matches!(app.may_nominate(&own, council.cohort, council.people[0]).await, Err(Error::Denied(_))));
    let count = "SELECT COUNT(*) AS count FROM enrollment";
    assert_eq!(council.ground.count(count, vec![]).await, 0);
}

#[tokio::test]
async fn the_question_is_sent_again_but_not_at_once() {
    let council = Council::new(EnrollmentPolicy::Open).await;
    let id = council.nominate(0).await.unwrap();
    let deadline = council.house.app.enrollment(&council.officer, id).await.unwrap().enrollment.answer_by;
    assert_eq!(refusal(&council.ask_again(id).await.unwrap_err()), Some(Refusal::AskedJustNow));
    council.house.clock.pass(Duration::hours(4));
    council.ask_again(id).await.unwrap();
    assert_eq!(refusal(&council.ask_again(id).await.unwrap_err()), Some(Refusal::AskedJustNow));
    let letters = "SELECT COUNT(*) AS count FROM notification WHERE key = 'nomination_asked'";
    assert_eq!(council.ground.count(letters, vec![]).await, 2);
    assert_eq!(council.ground.count("SELECT COUNT(*) AS count FROM answer_link", vec![]).await, 2);
    let of = council.house.app.enrollment(&council.officer, id).await.unwrap();
    assert_eq!(of.enrollment.answer_by, deadline, "the deadline stays");
    let permit = council.house.app.may_answer(&council.actor(0), id).await.unwrap();
    council.house.app.decline(permit).await.unwrap();
    council.house.clock.pass(Duration::hours(4));
    assert_eq!(refusal(&council.ask_again(id).await.unwrap_err()), Some(Refusal::StepNotAllowed));
}

#[tokio::test]
async fn the_pages_of_a_personnel_office() {
    let council = Council::new(EnrollmentPolicy::Open).await;
    assert!(council.page("/employer").await.contains("None of your people is on a course yet"));
    assert!(council.page("/employer/nominations/new").await.contains("Water supply"));
    let path = format!("/employer/cohorts/{}/nominations", council.cohort);
    assert!(council.page(&format!("{path}/new")).await.contains("Прізвище0000"));
    let (status, page) = council.form(&path, &[]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("Mark at least one person."), "{page}");

    enroll(&council.house, &council.actor(2), council.cohort).await.unwrap();
    let chosen = |people: &[usize]| -> Vec<(&str, String)> {
        people.iter().map(|person| ("person_id", council.people[*person].to_string())).collect()
    };
    let (status, page) = council.form(&path, &chosen(&[0, 2])).await;
    assert_eq!(
        status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "one is in already, the other is asked all the same"
    );
    assert!(page.contains("These people could not be nominated:"), "{page}");
    let (status, _) = council.form(&path, &chosen(&[1])).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let page = council.page("/employer").await;
    assert_eq!(page.matches(">nominated<").count(), 2, "{page}");
    assert_eq!(page.matches("Send again").count(), 2);

    let list = council.house.app.enrollments_of_people(&council.officer, None, 10).await.unwrap();
    let asked = list.items.iter().find(|of| of.enrollment.state == EnrollmentState::Nominated).unwrap();
    let path = format!("/employer/enrollments/{}/question", asked.enrollment.id);
    let (status, page) = council.form(&path, &[]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("A letter asked this person a short while ago."), "{page}");
}
