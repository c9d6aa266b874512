//! Going on in another cohort of the course: two cohorts in one change, and what was attended in the one counts in the other.

use super::{counters_hold, enroll, refusal};
use crate::attendance::mark;
use chrono::Duration;
use futures_util::future::join_all;
use poem::http::StatusCode;
use postup_app::Error;
use postup_domain::access::{Actor, Role, Scope};
use postup_domain::attendance::{MarkKind, MarkSource, NewMark};
use postup_domain::cohort::EnrollmentPolicy;
use postup_domain::completion::{CompletionState, Verdict};
use postup_domain::enrollment::{Cause, Decided, EnrollmentState, Listed};
use postup_domain::id::{CohortId, EnrollmentId, PersonId, SessionId, UnitId};
use postup_domain::rejection::Refusal;
use postup_domain::text::Line;
use postup_tests::{Ground, TestApp};

struct School {
    house: TestApp,
    ground: Ground,
    manager: Actor,
    trainer: Actor,
    people: Vec<PersonId>,
}

impl School {
    async fn new(people: usize) -> Self {
        let house = TestApp::new().await;
        let ground = Ground::new(&house).await;
        let manager = ground.manager().await;
        let trainer = ground.person("Тренер").await;
        let trainer = ground.actor(trainer, &[(Role::Trainer, Scope::Organization(ground.organization))]);
        let people = ground.people(people).await;
        Self { house, ground, manager, trainer, people }
    }

    fn actor(&self, person: usize) -> Actor {
        self.ground.actor(self.people[person], &[])
    }

    async fn apply(&self, person: usize, cohort: CohortId) -> EnrollmentId {
        enroll(&self.house, &self.actor(person), cohort).await.unwrap().enrollment.id
    }

    async fn transfer(&self, by: &Actor, id: EnrollmentId, to: CohortId) -> Result<Decided, Error> {
        let permit = self.house.app.may_transfer(by, id, to).await?;
        self.house.app.transfer(permit, Some(Line::new("note", "Переїзд")?)).await
    }

    async fn of(&self, id: EnrollmentId) -> Listed {
        self.house.app.enrollment(&self.manager, id).await.unwrap()
    }

    async fn state(&self, id: EnrollmentId) -> (EnrollmentState, Cause) {
        let of = self.of(id).await;
        (of.enrollment.state, of.cause)
    }

    /// A unit of a version of the course.
    async fn unit(&self, version: postup_domain::id::CourseVersionId, position: i32, title: &str) -> UnitId {
        let id = UnitId::new(self.ground.now, self.house.app.entropy());
        let text = "INSERT INTO course_unit (id, course_version_id, position, title_uk, title_en, hours) \
                    VALUES ($1, $2, $3, $4, $4, 200)";
        let values = vec![id.into(), version.into(), position.into(), title.into()];
        self.ground.run(text, values).await;
        id
    }

    /// A session of a unit, of a hundred minutes, that has begun.
    async fn session(&self, cohort: CohortId, unit: UnitId) -> SessionId {
        let id = self.ground.session(cohort, self.ground.now - Duration::hours(5), 100).await;
        let values = vec![unit.into(), id.into()];
        self.ground.run("UPDATE session SET unit_id = $1 WHERE id = $2", values).await;
        id
    }

    async fn attend(&self, session: SessionId, new: NewMark) {
        let permit = self.house.app.may_take_attendance(&self.trainer, session).await.unwrap();
        self.house.app.record_marks(&permit, vec![new], MarkSource::Api).await.unwrap();
    }

    async fn close(&self, session: SessionId) {
        let permit = self.house.app.may_close_register(&self.trainer, session).await.unwrap();
        self.house.app.close_register(&permit).await.unwrap();
    }

    async fn verdict(&self, id: EnrollmentId) -> Verdict {
        self.house.app.verdicts(&[id]).await.unwrap().pop().unwrap().2
    }

    async fn sound(&self) {
        assert_eq!(self.house.app.check_invariants().await.unwrap(), []);
    }
}

const OPEN: EnrollmentPolicy = EnrollmentPolicy::Open;

#[tokio::test]
async fn units_that_were_attended_count_in_the_other_cohort() {
    let school = School::new(1).await;
    let version = school.ground.version;
    let units = [school.unit(version, 1, "Перша").await, school.unit(version, 2, "Друга").await];
    let (first, second) = (school.ground.cohort(3, OPEN).await, school.ground.cohort(3, OPEN).await);
    let here = school.session(first, units[0]).await;
    let there = [school.session(second, units[0]).await, school.session(second, units[1]).await];
    let left = school.apply(0, first).await;
    school.attend(here, mark(&school.house, left, MarkKind::Present)).await;
    school.close(here).await;
    let came = school.transfer(&school.actor(0), left, second).await.unwrap();
    assert_eq!((came.enrollment.state, came.cause), (EnrollmentState::Confirmed, Cause::TransferredHere));
    assert_eq!(school.state(left).await, (EnrollmentState::Transferred, Cause::Transferred));
    let id = came.enrollment.id;
    let verdict = school.verdict(id).await;
    assert_eq!((verdict.evidence.credited, verdict.evidence.carried), (100, 100));
    assert_eq!((verdict.evidence.available, verdict.evidence.open_registers), (100, 1));
    assert_eq!(verdict.state, CompletionState::InProgress);
    // The other unit alone is missing; the register of the first one is not waited for.
    school.attend(there[1], mark(&school.house, id, MarkKind::Present)).await;
    school.close(there[1]).await;
    assert_eq!(school.verdict(id).await.state, CompletionState::Completed);
    let (_, judged) = school.house.app.completion(&school.trainer, second).await.unwrap();
    assert_eq!(judged[0].verdict, school.verdict(id).await, "the table of the cohort says the same");
    school.sound().await;
    let minutes = "SELECT minutes AS count FROM fact WHERE enrollment_id = $1 AND completed";
    assert_eq!(school.ground.count(minutes, vec![id.into()]).await, 200, "figures count it too");

    // What is corrected there is corrected here.
    let permit = school.house.app.may_reopen_register(&school.manager, here).await.unwrap();
    let reason = Line::new("reason", "Помилка").unwrap();
    school.house.app.reopen_register(&permit, reason.clone()).await.unwrap();
    let text = "UPDATE enrollment SET state = 'confirmed' WHERE id = $1";
    let back = "UPDATE enrollment SET state = 'transferred' WHERE id = $1";
    school.ground.run(text, vec![left.into()]).await;
    let absent = NewMark { reason: Some(reason), ..mark(&school.house, left, MarkKind::Absent) };
    school.attend(here, absent).await;
    school.ground.run(back, vec![left.into()]).await;
    assert_eq!(school.verdict(id).await.evidence.carried, 0);
    school.sound().await;

    // Another version of the course has the same unit when title and hours are the same.
    let newer = postup_domain::id::CourseVersionId::new(school.ground.now, school.house.app.entropy());
    let text = "INSERT INTO course_version (id, course_id, number, title_uk, title_en, summary_uk, summary_en, \
                outcomes_uk, outcomes_en, subject, content_type, length_type, hours, attendance_percent, search, \
                created_at) SELECT $1, course_id, 2, title_uk, title_en, summary_uk, summary_en, outcomes_uk, \
                outcomes_en, subject, content_type, length_type, hours, attendance_percent, search, created_at \
                FROM course_version WHERE id = $2";
    school.ground.run(text, vec![newer.into(), version.into()]).await;
    let same = school.unit(newer, 1, "Друга").await;
    let third = school.ground.cohort(3, OPEN).await;
    let values = vec![newer.into(), third.into()];
    school.ground.run("UPDATE cohort SET course_version_id = $1 WHERE id = $2", values).await;
    school.session(third, same).await;
    let last = school.transfer(&school.manager, id, third).await.unwrap().enrollment.id;
    assert_eq!(school.verdict(last).await.evidence.carried, 100);
    let sources = "SELECT COUNT(*) AS count FROM carried WHERE enrollment_id = $1";
    assert_eq!(school.ground.count(sources, vec![last.into()]).await, 2, "what came along comes along again");
    school.sound().await;
}

#[tokio::test]
async fn the_other_cohort_has_its_own_rules_and_the_seat_here_goes_to_the_queue() {
    let school = School::new(5).await;
    let (first, full) = (school.ground.cohort(1, OPEN).await, school.ground.cohort(1, OPEN).await);
    let decided = school.ground.cohort(1, EnrollmentPolicy::Approval).await;
    let (seated, waits) = (school.apply(0, first).await, school.apply(1, first).await);
    school.apply(2, full).await;
    school.apply(3, full).await;
    let came = school.transfer(&school.actor(0), seated, full).await.unwrap();
    assert_eq!((came.enrollment.state, came.queue), (EnrollmentState::Waitlisted, Some(2)));
    assert_eq!(school.state(waits).await, (EnrollmentState::Confirmed, Cause::HeadOfQueue));
    let came = school.transfer(&school.manager, came.enrollment.id, decided).await.unwrap();
    assert_eq!(
        came.enrollment.state,
        EnrollmentState::Applied,
        "also who comes from elsewhere is decided on"
    );

    // Both histories lead to each other, and the person reads both.
    let of = school.of(came.enrollment.id).await;
    let steps = school.house.app.enrollment_history(&school.actor(0), &of).await.unwrap();
    let link = steps[0].counterpart.as_ref().unwrap();
    assert_eq!(link.place.cohort.cohort, full);

    let no = async |by: &Actor, id, to| refusal(&school.transfer(by, id, to).await.unwrap_err());
    assert_eq!(no(&school.actor(1), waits, first).await, Some(Refusal::AlreadyEnrolled));
    school.apply(1, full).await;
    assert_eq!(no(&school.actor(1), waits, full).await, Some(Refusal::AlreadyEnrolled));
    let stranger = school.transfer(&school.actor(4), waits, decided).await;
    assert!(matches!(stranger, Err(Error::Missing(_))));
    // Not while applications are not taken, but by whoever manages both.
    school
        .ground
        .run(
            "UPDATE cohort SET enrollment_closes = $1 WHERE id = $2",
            vec![school.ground.now.into(), decided.into()],
        )
        .await;
    assert_eq!(no(&school.actor(1), waits, decided).await, Some(Refusal::EnrollmentClosed));
    // Not after the day on which one may leave by oneself.
    school
        .ground
        .run(
            "UPDATE cohort SET withdrawal_closes = $1 WHERE id = $2",
            vec![school.ground.now.into(), first.into()],
        )
        .await;
    assert_eq!(no(&school.actor(1), waits, decided).await, Some(Refusal::WithdrawalClosed));
    school.transfer(&school.manager, waits, decided).await.unwrap();
    // Not to another course.
    let course = postup_domain::id::CourseId::new(school.ground.now, school.house.app.entropy());
    let text = "INSERT INTO course (id, program_id, code, state, latest, version, created_at) \
                SELECT $1, program_id, 'OTHER', state, latest, version, created_at FROM course";
    school.ground.run(text, vec![course.into()]).await;
    let foreign = school.ground.cohort(1, OPEN).await;
    school
        .ground
        .run("UPDATE cohort SET course_id = $1 WHERE id = $2", vec![course.into(), foreign.into()])
        .await;
    let seat = school.apply(4, first).await;
    assert_eq!(no(&school.manager, seat, foreign).await, Some(Refusal::OtherCourse));
    for cohort in [first, full, decided, foreign] {
        counters_hold(&school.ground, cohort).await;
    }
    school.sound().await;
}

#[tokio::test]
async fn a_change_of_two_cohorts_that_breaks_leaves_nothing_in_either() {
    let school = School::new(2).await;
    let (first, second) = (school.ground.cohort(1, OPEN).await, school.ground.cohort(1, OPEN).await);
    let (seated, waits) = (school.apply(0, first).await, school.apply(1, first).await);
    let rows = async || {
        let text = "SELECT (SELECT COUNT(*) FROM enrollment_step) + (SELECT COUNT(*) FROM notification) + (SELECT \
                    COUNT(*) FROM enrollment) + (SELECT COUNT(*) FROM carried) AS count";
        school.ground.count(text, vec![]).await
    };
    let before = rows().await;
    school.ground.break_trail("enrollment.transferred").await;
    school.transfer(&school.actor(0), seated, second).await.unwrap_err();
    school.ground.mend_trail().await;
    assert_eq!((rows().await, school.state(seated).await.0), (before, EnrollmentState::Confirmed));
    school.sound().await;
    school.transfer(&school.actor(0), seated, second).await.unwrap();
    assert_eq!(school.state(waits).await.0, EnrollmentState::Confirmed);
    school.sound().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_crowds_that_cross_never_wait_for_each_other() {
    let school = School::new(12).await;
    let (first, second) = (school.ground.cohort(6, OPEN).await, school.ground.cohort(6, OPEN).await);
    let mut ids = Vec::new();
    for person in 0..12 {
        ids.push(school.apply(person, if person % 2 == 0 { first } else { second }).await);
    }
    let crowd = ids.iter().enumerate().map(|(person, id)| {
        let (app, actor, id) = (school.house.app.clone(), school.actor(person), *id);
        let to = if person % 2 == 0 { second } else { first };
        tokio::spawn(async move {
            let permit = app.may_transfer(&actor, id, to).await.unwrap();
            app.transfer(permit, None).await.unwrap()
        })
    });
    for one in join_all(crowd).await {
        one.unwrap();
    }
    for cohort in [first, second] {
        counters_hold(&school.ground, cohort).await;
        let text = "SELECT CAST(confirmed AS BIGINT) AS count FROM cohort WHERE id = $1";
        assert_eq!(school.ground.count(text, vec![cohort.into()]).await, 6);
    }
    school.sound().await;
}

#[tokio::test]
async fn the_page_and_the_interface_lead_on() {
    let school = School::new(2).await;
    let (first, second) = (school.ground.cohort(1, OPEN).await, school.ground.cohort(1, OPEN).await);
    let (mine, other) = (school.apply(0, first).await, school.apply(1, second).await);
    let client = school.house.client();
    let bearer = format!("Bearer {}", school.ground.sign_in(school.people[0], &[]).await);
    let path = format!("/me/enrollments/{mine}/transfer");
    let page = client.get(&path).header("authorization", &bearer).send().await;
    page.assert_status_is_ok();
    let page = page.0.into_body().into_string().await.unwrap();
    assert!(page.contains(&second.to_string()) && !page.contains(&format!("value=\"{first}\"")), "{page}");
    let form = async |fields: &[(&str, String)]| {
        let answer = client.post(&path).header("authorization", &bearer).form(&fields).send().await;
        answer.0.status()
    };
    assert_eq!(form(&[]).await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(form(&[("cohort_id", second.to_string())]).await, StatusCode::SEE_OTHER);
    assert_eq!(form(&[("cohort_id", second.to_string())]).await, StatusCode::UNPROCESSABLE_ENTITY);
    let bearer = format!("Bearer {}", school.ground.sign_in(school.people[1], &[]).await);
    let answer = client
        .post(format!("/api/v1/enrollments/{other}/transfer"))
        .header("authorization", &bearer)
        .body_json(&serde_json::json!({"cohort_id": first.to_string()}))
        .send()
        .await;
    answer.assert_status(StatusCode::CREATED);
    let json: serde_json::Value = answer.0.into_body().into_json().await.unwrap();
    assert_eq!((&json["state"], &json["cause"]), (&"confirmed".into(), &"transferred_here".into()));
    assert!(json["explanation"].as_str().unwrap().contains("what was attended there counts here"), "{json}");
}
