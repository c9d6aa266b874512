//! Who may be a guest, how often, and who is told where.

use super::{School, refused};
use crate::attendance::mark;
use chrono::Duration;
use postup_app::Error;
use postup_domain::access::{Actor, Role, Scope};
use postup_domain::attendance::MarkKind;
use postup_domain::cohort::EnrollmentPolicy;
use postup_domain::completion::Chance;
use postup_domain::enrollment::{Condition, ConditionKind};
use postup_domain::id::SessionId;
use postup_domain::rejection::Refusal;
use postup_domain::text::Line;

#[tokio::test]
async fn nobody_visits_what_they_did_not_miss_or_cannot_attend() {
    let school = School::new(2).await;
    let (app, me) = (&school.house.app, school.actor(0));
    // Others may not ask for them; whoever manages both cohorts may.
    let stranger = school.visit(&school.actor(1), 0, school.there).await;
    assert!(matches!(stranger, Err(Error::Missing("enrollment"))));
    let trainer = school.visit(&school.trainer, 0, school.there).await;
    assert!(matches!(trainer, Err(Error::Denied(_) | Error::Missing(_))));
    let one = [(Role::ProgramManager, Scope::Cohort(school.home))];
    let only_home = school.ground.actor(school.ground.person("Друга керівна").await, &one);
    assert!(matches!(school.visit(&only_home, 0, school.there).await, Err(Error::Denied(_))));
    let nowhere = SessionId::new(app.now(), app.entropy());
    assert!(matches!(school.visit(&me, 0, nowhere).await, Err(Error::Missing("session"))));
    assert_eq!(refused(&school.visit(&me, 0, school.ahead).await), Some(Refusal::AlreadyEnrolled));

    // What is to come at home is not missed.
    let both = school.ground.session(school.host, school.ground.now + Duration::days(8), 100).await;
    assert_eq!(
        refused(&school.visit(&me, 0, both).await),
        Some(Refusal::GuestElsewhere),
        "it teaches no unit"
    );
    let other = "UPDATE session SET unit_id = (SELECT unit_id FROM session WHERE id = $1) WHERE id = $2";
    school.ground.run(other, vec![school.ahead.into(), both.into()]).await;
    assert_eq!(refused(&school.visit(&me, 0, both).await), Some(Refusal::GuestNothingMissed));

    let course = school.ground.another_course("OTHER", ("Інший", "Other")).await;
    let set = async |text: &str| school.ground.run(text, vec![school.there.into()]).await;
    let asked = async || refused(&school.visit(&me, 0, school.there).await);
    let elsewhere = "UPDATE cohort SET course_id = $1 WHERE id = $2";
    school.ground.run(elsewhere, vec![course.into(), school.host.into()]).await;
    assert_eq!(asked().await, Some(Refusal::OtherCourse));
    school.ground.run(elsewhere, vec![school.ground.course.into(), school.host.into()]).await;
    set("UPDATE session SET register = 'closed' WHERE id = $1").await;
    assert_eq!(asked().await, Some(Refusal::RegisterClosed));
    set("UPDATE session SET register = 'open', state = 'cancelled' WHERE id = $1").await;
    assert_eq!(asked().await, Some(Refusal::SessionCancelled));
    set("UPDATE session SET state = 'planned' WHERE id = $1").await;
    school.visit(&school.manager, 0, school.there).await.unwrap();

    school.house.clock.pass(Duration::hours(24 * 8));
    assert_eq!(asked().await, Some(Refusal::GuestTooLate));
    assert_eq!(refused(&school.give_up(0).await), Some(Refusal::GuestTooLate));
    assert!(matches!(school.give_up(1).await, Err(Error::Missing("guest place"))));
    assert_eq!(school.places().await, 1);
    school.sound().await;
}

#[tokio::test]
async fn whom_a_cohort_is_not_open_to_its_manager_brings() {
    let school = School::new(2).await;
    let app = &school.house.app;
    let policy = async |policy: &str| {
        let text = "UPDATE cohort SET policy = $1 WHERE id = $2";
        school.ground.run(text, vec![policy.into(), school.host.into()]).await;
    };
    let asked = async || refused(&school.visit(&school.actor(0), 0, school.there).await);
    for closed in ["employer", "nomination", "approval"] {
        policy(closed).await;
        assert_eq!(asked().await, Some(Refusal::GuestByCoordinator), "{closed}");
        assert_eq!(school.outlook(0).await.visits.len(), 0, "{closed}");
    }
    school.visit(&school.manager, 1, school.there).await.unwrap();
    policy("open").await;
    let host = app.may_manage_cohort(&school.manager, school.host).await.unwrap();
    let others = Condition::new(ConditionKind::OrganizationKind, "ministry").unwrap();
    app.set_requirements(&host, vec![others]).await.unwrap();
    assert_eq!(asked().await, Some(Refusal::NotEligible));
    assert_eq!(school.outlook(0).await.chance, Chance::Gone);
    let of = app.enrollment(&school.manager, school.people[0].1).await.unwrap();
    let seen = app.outlook(&school.manager, &of).await.unwrap().unwrap();
    assert_eq!(seen.visits.len(), 1, "whoever manages both may bring them");
    let reason = Line::new("reason", "Для обміну досвідом").unwrap();
    app.make_exception(&host, school.people[0].0, &reason).await.unwrap();
    assert_eq!(school.outlook(0).await.visits.len(), 1);
    school.comes(0).await;
    school.sound().await;
}

#[tokio::test]
async fn where_a_guest_goes_is_told_to_them_and_to_whoever_sees_the_register() {
    let school = School::new(1).await;
    school.comes(0).await;
    let venues = async |actor: &Actor| {
        let of = school.house.app.enrollment(actor, school.people[0].1).await.unwrap();
        let places = school.house.app.guest_places(actor, &of).await.unwrap();
        places.into_iter().map(|place| place.venue.is_some()).collect::<Vec<_>>()
    };
    assert_eq!(venues(&school.actor(0)).await, [true]);
    assert_eq!(venues(&school.manager).await, [true]);
    let home = [(Role::ProgramManager, Scope::Cohort(school.home))];
    assert_eq!(venues(&school.ground.actor(school.ground.person("Домашня").await, &home)).await, [false]);
    let officer = [(Role::PersonnelOfficer, Scope::Organization(school.ground.council))];
    assert_eq!(venues(&school.ground.actor(school.ground.person("Кадрова").await, &officer)).await, [false]);
}

#[tokio::test]
async fn a_person_of_two_cohorts_is_one_guest() {
    let school = School::new(1).await;
    let app = &school.house.app;
    let (person, _) = school.people[0];
    let other = school.ground.cohort(20, EnrollmentPolicy::Open).await;
    let missed = school.ground.session(other, school.ground.now - Duration::hours(9), 100).await;
    let unit = "UPDATE session SET unit_id = $1 WHERE id = $2";
    school.ground.run(unit, vec![school.unit.into(), missed.into()]).await;
    let second = school.enroll(person, other).await;
    school.attend(missed, mark(&school.house, second, MarkKind::Absent)).await;
    school.close(missed).await;
    let visit = async || {
        let permit = app.may_visit(&school.actor(0), second, school.there).await?;
        app.visit(&permit).await
    };
    school.comes(0).await;
    assert_eq!(refused(&visit().await), Some(Refusal::GuestElsewhere));
    school.give_up(0).await.unwrap();
    visit().await.unwrap();
    school.sound().await;
    school.ground.run("UPDATE guest_place SET ended_at = NULL", vec![]).await;
    assert_eq!(school.breaches("twice a guest").await, 1);
}

#[tokio::test]
async fn a_room_is_kept_for_whoever_still_waits_for_a_seat() {
    let school = School::new(1).await;
    school.enroll(school.ground.person("Своя").await, school.host).await;
    let policy = "UPDATE cohort SET policy = $1 WHERE id = $2";
    school.ground.run(policy, vec!["approval".into(), school.host.into()]).await;
    let applied = school.enroll(school.ground.person("Подала").await, school.host).await;
    school.ground.run(policy, vec!["open".into(), school.host.into()]).await;
    school.room(2).await;
    let no = school.visit(&school.actor(0), 0, school.there).await;
    assert_eq!(refused(&no), Some(Refusal::GuestRoomFull), "a seat is still decided on");
    let permit = school.house.app.may_decide(&school.manager, applied).await.unwrap();
    let reason = Line::new("reason", "Не за фахом").unwrap();
    school.house.app.reject_enrollment(permit, reason).await.unwrap();
    school.comes(0).await;
    school.sound().await;
}
