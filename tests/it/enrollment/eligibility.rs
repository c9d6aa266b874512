//! Whom a cohort is for: looked at when people come and again before they get a seat, with exceptions that have a reason.

mod equivalents;
mod hall;
mod pages;
mod promotion;

use super::{counters_hold, refusal};
use hall::{Hall, of_category};
use postup_domain::access::{Role, Scope};
use postup_domain::cohort::EnrollmentPolicy;
use postup_domain::enrollment::{Cause, Condition, ConditionKind, EnrollmentState};
use postup_domain::rejection::Refusal;

type Outcome = (EnrollmentState, Cause);
const TURNED_DOWN: Outcome = (EnrollmentState::Rejected, Cause::NotEligible);
const SEATED: Outcome = (EnrollmentState::Confirmed, Cause::SeatFree);

#[tokio::test]
async fn each_kind_lets_in_whom_it_asks_for_and_nobody_else() {
    let hall = Hall::asking(20, Vec::new()).await;
    let earlier = hall.ground.another_course("EARLIER", ("Перші кроки", "Earlier steps")).await;
    let council = hall.ground.council.to_string();
    // People work in a hromada of the first of these oblasts.
    for (unit, category, oblast) in [
        ("UA59000000000057109", "O", "UA59000000000057109"),
        ("UA46000000000026241", "O", "UA46000000000026241"),
        ("UA59080270000000000", "H", "UA59000000000057109"),
    ] {
        let text = "INSERT INTO territory (code, category, name, name_en, oblast_code, search, valid_from) \
                    VALUES ($1, $2, 'Сумська', 'Sumska', $3, '', $4)";
        let since = hall.ground.now.date_naive();
        hall.ground.run(text, vec![unit.into(), category.into(), oblast.into(), since.into()]).await;
    }
    for (kind, met, not) in [
        (ConditionKind::Territory, "UA59000000000057109".to_owned(), "UA46000000000026241".to_owned()),
        (ConditionKind::OrganizationKind, "local_authority".to_owned(), "ministry".to_owned()),
        (ConditionKind::Organization, council, hall.ground.organization.to_string()),
        (ConditionKind::PositionCategory, "5".to_owned(), "6".to_owned()),
        (ConditionKind::Appointment, "elected".to_owned(), "appointed".to_owned()),
    ] {
        hall.ask(vec![Condition::new(kind, &not).unwrap()]).await;
        let person = hall.somebody("Коваль", 5).await;
        hall.set(person, "appointment", "elected").await;
        assert_eq!(hall.apply(person).await.unwrap(), TURNED_DOWN, "{kind} {not}");
        hall.ask(vec![Condition::new(kind, &met).unwrap()]).await;
        assert_eq!(hall.apply(person).await.unwrap(), SEATED, "{kind} {met}");
    }
    hall.ask(vec![Condition::of_course(earlier)]).await;
    let person = hall.somebody("Бойко", 5).await;
    assert_eq!(hall.apply(person).await.unwrap(), TURNED_DOWN, "the course");
    hall.complete(person, earlier).await;
    assert_eq!(hall.apply(person).await.unwrap(), SEATED, "the course");
    assert_eq!(hall.breaches().await, Vec::<String>::new());
    counters_hold(&hall.ground, hall.cohort).await;
}

#[tokio::test]
async fn an_exception_has_a_reason_a_trail_and_lets_in() {
    let hall = Hall::of(3).await;
    let person = hall.somebody("Тиха", 4).await;
    assert_eq!(hall.apply(person).await.unwrap(), TURNED_DOWN);
    hall.except(person, "Веде водоканал без посади в раді").await;
    assert_eq!(hall.apply(person).await.unwrap(), SEATED);
    let excepted = hall.house.app.exceptions(&hall.permit().await).await.unwrap();
    assert_eq!((excepted[0].person_id, excepted.len()), (person, 1));
    let trail = "SELECT COUNT(*) AS count FROM audit_entry WHERE action = 'cohort.exception' AND detail LIKE '%водоканал%'";
    assert_eq!(hall.ground.count(trail, vec![]).await, 1);
    assert_eq!(hall.breaches().await, Vec::<String>::new());
    hall.ground.run("DELETE FROM requirement_exception", vec![]).await;
    assert_eq!(hall.breaches().await.len(), 1, "a seat without the exception it was given by");
}

#[tokio::test]
async fn who_names_a_colleague_learns_why_not() {
    let hall = Hall::of(2).await;
    let stranger = hall.somebody("Чужа", 1).await;
    let refused = hall.nominate(stranger).await.unwrap_err();
    assert_eq!(refused.refusal, Refusal::NotEligible);
    let why = refused.whom.unwrap();
    assert!(why.uk.contains("посади категорії 5") && why.uk.contains("зазначено категорію 1"), "{}", why.uk);
    assert!(why.en.contains("positions of category 5") && why.en.contains("rule 1"), "{}", why.en);

    let holder = hall.somebody("Перша", 5).await;
    hall.apply(holder).await.unwrap();
    let refused = hall.substitute(holder, stranger).await.unwrap_err();
    assert_eq!(refused.refusal, Refusal::NotEligible);
    assert_eq!(hall.outcome(holder).await, SEATED, "nothing has happened");
    let fits = hall.somebody("Друга", 5).await;
    hall.substitute(holder, fits).await.unwrap();
    assert_eq!(hall.breaches().await, Vec::<String>::new());
    counters_hold(&hall.ground, hall.cohort).await;
}

#[tokio::test]
async fn who_is_named_by_an_address_is_looked_at_when_they_answer() {
    let hall = Hall::of(2).await;
    let known = hall.somebody("Відома", 1).await;
    hall.set(known, "organization_id", hall.ground.organization).await;
    let (asked, fits) = (hall.name(known).await, hall.somebody("Третя", 5).await);
    hall.set(fits, "organization_id", hall.ground.organization).await;
    let fitting = hall.name(fits).await;
    let held = "SELECT COUNT(*) AS count FROM enrollment WHERE seat_held";
    assert_eq!(hall.ground.count(held, vec![]).await, 0, "nobody was looked at yet");
    assert_eq!(hall.accept(known, asked).await, TURNED_DOWN);
    assert_eq!(hall.accept(fits, fitting).await, (EnrollmentState::Confirmed, Cause::NominationAccepted));
    assert_eq!(hall.breaches().await, Vec::<String>::new());
    counters_hold(&hall.ground, hall.cohort).await;
}

#[tokio::test]
async fn whoever_decides_reads_why_not_and_may_make_an_exception_first() {
    let hall = Hall::with_policy(2, EnrollmentPolicy::Approval, vec![of_category("5")]).await;
    let person = hall.somebody("Тиха", 5).await;
    let state = hall.apply(person).await.unwrap();
    assert_eq!(state, (EnrollmentState::Applied, Cause::NeedsDecision));
    hall.become_of(person, 2).await;
    let id = hall.own(person).await.enrollment.id;
    let confirm = async || {
        let permit = hall.house.app.may_decide(&hall.manager, id).await.unwrap();
        hall.house.app.confirm_enrollment(permit).await
    };
    assert_eq!(refusal(&confirm().await.unwrap_err()), Some(Refusal::NotEligible));
    assert_eq!(hall.outcome(person).await, state, "nothing has happened");
    hall.except(person, "Посаду вже підвищено, наказ у дорозі").await;
    confirm().await.unwrap();
    assert_eq!(hall.outcome(person).await, (EnrollmentState::Confirmed, Cause::ManagerConfirmed));
    assert_eq!(hall.breaches().await, Vec::<String>::new());
}

#[tokio::test]
async fn an_office_that_approves_reads_why_not() {
    let hall = Hall::with_policy(2, EnrollmentPolicy::Employer, vec![of_category("5")]).await;
    let officer = hall.somebody("Кадрова", 3).await;
    let roles = [(Role::PersonnelOfficer, Scope::Organization(hall.ground.council))];
    hall.ground.sign_in(officer, &roles).await;
    let officer = hall.ground.actor(officer, &roles);
    let person = hall.somebody("Тиха", 5).await;
    assert_eq!(hall.apply(person).await.unwrap(), (EnrollmentState::Applied, Cause::NeedsApproval));
    hall.become_of(person, 2).await;
    let id = hall.own(person).await.enrollment.id;
    let approve = async || {
        let permit = hall.house.app.may_approve(&officer, id).await.unwrap();
        hall.house.app.approve(permit).await
    };
    assert_eq!(refusal(&approve().await.unwrap_err()), Some(Refusal::NotEligible));
    hall.become_of(person, 5).await;
    approve().await.unwrap();
    assert_eq!(hall.outcome(person).await, (EnrollmentState::EmployerApproved, Cause::Approved));
}

#[tokio::test]
async fn another_cohort_takes_only_those_it_is_for() {
    let hall = Hall::of(2).await;
    let elsewhere = hall.ground.cohort(2, EnrollmentPolicy::Open).await;
    let person = hall.somebody("Перша", 1).await;
    super::enroll(&hall.house, &hall.ground.actor(person, &[]), elsewhere).await.unwrap();
    let there = hall.own_in(person, elsewhere).await.enrollment.id;
    let transfer = async || {
        let permit = hall.house.app.may_transfer(&hall.manager, there, hall.cohort).await.unwrap();
        hall.house.app.transfer(permit, None).await
    };
    assert_eq!(refusal(&transfer().await.unwrap_err()), Some(Refusal::NotEligible));
    assert_eq!(hall.own_in(person, elsewhere).await.enrollment.state, EnrollmentState::Confirmed);
    hall.become_of(person, 5).await;
    assert_eq!(transfer().await.unwrap().enrollment.state, EnrollmentState::Confirmed);
    assert_eq!(hall.breaches().await, Vec::<String>::new());
}

#[tokio::test]
async fn who_has_a_seat_keeps_it_when_more_is_asked() {
    let hall = Hall::asking(2, Vec::new()).await;
    let person = hall.somebody("Перша", 1).await;
    assert_eq!(hall.apply(person).await.unwrap(), SEATED);
    hall.ask(vec![of_category("5")]).await;
    assert_eq!(hall.outcome(person).await, SEATED);
    assert_eq!(hall.breaches().await, Vec::<String>::new());
}

#[tokio::test]
async fn the_audit_finds_seats_that_nobody_looked_at_or_that_were_given_all_the_same() {
    let hall = Hall::of(3).await;
    let person = hall.somebody("Перша", 5).await;
    assert_eq!(hall.apply(person).await.unwrap(), SEATED);
    assert_eq!(hall.breaches().await, Vec::<String>::new());
    let seen = "UPDATE eligibility SET record = REPLACE(record, '\"5\"', '\"4\"')";
    hall.ground.run(seen, vec![]).await;
    assert_eq!(hall.breaches().await.len(), 1, "what was seen does not meet what is asked");
    hall.ground.run("DELETE FROM eligibility", vec![]).await;
    assert_eq!(hall.breaches().await.len(), 1, "nobody has looked");
}

#[tokio::test]
async fn a_look_costs_a_handful_of_statements_and_none_where_nothing_is_asked() {
    let hall = Hall::asking(3, Vec::new()).await;
    let earlier = hall.ground.another_course("EARLIER", ("Перші кроки", "Earlier steps")).await;
    let cost = async |family| {
        let person = hall.somebody(family, 5).await;
        let before = hall.house.store.statements();
        let outcome = hall.apply(person).await.unwrap();
        (outcome, hall.house.store.statements() - before)
    };
    let (outcome, plain) = cost("Перша").await;
    assert_eq!(outcome, SEATED);
    hall.ask(vec![of_category("5"), of_category("6"), Condition::of_course(earlier)]).await;
    let (outcome, looked) = cost("Друга").await;
    assert_eq!(outcome, TURNED_DOWN);
    assert!(looked > plain && looked <= plain + 7, "{plain} and {looked} statements");
    hall.ask(Vec::new()).await;
    assert_eq!(cost("Третя").await, (SEATED, plain));
}
