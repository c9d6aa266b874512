//! Attendance across cohorts, and hours of trainers after interruptions: who sees what, as page, interface and table.

use chrono::Duration;
use poem::http::StatusCode;
use postup_app::Error;
use postup_domain::access::{Actor, Role, Scope};
use postup_domain::attendance::{Basis, MarkKind, MarkSource, NewMark, RecordFilter};
use postup_domain::cohort::EnrollmentPolicy;
use postup_domain::id::{CohortId, EnrollmentId, MarkId, PersonId, SessionId};
use postup_domain::teaching::Hours;
use postup_tests::{Ground, TestApp};
use std::collections::BTreeSet;

/// Two cohorts with a trainer each; three people in the first, one of them in the second too.
struct School {
    house: TestApp,
    ground: Ground,
    cohorts: [CohortId; 2],
    sessions: Vec<SessionId>,
    trainers: [PersonId; 2],
    manager: Actor,
    people: Vec<PersonId>,
    ids: Vec<EnrollmentId>,
}

impl School {
    async fn new() -> Self {
        let house = TestApp::new().await;
        let ground = Ground::new(&house).await;
        let cohorts =
            [ground.cohort(9, EnrollmentPolicy::Open).await, ground.cohort(9, EnrollmentPolicy::Open).await];
        for (number, cohort) in cohorts.iter().enumerate() {
            let values = vec![format!("WATER-0{}", number + 1).into(), (*cohort).into()];
            ground.run("UPDATE cohort SET code = $1 WHERE id = $2", values).await;
        }
        let begun = |days: i64| ground.now - Duration::days(days);
        let mut sessions = Vec::new();
        for (cohort, days) in [(0, 3), (0, 2), (0, -5), (1, 1)] {
            sessions.push(ground.session(cohorts[cohort], begun(days), 90).await);
        }
        let trainers = [ground.person("Перша").await, ground.person("Друга").await];
        for (trainer, cohort) in trainers.iter().zip(cohorts) {
            ground.sign_in(*trainer, &[(Role::Trainer, Scope::Cohort(cohort))]).await;
        }
        ground.run("UPDATE access_grant SET valid_from = $1", vec![begun(90).into()]).await;
        let manager = ground.manager().await;
        let people = ground.people(3).await;
        let mut school =
            Self { house, ground, cohorts, sessions, trainers, manager, people, ids: Vec::new() };
        for (person, cohort) in [(0, 0), (1, 0), (2, 0), (0, 1)] {
            let actor = school.ground.actor(school.people[person], &[]);
            let app = &school.house.app;
            let permit = app.may_enroll(&actor, school.cohorts[cohort], school.people[person]).await.unwrap();
            let id = app.enroll(permit).await.unwrap().enrollment.id;
            school.ids.push(id);
        }
        school
    }

    async fn mark(&self, session: usize, enrollment: usize, kind: MarkKind) {
        let app = &self.house.app;
        let permit = app.may_take_attendance(&self.manager, self.sessions[session]).await.unwrap();
        let id = MarkId::new(app.now(), app.entropy());
        let (enrollment, basis) = (self.ids[enrollment], Basis::Unstated);
        let mark = NewMark { id, enrollment, kind, minutes: None, device_at: None, reason: None, basis };
        app.record_marks(&permit, vec![mark], MarkSource::Api).await.unwrap();
    }

    async fn records(&self, by: &Actor, filter: RecordFilter) -> Vec<(EnrollmentId, String)> {
        let page = self.house.app.attendance_records(by, &filter, None, 50).await.unwrap();
        let said = page.items.into_iter().map(|one| {
            let (tally, minutes) = (one.tally, one.evidence);
            let all = format!(
                "{}/{} late {} excused {} absent {} unmarked {}; {} of {}, {:?} %",
                tally.attended(),
                tally.sessions,
                tally.late,
                tally.excused,
                tally.absent,
                tally.unmarked(),
                minutes.credited,
                minutes.planned,
                one.percent()
            );
            (one.of.enrollment.id, all)
        });
        said.collect()
    }

    async fn hours(&self, by: &Actor) -> Vec<(PersonId, Hours)> {
        let period = (self.ground.now - Duration::days(30), self.ground.now + Duration::days(30));
        let page = self.house.app.taught(by, period, None, None, 50).await.unwrap();
        let sums = page.items.into_iter().map(|taught| {
            let mut all = Hours::default();
            for lesson in &taught.lessons {
                all += lesson.hours();
            }
            (taught.trainer, all)
        });
        sums.collect()
    }
}

#[tokio::test]
async fn the_sums_follow_from_the_registers() {
    let school = School::new().await;
    school.mark(0, 0, MarkKind::Present).await;
    school.mark(1, 0, MarkKind::Late).await;
    school.mark(0, 1, MarkKind::Excused).await;
    school.mark(1, 1, MarkKind::Absent).await;
    school.mark(3, 3, MarkKind::Present).await;
    let found = school.records(&school.manager, RecordFilter::default()).await;
    let of = |number: usize| {
        let id = school.ids[number];
        found.iter().find(|(one, _)| *one == id).map(|(_, said)| said.as_str()).unwrap()
    };
    assert_eq!(found.len(), 4);
    assert!(of(0).starts_with("2/2 late 1 excused 0 absent 0 unmarked 0; "), "{}", of(0));
    assert!(of(0).contains(" of 270,"), "the session ahead is planned: {}", of(0));
    assert!(of(1).starts_with("0/2 late 0 excused 1 absent 1 unmarked 0; 0 of 270, Some(0) %"), "{}", of(1));
    assert!(of(2).starts_with("0/2 late 0 excused 0 absent 0 unmarked 2; "), "{}", of(2));
    assert!(
        of(3).starts_with("1/1 late 0 excused 0 absent 0 unmarked 0; 90 of 90, Some(100) %"),
        "{}",
        of(3)
    );
    // A session that was lost as a whole, or called off, is none.
    school
        .ground
        .run(
            "UPDATE session SET held = 'not_held', lost_minutes = minutes WHERE id = $1",
            vec![school.sessions[1].into()],
        )
        .await;
    school
        .ground
        .run("UPDATE session SET state = 'cancelled' WHERE id = $1", vec![school.sessions[0].into()])
        .await;
    let found = school.records(&school.manager, RecordFilter::default()).await;
    assert!(found.iter().any(|(id, said)| *id == school.ids[0] && said.starts_with("0/0 ")), "{found:?}");
}

#[tokio::test]
async fn everybody_sees_the_attendance_that_is_theirs_to_see() {
    let school = School::new().await;
    let ground = &school.ground;
    let own = school.records(&ground.actor(school.people[0], &[]), RecordFilter::default()).await;
    let ids: BTreeSet<EnrollmentId> = own.iter().map(|(id, _)| *id).collect();
    assert_eq!(ids, BTreeSet::from([school.ids[3], school.ids[0]]));
    let trainer = ground.actor(school.trainers[1], &[(Role::Trainer, Scope::Cohort(school.cohorts[1]))]);
    assert_eq!(school.records(&trainer, RecordFilter::default()).await.len(), 1);
    let stranger = ground.actor(school.trainers[0], &[]);
    assert_eq!(school.records(&stranger, RecordFilter::default()).await.len(), 0);
    let analyst = ground.actor(school.trainers[0], &[(Role::Analyst, Scope::Everything)]);
    assert_eq!(school.records(&analyst, RecordFilter::default()).await.len(), 0, "figures, but no names");
    let officer =
        ground.actor(school.trainers[0], &[(Role::PersonnelOfficer, Scope::Organization(ground.council))]);
    assert_eq!(school.records(&officer, RecordFilter::default()).await.len(), 4);

    let by = async |filter: RecordFilter| school.records(&school.manager, filter).await.len();
    let none = RecordFilter::default;
    assert_eq!(by(RecordFilter { person: Some(school.people[0]), ..none() }).await, 2);
    assert_eq!(by(RecordFilter { organization: Some(ground.council), ..none() }).await, 4);
    assert_eq!(by(RecordFilter { organization: Some(ground.organization), ..none() }).await, 0);
    ground
        .run(
            "INSERT INTO territory (code, category, name, name_en, oblast_code, raion_code, search, valid_from) \
             VALUES ('UA59080270000028464', 'H', 'Сумська', 'Sumska', 'UA59000000000057109', 'UA59080000000022563', '', \
             '2020-01-01')",
            vec![],
        )
        .await;
    let moved = "UPDATE enrollment SET territory = 'UA59080270000028464' WHERE id = $1";
    ground.run(moved, vec![school.ids[1].into()]).await;
    for code in ["UA59000000000057109", "UA59080000000022563", "UA59080270000028464"] {
        assert_eq!(by(RecordFilter { territory: Some(code.parse().unwrap()), ..none() }).await, 1, "{code}");
    }
    assert_eq!(
        by(RecordFilter { territory: Some("UA80000000000093317".parse().unwrap()), ..none() }).await,
        0
    );
}

#[tokio::test]
async fn hours_are_those_really_taught_by_whoever_was_the_trainer_then() {
    let school = School::new().await;
    let ground = &school.ground;
    ground
        .run(
            "UPDATE session SET held = 'partly_held', lost_minutes = 30, register = 'closed' WHERE id = $1",
            vec![school.sessions[0].into()],
        )
        .await;
    let all = school.hours(&school.manager).await;
    let [first, second] = school.trainers;
    let of = |person: PersonId| all.iter().find(|(one, _)| *one == person).map(|(_, hours)| *hours);
    assert_eq!(
        of(first),
        Some(Hours { sessions: 2, open: 1, planned: 180, delivered: 150 }),
        "not what is ahead"
    );
    assert_eq!(of(second), Some(Hours { sessions: 1, open: 1, planned: 90, delivered: 90 }));
    let own = ground.actor(first, &[(Role::Trainer, Scope::Cohort(school.cohorts[0]))]);
    assert_eq!(school.hours(&own).await, [(first, of(first).unwrap())], "one's own, nobody else's");
    assert!(school.hours(&ground.actor(school.people[0], &[])).await.is_empty());
    // Somebody took over between the two sessions.
    let between = ground.now - Duration::hours(60);
    ground
        .run(
            "UPDATE access_grant SET revoked_at = $1 WHERE person_id = $2",
            vec![between.into(), first.into()],
        )
        .await;
    let all = school.hours(&school.manager).await;
    let left = all.iter().find(|(one, _)| *one == first).map(|(_, hours)| hours.planned);
    assert_eq!(left, Some(90));
    // A manager of something else sees none of it.
    let other = ground.actor(second, &[(Role::ProgramManager, Scope::Cohort(school.cohorts[1]))]);
    let seen: Vec<PersonId> = school.hours(&other).await.into_iter().map(|(person, _)| person).collect();
    assert_eq!(seen, [second]);
}

#[tokio::test]
async fn both_are_pages_documents_and_tables() {
    let school = School::new().await;
    school.mark(0, 0, MarkKind::Present).await;
    let ground = &school.ground;
    let person = ground.person("Ведуча").await;
    let roles = [(Role::ProgramManager, Scope::Organization(ground.organization))];
    let bearer = format!("Bearer {}", ground.sign_in(person, &roles).await);
    let client = school.house.client();
    let get = async |path: &str, language: &str| {
        let request = client.get(path).header("authorization", &bearer).header("accept-language", language);
        let answer = request.send().await.0;
        let (status, head) = (answer.status(), answer.headers().get("content-type").cloned());
        let kind = head.and_then(|kind| kind.to_str().map(str::to_owned).ok()).unwrap_or_default();
        (status, kind, answer.into_body().into_vec().await.unwrap())
    };
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replace(['\u{2068}', '\u{2069}'], "");
    let (status, _, page) = get("/attendance", "en").await;
    let page = text(page);
    assert!(status == StatusCode::OK && page.contains("1 of 2") && page.contains("not marked: 1"), "{page}");
    let (_, _, page) = get(&format!("/attendance?person={}", school.people[0]), "en").await;
    assert!(text(page).contains("Attendance: Прізвище0000"));
    for (path, status) in [
        ("/attendance?organization=123", StatusCode::UNPROCESSABLE_ENTITY),
        ("/attendance?organization=00000000", StatusCode::UNPROCESSABLE_ENTITY),
        ("/attendance?person=nobody", StatusCode::NOT_FOUND),
        ("/attendance?territory=nowhere", StatusCode::NOT_FOUND),
        ("/attendance?cursor=odd", StatusCode::BAD_REQUEST),
        ("/attendance/tables/attendance.pdf", StatusCode::NOT_FOUND),
        ("/teach/hours?from=2026-13-01", StatusCode::UNPROCESSABLE_ENTITY),
        ("/teach/hours?from=2026-05-02&until=2026-05-01", StatusCode::UNPROCESSABLE_ENTITY),
        ("/teach/hours?from=9999-12-31&until=9999-12-31", StatusCode::OK),
        ("/teach/hours/tables/trainer-hours.csv?from=odd", StatusCode::NOT_FOUND),
        ("/teach/hours?from=-262143-01-01&until=%2B262142-12-31", StatusCode::UNPROCESSABLE_ENTITY),
        ("/api/v1/trainer-hours?from=-262143-01-01&until=%2B262142-12-31", StatusCode::UNPROCESSABLE_ENTITY),
        ("/api/v1/attendance-records?territory=nowhere", StatusCode::UNPROCESSABLE_ENTITY),
        ("/api/v1/trainer-hours?from=2026-05-02&until=2026-05-01", StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        assert_eq!(get(path, "en").await.0, status, "{path}");
    }
    let (_, kind, table) = get("/attendance/tables/attendance.csv", "en").await;
    let table = text(table);
    assert!(kind.starts_with("text/csv") && table.trim_end().lines().count() == 5, "{table}");
    assert!(table.contains("WATER-01"), "{table}");
    let (_, _, book) = get("/api/v1/attendance-records/table?format=xlsx", "en").await;
    assert_eq!(&book[..2], b"PK");
    let (_, _, json) = get(&format!("/api/v1/attendance-records?person_id={}", school.people[0]), "en").await;
    let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
    let present: Vec<i64> =
        json.as_array().unwrap().iter().map(|one| one["present"].as_i64().unwrap()).collect();
    assert_eq!((present.len(), present.iter().sum::<i64>()), (2, 1));

    let year = ground.now.format("%Y");
    let days = format!("from={year}-01-01&until={year}-12-31");
    let (_, _, page) = get(&format!("/teach/hours?{days}"), "en").await;
    let page = text(page);
    assert!(page.contains("Перша") && page.contains("register open: 2"), "{page}");
    let (_, _, table) = get(&format!("/api/v1/trainer-hours/table?{days}"), "en").await;
    assert_eq!(text(table).trim_end().lines().count(), 4, "three sessions that are over");
    let (_, _, json) = get(&format!("/api/v1/trainer-hours?{days}"), "en").await;
    let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
    let planned: i64 =
        json.as_array().unwrap().iter().map(|one| one["planned_minutes"].as_i64().unwrap()).sum();
    assert_eq!(planned, 270);
    let error =
        school.house.app.may_take_attendance(&ground.actor(school.people[0], &[]), school.sessions[0]).await;
    assert!(matches!(error, Err(Error::Denied(_) | Error::Missing(_))));
}
