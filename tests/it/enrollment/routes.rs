//! The steps of approval of a cohort: who sets them, on pages and in the interface, and for whom they count.

use super::approvals::House;
use super::refusal;
use poem::http::StatusCode;
use postup_app::Error;
use postup_domain::access::{Role, Scope};
use postup_domain::cohort::EnrollmentPolicy;
use postup_domain::enrollment::{Cause, EnrollmentState, Route};
use postup_domain::rejection::Refusal;

impl House {
    async fn version(&self) -> i64 {
        self.house.app.cohort(&self.manager, self.cohort).await.unwrap().version
    }

    async fn set_route(&self, route: &str) -> Result<(), Error> {
        let permit = self.house.app.may_manage_cohort(&self.manager, self.cohort).await?;
        let route: Route = route.replace("OFFICE", &self.ground.organization.to_string()).parse().unwrap();
        self.house.app.set_route(&permit, self.version().await, route).await.map(drop)
    }

    /// The manager's own token.
    async fn managing(&self) -> String {
        let roles = [(Role::ProgramManager, Scope::Everything)];
        self.ground.sign_in(self.manager.person().unwrap(), &roles).await
    }
}

fn fields(version: i64, steps: &[[&str; 4]]) -> Vec<(String, String)> {
    let mut fields = vec![("version".to_owned(), version.to_string())];
    for (number, step) in steps.iter().enumerate() {
        for (name, value) in ["approver", "office", "hours", "silence"].iter().zip(step) {
            fields.push((format!("steps.{number}.{name}"), (*value).to_owned()));
        }
    }
    fields
}

#[tokio::test]
async fn the_manager_sets_the_steps_on_a_page_and_everybody_reads_them() {
    let mut house = House::new(EnrollmentPolicy::Employer, "").await;
    let path = format!("/manage/cohorts/{}/route", house.cohort);
    assert_eq!(house.get(&path, true).await.0, StatusCode::FORBIDDEN, "no officer sets them");
    house.token = house.managing().await;
    let (_, page) = house.get(&format!("/manage/cohorts/{}", house.cohort), true).await;
    assert!(page.contains(&path), "{page}");
    let (status, page) = house.get(&path, true).await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("72 hours of daytime; without an answer the application goes on"), "{page}");

    // What is wrong is said beside its field, and everything typed is still there.
    let send = async |house: &House, version, steps: &[[&str; 4]]| {
        let fields = fields(version, steps);
        let fields: Vec<(&str, String)> =
            fields.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
        house.post(&path, true, &fields).await
    };
    let steps = [
        ["employer", "", "9999", "approve"],
        ["organization", "Нема такої", "8", "reject"],
        ["", "", "", ""],
    ];
    let (status, page) = send(&house, house.version().await, &steps).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    for said in [
        "id=\"steps.0.hours-error\"",
        "id=\"steps.1.office-error\"",
        "value=\"9999\"",
        "value=\"Нема такої\"",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(page.contains("<option value=\"approve\" selected>"), "{page}");
    let manager_first = [["manager", "", "", ""], ["employer", "", "", ""]];
    let (status, page) = send(&house, house.version().await, &manager_first).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("steps.1.approver-error"), "{page}");
    let (status, _) = send(&house, house.version().await - 1, &[["employer", "", "", ""]]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "somebody else was faster");
    assert_eq!(house.house.app.cohort(&house.manager, house.cohort).await.unwrap().route, Route::default());

    let name = house.house.app.organization(house.ground.organization).await.unwrap().name;
    let findable = "UPDATE organization SET search = $1 WHERE id = $2";
    let search = postup_domain::search::search_key(name.en.as_str());
    house.ground.run(findable, vec![search.into(), house.ground.organization.into()]).await;
    let steps = [
        ["employer", "", "24", "approve"],
        ["organization", name.en.as_str(), "", ""],
        ["manager", "", "", ""],
    ];
    let (status, page) = send(&house, house.version().await, &steps).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    let route = house.house.app.cohort(&house.manager, house.cohort).await.unwrap().route;
    let set = format!("employer:24:approve organization={} manager", house.ground.organization);
    assert_eq!(route.to_string(), set);
    let (_, page) = house.get(&path, true).await;
    assert!(page.contains(&format!("value=\"{}\"", name.en)), "the organization is filled in: {page}");
    let (_, page) = house.get(&format!("/cohorts/{}", house.cohort), false).await;
    assert!(page.contains("24 hours of daytime; no answer counts as approval"), "{page}");
    assert!(page.contains(&format!("{}: no time limit", name.en)), "{page}");
}

#[tokio::test]
async fn the_interface_reads_and_sets_the_steps() {
    let house = House::new(EnrollmentPolicy::Employer, "").await;
    let client = house.house.client();
    let path = format!("/api/v1/cohorts/{}/route", house.cohort);
    let read = client.get(&path).send().await;
    read.assert_status_is_ok();
    let etag = read.0.headers()["etag"].to_str().unwrap().to_owned();
    let json = read.json().await;
    json.value().object().get("applies").assert_bool(true);
    json.value().object().get("steps").array().assert_len(2);
    let bearer = format!("Bearer {}", house.managing().await);
    let put = async |bearer: &str, etag: &str, body: serde_json::Value| {
        let request = client.put(&path).header("authorization", bearer).header("if-match", etag);
        request.body_json(&body).send().await
    };
    let office = house.ground.organization.to_string();
    let body = serde_json::json!({"steps": [
        {"approver": "organization", "organization_id": office, "hours": 8, "silence": "reject"},
        {"approver": "employer", "hours": 16, "silence": "approve"},
    ]});
    let officer = format!("Bearer {}", house.token);
    put(&officer, &etag, body.clone()).await.assert_status(StatusCode::FORBIDDEN);
    let nowhere = serde_json::json!({"steps": [
        {"approver": "organization", "organization_id": "00000000-0000-7000-8000-000000000000"},
    ]});
    let refused = put(&bearer, &etag, nowhere).await;
    refused.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    let problem = refused.0.into_body().into_string().await.unwrap();
    assert!(problem.contains("/steps/0/organization_id"), "{problem}");
    let done = put(&bearer, &etag, body.clone()).await;
    done.assert_status_is_ok();
    let json = done.json().await;
    let steps = json.value().object().get("steps").array();
    assert_eq!(steps.get(0).object().get("organization_id").string(), office);
    assert_eq!(steps.get(1).object().get("silence").string(), "approve");
    put(&bearer, &etag, body).await.assert_status(StatusCode::PRECONDITION_FAILED);
}

#[tokio::test]
async fn whoever_is_on_the_way_keeps_the_steps_they_began_with() {
    let house = House::new(EnrollmentPolicy::Employer, "employer:8:reject").await;
    let app = &house.house.app;
    let (before, by_office) = (house.apply(0).await, house.apply(2).await);
    house.set_route("employer:24:manager organization=OFFICE:8:approve").await.unwrap();
    house.set_route("employer:24:approve manager").await.unwrap();
    let after = house.apply(1).await;
    // The yes of the only office they knew of leads to the seat.
    let done = house.approve(&house.officer, by_office).await.unwrap();
    assert_eq!(done, (EnrollmentState::Confirmed, Cause::Approved));
    house.house.clock.set(house.of(before).await.enrollment.answer_by.unwrap());
    assert_eq!(app.expire_answers().await.unwrap(), 1);
    assert_eq!(house.state(before).await, (EnrollmentState::Rejected, Cause::ApprovalLapsed));
    house.house.clock.set(house.of(after).await.enrollment.answer_by.unwrap());
    assert_eq!(app.expire_answers().await.unwrap(), 1);
    assert_eq!(house.state(after).await, (EnrollmentState::EmployerApproved, Cause::ApprovalPresumed));
    // Who comes anew goes by the new steps.
    house.house.clock.set(house.ground.now);
    let anew = house.apply(0).await;
    assert_eq!(anew, before);
    assert_eq!(house.of(anew).await.enrollment.route, None);
    let done = house.approve(&house.officer, anew).await.unwrap();
    assert_eq!(done, (EnrollmentState::EmployerApproved, Cause::Approved));
    assert_eq!(app.check_invariants().await.unwrap(), []);
}

#[tokio::test]
async fn silence_that_counts_as_a_yes_passes_nobody_who_waits() {
    let house = House::new(EnrollmentPolicy::Employer, "employer:8:approve").await;
    let app = &house.house.app;
    house.ground.run("UPDATE cohort SET waitlist_policy = 'offer', answer_hours = 8", vec![]).await;
    // One has an offer whose time is over when that of the last one's office is; one waits between them.
    let (first, second) = (house.apply(0).await, house.apply(1).await);
    for id in [first, second] {
        house.approve(&house.officer, id).await.unwrap();
    }
    assert_eq!(house.state(second).await.0, EnrollmentState::Waitlisted);
    let last = house.apply(2).await;
    super::leave(&house.house, &house.actor(0), first).await.unwrap();
    assert_eq!(house.state(second).await.0, EnrollmentState::Offered);
    let third = house.apply(0).await;
    house.approve(&house.officer, third).await.unwrap();
    assert_eq!(house.state(third).await.0, EnrollmentState::Waitlisted);
    house.house.clock.set(house.of(last).await.enrollment.answer_by.unwrap());
    assert_eq!(app.expire_answers().await.unwrap(), 2);
    assert_eq!(house.state(second).await, (EnrollmentState::Declined, Cause::NoAnswer));
    assert_eq!(house.state(third).await.0, EnrollmentState::Offered, "who waits is asked first");
    assert_eq!(house.state(last).await, (EnrollmentState::Waitlisted, Cause::NoSeatFree));
    super::counters_hold(&house.ground, house.cohort).await;
    assert_eq!(app.check_invariants().await.unwrap(), []);
}

#[tokio::test]
async fn a_cohort_that_is_over_keeps_its_steps() {
    let house = House::new(EnrollmentPolicy::Employer, "").await;
    house.ground.run("UPDATE cohort SET state = 'archived'", vec![]).await;
    let refused = house.set_route("employer").await.unwrap_err();
    assert_eq!(refusal(&refused), Some(Refusal::NotADraft));
}
