//! Seats and the queue: exactly as many as there are, in the order of arrival, whoever comes at once.

mod admission;
mod answers;
mod approvals;
mod eligibility;
mod explained;
mod leaving;
mod model;
mod nominations;
mod nominees;
mod quotas;
mod reconfirmations;
mod routes;
mod rush;
mod seating;
mod stand_ins;
mod substitutions;
mod transfers;

use futures_util::future::join_all;
use postup_app::Error;
use postup_app::enrollment::wording;
use postup_domain::access::{Actor, Role, Scope, Sight};
use postup_domain::clock::Clock;
use postup_domain::cohort::EnrollmentPolicy;
use postup_domain::enrollment::{
    Approvers, Cause, Decided, Enrollment, EnrollmentState, Explanation, Matches, Pool, Statement, Turn,
    Weight, WithdrawalReason, on_application,
};
use postup_domain::id::{CohortId, EnrollmentId, PersonId};
use postup_domain::rejection::Refusal;
use postup_domain::text::Line;
use postup_i18n::Locale;
use postup_persistence::{StoreError, cohort, enrollment, together};
use postup_tests::database::on_postgres;
use postup_tests::{Ground, TestApp};
use std::time::Duration;

async fn enroll(house: &TestApp, actor: &Actor, cohort: CohortId) -> Result<Decided, Error> {
    let person = actor.person().unwrap();
    let permit = house.app.may_enroll(actor, cohort, person).await?;
    house.app.enroll(permit).await
}

async fn leave(house: &TestApp, actor: &Actor, id: EnrollmentId) -> Result<Decided, Error> {
    let permit = house.app.may_withdraw(actor, id).await?;
    house.app.withdraw(permit, WithdrawalReason::Duty, None).await
}

fn refusal(error: &Error) -> Option<Refusal> {
    match error {
        Error::Rejected(rejection) => Some(rejection.refusal),
        _ => None,
    }
}

/// The counters beside the cohort equal a recount of the rows (E3).
async fn counters_hold(ground: &Ground, cohort: CohortId) {
    let wrong = ground
        .count(
            "SELECT COUNT(*) AS count FROM cohort c WHERE c.id = $1 AND (c.confirmed <> (SELECT COUNT(*) FROM \
             enrollment e WHERE e.cohort_id = c.id AND e.state = 'confirmed') OR c.held <> (SELECT COUNT(*) FROM \
             enrollment e WHERE e.cohort_id = c.id AND (e.state = 'offered' OR e.seat_held)) OR c.waitlisted <> (SELECT COUNT(*) \
             FROM enrollment e WHERE e.cohort_id = c.id AND e.state = 'waitlisted'))",
            vec![cohort.into()],
        )
        .await;
    assert_eq!(wrong, 0, "the counters are off");
    let wrong = ground
        .count(
            "SELECT COUNT(*) AS count FROM cohort c WHERE c.id = $1 AND (c.in_quota <> (SELECT COUNT(*) FROM \
             enrollment e WHERE e.cohort_id = c.id AND e.pool > 0) OR c.reserved <> (SELECT COALESCE(SUM(q.seats), 0) \
             FROM quota q WHERE q.cohort_id = c.id AND q.released_at IS NULL) OR EXISTS (SELECT 1 FROM quota q \
             WHERE q.cohort_id = c.id AND q.released_at IS NULL AND q.used <> (SELECT COUNT(*) FROM enrollment e \
             WHERE e.cohort_id = c.id AND e.pool = q.number)))",
            vec![cohort.into()],
        )
        .await;
    assert_eq!(wrong, 0, "the quotas are off");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn five_hundred_at_once_for_thirty_seats() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let cohort = ground.cohort(30, EnrollmentPolicy::Open).await;
    let people = ground.people(500).await;
    let rush = people.iter().map(|person| {
        let (actor, app) = (ground.actor(*person, &[]), house.app.clone());
        tokio::spawn(async move {
            let permit = app.may_enroll(&actor, cohort, actor.person().unwrap()).await.unwrap();
            app.enroll(permit).await.unwrap()
        })
    });
    let done: Vec<Decided> = join_all(rush).await.into_iter().map(Result::unwrap).collect();
    let mut arrivals: Vec<i64> = done.iter().map(|one| one.enrollment.arrival).collect();
    arrivals.sort_unstable();
    assert_eq!(arrivals, (1..=500).collect::<Vec<_>>());
    for one in &done {
        let (arrival, state) = (one.enrollment.arrival, one.enrollment.state);
        if arrival <= 30 {
            assert_eq!((state, one.queue, one.cause), (EnrollmentState::Confirmed, None, Cause::SeatFree));
        } else {
            assert_eq!((state, one.queue), (EnrollmentState::Waitlisted, Some(arrival - 30)));
        }
    }
    counters_hold(&ground, cohort).await;
    for table in ["enrollment_step", "notification", "fact_due"] {
        assert_eq!(
            ground.count(&format!("SELECT COUNT(*) AS count FROM {table}"), vec![]).await,
            500,
            "{table}"
        );
    }
}

/// `App::enroll` as it would be if nobody locked the cohort.
async fn enroll_unlocked(house: &TestApp, id: CohortId, person: PersonId) -> Result<(), StoreError> {
    let (now, entropy) = (house.clock.now(), house.app.entropy());
    let tx = house.store.begin().await?;
    let cohort = cohort::find(&tx, &Sight::system(), id).await?.unwrap();
    let passage = on_application(&cohort, &Approvers::default(), cohort.seats_left() > 0, now).unwrap();
    let state = passage.to;
    tokio::time::sleep(Duration::from_millis(20)).await;
    let weight = Weight {
        confirmed: i32::from(state == EnrollmentState::Confirmed),
        held: 0,
        waitlisted: i32::from(state == EnrollmentState::Waitlisted),
        in_quota: 0,
    };
    let count = enrollment::count_in(id, 1, weight);
    let new = Enrollment {
        id: EnrollmentId::new(now, entropy),
        cohort: id,
        person,
        state,
        seat_held: false,
        pool: Pool::GENERAL,
        matches: Matches::default(),
        turn: Turn::default(),
        route: None,
        answer_by: None,
        arrival: cohort.arrivals + 1,
        applied_at: now,
        since: now,
        final_score: None,
        version: 1,
    };
    together(&tx, enrollment::insert_all(&[new]).into_iter().chain([count]).collect()).await?;
    tx.commit().await
}

/// SQLite has one writer, so that a missing lock cannot be seen there. On PostgreSQL it oversells at once: first the
/// numbers of arrival stand in the way, then the check constraint, and without both there are more people than seats.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn without_the_lock_seats_are_sold_twice() {
    if !on_postgres() {
        return;
    }
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let people = ground.people(16).await;
    let rush = async || {
        let cohort = ground.cohort(3, EnrollmentPolicy::Open).await;
        let tries = join_all(people.iter().map(|person| enroll_unlocked(&house, cohort, *person))).await;
        let sold = "SELECT COUNT(*) AS count FROM enrollment WHERE cohort_id = $1 AND state = 'confirmed'";
        (tries, ground.count(sold, vec![cohort.into()]).await)
    };
    let (tries, _) = rush().await;
    let twice = |one: &Result<(), StoreError>| matches!(one, Err(error) if error.is_duplicate_of("arrival"));
    assert!(tries.iter().any(twice), "the numbers of arrival caught nothing");
    ground.run("DROP INDEX ux_enrollment_cohort_id_arrival", vec![]).await;
    let (tries, sold) = rush().await;
    let check = |one: &Result<(), StoreError>| matches!(one, Err(StoreError::Check(_)));
    assert!(tries.iter().any(check), "the constraint caught nothing");
    assert_eq!(sold, 3);
    for name in ["cohort_check", "cohort_check1", "cohort_check2", "cohort_check3"] {
        ground.run(&format!("ALTER TABLE cohort DROP CONSTRAINT IF EXISTS {name}"), vec![]).await;
    }
    assert!(rush().await.1 > 3, "the mutant sold no seat twice");
}

#[tokio::test]
async fn a_freed_seat_goes_to_the_head_of_the_queue_and_everybody_is_told() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let cohort = ground.cohort(1, EnrollmentPolicy::Open).await;
    let actors: Vec<Actor> = ground.people(3).await.iter().map(|person| ground.actor(*person, &[])).collect();
    let mut ids = Vec::new();
    for actor in &actors {
        ids.push(enroll(&house, actor, cohort).await.unwrap().enrollment.id);
    }
    let third = house.app.enrollment(&actors[2], ids[2]).await.unwrap();
    assert_eq!(third.queue, Some(2));
    leave(&house, &actors[0], ids[0]).await.unwrap();
    let second = house.app.enrollment(&actors[1], ids[1]).await.unwrap();
    assert_eq!((second.enrollment.state, second.cause), (EnrollmentState::Confirmed, Cause::HeadOfQueue));
    assert_eq!(house.app.enrollment(&actors[2], ids[2]).await.unwrap().queue, Some(1));
    let history = house.app.enrollment_history(&actors[1], &second).await.unwrap();
    let steps: Vec<_> =
        history.iter().map(|named| (named.step.from, named.step.to, named.step.author)).collect();
    let (waitlisted, confirmed) = (EnrollmentState::Waitlisted, EnrollmentState::Confirmed);
    assert_eq!(steps, [(Some(waitlisted), confirmed, None), (None, waitlisted, actors[1].person())]);
    let promoted = "SELECT COUNT(*) AS count FROM notification WHERE key = 'promoted' AND person_id = $1";
    assert_eq!(ground.count(promoted, vec![actors[1].person().unwrap().into()]).await, 1);
    counters_hold(&ground, cohort).await;
}

#[tokio::test]
async fn who_left_applies_anew_at_the_end_of_the_queue_and_nobody_twice() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let cohort = ground.cohort(1, EnrollmentPolicy::Open).await;
    let actors: Vec<Actor> = ground.people(3).await.iter().map(|person| ground.actor(*person, &[])).collect();
    let first = enroll(&house, &actors[0], cohort).await.unwrap().enrollment;
    let again = enroll(&house, &actors[0], cohort).await.unwrap_err();
    assert_eq!(refusal(&again), Some(Refusal::AlreadyEnrolled));
    enroll(&house, &actors[1], cohort).await.unwrap();
    enroll(&house, &actors[2], cohort).await.unwrap();
    leave(&house, &actors[0], first.id).await.unwrap();
    let anew = enroll(&house, &actors[0], cohort).await.unwrap();
    assert_eq!(anew.enrollment.id, first.id);
    assert_eq!((anew.enrollment.state, anew.queue), (EnrollmentState::Waitlisted, Some(2)));
    let of = house.app.enrollment(&actors[0], first.id).await.unwrap();
    let history = house.app.enrollment_history(&actors[0], &of).await.unwrap();
    let states: Vec<_> = history.iter().map(|named| (named.step.from, named.step.to)).collect();
    assert_eq!(
        states,
        [
            (Some(EnrollmentState::Withdrawn), EnrollmentState::Waitlisted),
            (Some(EnrollmentState::Confirmed), EnrollmentState::Withdrawn),
            (None, EnrollmentState::Confirmed),
        ]
    );
}

#[tokio::test]
async fn the_manager_decides_where_the_policy_says_so() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let cohort = ground.cohort(1, EnrollmentPolicy::Approval).await;
    let manager = ground.manager().await;
    let actors: Vec<Actor> = ground.people(3).await.iter().map(|person| ground.actor(*person, &[])).collect();
    let mut ids = Vec::new();
    for actor in &actors {
        let done = enroll(&house, actor, cohort).await.unwrap();
        assert_eq!(done.enrollment.state, EnrollmentState::Applied);
        ids.push(done.enrollment.id);
    }
    for (id, expected) in ids.iter().zip([EnrollmentState::Confirmed, EnrollmentState::Waitlisted]) {
        let permit = house.app.may_decide(&manager, *id).await.unwrap();
        assert_eq!(house.app.confirm_enrollment(permit).await.unwrap().enrollment.state, expected);
    }
    let permit = house.app.may_decide(&manager, ids[2]).await.unwrap();
    let reason = Line::new("reason", "Не з тієї області").unwrap();
    house.app.reject_enrollment(permit.clone(), reason.clone()).await.unwrap();
    let again = house.app.reject_enrollment(permit, reason).await.unwrap_err();
    assert_eq!(refusal(&again), Some(Refusal::StepNotAllowed));
    assert!(matches!(house.app.may_decide(&actors[0], ids[0]).await, Err(Error::Denied(_))));
    let found = house.app.enrollments_of_cohort(&manager, cohort, None, None, 2).await.unwrap();
    assert_eq!((found.items.len(), found.next.is_some()), (2, true));
    let rest = house.app.enrollments_of_cohort(&manager, cohort, None, found.next.as_ref(), 2).await.unwrap();
    assert_eq!((rest.items.len(), rest.next.is_none()), (1, true));
    assert_eq!(rest.items[0].employer_name.as_ref().unwrap().uk.as_str(), "Сумська міська рада");
    counters_hold(&ground, cohort).await;
}

#[tokio::test]
async fn an_enrollment_exists_only_for_those_concerned() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let cohort = ground.cohort(5, EnrollmentPolicy::Open).await;
    let people = ground.people(4).await;
    let own = ground.actor(people[0], &[]);
    let id = enroll(&house, &own, cohort).await.unwrap().enrollment.id;
    let officer = |organization| {
        ground.actor(people[1], &[(Role::PersonnelOfficer, Scope::Organization(organization))])
    };
    let trainer = ground.actor(people[2], &[(Role::Trainer, Scope::Cohort(cohort))]);
    for actor in [&own, &officer(ground.council), &trainer, &ground.manager().await] {
        assert!(house.app.enrollment(actor, id).await.is_ok());
    }
    let other = ground.cohort(5, EnrollmentPolicy::Open).await;
    let foreign_trainer = ground.actor(people[2], &[(Role::Trainer, Scope::Cohort(other))]);
    for actor in [&ground.actor(people[3], &[]), &officer(ground.organization), &foreign_trainer] {
        assert!(matches!(house.app.enrollment(actor, id).await, Err(Error::Missing(_))));
    }
    assert!(house.app.may_enroll(&officer(ground.council), cohort, people[3]).await.is_ok());
    let stranger = house.app.may_enroll(&ground.actor(people[3], &[]), cohort, people[1]).await;
    assert!(matches!(stranger, Err(Error::Denied(_))));
    let seen = house.app.enrollments_of_people(&officer(ground.council), None, 10).await.unwrap();
    assert_eq!(seen.items.len(), 1);
    // What was so at the application stays so.
    ground.run("UPDATE person SET organization_id = $1", vec![ground.organization.into()]).await;
    assert_eq!(house.app.enrollment(&own, id).await.unwrap().employer, Some(ground.council));
}

#[tokio::test]
async fn the_window_is_looked_at_by_our_clock() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let cohort = ground.cohort(5, EnrollmentPolicy::Open).await;
    let actor = ground.actor(ground.person("Коваль").await, &[]);
    let opens = ground.now - chrono::Duration::days(7);
    let closes = ground.now + chrono::Duration::days(6);
    for (at, expected) in [
        (opens - chrono::Duration::milliseconds(1), Refusal::EnrollmentNotYetOpen),
        (closes, Refusal::EnrollmentClosed),
    ] {
        house.clock.set(at);
        assert_eq!(refusal(&enroll(&house, &actor, cohort).await.unwrap_err()), Some(expected));
    }
    assert_eq!(ground.count("SELECT arrivals AS count FROM cohort", vec![]).await, 0);
    house.clock.set(closes - chrono::Duration::milliseconds(1));
    assert!(enroll(&house, &actor, cohort).await.is_ok());
}

#[test]
fn the_place_in_the_queue_is_said_in_words() {
    let say = |locale, place| {
        let statements = vec![Statement::Queued(place)];
        wording::explanation(locale, true, &Explanation { statements })
    };
    let fourth = "You are fourth in the queue; seats are given in the order of arrival.";
    assert_eq!(say(Locale::En, 4), fourth);
    assert_eq!(say(Locale::Uk, 4), "Ви четверті в черзі; місця надаємо в порядку надходження заявок.");
    assert!(say(Locale::En, 470).starts_with("You are number 470 in the queue;"));
    for locale in Locale::ALL {
        // Who waits is told the place instead.
        for state in EnrollmentState::ALL.iter().filter(|state| **state != EnrollmentState::Waitlisted) {
            let statements = vec![Statement::Stands(*state)];
            assert!(!wording::explanation(locale, false, &Explanation { statements }).is_empty());
        }
        for cause in Cause::ALL {
            assert!(!wording::cause(locale, *cause).is_empty());
        }
    }
}

#[tokio::test]
async fn a_seat_left_after_the_end_stays_empty_and_the_audit_knows_why() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let cohort = ground.cohort(1, EnrollmentPolicy::Open).await;
    let mut ids = Vec::new();
    for person in ground.people(2).await {
        ids.push(enroll(&house, &ground.actor(person, &[]), cohort).await.unwrap().enrollment.id);
    }
    house.clock.pass(chrono::Duration::days(60));
    let manager = ground.manager().await;
    leave(&house, &manager, ids[0]).await.unwrap();
    let waiting = house.app.enrollment(&manager, ids[1]).await.unwrap();
    assert_eq!(waiting.enrollment.state, EnrollmentState::Waitlisted);
    assert_eq!(house.app.check_invariants().await.unwrap(), []);

    let later = (house.app.now() + chrono::Duration::days(9)).date_naive();
    ground.run("UPDATE cohort SET ends_on = $1", vec![later.into()]).await;
    let found = house.app.check_invariants().await.unwrap();
    assert_eq!(found.iter().map(|breach| breach.invariant).collect::<Vec<_>>(), ["E2"]);
}
