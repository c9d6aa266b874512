//! Ways in through offices: the employer approves, others after it, the manager last; time runs out; nominations only.

use super::{counters_hold, enroll, refusal};
use chrono::Duration;
use poem::http::StatusCode;
use postup_app::Error;
use postup_domain::access::{Actor, Role, Scope};
use postup_domain::cohort::EnrollmentPolicy;
use postup_domain::email::Email;
use postup_domain::enrollment::{Cause, EnrollmentState, Listed};
use postup_domain::id::{CohortId, EnrollmentId, PersonId};
use postup_domain::rejection::Refusal;
use postup_domain::text::Line;
use postup_tests::{Ground, TestApp};

/// A council and the ministry with an officer each, in front of a cohort of one seat.
pub(super) struct House {
    pub house: TestApp,
    pub ground: Ground,
    pub cohort: CohortId,
    pub officer: Actor,
    pub token: String,
    /// Approves for the organization that runs the program.
    pub superior: Actor,
    pub manager: Actor,
    pub people: Vec<PersonId>,
}

impl House {
    pub async fn new(policy: EnrollmentPolicy, route: &str) -> Self {
        let house = TestApp::new().await;
        let ground = Ground::new(&house).await;
        let cohort = ground.cohort(1, policy).await;
        let route = route.replace("OFFICE", &ground.organization.to_string());
        ground.run("UPDATE cohort SET route = $1", vec![route.into()]).await;
        let person = ground.person("Кадрова").await;
        let roles = [(Role::PersonnelOfficer, Scope::Organization(ground.council))];
        let (officer, token) = (ground.actor(person, &roles), ground.sign_in(person, &roles).await);
        let person = ground.person("Міністерська").await;
        let roles = [(Role::PersonnelOfficer, Scope::Organization(ground.organization))];
        ground.sign_in(person, &roles).await;
        let superior = ground.actor(person, &roles);
        let manager = ground.manager().await;
        let people = ground.people(3).await;
        Self { house, ground, cohort, officer, token, superior, manager, people }
    }

    pub fn actor(&self, person: usize) -> Actor {
        self.ground.actor(self.people[person], &[])
    }

    pub async fn apply(&self, person: usize) -> EnrollmentId {
        enroll(&self.house, &self.actor(person), self.cohort).await.unwrap().enrollment.id
    }

    pub async fn approve(&self, by: &Actor, id: EnrollmentId) -> Result<(EnrollmentState, Cause), Error> {
        let permit = self.house.app.may_approve(by, id).await?;
        let done = self.house.app.approve(permit).await?;
        Ok((done.enrollment.state, done.cause))
    }

    pub async fn confirm(&self, id: EnrollmentId) -> Result<EnrollmentState, Error> {
        let permit = self.house.app.may_decide(&self.manager, id).await?;
        Ok(self.house.app.confirm_enrollment(permit).await?.enrollment.state)
    }

    pub async fn of(&self, id: EnrollmentId) -> Listed {
        self.house.app.enrollment(&self.manager, id).await.unwrap()
    }

    pub async fn state(&self, id: EnrollmentId) -> (EnrollmentState, Cause) {
        let of = self.of(id).await;
        (of.enrollment.state, of.cause)
    }

    /// What the links in the letters to a person open, the newest last.
    pub async fn links(&self, person: &Actor) -> Vec<String> {
        #[derive(sea_orm::FromQueryResult)]
        struct Row {
            payload: String,
        }
        use sea_orm::{FromQueryResult as _, Statement};
        let text =
            "SELECT payload FROM notification WHERE person_id = $1 AND key = 'approval_asked' ORDER BY id";
        let backend = sea_orm::ConnectionTrait::get_database_backend(&self.ground.db);
        let statement = Statement::from_sql_and_values(backend, text, [person.person().unwrap().into()]);
        let rows = Row::find_by_statement(statement).all(&self.ground.db).await.unwrap();
        let emails = rows.iter().map(|row| serde_json::from_str::<Email>(&row.payload).unwrap());
        emails.map(|email| format!("/answer/{}", email.token().unwrap())).collect()
    }

    pub async fn post(&self, path: &str, signed_in: bool, fields: &[(&str, String)]) -> (StatusCode, String) {
        let client = self.house.client();
        let mut request = client.post(path).header("accept-language", "en");
        request = request.header("sec-fetch-site", "same-origin");
        if signed_in {
            request = request.header("authorization", format!("Bearer {}", self.token));
        }
        let answer = request.form(&fields).send().await;
        let status = answer.0.status();
        (status, answer.0.into_body().into_string().await.unwrap().replace(['\u{2068}', '\u{2069}'], ""))
    }

    pub async fn get(&self, path: &str, signed_in: bool) -> (StatusCode, String) {
        let client = self.house.client();
        let mut request = client.get(path).header("accept-language", "en");
        if signed_in {
            request = request.header("authorization", format!("Bearer {}", self.token));
        }
        let answer = request.send().await;
        let status = answer.0.status();
        (status, answer.0.into_body().into_string().await.unwrap().replace(['\u{2068}', '\u{2069}'], ""))
    }
}

const USUAL: &str = "";
const EMPLOYER_ALONE: &str = "employer:8:reject";
const TWO_OFFICES: &str = "employer:8:pass_on organization=OFFICE:8:manager manager";

#[tokio::test]
async fn the_employer_approves_then_the_manager_decides() {
    let house = House::new(EnrollmentPolicy::Employer, USUAL).await;
    let id = house.apply(0).await;
    assert_eq!(house.state(id).await, (EnrollmentState::Applied, Cause::NeedsApproval));
    let early = house.confirm(id).await.unwrap_err();
    assert_eq!(refusal(&early), Some(Refusal::ApprovalAwaited));
    assert!(matches!(house.approve(&house.superior, id).await, Err(Error::Missing(_))));
    assert!(matches!(house.approve(&house.actor(0), id).await, Err(Error::Denied(_))));
    let done = house.approve(&house.officer, id).await.unwrap();
    assert_eq!(done, (EnrollmentState::EmployerApproved, Cause::Approved));
    assert_eq!(house.ground.count("SELECT CAST(confirmed AS BIGINT) AS count FROM cohort", vec![]).await, 0);
    let again = house.approve(&house.officer, id).await.unwrap_err();
    assert_eq!(refusal(&again), Some(Refusal::StepNotAllowed));
    assert_eq!(house.confirm(id).await.unwrap(), EnrollmentState::Confirmed);
    counters_hold(&house.ground, house.cohort).await;
    assert_eq!(house.house.app.check_invariants().await.unwrap(), []);
}

#[tokio::test]
async fn where_the_employer_is_the_last_its_yes_gives_the_seat_or_the_queue() {
    let house = House::new(EnrollmentPolicy::Employer, EMPLOYER_ALONE).await;
    let (first, second) = (house.apply(0).await, house.apply(1).await);
    let seat = house.approve(&house.officer, second).await.unwrap();
    assert_eq!(seat, (EnrollmentState::Confirmed, Cause::Approved));
    let queue = house.approve(&house.officer, first).await.unwrap();
    assert_eq!(queue, (EnrollmentState::Waitlisted, Cause::NoSeatFree));
    counters_hold(&house.ground, house.cohort).await;
}

#[tokio::test]
async fn silence_leads_where_the_route_says() {
    let house = House::new(EnrollmentPolicy::Employer, TWO_OFFICES).await;
    let app = &house.house.app;
    let id = house.apply(0).await;
    for (office, state, cause) in [
        (Some(house.ground.council), EnrollmentState::Applied, Cause::NeedsApproval),
        (Some(house.ground.organization), EnrollmentState::Applied, Cause::ApprovalOverdue),
        (None, EnrollmentState::Applied, Cause::ApprovalOverdue),
    ] {
        let of = house.of(id).await;
        assert_eq!((of.enrollment.turn.asked, of.enrollment.state, of.cause), (office, state, cause));
        let Some(deadline) = of.enrollment.answer_by else { continue };
        house.house.clock.set(deadline - Duration::milliseconds(1));
        assert_eq!(app.expire_answers().await.unwrap(), 0);
        house.house.clock.set(deadline);
        let by = if office == Some(house.ground.council) { &house.officer } else { &house.superior };
        let late = house.approve(by, id).await.unwrap_err();
        assert_eq!(refusal(&late), Some(Refusal::AnswerTooLate));
        assert_eq!(app.expire_answers().await.unwrap(), 1);
        assert_eq!(app.expire_answers().await.unwrap(), 0);
    }
    assert_eq!(house.confirm(id).await.unwrap(), EnrollmentState::Confirmed);

    for (route, led_to) in [
        ("employer:8:approve", (EnrollmentState::Confirmed, Cause::ApprovalPresumed)),
        ("employer:8:approve manager", (EnrollmentState::EmployerApproved, Cause::ApprovalPresumed)),
        ("employer:8:pass_on", (EnrollmentState::Applied, Cause::ApprovalOverdue)),
        ("employer:8:manager", (EnrollmentState::Applied, Cause::ApprovalOverdue)),
    ] {
        let house = House::new(EnrollmentPolicy::Employer, route).await;
        let id = house.apply(0).await;
        house.house.clock.set(house.of(id).await.enrollment.answer_by.unwrap());
        assert_eq!(house.house.app.expire_answers().await.unwrap(), 1);
        assert_eq!(house.state(id).await, led_to, "{route}");
        counters_hold(&house.ground, house.cohort).await;
        assert_eq!(house.house.app.check_invariants().await.unwrap(), []);
    }

    let alone = House::new(EnrollmentPolicy::Employer, EMPLOYER_ALONE).await;
    let id = alone.apply(0).await;
    alone.house.clock.set(alone.of(id).await.enrollment.answer_by.unwrap());
    assert_eq!(alone.house.app.expire_answers().await.unwrap(), 1);
    assert_eq!(alone.state(id).await, (EnrollmentState::Rejected, Cause::ApprovalLapsed));
    assert_eq!(alone.house.app.check_invariants().await.unwrap(), []);
}

/// The officer's yes, the worker's clock and the person's own exit at once: one of them comes first, and only one.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_step_ends_once_whoever_ends_it() {
    let house = House::new(EnrollmentPolicy::Employer, EMPLOYER_ALONE).await;
    for person in 0..3 {
        let id = house.apply(person).await;
        let before = house.of(id).await.enrollment;
        let permit = house.house.app.may_approve(&house.officer, id).await.unwrap();
        // Time stands a moment before the end for the officer, and at the end for the worker.
        house.house.clock.set(before.answer_by.unwrap() - Duration::milliseconds(1));
        let yes = (0..3).map(|_| {
            let (app, permit) = (house.house.app.clone(), permit.clone());
            tokio::spawn(async move { usize::from(app.approve(permit).await.is_ok()) })
        });
        let done = futures_util::future::join_all(yes).await;
        assert_eq!(done.into_iter().map(Result::unwrap).sum::<usize>(), 1);
        house.house.clock.set(before.answer_by.unwrap());
        let worker = (0..3).map(|_| {
            let app = house.house.app.clone();
            tokio::spawn(async move { app.expire_answers().await.unwrap() })
        });
        let silent = futures_util::future::join_all(worker).await;
        assert_eq!(silent.into_iter().map(Result::unwrap).sum::<usize>(), 0);
        house.house.clock.set(house.ground.now);
    }
    counters_hold(&house.ground, house.cohort).await;
}

#[tokio::test]
async fn nobody_approves_for_oneself_and_where_nobody_can_the_manager_decides() {
    let house = House::new(EnrollmentPolicy::Employer, EMPLOYER_ALONE).await;
    let own = enroll(&house.house, &house.officer, house.cohort).await.unwrap();
    assert_eq!((own.enrollment.state, own.cause), (EnrollmentState::Applied, Cause::NeedsDecision));
    let refused = house.approve(&house.officer, own.enrollment.id).await.unwrap_err();
    assert_eq!(refusal(&refused), Some(Refusal::StepNotAllowed));
    assert_eq!(house.confirm(own.enrollment.id).await.unwrap(), EnrollmentState::Confirmed);
    // With a second officer in the house, that one decides.
    let second = house.ground.person("Друга").await;
    let roles = [(Role::PersonnelOfficer, Scope::Organization(house.ground.council))];
    house.ground.sign_in(second, &roles).await;
    let second = house.ground.actor(second, &roles);
    super::leave(&house.house, &house.officer, own.enrollment.id).await.unwrap();
    let anew = enroll(&house.house, &house.officer, house.cohort).await.unwrap().enrollment.id;
    assert!(matches!(house.house.app.may_approve(&house.officer, anew).await, Err(Error::Denied(_))));
    assert_eq!(house.approve(&second, anew).await.unwrap().0, EnrollmentState::Confirmed);
}

#[tokio::test]
async fn where_people_are_nominated_only_nobody_applies() {
    let house = House::new(EnrollmentPolicy::Nomination, USUAL).await;
    let own = enroll(&house.house, &house.actor(0), house.cohort).await.unwrap_err();
    assert_eq!(refusal(&own), Some(Refusal::NominationOnly));
    let (_, page) = house.get(&format!("/cohorts/{}", house.cohort), true).await;
    assert!(page.contains("employers nominate its people") && !page.contains("/enrollments\""), "{page}");
    let permit = house.house.app.may_nominate(&house.officer, house.cohort, house.people[0]).await.unwrap();
    let id = house.house.app.nominate(permit).await.unwrap().enrollment.id;
    let permit = house.house.app.may_answer(&house.actor(0), id).await.unwrap();
    house.house.app.accept(permit).await.unwrap();
    assert_eq!(house.state(id).await, (EnrollmentState::Confirmed, Cause::NominationAccepted));
}

#[tokio::test]
async fn a_nomination_by_the_employer_stands_for_its_approval_and_one_by_the_manager_does_not() {
    let house = House::new(EnrollmentPolicy::Employer, TWO_OFFICES).await;
    let app = &house.house.app;
    for (number, by, asked, state) in [
        (0, &house.officer, house.ground.organization, EnrollmentState::EmployerApproved),
        (1, &house.manager, house.ground.council, EnrollmentState::Applied),
    ] {
        let permit = app.may_nominate(by, house.cohort, house.people[number]).await.unwrap();
        let id = app.nominate(permit).await.unwrap().enrollment.id;
        let permit = app.may_answer(&house.actor(number), id).await.unwrap();
        app.accept(permit).await.unwrap();
        let of = house.of(id).await.enrollment;
        assert_eq!((of.state, of.turn.asked), (state, Some(asked)));
    }
    assert_eq!(app.check_invariants().await.unwrap(), []);
}

#[tokio::test]
async fn an_officer_decides_by_the_link_of_the_letter_once() {
    let house = House::new(EnrollmentPolicy::Employer, USUAL).await;
    let id = house.apply(0).await;
    let path = house.links(&house.officer).await.remove(0);
    assert!(house.links(&house.superior).await.is_empty());
    for _ in 0..2 {
        let (status, page) = house.get(&path, false).await;
        assert_eq!(status, StatusCode::OK);
        assert!(page.contains("Прізвище0000") && page.contains("value=\"yes\""), "{page}");
        assert!(!page.contains("@rada.test"), "no more than is needed to decide");
    }
    assert_eq!(house.state(id).await.0, EnrollmentState::Applied, "looking decides nothing");
    let answer = |answer: &str| vec![("answer", answer.to_owned())];
    let (status, page) = house.post(&path, false, &answer("no")).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("id=\"reason-error\""), "{page}");
    assert_eq!(house.post(&path, false, &answer("yes")).await.0, StatusCode::OK);
    assert_eq!(house.state(id).await, (EnrollmentState::EmployerApproved, Cause::Approved));
    let (status, page) = house.post(&path, false, &answer("yes")).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("has been answered"), "{page}");

    // Whoever lost the role decides nothing by an old letter, and nobody after the time is over.
    let second = house.apply(1).await;
    let path = house.links(&house.officer).await.into_iter().find(|link| *link != path).unwrap();
    house
        .ground
        .run(
            "UPDATE access_grant SET revoked_at = valid_from WHERE scope_target = $1",
            vec![house.ground.council.to_string().into()],
        )
        .await;
    assert_eq!(house.get(&path, false).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    house.ground.run("UPDATE access_grant SET revoked_at = NULL", vec![]).await;
    assert_eq!(house.get(&path, false).await.0, StatusCode::OK);
    house.house.clock.set(house.of(second).await.enrollment.answer_by.unwrap());
    assert_eq!(house.post(&path, false, &answer("yes")).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(house.state(second).await.0, EnrollmentState::Applied);
}

#[tokio::test]
async fn many_are_decided_on_one_page_each_for_itself() {
    let house = House::new(EnrollmentPolicy::Employer, USUAL).await;
    let (_, page) = house.get("/employer/approvals", true).await;
    assert!(page.contains("nothing to approve"), "{page}");
    let mut ids = Vec::new();
    for person in 0..3 {
        ids.push(house.apply(person).await);
    }
    let (_, page) = house.get("/employer/approvals", true).await;
    assert_eq!(page.matches("name=\"enrollment_id\"").count(), 3);
    let choose = |chosen: &[EnrollmentId], verdict: &str, reason: &str| {
        let mut fields: Vec<(&str, String)> =
            chosen.iter().map(|id| ("enrollment_id", id.to_string())).collect();
        fields.push(("verdict", verdict.to_owned()));
        fields.push(("reason", reason.to_owned()));
        fields
    };
    let (status, _) = house.post("/employer/approvals", true, &choose(&[], "yes", "")).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    let (status, _) = house.post("/employer/approvals", true, &choose(&ids, "no", "")).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(house.state(ids[0]).await.0, EnrollmentState::Applied, "a no needs its reason");
    // One of them has left meanwhile: the others are decided all the same.
    super::leave(&house.house, &house.actor(1), ids[1]).await.unwrap();
    let (status, page) = house.post("/employer/approvals", true, &choose(&ids, "yes", "")).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("2 decisions were taken") && page.contains("1 decision was not taken"), "{page}");
    for id in [ids[0], ids[2]] {
        assert_eq!(house.state(id).await.0, EnrollmentState::EmployerApproved);
    }
}

#[tokio::test]
async fn the_interface_decides_on_one_and_on_many() {
    let house = House::new(EnrollmentPolicy::Employer, USUAL).await;
    let (first, second) = (house.apply(0).await, house.apply(1).await);
    let client = house.house.client();
    let bearer = format!("Bearer {}", house.token);
    let listed = client.get("/api/v1/approvals").header("authorization", &bearer).send().await;
    listed.assert_status_is_ok();
    listed.json().await.value().array().assert_len(2);
    let path = format!("/api/v1/enrollments/{first}/approval");
    let done = client.post(path).header("authorization", &bearer).send().await;
    done.assert_status_is_ok();
    assert_eq!(done.json().await.value().object().get("state").string(), "employer_approved");
    let body = serde_json::json!({
        "enrollment_ids": [first, second], "approve": false, "reason": "The team is needed here",
    });
    let request = client.post("/api/v1/approvals").header("authorization", &bearer);
    let done = request.body_json(&body).send().await;
    done.assert_status_is_ok();
    let json = done.json().await;
    let verdicts = json.value().array();
    // The first is the manager's to decide now.
    let problem = verdicts.get(0).object().get("problem").object();
    assert_eq!(problem.get("code").string(), "error-forbidden");
    assert_eq!(verdicts.get(1).object().get("enrollment").object().get("state").string(), "rejected");
    assert_eq!(house.state(second).await, (EnrollmentState::Rejected, Cause::NotApproved));
    let reason = Line::new("reason", "The team is needed here").unwrap();
    assert_eq!(house.of(second).await.note, Some(reason));
}
