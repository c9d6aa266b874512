//! Who is let in, when, and what it leaves behind.

use super::{Room, code_of, json};
use chrono::Duration;
use poem::http::StatusCode;
use postup_app::Error;
use postup_domain::attendance::{Basis, MarkKind, MarkSource, NewMark};
use postup_domain::cohort::EnrollmentPolicy;
use postup_domain::id::MarkId;
use postup_domain::rejection::Refusal;
use serde_json::json as body;

#[tokio::test]
async fn digits_let_a_person_in_once_and_the_mark_says_how() {
    let room = Room::new(2).await;
    room.at(20);
    let digits = room.digits().await;
    assert_eq!(room.outcome(0, &digits).await, "recorded");
    assert_eq!(room.stands(0).await, Some(("late".to_owned(), 70)));
    let app = &room.house.app;
    let marks = app.marks_of_person(&room.trains, room.session, room.people[0].seat).await.unwrap();
    assert_eq!(
        (marks[0].mark.source, marks[0].mark.kind, marks[0].mark.author),
        (MarkSource::Projector, MarkKind::CheckIn, Some(room.people[0].person))
    );
    let trail = |action: &str| format!("SELECT COUNT(*) AS count FROM audit_entry WHERE action = '{action}'");
    assert_eq!(room.ground.count(&trail("register.checked_in"), vec![]).await, 1);

    room.at(40);
    assert_eq!(room.outcome(0, &room.digits().await).await, "known", "a second scan");
    assert_eq!((room.marks().await, room.stands(0).await), (1, Some(("late".to_owned(), 70))));
    assert_eq!(room.ground.count(&trail("register.checked_in"), vec![]).await, 1);
    assert_eq!(room.ground.count(&trail("check_in.opened"), vec![]).await, 1, "opened once");
    assert_eq!(room.stands(1).await, None);
    assert_eq!(app.check_invariants().await.unwrap(), []);
}

#[tokio::test]
async fn of_many_taps_at_once_one_counts() {
    let room = Room::new(1).await;
    room.at(5);
    let digits = room.digits().await;
    let (app, actor) = (&room.house.app, &room.people[0].actor);
    let token = room.address().await.rsplit('/').next().unwrap().to_owned();
    let permit = app.may_check_in(actor, room.session).await.unwrap();
    let scans = (0..6).map(|_| app.check_in(&permit, &token, None));
    let known = futures_util::future::join_all(scans).await;
    let known = known.into_iter().map(Result::unwrap);
    let known = known.filter(|one| *one == postup_domain::check_in::CheckedIn::Known).count();
    assert_eq!((known, room.marks().await), (5, 1));
    assert_eq!(room.outcome(0, &digits).await, "known");
    assert_eq!(app.check_invariants().await.unwrap(), []);
}

#[tokio::test]
async fn a_code_is_taken_for_its_minute_and_the_next_and_never_for_another_session() {
    let room = Room::new(2).await;
    room.at(5);
    let digits = room.digits().await;
    let address = room.address().await;
    let token = address.rsplit('/').next().unwrap();
    let elsewhere = room.ground.session(room.cohort, room.starts_at + Duration::minutes(10), 60).await;
    let app = &room.house.app;
    let trainer = app.may_take_attendance(&room.trains, elsewhere).await.unwrap();
    app.open_check_in(&trainer).await.unwrap();
    let other = app.may_check_in(&room.people[0].actor, elsewhere).await.unwrap();
    let refused = app.check_in(&other, token, None).await;
    assert!(matches!(&refused, Err(Error::Rejected(no)) if no.refusal == Refusal::CheckInCodeOld));
    let asked = body!({ "code": digits, "session_id": elsewhere });
    let asked = room.send("post", &room.people[0].token, "/api/v1/check-ins", asked).await;
    assert_eq!(code_of(asked).await, "rejection-check-in-code-unknown");
    assert_eq!(room.marks().await, 0, "nothing for either session");

    // The clock of a phone does not matter: only that of the server is asked.
    room.house.clock.pass(Duration::seconds(119));
    let permit = app.may_check_in(&room.people[0].actor, room.session).await.unwrap();
    app.check_in(&permit, token, None).await.unwrap();
    assert_eq!(room.outcome(1, &digits).await, "recorded");
    let late = Room::new(1).await;
    late.at(5);
    let digits = late.digits().await;
    let address = late.address().await;
    late.house.clock.pass(Duration::seconds(120));
    assert_eq!(late.refusal(0, &digits).await, "rejection-check-in-code-unknown");
    let permit = late.house.app.may_check_in(&late.people[0].actor, late.session).await.unwrap();
    let replayed = late.house.app.check_in(&permit, address.rsplit('/').next().unwrap(), None).await;
    assert!(matches!(replayed, Err(Error::Rejected(no)) if no.refusal == Refusal::CheckInCodeOld));
    assert_eq!(late.marks().await, 0);
}

#[tokio::test]
async fn a_scan_before_the_start_waits_and_one_after_the_end_is_refused_with_words() {
    let room = Room::new(3).await;
    room.at(-61);
    let digits = room.digits().await;
    assert_eq!(room.refusal(0, &digits).await, "rejection-no-session-now");
    let token = room.address().await.rsplit('/').next().unwrap().to_owned();
    let permit = room.house.app.may_check_in(&room.people[0].actor, room.session).await.unwrap();
    let early = room.house.app.check_in(&permit, &token, None).await;
    assert!(matches!(&early, Err(Error::Rejected(no)) if no.refusal == Refusal::CheckInNotYet
        && no.instant == Some(room.starts_at - Duration::minutes(60))));

    room.at(-20);
    let path = format!("/check-in/{}", room.session);
    assert_eq!(room.outcome(0, &room.digits().await).await, "waiting");
    let page = super::text(room.get(&room.people[0].token, &path).await).await;
    assert!(page.contains("it counts from the start"), "{page}");
    room.at(10);
    assert_eq!(room.outcome(0, &room.digits().await).await, "known");
    assert_eq!(room.outcome(1, &room.digits().await).await, "recorded");
    room.at(90);
    let answer = room.types(2, &room.digits().await).await;
    let said = json(answer, StatusCode::UNPROCESSABLE_ENTITY).await;
    assert_eq!(said["code"], "rejection-check-in-over");
    assert!(said["title"].as_str().unwrap().contains("tell the trainer"), "{said}");
    assert_eq!(room.stands(0).await, Some(("present".to_owned(), 90)), "from the start");
    assert_eq!(room.stands(1).await, Some(("present".to_owned(), 80)));
    assert_eq!((room.stands(2).await, room.marks().await), (None, 2));
    assert_eq!(room.house.app.check_invariants().await.unwrap(), []);
}

#[tokio::test]
async fn a_scan_does_not_follow_a_session_to_another_day() {
    let room = Room::new(2).await;
    room.at(-20);
    assert_eq!(room.outcome(0, &room.digits().await).await, "waiting");
    assert_eq!(room.stands(0).await, Some(("present".to_owned(), 90)));
    let app = &room.house.app;
    let manager = room.ground.manager().await;
    let permit = app.may_manage_cohort(&manager, room.cohort).await.unwrap();
    let session = app.session(&manager, room.session).await.unwrap();
    let raw = postup_domain::session::RawPlan {
        title_uk: "Заняття".to_owned(),
        title_en: "Session".to_owned(),
        on: (room.starts_at + Duration::days(8)).date_naive().to_string(),
        from: "09:30".to_owned(),
        to: "11:00".to_owned(),
        ..Default::default()
    };
    app.edit_session(&permit, room.session, session.version, &raw).await.unwrap();
    assert_eq!(room.stands(0).await, None, "nobody was there yet");
    assert_eq!(app.check_invariants().await.unwrap(), []);
    room.at(8 * 24 * 60 + 10);
    let actor = &room.people[0].actor;
    assert_eq!(app.own_check_in(actor, room.session).await.unwrap().since, None);
    let teaches = app.may_take_attendance(&room.trains, room.session).await.unwrap();
    assert_eq!(app.check_in_desk(&teaches).await.unwrap().turnout.scans, 0);
    let screen = app.check_in_screen(&teaches).await.unwrap().unwrap();
    let again = app.check_in_typed(actor, None, &screen.digits).await.unwrap();
    assert_eq!(again, (room.session, postup_domain::check_in::CheckedIn::Recorded));
    assert_eq!(room.stands(0).await, Some(("present".to_owned(), 80)));
    assert_eq!(app.check_invariants().await.unwrap(), []);
}

#[tokio::test]
async fn without_a_seat_nobody_gets_in() {
    let mut room = Room::new(2).await;
    let sister = room.ground.cohort(5, EnrollmentPolicy::Open).await;
    let guest = room.ground.person("Сусідка").await;
    let guest = room.seated(guest, sister).await;
    room.people.push(guest);
    room.at(5);
    let digits = room.digits().await;
    let token = room.address().await.rsplit('/').next().unwrap().to_owned();
    let app = &room.house.app;
    let withdrawn = app.may_withdraw(&room.people[1].actor, room.people[1].seat).await;
    let reason = "UPDATE enrollment SET state = 'withdrawn' WHERE id = $1";
    assert!(withdrawn.is_ok());
    room.ground.run(reason, vec![room.people[1].seat.into()]).await;
    for who in [1, 2] {
        assert_eq!(room.refusal(who, &digits).await, "rejection-no-session-now");
        let permit = app.may_check_in(&room.people[who].actor, room.session).await.unwrap();
        let scanned = app.check_in(&permit, &token, None).await;
        assert!(matches!(scanned, Err(Error::Rejected(no)) if no.refusal == Refusal::NoSeatHere), "{who}");
        let asked = body!({ "code": token, "session_id": room.session });
        let asked = room.send("post", &room.people[who].token, "/api/v1/check-ins", asked).await;
        assert_eq!(code_of(asked).await, "rejection-no-seat-here");
    }
    assert_eq!(room.marks().await, 0);
}

#[tokio::test]
async fn a_closed_register_and_a_cancelled_session_let_nobody_in() {
    let room = Room::new(1).await;
    room.at(5);
    let app = &room.house.app;
    let permit = app.may_close_register(&room.trains, room.session).await.unwrap();
    let digits = room.digits().await;
    app.close_register(&permit).await.unwrap();
    let page = super::text(room.get(&room.people[0].token, &room.address().await).await).await;
    assert!(page.contains("The check-in of this session is over") && !page.contains("I am here"), "{page}");
    assert_eq!(room.refusal(0, &digits).await, "rejection-check-in-over");

    let room = Room::new(1).await;
    room.at(5);
    let (digits, token) = (room.digits().await, room.address().await.rsplit('/').next().unwrap().to_owned());
    room.ground.run("UPDATE session SET state = 'cancelled'", vec![]).await;
    assert_eq!(room.refusal(0, &digits).await, "rejection-no-session-now");
    let permit = room.house.app.may_check_in(&room.people[0].actor, room.session).await.unwrap();
    let scanned = room.house.app.check_in(&permit, &token, None).await;
    assert!(matches!(scanned, Err(Error::Rejected(no)) if no.refusal == Refusal::SessionCancelled));
    assert_eq!(room.marks().await, 0);
}

#[tokio::test]
async fn what_the_trainer_marked_is_not_taken_away_and_what_contradicts_it_is_shown() {
    let room = Room::new(2).await;
    room.at(30);
    let app = &room.house.app;
    let permit = app.may_take_attendance(&room.trains, room.session).await.unwrap();
    let mark = |who: usize, kind| NewMark {
        id: MarkId::new(app.now(), app.entropy()),
        enrollment: room.people[who].seat,
        kind,
        minutes: None,
        device_at: None,
        reason: None,
        basis: Basis::Unstated,
    };
    let marks = vec![mark(0, MarkKind::Present), mark(1, MarkKind::Absent)];
    app.record_marks(&permit, marks, MarkSource::Web).await.unwrap();
    let digits = room.digits().await;
    assert_eq!(room.outcome(0, &digits).await, "known");
    assert_eq!(room.stands(0).await, Some(("present".to_owned(), 90)), "not 60 minutes since the scan");
    assert_eq!(room.outcome(1, &digits).await, "recorded");
    let disputes = app.disputes(&room.trains, room.session).await.unwrap();
    assert_eq!((disputes.len(), disputes[0].enrollment), (1, room.people[1].seat));
}

#[tokio::test]
async fn guessing_waits_longer_each_time_and_a_right_word_is_forgiven() {
    let room = Room::new(2).await;
    room.at(5);
    let path = format!("/api/v1/sessions/{}/spoken-word", room.session);
    room.send("put", &room.trainer, &path, body!({ "word": "Ластівка" })).await.assert_status_is_ok();
    for word in ["лелека", "000000", "калина"] {
        assert_eq!(room.refusal(0, word).await, "rejection-check-in-code-unknown", "{word}");
    }
    assert_eq!(room.refusal(0, "верба").await, "rejection-check-in-code-unknown");
    let locked = room.types(0, "ластівка").await;
    locked.assert_status(StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(room.marks().await, 0, "even the right word waits");
    assert_eq!(room.outcome(1, "ластівка").await, "recorded", "others do not wait");
    room.house.clock.pass(Duration::seconds(61));
    assert_eq!(room.refusal(0, "липа").await, "rejection-check-in-code-unknown");
    room.house.clock.pass(Duration::seconds(61));
    room.types(0, "ластівка").await.assert_status(StatusCode::TOO_MANY_REQUESTS);
    room.house.clock.pass(Duration::seconds(60));
    assert_eq!(room.outcome(0, " ЛАСТІВКА ").await, "recorded");
    for word in ["лелека", "калина", "верба"] {
        assert_eq!(room.refusal(0, word).await, "rejection-check-in-code-unknown", "forgiven: {word}");
    }
    // A scan that comes too late is no guess.
    let token = room.address().await.rsplit('/').next().unwrap().to_owned();
    let permit = room.house.app.may_check_in(&room.people[1].actor, room.session).await.unwrap();
    for _ in 0..5 {
        assert!(room.house.app.check_in(&permit, "AAAAAAAAAAAAAAAA", None).await.is_err());
    }
    room.house.app.check_in(&permit, &token, None).await.unwrap();
}

#[tokio::test]
async fn a_check_in_and_its_line_in_the_trail_are_one_change() {
    let room = Room::new(1).await;
    room.at(5);
    let digits = room.digits().await;
    room.ground.break_trail("register.checked_in").await;
    room.types(0, &digits).await.assert_status(StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!((room.marks().await, room.stands(0).await), (0, None));
    room.ground.mend_trail().await;
    assert_eq!(room.outcome(0, &digits).await, "recorded");
}

#[tokio::test]
async fn the_audit_names_check_ins_that_cannot_be() {
    let room = Room::new(3).await;
    room.at(5);
    room.outcome(0, &room.digits().await).await;
    let app = &room.house.app;
    assert_eq!(app.check_invariants().await.unwrap(), []);
    let forge = async |who: usize, kind: &str, author: usize, source: &str| {
        let text = "INSERT INTO mark (id, cohort_id, session_id, enrollment_id, kind, server_at, author, source, late, rule) \
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, FALSE, 3)";
        let values = vec![
            MarkId::new(app.now(), app.entropy()).into(),
            room.cohort.into(),
            room.session.into(),
            room.people[who].seat.into(),
            kind.into(),
            app.now().into(),
            room.people[author].person.into(),
            source.into(),
        ];
        room.ground.run(text, values).await;
    };
    let found = async |invariant: &str, words: &str| {
        let breaches = app.check_invariants().await.unwrap();
        breaches.iter().filter(|one| one.invariant == invariant && one.finding.contains(words)).count()
    };
    room.house.clock.pass(Duration::minutes(1));
    forge(1, "check_in", 0, "projector").await;
    assert_eq!(found("A5", "somebody else").await, 1);
    forge(1, "present", 1, "personal_code").await;
    assert_eq!(found("A5", "that is none").await, 2);
    forge(2, "check_in", 2, "word").await;
    assert_eq!(found("A5", "did not have").await, 1);
    assert_eq!(found("A4", "twice").await, 1, "the two of the second person");
    forge(0, "check_in", 0, "projector").await;
    assert_eq!(found("A4", "twice").await, 2);
}
