//! Registers: marks are appended once, belong together, and what stands follows from them alone.

mod device;
mod history;
mod meeting_log;
mod paper;
mod reports;
mod signature;
mod together;

use postup_app::Error;
use postup_domain::access::{Actor, Role, Scope};
use postup_domain::attendance::{Basis, MarkKind, MarkSource, NewMark, NewWalkIn, Outcome};
use postup_domain::cohort::EnrollmentPolicy;
use postup_domain::id::{CohortId, EnrollmentId, MarkId, SessionId, WalkInId};
use postup_domain::rejection::Refusal;
use postup_domain::session::RegisterState;
use postup_domain::text::Line;
use postup_tests::{Ground, TestApp};

/// A cohort with people in it, a session that has begun, and its trainer.
pub struct Class {
    pub cohort: CohortId,
    pub session: SessionId,
    pub trainer: Actor,
    pub people: Vec<EnrollmentId>,
    pub actors: Vec<Actor>,
}

pub async fn class(house: &TestApp, ground: &Ground, count: usize) -> Class {
    let capacity = i32::try_from(count.max(1)).unwrap();
    let cohort = ground.cohort(capacity, EnrollmentPolicy::Open).await;
    let session = ground.session(cohort, ground.now - chrono::Duration::minutes(30), 90).await;
    let trainer = ground.person("Тренерка").await;
    let trainer = ground.actor(trainer, &[(Role::Trainer, Scope::Cohort(cohort))]);
    let (mut people, mut actors) = (Vec::new(), Vec::new());
    for person in ground.people(count).await {
        let actor = ground.actor(person, &[]);
        let permit = house.app.may_enroll(&actor, cohort, person).await.unwrap();
        people.push(house.app.enroll(permit).await.unwrap().enrollment.id);
        actors.push(actor);
    }
    Class { cohort, session, trainer, people, actors }
}

pub fn mark(house: &TestApp, enrollment: EnrollmentId, kind: MarkKind) -> NewMark {
    NewMark {
        id: MarkId::new(house.app.now(), house.app.entropy()),
        enrollment,
        kind,
        minutes: None,
        device_at: Some(house.app.now() - chrono::Duration::minutes(3)),
        reason: None,
        basis: Basis::Unstated,
    }
}

fn because(mark: NewMark) -> NewMark {
    NewMark { reason: Some(Line::new("reason", "Стало відомо пізніше").unwrap()), ..mark }
}

async fn record(house: &TestApp, class: &Class, marks: Vec<NewMark>) -> Result<Vec<Outcome>, Error> {
    let permit = house.app.may_take_attendance(&class.trainer, class.session).await?;
    let outcomes = house.app.record_marks(&permit, marks, MarkSource::Api).await?;
    Ok(outcomes.into_iter().map(|(_, outcome)| outcome).collect())
}

/// Everything that attendance writes.
async fn rows(ground: &Ground) -> [i64; 4] {
    let mut counts = [0; 4];
    for (count, table) in counts.iter_mut().zip(["mark", "attendance", "register_step", "audit_entry"]) {
        *count = ground.count(&format!("SELECT COUNT(*) AS count FROM {table}"), vec![]).await;
    }
    counts
}

#[tokio::test]
async fn a_mark_that_is_delivered_twice_is_one_mark() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let class = class(&house, &ground, 2).await;
    let marks = vec![
        mark(&house, class.people[0], MarkKind::Present),
        NewMark { minutes: Some(40), ..mark(&house, class.people[1], MarkKind::Late) },
    ];
    assert_eq!(record(&house, &class, marks.clone()).await.unwrap(), [Outcome::Recorded; 2]);
    let before = rows(&ground).await;
    assert_eq!(record(&house, &class, marks.clone()).await.unwrap(), [Outcome::Known; 2]);
    let other = vec![NewMark { kind: MarkKind::Absent, ..marks[0].clone() }];
    assert_eq!(record(&house, &class, other).await.unwrap(), [Outcome::Refused(Refusal::MarkDiffers)]);
    assert_eq!(rows(&ground).await, before);
    let register = house.app.register(&class.trainer, class.session, None, 10).await.unwrap();
    let minutes: Vec<_> =
        register.people.items.iter().map(|person| person.standing.unwrap().attendance.minutes).collect();
    assert_eq!((minutes, register.bar.marked), (vec![90, 40], 2));
    let of = house.app.marks_of_person(&class.trainer, class.session, class.people[0]).await.unwrap();
    assert_eq!(of[0].mark.author, class.trainer.person());
    assert_eq!(of[0].mark.device_at, marks[0].device_at);
}

#[tokio::test]
async fn foreign_ids_are_refused_and_nothing_changes() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let class = class(&house, &ground, 2).await;
    let other = self::class(&house, &ground, 1).await;
    let permit = house.app.may_withdraw(&class.actors[1], class.people[1]).await.unwrap();
    let reason = postup_domain::enrollment::WithdrawalReason::Illness;
    house.app.withdraw(permit, reason, None).await.unwrap();
    record(&house, &class, vec![mark(&house, class.people[0], MarkKind::Present)]).await.unwrap();
    let before = rows(&ground).await;
    let nobody = EnrollmentId::new(ground.now, house.app.entropy());
    for enrollment in [other.people[0], class.people[1], nobody] {
        let outcome =
            record(&house, &class, vec![mark(&house, enrollment, MarkKind::Present)]).await.unwrap();
        assert_eq!(outcome, [Outcome::Refused(Refusal::NotOnRegister)]);
    }
    // The id of a mark that belongs to another session.
    let marks = house.app.marks_of_person(&class.trainer, class.session, class.people[0]).await.unwrap();
    let taken = NewMark { id: marks[0].mark.id, ..mark(&house, other.people[0], MarkKind::Present) };
    let outcome = record(&house, &other, vec![taken]).await.unwrap();
    assert_eq!(outcome, [Outcome::Refused(Refusal::MarkDiffers)]);
    // A session that is not the trainer's.
    let foreign = house.app.may_take_attendance(&class.trainer, other.session).await;
    assert!(matches!(foreign, Err(Error::Denied(_))));
    let unknown = SessionId::new(ground.now, house.app.entropy());
    let unknown = house.app.may_take_attendance(&class.trainer, unknown).await;
    assert!(matches!(unknown, Err(Error::Missing(_))));
    assert!(house.app.register(&class.actors[0], class.session, None, 10).await.is_err());
    assert_eq!(rows(&ground).await, before);
    // The second proof: the keys of the table itself.
    let forged = ground
        .attempt(
            "INSERT INTO mark (id, cohort_id, session_id, enrollment_id, kind, server_at, source) \
             VALUES ($1, $2, $3, $4, 'present', $5, 'api')",
            vec![
                MarkId::new(ground.now, house.app.entropy()).into(),
                class.cohort.into(),
                class.session.into(),
                other.people[0].into(),
                ground.now.into(),
            ],
        )
        .await;
    assert!(forged.is_err(), "a mark of another cohort's person was written");
}

#[tokio::test]
async fn a_closed_register_changes_only_after_it_was_reopened_with_a_reason() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let class = class(&house, &ground, 2).await;
    let first = mark(&house, class.people[0], MarkKind::Absent);
    record(&house, &class, vec![first.clone()]).await.unwrap();
    let permit = house.app.may_close_register(&class.trainer, class.session).await.unwrap();
    house.app.close_register(&permit).await.unwrap();
    let closed = house.app.close_register(&permit).await.unwrap_err();
    assert!(matches!(closed, Error::Rejected(rejection) if rejection.refusal == Refusal::RegisterClosed));
    // What came before is still known, so that a device that lost the answer finds peace.
    let late = because(mark(&house, class.people[0], MarkKind::Present));
    let outcomes = record(&house, &class, vec![first, late.clone()]).await.unwrap();
    assert_eq!(outcomes, [Outcome::Known, Outcome::Refused(Refusal::RegisterClosed)]);
    assert!(house.app.may_reopen_register(&class.trainer, class.session).await.is_err());
    let manager = ground.manager().await;
    let permit = house.app.may_reopen_register(&manager, class.session).await.unwrap();
    let reason = Line::new("reason", "Довідка").unwrap();
    house.app.reopen_register(&permit, reason.clone()).await.unwrap();
    assert!(house.app.reopen_register(&permit, reason).await.is_err());
    let silent = mark(&house, class.people[0], MarkKind::Present);
    let outcomes = record(&house, &class, vec![silent, late]).await.unwrap();
    assert_eq!(outcomes, [Outcome::Refused(Refusal::ReasonMissing), Outcome::Recorded]);
    let steps = house.app.register_history(&manager, class.session).await.unwrap();
    let states: Vec<_> = steps.iter().map(|step| step.to).collect();
    assert_eq!(states.len(), 2);
    assert!(states.contains(&RegisterState::Reopened) && states.contains(&RegisterState::Closed));
}

#[tokio::test]
async fn a_register_is_not_closed_before_its_session_begins() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let class = class(&house, &ground, 1).await;
    let ahead = ground.session(class.cohort, ground.now + chrono::Duration::hours(1), 90).await;
    let permit = house.app.may_close_register(&class.trainer, ahead).await.unwrap();
    let early = house.app.close_register(&permit).await.unwrap_err();
    assert!(matches!(early, Error::Rejected(rejection) if rejection.refusal == Refusal::SessionNotBegun));
    ground.run("UPDATE session SET state = 'cancelled' WHERE id = $1", vec![ahead.into()]).await;
    let permit = house.app.may_take_attendance(&class.trainer, ahead).await.unwrap();
    let marks = vec![mark(&house, class.people[0], MarkKind::Present)];
    let called_off = house.app.record_marks(&permit, marks, MarkSource::Api).await.unwrap_err();
    assert!(
        matches!(called_off, Error::Rejected(rejection) if rejection.refusal == Refusal::SessionCancelled)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_trainers_at_once_lose_nothing() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let class = class(&house, &ground, 20).await;
    let seen = |kind| {
        let marks: Vec<NewMark> = class
            .people
            .iter()
            .map(|person| because(NewMark { basis: Basis::Seen(None), ..mark(&house, *person, kind) }))
            .collect();
        record(&house, &class, marks)
    };
    let (one, two) = tokio::join!(seen(MarkKind::Present), seen(MarkKind::Absent));
    let (one, two) = (one.unwrap(), two.unwrap());
    for (one, two) in one.iter().zip(&two) {
        let changed = Outcome::Refused(Refusal::RegisterChanged);
        assert!([(*one, *two), (*two, *one)].contains(&(Outcome::Recorded, changed)), "{one:?} {two:?}");
    }
    assert_eq!(rows(&ground).await[..2], [20, 20]);
}

#[tokio::test]
async fn a_webinar_of_many_is_marked_at_once_and_shown_by_pages_of_surnames() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let class = class(&house, &ground, 0).await;
    let people = ground.people(300).await;
    ground.run("UPDATE cohort SET capacity = 300", vec![]).await;
    for (number, person) in people.iter().enumerate() {
        let id = EnrollmentId::new(ground.now, house.app.entropy());
        ground
            .run(
                "INSERT INTO enrollment (id, cohort_id, person_id, state, arrival, applied_at, since, version) \
                 VALUES ($1, $2, $3, 'confirmed', $4, $5, $5, 1)",
                vec![
                    id.into(),
                    class.cohort.into(),
                    (*person).into(),
                    i64::try_from(number + 1).unwrap().into(),
                    ground.now.into(),
                ],
            )
            .await;
    }
    let permit = house.app.may_take_attendance(&class.trainer, class.session).await.unwrap();
    assert_eq!(house.app.mark_rest_present(&permit).await.unwrap(), 300);
    assert_eq!(house.app.mark_rest_present(&permit).await.unwrap(), 0);
    let (mut names, mut after) = (Vec::new(), None);
    loop {
        let page = house.app.register(&class.trainer, class.session, after.as_ref(), 70).await.unwrap();
        assert_eq!((page.bar.people, page.bar.marked), (300, 300));
        names.extend(page.people.items.iter().map(|person| person.name.in_register()));
        after = page.people.next;
        if after.is_none() {
            break;
        }
    }
    let mut sorted = names.clone();
    sorted.sort();
    sorted.dedup();
    assert_eq!((names.len(), names), (300, sorted));
}

#[tokio::test]
async fn nobody_changes_or_removes_a_mark() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let class = class(&house, &ground, 1).await;
    record(&house, &class, vec![mark(&house, class.people[0], MarkKind::Present)]).await.unwrap();
    for statement in ["UPDATE mark SET kind = 'absent'", "DELETE FROM mark", "DELETE FROM enrollment_step"] {
        assert!(ground.attempt(statement, vec![]).await.is_err(), "{statement}");
    }
}

#[tokio::test]
async fn a_trainer_sees_the_day_and_what_is_still_open() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let class = class(&house, &ground, 1).await;
    let old = ground.session(class.cohort, ground.now - chrono::Duration::days(3), 90).await;
    let taught =
        house.app.taught_meetings(&class.trainer, ground.now - chrono::Duration::hours(9), 1).await.unwrap();
    let sessions: Vec<_> = taught.iter().map(|meeting| meeting.session).collect();
    assert_eq!(sessions, [old, class.session]);
    assert!(house.app.taught_meetings(&class.actors[0], ground.now, 1).await.unwrap().is_empty());
    let next = house.app.next_meetings(&class.actors[0]).await.unwrap();
    assert_eq!(next.len(), 1);
    assert!(next[0].venue.is_some());
}

#[tokio::test]
async fn a_walk_in_is_found_to_be_a_person_and_both_histories_stay() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let class = class(&house, &ground, 2).await;
    let permit = house.app.may_take_attendance(&class.trainer, class.session).await.unwrap();
    let new = NewWalkIn {
        id: WalkInId::new(house.app.now(), house.app.entropy()),
        name: Line::new("name", "Пані з управління").unwrap(),
        kind: MarkKind::Late,
        minutes: Some(40),
        device_at: None,
    };
    let added = house.app.add_walk_in(&permit, new.clone()).await.unwrap();
    house.clock.pass(chrono::Duration::minutes(5));
    assert_eq!(house.app.add_walk_in(&permit, new.clone()).await.unwrap(), added, "a second delivery");
    let other = NewWalkIn { minutes: Some(50), ..new.clone() };
    assert!(house.app.add_walk_in(&permit, other).await.is_err());
    record(&house, &class, vec![mark(&house, class.people[1], MarkKind::Absent)]).await.unwrap();
    house.app.merge_walk_in(&permit, new.id, class.people[0]).await.unwrap();
    assert!(house.app.merge_walk_in(&permit, new.id, class.people[1]).await.is_err(), "one person only");
    let found = house.app.walk_ins(&class.trainer, class.session).await.unwrap();
    assert_eq!((found[0].name.as_str(), found[0].merged), ("Пані з управління", Some(class.people[0])));
    let marks = house.app.marks_of_person(&class.trainer, class.session, class.people[0]).await.unwrap();
    assert_eq!((marks[0].mark.source, marks[0].mark.made_at()), (MarkSource::WalkIn, added.server_at));
    let register = house.app.register(&class.trainer, class.session, None, 10).await.unwrap();
    assert_eq!((register.bar.marked, register.bar.disputed), (2, 0));

    let again = NewWalkIn { id: WalkInId::new(house.app.now(), house.app.entropy()), ..new };
    house.app.add_walk_in(&permit, again.clone()).await.unwrap();
    house.app.merge_walk_in(&permit, again.id, class.people[1]).await.unwrap();
    let disputes = house.app.disputes(&class.trainer, class.session).await.unwrap();
    assert_eq!(disputes[0].marks.len(), 2, "absent, and written down at the door");
    for table in ["walk_in", "walk_in_merge", "mark"] {
        assert!(ground.attempt(&format!("DELETE FROM {table}"), vec![]).await.is_err(), "{table}");
    }
}
