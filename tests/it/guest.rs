//! Guests: what was missed at home, in a session of another cohort. It counts once, at home, and for nothing there.

mod ending;
mod lists;
mod pages;
mod who;

use crate::attendance::mark;
use chrono::Duration;
use futures_util::future::join_all;
use postup_app::Error;
use postup_app::completion::Outlook;
use postup_app::outbox::Postman;
use postup_domain::access::{Actor, Role, Scope};
use postup_domain::attendance::{MarkKind, MarkSource, NewMark};
use postup_domain::cohort::EnrollmentPolicy;
use postup_domain::completion::{Chance, CompletionState, Verdict};
use postup_domain::enrollment::WithdrawalReason;
use postup_domain::id::{
    CohortId, CourseVersionId, EnrollmentId, MarkId, PersonId, SessionId, UnitId, VenueId,
};
use postup_domain::rejection::Refusal;
use postup_domain::session::RawPlan;
use postup_domain::text::Line;
use postup_tests::{Ground, TestApp};
use std::sync::Arc;

/// Two cohorts of a course of two units. In the first, one unit is over and its register closed, and the other is ahead;
/// in the second, the missed one is still to come.
struct School {
    house: TestApp,
    ground: Ground,
    manager: Actor,
    trainer: Actor,
    unit: UnitId,
    home: CohortId,
    host: CohortId,
    missed: SessionId,
    ahead: SessionId,
    there: SessionId,
    people: Vec<(PersonId, EnrollmentId)>,
}

impl School {
    /// People of the first cohort who missed the first unit.
    async fn new(people: usize) -> Self {
        let house = TestApp::new().await;
        let ground = Ground::new(&house).await;
        let runs = [(Role::ProgramManager, Scope::Organization(ground.organization))];
        let manager = ground.actor(ground.person("Керівна").await, &runs);
        let teaches = [(Role::Trainer, Scope::Organization(ground.organization))];
        let trainer = ground.actor(ground.person("Тренер").await, &teaches);
        let (home, host) = (
            ground.cohort(20, EnrollmentPolicy::Open).await,
            ground.cohort(20, EnrollmentPolicy::Open).await,
        );
        for (id, code) in [(home, "HOME-1"), (host, "HOST-1")] {
            ground.run("UPDATE cohort SET code = $1 WHERE id = $2", vec![code.into(), id.into()]).await;
        }
        let unit = UnitId::new(ground.now, house.app.entropy());
        let other = UnitId::new(ground.now, house.app.entropy());
        for (position, (id, title)) in [(unit, "Перша"), (other, "Друга")].into_iter().enumerate() {
            let text = "INSERT INTO course_unit (id, course_version_id, position, title_uk, title_en, hours) \
                        VALUES ($1, $2, $3, $4, $4, 200)";
            let position = i32::try_from(position).unwrap();
            ground.run(text, vec![id.into(), ground.version.into(), position.into(), title.into()]).await;
        }
        let at = async |cohort, hours, unit: UnitId| {
            let id = ground.session(cohort, ground.now + Duration::hours(hours), 100).await;
            ground.run("UPDATE session SET unit_id = $1 WHERE id = $2", vec![unit.into(), id.into()]).await;
            id
        };
        let (missed, ahead) = (at(home, -5, unit).await, at(home, 24 * 9, other).await);
        let there = at(host, 24 * 8, unit).await;
        let persons = ground.people(people).await;
        let mut school = Self {
            house,
            ground,
            manager,
            trainer,
            unit,
            home,
            host,
            missed,
            ahead,
            there,
            people: Vec::new(),
        };
        for person in persons {
            let seat = school.enroll(person, home).await;
            school.people.push((person, seat));
            school.attend(missed, mark(&school.house, seat, MarkKind::Absent)).await;
        }
        school.close(missed).await;
        school.deliver().await;
        school
    }

    fn actor(&self, person: usize) -> Actor {
        self.ground.actor(self.people[person].0, &[])
    }

    async fn enroll(&self, person: PersonId, cohort: CohortId) -> EnrollmentId {
        let permit =
            self.house.app.may_enroll(&self.ground.actor(person, &[]), cohort, person).await.unwrap();
        self.house.app.enroll(permit).await.unwrap().enrollment.id
    }

    async fn visit(&self, by: &Actor, person: usize, session: SessionId) -> Result<(), Error> {
        let permit = self.house.app.may_visit(by, self.people[person].1, session).await?;
        self.house.app.visit(&permit).await
    }

    async fn comes(&self, person: usize) {
        self.visit(&self.actor(person), person, self.there).await.unwrap();
    }

    async fn give_up(&self, person: usize) -> Result<(), Error> {
        let permit = self.house.app.may_visit(&self.actor(person), self.people[person].1, self.there).await?;
        self.house.app.give_up_visit(&permit).await
    }

    async fn attend(&self, session: SessionId, new: NewMark) {
        let permit = self.house.app.may_take_attendance(&self.trainer, session).await.unwrap();
        self.house.app.record_marks(&permit, vec![new], MarkSource::Api).await.unwrap();
    }

    async fn close(&self, session: SessionId) {
        let permit = self.house.app.may_close_register(&self.trainer, session).await.unwrap();
        self.house.app.close_register(&permit).await.unwrap();
    }

    async fn verdict(&self, person: usize) -> Verdict {
        self.house.app.verdicts(&[self.people[person].1]).await.unwrap().pop().unwrap().2
    }

    async fn outlook(&self, person: usize) -> Outlook {
        let actor = self.actor(person);
        let of = self.house.app.enrollment(&actor, self.people[person].1).await.unwrap();
        self.house.app.outlook(&actor, &of).await.unwrap().unwrap()
    }

    async fn places(&self) -> i64 {
        let text = "SELECT COUNT(*) AS count FROM guest_place WHERE ended_at IS NULL";
        self.ground.count(text, vec![]).await
    }

    /// Ends of places in the trail.
    async fn ended(&self) -> i64 {
        let text = "SELECT COUNT(*) AS count FROM audit_entry WHERE action = 'guest.ended'";
        self.ground.count(text, vec![]).await
    }

    async fn letters(&self, key: &str) -> i64 {
        let text = "SELECT COUNT(*) AS count FROM notification WHERE key = $1";
        self.ground.count(text, vec![key.into()]).await
    }

    /// What went out since: each with its subject and what calendars are asked to do.
    async fn deliver(&self) -> Vec<String> {
        let postman = Arc::new(Postman::new(self.house.app.clone(), self.house.mailer.clone()));
        postman.deliver_due(100).await.unwrap();
        let sent = self.house.mailbox.take();
        let told = sent.iter().map(|letter| {
            let methods: Vec<&str> = letter.invites.iter().map(|invite| invite.method).collect();
            format!("{} {}", letter.subject.as_str(), methods.join(" "))
        });
        told.collect()
    }

    /// The session there takes place in a room of so many seats, and its cohort takes nobody any more.
    async fn room(&self, seats: i32) {
        let venue = VenueId::new(self.ground.now, self.house.app.entropy());
        let text = "INSERT INTO venue (id, organization_id, name, address, seats, archived, sort_key, version) \
                    VALUES ($1, $2, 'Зала', 'вул. Соборна, 1', $3, FALSE, 'x', 1)";
        let values = vec![venue.into(), self.ground.organization.into(), seats.into()];
        self.ground.run(text, values).await;
        let values = vec![venue.into(), self.there.into()];
        self.ground.run("UPDATE session SET venue_id = $1 WHERE id = $2", values).await;
        let values = vec![self.ground.now.into(), self.host.into()];
        self.ground.run("UPDATE cohort SET enrollment_closes = $1 WHERE id = $2", values).await;
    }

    async fn sound(&self) {
        assert_eq!(self.house.app.check_invariants().await.unwrap(), []);
    }

    async fn breaches(&self, words: &str) -> usize {
        let found = self.house.app.check_invariants().await.unwrap();
        found.iter().filter(|one| one.invariant == "A5" && one.finding.contains(words)).count()
    }
}

fn refused<T>(outcome: &Result<T, Error>) -> Option<Refusal> {
    match outcome {
        Err(Error::Rejected(rejection)) => Some(rejection.refusal),
        _ => None,
    }
}

#[tokio::test]
async fn what_a_guest_attends_counts_once_at_home_and_for_nothing_there() {
    let school = School::new(1).await;
    let (app, id) = (&school.house.app, school.people[0].1);
    let own = school.enroll(school.ground.person("Своя").await, school.host).await;
    let before = school.outlook(0).await;
    assert_eq!((before.chance, before.verdict.state), (Chance::AsGuest, CompletionState::NotCompleted));
    assert_eq!(
        before.visits.iter().map(|one| (one.session.session, one.minutes)).collect::<Vec<_>>(),
        [(school.there, 100)]
    );
    school.comes(0).await;
    school.comes(0).await;
    assert_eq!((school.places().await, school.letters("guest_place_given").await), (1, 1), "asked twice");
    let after = school.outlook(0).await;
    assert_eq!((after.chance, after.verdict.state), (Chance::Possible, CompletionState::InProgress));
    assert_eq!((after.verdict.evidence.available, after.visits.len()), (200, 0));
    let told = school.deliver().await;
    assert!(told.iter().any(|told| told.contains("guest") && told.ends_with(" REQUEST")), "{told:?}");
    school.sound().await;

    school.house.clock.pass(Duration::hours(24 * 8 + 1));
    let register = app.register(&school.trainer, school.there, None, 10).await.unwrap();
    assert_eq!(register.guests.iter().map(|guest| guest.enrollment).collect::<Vec<_>>(), [id]);
    assert_eq!(register.guests[0].guest_from.as_ref().unwrap().as_str(), "HOME-1");
    assert_eq!((register.bar.people, register.people.items.len()), (1, 1), "no seat of the cohort");
    let taken = app.registers_to_take(&school.trainer, chrono_tz::Europe::Kyiv).await.unwrap();
    let taken = taken.iter().find(|one| one.meeting.session == school.there).unwrap();
    assert_eq!(taken.people.len(), 2, "devices take guests along");
    let sheet = app.signature_sheet(&school.trainer, school.there).await.unwrap();
    assert_eq!(sheet.lines.len(), 2, "a line to sign for each");
    let permit = app.may_take_attendance(&school.trainer, school.there).await.unwrap();
    assert_eq!(app.mark_rest_present(&permit).await.unwrap(), 2);
    let register = app.register(&school.trainer, school.there, None, 10).await.unwrap();
    assert_eq!((register.bar.marked, register.meeting.marked), (1, 1));
    assert_eq!(register.guests[0].standing.unwrap().attendance.minutes, 100);
    let verdict = school.verdict(0).await;
    assert_eq!((verdict.evidence.credited, verdict.evidence.carried), (100, 100));
    school.close(school.there).await;
    assert_eq!(school.verdict(0).await.evidence.available, 100, "only what is ahead at home");

    school.house.clock.pass(Duration::days(1));
    school.attend(school.ahead, mark(&school.house, id, MarkKind::Present)).await;
    school.close(school.ahead).await;
    assert_eq!(school.verdict(0).await.state, CompletionState::Completed);
    let (_, there) = app.completion(&school.trainer, school.host).await.unwrap();
    assert_eq!(there.iter().map(|one| one.enrollment).collect::<Vec<_>>(), [own]);
    let permit = app.may_reopen_register(&school.manager, school.missed).await.unwrap();
    let reason = Line::new("reason", "Помилка").unwrap();
    app.reopen_register(&permit, reason.clone()).await.unwrap();
    let found = NewMark { reason: Some(reason), ..mark(&school.house, id, MarkKind::Present) };
    school.attend(school.missed, found).await;
    let verdict = school.verdict(0).await;
    assert_eq!((verdict.evidence.credited, verdict.evidence.carried), (200, 0), "once");
    school.sound().await;
    let minutes = "SELECT minutes AS count FROM fact WHERE enrollment_id = $1";
    assert_eq!(school.ground.count(minutes, vec![id.into()]).await, 200);
    let people = "SELECT CAST(confirmed AS BIGINT) AS count FROM cohort WHERE id = $1";
    assert_eq!(school.ground.count(people, vec![school.host.into()]).await, 1);
}

#[tokio::test]
async fn a_unit_of_another_version_is_the_same_when_title_and_hours_are() {
    let school = School::new(1).await;
    let newer = CourseVersionId::new(school.ground.now, school.house.app.entropy());
    let text = "INSERT INTO course_version (id, course_id, number, title_uk, title_en, summary_uk, summary_en, \
                outcomes_uk, outcomes_en, subject, content_type, length_type, hours, attendance_percent, search, \
                created_at) SELECT $1, course_id, 2, title_uk, title_en, summary_uk, summary_en, outcomes_uk, \
                outcomes_en, subject, content_type, length_type, hours, attendance_percent, search, created_at \
                FROM course_version WHERE id = $2";
    school.ground.run(text, vec![newer.into(), school.ground.version.into()]).await;
    let values = vec![newer.into(), school.host.into()];
    school.ground.run("UPDATE cohort SET course_version_id = $1 WHERE id = $2", values).await;
    let twin = UnitId::new(school.ground.now, school.house.app.entropy());
    let text = "INSERT INTO course_unit (id, course_version_id, position, title_uk, title_en, hours) \
                VALUES ($1, $2, 0, $3, $3, 200)";
    school.ground.run(text, vec![twin.into(), newer.into(), "Інша".into()]).await;
    let values = vec![twin.into(), school.there.into()];
    school.ground.run("UPDATE session SET unit_id = $1 WHERE id = $2", values).await;
    let no = school.visit(&school.actor(0), 0, school.there).await;
    assert_eq!(refused(&no), Some(Refusal::GuestElsewhere));
    assert_eq!(school.outlook(0).await.chance, Chance::Gone);
    school.ground.run("UPDATE course_unit SET title_uk = 'Перша' WHERE id = $1", vec![twin.into()]).await;
    school.comes(0).await;
    assert_eq!(school.verdict(0).await.evidence.available, 200);
}

#[tokio::test]
async fn of_all_who_ask_at_once_the_room_takes_as_many_as_it_has_places() {
    let school = School::new(3).await;
    school.enroll(school.ground.person("Своя").await, school.host).await;
    school.room(2).await;
    let actors: Vec<Actor> = (0..3).map(|person| school.actor(person)).collect();
    let asks = actors.iter().enumerate().flat_map(|(person, actor)| [(person, actor), (person, actor)]);
    let asked = join_all(asks.map(|(person, actor)| school.visit(actor, person, school.there))).await;
    assert_eq!(asked.iter().filter(|one| one.is_ok()).count(), 2, "the same person, twice");
    let full = asked.iter().filter(|one| refused(one) == Some(Refusal::GuestRoomFull)).count();
    assert_eq!((full, school.places().await, school.letters("guest_place_given").await), (4, 1, 1));
    let came = asked.iter().position(Result::is_ok).unwrap() / 2;
    for other in (0..3).filter(|person| *person != came) {
        assert!(school.outlook(other).await.visits.is_empty(), "nobody is offered a place that is none");
    }
    school.give_up(came).await.unwrap();
    school.comes((came + 1) % 3).await;
    assert_eq!((school.places().await, school.letters("guest_place_ended").await), (1, 1));
    school.sound().await;
}

#[tokio::test]
async fn guests_hear_of_all_that_becomes_of_their_session() {
    let school = School::new(3).await;
    let app = &school.house.app;
    for person in 0..3 {
        school.comes(person).await;
    }
    school.deliver().await;
    let permit = app.may_manage_cohort(&school.manager, school.host).await.unwrap();
    let session = app.session(&school.manager, school.there).await.unwrap();
    let raw = RawPlan {
        title_uk: "Заняття".to_owned(),
        title_en: "Session".to_owned(),
        unit_id: school.unit.to_string(),
        on: (school.ground.now + Duration::days(10)).date_naive().to_string(),
        from: "09:30".to_owned(),
        to: "11:10".to_owned(),
        venue: "інша зала".to_owned(),
        ..RawPlan::default()
    };
    let moved = app.edit_session(&permit, school.there, session.version, &raw).await.unwrap();
    let told = school.deliver().await;
    assert_eq!(told.iter().filter(|told| told.ends_with(" REQUEST")).count(), 3, "{told:?}");
    assert_eq!(school.letters("session_changed").await, 3);

    // Whoever leaves home visits nobody any more.
    let me = school.actor(0);
    let leaves = app.may_withdraw(&me, school.people[0].1).await.unwrap();
    app.withdraw(leaves, WithdrawalReason::Duty, None).await.unwrap();
    assert_eq!((school.places().await, school.letters("guest_place_ended").await), (2, 1));
    let told = school.deliver().await;
    assert!(told.iter().any(|told| told.contains("no guest") && told.ends_with(" CANCEL")), "{told:?}");

    school.house.clock.set(moved.plan.starts_at - Duration::hours(20));
    assert_eq!(app.remind_of_sessions().await.unwrap(), 2);
    assert_eq!(school.deliver().await.len(), 2);
    let next = app.next_meetings(&school.actor(1)).await.unwrap();
    assert!(next.iter().any(|meeting| meeting.session == school.there), "it is what comes next");

    app.cancel_session(&permit, school.there).await.unwrap();
    assert_eq!((school.letters("session_cancelled").await, school.deliver().await.len()), (2, 2));
    assert_eq!(school.outlook(1).await.chance, Chance::Gone);
    school.sound().await;
}

#[tokio::test]
async fn the_database_takes_no_mark_of_a_stranger_and_the_audit_names_guests_that_cannot_be() {
    let school = School::new(3).await;
    let forge = async |of: EnrollmentId| {
        let text = "INSERT INTO mark (id, cohort_id, session_id, enrollment_id, kind, server_at, author, source, late, rule) \
                    VALUES ($1, $2, $3, $4, 'present', $5, NULL, 'api', FALSE, 3)";
        let app = &school.house.app;
        let values = vec![
            MarkId::new(app.now(), app.entropy()).into(),
            school.host.into(),
            school.there.into(),
            of.into(),
            app.now().into(),
        ];
        school.ground.attempt(text, values).await
    };
    assert!(forge(school.people[0].1).await.is_err(), "no guest, no mark");
    school.comes(0).await;
    school.comes(1).await;
    school.house.clock.pass(Duration::hours(24 * 8 + 1));
    school.attend(school.there, mark(&school.house, school.people[0].1, MarkKind::Present)).await;
    school.sound().await;

    let end = "UPDATE guest_place SET ended_at = given_at WHERE enrollment_id = $1";
    let again = "UPDATE guest_place SET ended_at = NULL WHERE enrollment_id = $1";
    school.ground.run(end, vec![school.people[0].1.into()]).await;
    assert_eq!(school.breaches("without a guest place").await, 1);
    school.ground.run(again, vec![school.people[0].1.into()]).await;

    let gone = "UPDATE enrollment SET state = 'withdrawn' WHERE id = $1";
    school.ground.run(gone, vec![school.people[1].1.into()]).await;
    assert_eq!(school.breaches("without a seat").await, 1);
    school
        .ground
        .run("UPDATE enrollment SET state = 'confirmed' WHERE id = $1", vec![school.people[1].1.into()])
        .await;

    let course = school.ground.another_course("OTHER", ("Інший", "Other")).await;
    let elsewhere = "UPDATE cohort SET course_id = $1 WHERE id = $2";
    school.ground.run(elsewhere, vec![course.into(), school.host.into()]).await;
    assert_eq!(school.breaches("another course").await, 2);
    school.ground.run(elsewhere, vec![school.ground.course.into(), school.host.into()]).await;
    school.sound().await;
}
