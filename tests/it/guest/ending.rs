//! What ends a guest place before its time.

use super::{School, refused};
use crate::attendance::mark;
use chrono::Duration;
use futures_util::future::{join, join_all};
use postup_domain::attendance::{MarkKind, MarkSource};
use postup_domain::enrollment::WithdrawalReason;
use postup_domain::rejection::Refusal;

#[tokio::test]
async fn whoever_gets_a_seat_there_is_no_guest_any_more() {
    let school = School::new(2).await;
    let app = &school.house.app;
    school.comes(0).await;
    school.comes(1).await;
    school.enroll(school.people[0].0, school.host).await;
    assert_eq!((school.places().await, school.letters("guest_place_ended").await), (1, 1));
    let approval = "UPDATE cohort SET policy = 'approval' WHERE id = $1";
    school.ground.run(approval, vec![school.host.into()]).await;
    let second = school.enroll(school.people[1].0, school.host).await;
    assert_eq!(school.places().await, 1, "who has only applied stays a guest");
    let permit = app.may_decide(&school.manager, second).await.unwrap();
    app.confirm_enrollment(permit).await.unwrap();
    assert_eq!((school.places().await, school.letters("guest_place_ended").await), (0, 2));
    assert_eq!(school.ended().await, 2, "lines of the trail");
    school.sound().await;
    school.ground.run("UPDATE guest_place SET ended_at = NULL", vec![]).await;
    assert_eq!(school.breaches("with a seat there since").await, 2);
}

#[tokio::test]
async fn where_a_cohort_is_called_off_nobody_is_a_guest_any_more() {
    let school = School::new(1).await;
    school.comes(0).await;
    school.deliver().await;
    let permit = school.house.app.may_manage_cohort(&school.manager, school.host).await.unwrap();
    school.house.app.cancel_cohort(&permit).await.unwrap();
    assert_eq!((school.places().await, school.deliver().await.len()), (0, 1));
    assert_eq!(school.ended().await, 1);
    school.sound().await;
}

#[tokio::test]
async fn people_of_a_cohort_that_is_called_off_are_guests_nowhere() {
    let school = School::new(1).await;
    school.comes(0).await;
    school.deliver().await;
    let permit = school.house.app.may_manage_cohort(&school.manager, school.home).await.unwrap();
    school.house.app.cancel_cohort(&permit).await.unwrap();
    assert_eq!((school.places().await, school.letters("guest_place_ended").await), (0, 1));
    assert_eq!(school.ended().await, 1);
    let again = school.visit(&school.manager, 0, school.there).await;
    assert_eq!(refused(&again), Some(Refusal::StepNotAllowed));
    school.deliver().await;
    school.sound().await;
}

#[tokio::test]
async fn who_leaves_while_they_are_marked_was_marked_or_is_no_guest() {
    let school = School::new(6).await;
    let app = &school.house.app;
    for person in 0..6 {
        school.comes(person).await;
    }
    school.house.clock.pass(Duration::hours(24 * 8) - Duration::minutes(5));
    let register = app.may_take_attendance(&school.trainer, school.there).await.unwrap();
    let both = school.people.iter().map(async |(_, id)| {
        let permit = app.may_withdraw(&school.manager, *id).await.unwrap();
        let leaves = app.withdraw(permit, WithdrawalReason::Duty, None);
        let is_there = mark(&school.house, *id, MarkKind::Present);
        let (left, marked) = join(leaves, app.record_marks(&register, vec![is_there], MarkSource::Api)).await;
        (left.unwrap(), marked.unwrap())
    });
    join_all(both).await;
    school.deliver().await;
    school.sound().await;
}
