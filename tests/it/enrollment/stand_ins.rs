//! Somebody approves in the place of an officer who is away: on some days, what waits for approval, and nothing else.

use super::approvals::House;
use super::{enroll, refusal};
use chrono::{DateTime, Duration, Utc};
use poem::http::StatusCode;
use postup_app::Error;
use postup_domain::access::{Actor, Role, Scope};
use postup_domain::cohort::EnrollmentPolicy;
use postup_domain::enrollment::{Cause, EnrollmentState};
use postup_domain::id::{EnrollmentId, PersonId, StandInId};
use postup_domain::rejection::Refusal;
use postup_domain::stand_in::{RawStandIn, StandIn, StandInPlan};

/// The council's officer is away, and a colleague is to approve.
struct Office {
    house: House,
    deputy: PersonId,
}

impl Office {
    async fn new() -> Self {
        let house = House::new(EnrollmentPolicy::Employer, "employer:72:reject").await;
        let deputy = house.ground.person("Заступна").await;
        house.ground.sign_in(deputy, &[]).await;
        Self { house, deputy }
    }

    fn away(&self) -> PersonId {
        self.house.officer.person().unwrap()
    }

    fn now(&self) -> DateTime<Utc> {
        self.house.house.app.now()
    }

    /// From so many days ahead, for so many days.
    fn plan(&self, absent: PersonId, deputy: PersonId, ahead: i64, days: i64) -> StandInPlan {
        let first = (self.now() + Duration::days(ahead)).with_timezone(&chrono_tz::Europe::Kyiv).date_naive();
        let raw = RawStandIn {
            absent_id: absent.to_string(),
            deputy_email: format!("{}@rada.test", deputy.0.simple()),
            first_day: first.to_string(),
            last_day: (first + Duration::days(days - 1)).to_string(),
        };
        StandInPlan::try_from(&raw).unwrap()
    }

    async fn name_by(&self, by: &Actor, plan: &StandInPlan) -> Result<StandIn, Error> {
        let app = &self.house.house.app;
        let permit = app.may_name_stand_in(by, self.house.ground.council).await?;
        app.name_stand_in(&permit, plan).await
    }

    async fn name(&self, ahead: i64, days: i64) -> StandIn {
        let plan = self.plan(self.away(), self.deputy, ahead, days);
        self.name_by(&self.house.officer, &plan).await.unwrap()
    }

    async fn end(&self, id: StandInId) -> Result<(), Error> {
        let app = &self.house.house.app;
        let permit = app.may_end_stand_in(&self.house.officer, id).await?;
        app.end_stand_in(&permit, id).await
    }

    /// The colleague as a request finds them now.
    async fn actor(&self) -> Actor {
        let token = self.house.ground.sign_in_again(self.deputy).await;
        self.house.house.app.recognise(&token).await.unwrap().unwrap().actor
    }

    async fn approve(&self, id: EnrollmentId) -> Result<(EnrollmentState, Cause), Error> {
        self.house.approve(&self.actor().await, id).await
    }

    async fn get(&self, path: &str) -> (StatusCode, String) {
        let token = self.house.ground.sign_in_again(self.deputy).await;
        let client = self.house.house.client();
        let request = client.get(path).header("accept-language", "en");
        let answer = request.header("authorization", format!("Bearer {token}")).send().await;
        let status = answer.0.status();
        (status, answer.0.into_body().into_string().await.unwrap().replace(['\u{2068}', '\u{2069}'], ""))
    }

    async fn letters(&self, key: &str) -> i64 {
        let text = "SELECT COUNT(*) AS count FROM notification WHERE key = $1";
        self.house.ground.count(text, vec![key.into()]).await
    }

    async fn breaches(&self) -> Vec<&'static str> {
        let found = self.house.house.app.check_invariants().await.unwrap();
        found.into_iter().map(|one| one.invariant).collect()
    }
}

#[tokio::test]
async fn a_colleague_approves_on_the_days_named_and_on_no_other() {
    let office = Office::new().await;
    let clock = &office.house.house.clock;
    let one = office.name(1, 2).await;
    let early = office.house.apply(0).await;
    assert!(matches!(office.approve(early).await, Err(Error::Missing(_))));
    assert_eq!(office.get("/employer/approvals").await.0, StatusCode::FORBIDDEN);

    clock.set(one.valid_from);
    let (status, page) = office.get("/employer/approvals").await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("Прізвище0000") && page.contains("in the place of Кадрова"), "{page}");
    assert!(!page.contains("href=\"/employer\""), "the rest of the office is closed");
    assert_eq!(office.approve(early).await.unwrap(), (EnrollmentState::Confirmed, Cause::Approved));
    let of = office.house.of(early).await;
    let steps = office.house.house.app.enrollment_history(&office.house.manager, &of).await.unwrap();
    let step = steps.into_iter().next().unwrap();
    assert_eq!((step.step.author, step.step.stood_for), (Some(office.deputy), Some(office.away())));
    assert!(step.stood_for.unwrap().in_register().starts_with("Кадрова"));
    let trail =
        "SELECT COUNT(*) AS count FROM audit_entry WHERE action = 'enrollment.confirmed' AND detail = $1";
    let said = format!("approved in the place of {}", office.away());
    assert_eq!(office.house.ground.count(trail, vec![said.into()]).await, 1);
    assert_eq!(office.breaches().await, [""; 0]);

    let late = office.house.apply(1).await;
    clock.set(one.valid_to);
    assert!(matches!(office.approve(late).await, Err(Error::Missing(_))));
    assert_eq!(office.get("/employer/approvals").await.0, StatusCode::FORBIDDEN);
    let yes = office.house.approve(&office.house.officer, late).await.unwrap();
    assert_eq!(yes.0, EnrollmentState::Waitlisted);
}

#[tokio::test]
async fn whoever_stands_in_is_asked_by_letter_until_that_is_ended() {
    let office = Office::new().await;
    let one = office.name(0, 3).await;
    assert_eq!((office.letters("stand_in_named").await, office.letters("stand_in_ended").await), (1, 0));
    let (first, second) = (office.house.apply(0).await, office.house.apply(1).await);
    let asked = office.house.links(&office.actor().await).await;
    assert_eq!((asked.len(), office.house.links(&office.house.officer).await.len()), (2, 2));
    let yes = [("answer", "yes".to_owned())];
    assert_eq!(office.house.post(&asked[0], false, &yes).await.0, StatusCode::OK);
    let (done, open) = match office.house.state(first).await.1 {
        Cause::Approved => (first, second),
        _ => (second, first),
    };
    assert_eq!(office.house.state(done).await, (EnrollmentState::Confirmed, Cause::Approved));

    let token = office.house.ground.sign_in_again(office.deputy).await;
    for _ in 0..2 {
        office.end(one.id).await.unwrap();
    }
    assert_eq!(office.letters("stand_in_ended").await, 1, "the second time changes nothing");
    assert!(office.house.house.app.recognise(&token).await.unwrap().is_none(), "S5");
    assert_eq!(office.house.post(&asked[1], false, &yes).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(office.house.state(open).await.0, EnrollmentState::Applied);
    assert!(matches!(office.approve(open).await, Err(Error::Missing(_))));
    assert_eq!(office.breaches().await, [""; 0]);
}

#[tokio::test]
async fn it_is_a_right_to_approve_and_nothing_else() {
    let office = Office::new().await;
    let app = &office.house.house.app;
    office.name(0, 3).await;
    let id = office.house.apply(0).await;
    let deputy = office.actor().await;
    assert!(deputy.is_staff() && deputy.stands_in().len() == 1);
    for path in ["/employer", "/employer/stand-ins", "/employer/nominations/new", "/manage/imports"] {
        assert_eq!(office.get(path).await.0, StatusCode::FORBIDDEN, "{path}");
    }
    assert!(app.may_nominate(&deputy, office.house.cohort, office.house.people[1]).await.is_err());
    assert!(app.may_name_stand_in(&deputy, office.house.ground.council).await.is_err());
    // What does not wait for the office is not there.
    office.approve(id).await.unwrap();
    assert!(matches!(app.enrollment(&deputy, id).await, Err(Error::Missing(_))));
    assert_eq!(app.enrollments_of_people(&deputy, None, 10).await.unwrap().items.len(), 0);

    // Neither the own application, nor that of the officer in whose place it would be.
    let officer = enroll(&office.house.house, &office.house.officer, office.house.cohort).await.unwrap();
    assert_eq!(officer.cause, Cause::NeedsDecision, "nobody is left who could approve");
    let own = enroll(&office.house.house, &deputy, office.house.cohort).await.unwrap().enrollment.id;
    assert!(matches!(app.may_approve(&deputy, own).await, Err(Error::Denied(_))));
    office.house.approve(&office.house.officer, own).await.unwrap();
}

#[tokio::test]
async fn the_right_goes_with_the_role_of_the_officer_and_the_post_of_the_colleague() {
    let office = Office::new().await;
    office.name(0, 3).await;
    let (ground, id) = (&office.house.ground, office.house.apply(0).await);
    for (taken, given_back) in [
        ("UPDATE access_grant SET revoked_at = valid_from", "UPDATE access_grant SET revoked_at = NULL"),
        ("UPDATE access_grant SET valid_to = valid_from", "UPDATE access_grant SET valid_to = NULL"),
        (
            "UPDATE person SET organization_id = NULL WHERE family_name = 'Заступна'",
            "UPDATE person SET organization_id = (SELECT organization_id FROM stand_in) WHERE family_name = 'Заступна'",
        ),
    ] {
        ground.run(taken, vec![]).await;
        assert!(matches!(office.approve(id).await, Err(Error::Missing(_))), "{taken}");
        assert_eq!(office.get("/employer/approvals").await.0, StatusCode::FORBIDDEN, "{taken}");
        ground.run(given_back, vec![]).await;
    }
    ground
        .run(
            "UPDATE account SET suspended_at = $1 WHERE person_id = $2",
            vec![office.now().into(), office.deputy.into()],
        )
        .await;
    office.house.apply(1).await;
    let text = "SELECT COUNT(*) AS count FROM notification WHERE key = 'approval_asked' AND person_id = $1";
    assert_eq!(
        ground.count(text, vec![office.deputy.into()]).await,
        1,
        "only before the account was suspended"
    );
}

#[tokio::test]
async fn who_cannot_stand_in_is_told_why() {
    let office = Office::new().await;
    let (house, away) = (&office.house, office.away());
    let field = |error: Error| match error {
        Error::Invalid(faults) => faults[0].field.clone(),
        other => panic!("{other:?}"),
    };
    let stranger = house.ground.person("Стороння").await;
    house.ground.run("UPDATE person SET organization_id = NULL WHERE family_name = 'Стороння'", vec![]).await;
    let office = &office;
    let by = |plan: StandInPlan| async move { office.name_by(&house.officer, &plan).await.unwrap_err() };
    assert_eq!(field(by(office.plan(away, stranger, 0, 1)).await), "deputy_email");
    assert_eq!(field(by(office.plan(house.people[0], office.deputy, 0, 1)).await), "absent_id");
    assert_eq!(field(by(office.plan(away, office.deputy, -5, 2)).await), "last_day");
    assert_eq!(refusal(&by(office.plan(away, away, 0, 1)).await), Some(Refusal::ApprovesAlready));
    assert_eq!(refusal(&by(office.plan(away, office.deputy, 0, 400)).await), Some(Refusal::StandInTooLong));
    let first = office.name(2, 3).await;
    let again = by(office.plan(away, office.deputy, 4, 9)).await;
    assert_eq!(refusal(&again), Some(Refusal::StandsInAlready));
    // Before it, after it, and once it was ended.
    office.name(0, 2).await;
    office.name(5, 2).await;
    office.end(first.id).await.unwrap();
    office.name(2, 3).await;

    let superior = &house.superior;
    let foreign = office.name_by(superior, &office.plan(away, office.deputy, 20, 1)).await.unwrap_err();
    assert!(matches!(foreign, Error::Denied(_)));
    let app = &house.house.app;
    assert!(matches!(app.may_end_stand_in(superior, first.id).await, Err(Error::Missing(_))));
    let keeper = house.ground.actor(stranger, &[(Role::Administrator, Scope::Everything)]);
    assert!(app.may_end_stand_in(&keeper, first.id).await.is_ok());
    let nowhere = postup_domain::id::OrganizationId(uuid::Uuid::nil());
    assert!(matches!(app.may_name_stand_in(&keeper, nowhere).await, Err(Error::Missing(_))));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn named_many_times_at_once_is_named_once() {
    let office = Office::new().await;
    let plan = office.plan(office.away(), office.deputy, 0, 3);
    let app = &office.house.house.app;
    let permit = app.may_name_stand_in(&office.house.officer, office.house.ground.council).await.unwrap();
    let tries = (0..6).map(|_| {
        let (app, permit, plan) = (app.clone(), permit.clone(), plan.clone());
        tokio::spawn(async move { usize::from(app.name_stand_in(&permit, &plan).await.is_ok()) })
    });
    let done = futures_util::future::join_all(tries).await;
    assert_eq!(done.into_iter().map(Result::unwrap).sum::<usize>(), 1);
    assert_eq!(office.letters("stand_in_named").await, 1);
}

#[tokio::test]
async fn a_step_in_somebodys_place_without_standing_in_is_found() {
    let office = Office::new().await;
    let one = office.name(0, 3).await;
    let id = office.house.apply(0).await;
    office.approve(id).await.unwrap();
    assert_eq!(office.breaches().await, [""; 0]);
    let ground = &office.house.ground;
    for (broken, mended) in [
        ("UPDATE stand_in SET deputy_id = $1", office.deputy),
        ("UPDATE stand_in SET grant_id = (SELECT id FROM access_grant WHERE person_id <> $1)", office.away()),
    ] {
        let (wrong, right) = match broken.contains("deputy_id") {
            true => (office.house.people[0], mended),
            false => (office.away(), mended),
        };
        ground.run(broken, vec![wrong.into()]).await;
        assert_eq!(office.breaches().await, ["E9"], "{broken}");
        let back = broken.replace("person_id <> $1", "person_id = $1");
        ground.run(&back, vec![right.into()]).await;
        assert_eq!(office.breaches().await, [""; 0]);
    }
    ground.run("UPDATE stand_in SET ended_at = $1", vec![(one.valid_from - Duration::hours(1)).into()]).await;
    assert_eq!(office.breaches().await, ["E9"]);
}

#[tokio::test]
async fn officers_name_and_end_on_a_page_and_by_the_interface() {
    let office = Office::new().await;
    let house = &office.house;
    let path = "/employer/stand-ins";
    let (_, page) = house.get(path, true).await;
    assert!(page.contains("Nobody stands in now") && page.contains("Кадрова"), "{page}");
    let typed = |email: &str, day: &str| {
        let absent = format!("{}/{}", house.ground.council, office.away());
        vec![
            ("absent_id", absent),
            ("deputy_email", email.to_owned()),
            ("last_day_day", day.to_owned()),
            ("last_day_month", "12".to_owned()),
            ("last_day_year", house.ground.now.format("%Y").to_string()),
        ]
    };
    let (status, page) = house.post(path, true, &typed("nobody@rada.test", "31")).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("id=\"deputy_email-error\"") && page.contains("nobody@rada.test"), "{page}");
    let (status, page) = house.post(path, true, &typed("nobody@rada.test", "45")).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("id=\"last_day-error\""), "{page}");
    let known = format!("{}@rada.test", office.deputy.0.simple());
    let (status, page) = house.post(path, true, &[("deputy_email", known.clone())]).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("id=\"absent_id-error\""), "{page}");
    assert_eq!(house.post(path, true, &typed(&known, "31")).await.0, StatusCode::SEE_OTHER);
    let (_, page) = house.get(path, true).await;
    assert!(page.contains("Заступна") && page.contains("counts now"), "{page}");

    let client = house.house.client();
    let bearer = format!("Bearer {}", house.token);
    let path = format!("/api/v1/organizations/{}/stand-ins", house.ground.council);
    let listed = client.get(&path).header("authorization", &bearer).send().await;
    listed.assert_status_is_ok();
    let json = listed.json().await;
    let one = json.value().array().get(0).object();
    assert!(one.get("deputy_name").string().starts_with("Заступна"));
    let one = format!("/api/v1/stand-ins/{}", one.get("id").string());
    for _ in 0..2 {
        client
            .delete(&one)
            .header("authorization", &bearer)
            .send()
            .await
            .assert_status(StatusCode::NO_CONTENT);
    }
    let body = serde_json::json!({
        "absent_id": office.away(), "deputy_email": known, "last_day": house.ground.now.date_naive(),
    });
    let named = client.post(&path).header("authorization", &bearer).body_json(&body).send().await;
    named.assert_status(StatusCode::CREATED);
    let again = client.post(&path).header("authorization", &bearer).body_json(&body).send().await;
    again.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(again.json().await.value().object().get("code").string(), "rejection-stands-in-already");
    let (_, page) = house.get("/employer/stand-ins", true).await;
    let ends: Vec<&str> = page.split("/end\"").collect();
    let id = ends[0].rsplit('/').next().unwrap();
    let (status, _) = house.post(&format!("/employer/stand-ins/{id}/end"), true, &[]).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let (_, page) = house.get("/employer/stand-ins", true).await;
    assert_eq!(page.matches("ended early").count(), 2);
    let trail =
        "SELECT COUNT(*) AS count FROM audit_entry WHERE action IN ('stand_in.named', 'stand_in.ended')";
    assert_eq!(house.ground.count(trail, vec![]).await, 4);
}
