//! One letter a day for those who want it so: nothing lost, nothing twice, whatever dies in between.

use std::collections::BTreeSet;

use chrono::{Duration, TimeZone, Utc};
use postup_domain::access::{Actor, Sight};
use postup_domain::correspondence::MailRhythm;
use postup_domain::email::{Email, MailKind};
use postup_domain::id::{EnrollmentId, NotificationId, PersonId};
use postup_domain::notification::{NewNotification, NotificationState};
use postup_persistence::outbox::{self, Filter};
use sea_orm::sea_query::Expr;

use postup_tests::smtp::Act;

use super::town::Town;

/// Somebody with a seat who wants one letter a day.
async fn daily(town: &Town, address: &str) -> (PersonId, EnrollmentId) {
    let person = town.person(address).await;
    town.wishes(person, MailRhythm::Daily, &[]).await;
    (person, town.enrollment(person, "confirmed").await)
}

/// The hour, on the clock of Kyiv, of 4 May 2026 and days after; it is nine when a test begins.
fn at(town: &Town, day: u32, hour: u32) {
    town.house.clock.set(Utc.with_ymd_and_hms(2026, 5, 3 + day, hour - 3, 0, 0).unwrap());
}

async fn digests(town: &Town) -> Vec<NotificationId> {
    let all = town.all().await;
    all.into_iter().filter(|one| one.key == "daily_digest").map(|one| one.id).collect()
}

#[tokio::test]
async fn the_optional_messages_of_a_day_come_in_one_letter_at_the_hour() {
    let town = Town::new().await;
    let (person, enrollment) = daily(&town, "olena@hromada.test").await;
    let held = [town.remind(person, enrollment).await, town.remind(person, enrollment).await];
    let seat = town.tell(person, Email::SeatConfirmed { enrollment }).await;
    let delivered = town.deliver_all().await;
    assert_eq!((delivered.sent, delivered.held), (1, 2));
    assert_eq!(town.fate(seat).await.state, NotificationState::Sent);
    for id in held {
        let fate = town.fate(id).await;
        assert_eq!((fate.state, fate.attempts), (NotificationState::Held, 0));
        assert_eq!(fate.due_at, Utc.with_ymd_and_hms(2026, 5, 4, 13, 0, 0).unwrap());
        assert!(!fate.may_go_again());
    }
    let of = |state| Filter { state: Some(state), ..Filter::default() };
    let found = town.house.app.notifications(&Sight::system(), &of(NotificationState::Held), None, 9).await;
    assert_eq!(found.unwrap().items.len(), 2);
    let found = town.house.app.notifications(&Sight::system(), &of(NotificationState::Queued), None, 9).await;
    assert_eq!(found.unwrap().items.len(), 0);
    at(&town, 1, 15);
    assert_eq!(town.house.app.write_digests().await.unwrap(), 0);
    at(&town, 1, 16);
    assert_eq!(town.house.app.write_digests().await.unwrap(), 1);
    assert_eq!(town.deliver_all().await.sent, 1);
    let taken = town.server.taken();
    assert_eq!(taken.len(), 2);
    assert!(taken[1].header("List-Unsubscribe").contains("/unsubscribe/daily_digest/"));
    for id in held {
        let fate = town.fate(id).await;
        assert_eq!((fate.state, fate.attempts), (NotificationState::Sent, 1));
        assert!(fate.last_reply.unwrap().starts_with("250"));
    }
    // Days with nothing to tell have no letter.
    for day in 2..5 {
        at(&town, day, 16);
        assert_eq!(town.house.app.write_digests().await.unwrap(), 0);
        assert_eq!(town.deliver_all().await.total(), 0);
    }
    assert_eq!(town.server.taken().len(), 2);
}

#[tokio::test]
async fn however_many_workers_try_everybody_has_one_digest() {
    let town = Town::new().await;
    let mut held = BTreeSet::new();
    for number in 0..30 {
        let (person, enrollment) = daily(&town, &format!("p{number}@d{number}.test")).await;
        for _ in 0..=(number % 3) {
            held.insert(town.remind(person, enrollment).await);
        }
    }
    town.deliver_all().await;
    at(&town, 1, 16);
    let work = || town.house.app.write_digests();
    let (a, b, c) = tokio::join!(work(), work(), work());
    assert_eq!(a.unwrap() + b.unwrap() + c.unwrap(), 30);
    let (one, two) = (town.postman.clone(), town.another_postman());
    let (one, two) = tokio::join!(one.deliver_due(100), two.deliver_due(100));
    assert_eq!(one.unwrap().sent + two.unwrap().sent, 30);
    let ids: BTreeSet<_> = town.server.taken().iter().map(|taken| taken.header("Message-ID")).collect();
    assert_eq!((ids.len(), town.server.taken().len()), (30, 30));
    for id in held {
        assert_eq!(town.fate(id).await.state, NotificationState::Sent);
    }
}

#[tokio::test]
async fn a_worker_that_dies_loses_and_doubles_nothing() {
    let town = Town::new().await;
    let (person, enrollment) = daily(&town, "olena@hromada.test").await;
    let held = town.remind(person, enrollment).await;
    town.deliver_all().await;
    at(&town, 1, 16);
    // It dies between writing the digest and putting the messages into it.
    let tx = town.house.store.begin().await.unwrap();
    let id = NotificationId::new(town.now(), town.house.app.entropy());
    let day = town.now().date_naive();
    let new = NewNotification::now(id, person, Email::DailyDigest { day }, day, town.now());
    assert!(outbox::push(&tx, &new).await.unwrap());
    drop(tx);
    assert_eq!(town.house.app.write_digests().await.unwrap(), 1);
    // It dies after the server took the letter, before that was written down: the only case of a double, and its
    // Message-ID tells.
    town.server.script("olena@hromada.test", &[Act::CutAfterAccepting]);
    assert_eq!(town.deliver().await.again, 1);
    assert_eq!(town.fate(held).await.state, NotificationState::Held);
    town.pass(Duration::minutes(5));
    assert_eq!(town.house.app.write_digests().await.unwrap(), 0);
    assert_eq!(town.deliver().await.sent, 1);
    let taken = town.server.taken();
    assert_eq!(taken.len(), 2);
    assert_eq!(taken[0].header("Message-ID"), taken[1].header("Message-ID"));
    assert_eq!(town.fate(held).await.state, NotificationState::Sent);
}

#[tokio::test]
async fn what_comes_after_the_digest_waits_for_the_next_day() {
    let town = Town::new().await;
    let (person, enrollment) = daily(&town, "olena@hromada.test").await;
    town.remind(person, enrollment).await;
    town.deliver_all().await;
    at(&town, 1, 16);
    assert_eq!(town.house.app.write_digests().await.unwrap(), 1);
    // Held by a slow worker for the digest that has just been written.
    let late = town.remind(person, enrollment).await;
    let row = [("held_at", Expr::value(town.now()))];
    town.update("notification", late.0, &row).await;
    assert_eq!(town.house.app.write_digests().await.unwrap(), 0);
    assert_eq!(town.fate(late).await.due_at, Utc.with_ymd_and_hms(2026, 5, 5, 13, 0, 0).unwrap());
    town.deliver_all().await;
    at(&town, 2, 16);
    assert_eq!(town.house.app.write_digests().await.unwrap(), 1);
    town.deliver_all().await;
    assert_eq!(town.server.taken().len(), 2);
    assert_eq!(digests(&town).await.len(), 2);
    assert_eq!(town.fate(late).await.state, NotificationState::Sent);
}

#[tokio::test]
async fn what_cannot_wait_comes_at_once() {
    let town = Town::new().await;
    let (person, enrollment) = daily(&town, "olena@hromada.test").await;
    let email = Email::SessionTomorrow { enrollment, session: town.session };
    let soon = Some(town.now() + Duration::hours(7));
    town.tell_until(person, email.clone(), soon).await;
    assert_eq!(town.deliver_all().await.sent, 1);
    town.tell_until(person, email, soon.map(|at| at + Duration::minutes(1))).await;
    assert_eq!(town.deliver_all().await.held, 1);
}

#[tokio::test]
async fn a_digest_tells_only_what_is_still_true_and_wanted() {
    let town = Town::new().await;
    let (person, kept) = daily(&town, "olena@hromada.test").await;
    let gone = town.certificate_of(person, kept, 1).await;
    let told = town.remind(person, kept).await;
    town.deliver_all().await;
    let overtaken = town.tell(person, Email::CertificateIssued { certificate: gone }).await;
    town.update("notification", overtaken.0, &[("held_at", Expr::value(town.now()))]).await;
    town.update("certificate", gone.0, &[("state", Expr::value("revoked"))]).await;
    at(&town, 1, 16);
    town.house.app.write_digests().await.unwrap();
    assert_eq!(town.deliver_all().await.sent, 1);
    assert_eq!(town.fate(told).await.state, NotificationState::Sent);
    let fate = town.fate(overtaken).await;
    assert_eq!((fate.state, fate.last_reply.as_deref()), (NotificationState::Dropped, Some("overtaken")));
    // Whoever ends a kind between the message and the digest is not told.
    let unwanted = town.remind(person, kept).await;
    town.deliver_all().await;
    town.wishes(person, MailRhythm::Daily, &[MailKind::SessionTomorrow]).await;
    at(&town, 2, 16);
    town.house.app.write_digests().await.unwrap();
    assert_eq!(town.deliver_all().await.dropped, 1);
    assert_eq!(town.fate(unwanted).await.last_reply.as_deref(), Some("unwanted"));
    assert_eq!(town.server.taken().len(), 1);
}

#[tokio::test]
async fn what_failed_with_a_digest_can_be_sent_again() {
    let town = Town::new().await;
    let (person, enrollment) = daily(&town, "olena@hromada.test").await;
    let held = [town.remind(person, enrollment).await, town.remind(person, enrollment).await];
    town.deliver_all().await;
    at(&town, 1, 16);
    town.house.app.write_digests().await.unwrap();
    town.server.script("olena@hromada.test", &[Act::RefuseRecipient(550)]);
    assert_eq!(town.deliver_all().await.failed, 1);
    for id in held {
        let fate = town.fate(id).await;
        assert_eq!(fate.state, NotificationState::Failed);
        assert!(fate.may_go_again() && fate.last_reply.unwrap().starts_with("550"));
    }
    // One of them by itself: it goes its reader's way, into the digest of the next day.
    let app = &town.house.app;
    let permit = app.may_send_again(&Actor::system(), held[0]).await.unwrap();
    app.send_again(&permit, held[0]).await.unwrap();
    assert_eq!(town.deliver_all().await.held, 1);
    // The digest itself: with all that failed with it.
    let digest = digests(&town).await[0];
    app.send_again(&permit, digest).await.unwrap();
    assert_eq!(town.fate(held[1]).await.state, NotificationState::Held);
    assert_eq!(town.deliver_all().await.sent, 1);
    assert_eq!(town.fate(held[1]).await.state, NotificationState::Sent);
    assert_eq!(town.fate(held[0]).await.state, NotificationState::Held);
    at(&town, 2, 16);
    assert_eq!(app.write_digests().await.unwrap(), 1);
    assert_eq!(town.deliver_all().await.sent, 1);
    assert_eq!(town.fate(held[0]).await.state, NotificationState::Sent);
}
