//! Absences announced in advance and appeals against marks.

mod pages;
mod room;

use crate::attendance::class;
use chrono::Duration;
use postup_app::Error;
use postup_app::plea::RawPlea;
use postup_domain::access::{Actor, Role, Scope};
use postup_domain::attendance::{AttendanceStatus, CorrectionVerdict, MarkKind};
use postup_domain::closing::RawClosing;
use postup_domain::id::PleaId;
use postup_domain::plea::{PleaKind, PleaState, PleaVerdict};
use postup_domain::rejection::{Fault, Refusal};
use postup_domain::text::Line;
use room::{PDF, Room, answer, asks, no, refused, yes};

#[tokio::test]
async fn an_absence_that_is_announced_and_granted_is_an_excuse_in_the_register() {
    let room = Room::new().await;
    let (me, app) = (room.class.people[0], &room.house.app);
    let id = room.absence(0).await.unwrap();
    assert_eq!(room.absence(0).await.unwrap(), id, "sent twice, it is the same");
    let other = room.plead(0, room.ahead, PleaKind::Absence, asks("хвороба")).await;
    assert_eq!(refused(&other), Some(Refusal::PleaWaits));
    let mut told = vec![room.trainer.person().unwrap(), room.manager.person().unwrap()];
    assert_eq!(room.letters("plea_made").await, told);
    assert_eq!(room.deliver().await.len(), 2);
    assert_eq!(room.status(room.ahead, me).await, None);
    for by in [&room.trainer, &room.manager] {
        let agenda = app.agenda(by).await.unwrap();
        assert_eq!(agenda.pleas.iter().map(|one| one.what.0).collect::<Vec<_>>(), [id]);
    }
    assert!(app.agenda(&room.class.actors[0]).await.unwrap().pleas.is_empty());
    room.decide(&room.trainer, room.ahead, id, answer(PleaVerdict::Granted, None, "")).await.unwrap();
    assert_eq!(room.status(room.ahead, me).await, Some(AttendanceStatus::Excused));
    assert!(app.agenda(&room.trainer).await.unwrap().pleas.is_empty());
    told = vec![room.class.actors[0].person().unwrap()];
    assert_eq!(room.letters("plea_decided").await, told);
    assert_eq!(room.deliver().await.len(), 1);
    let twice = room.decide(&room.manager, room.ahead, id, no()).await;
    assert_eq!(refused(&twice), Some(Refusal::PleaDecided));
    // A no needs a reason, and changes nothing.
    let other = room.absence(1).await.unwrap();
    let silent = room.decide(&room.trainer, room.ahead, other, answer(PleaVerdict::Refused, None, "")).await;
    assert!(matches!(silent, Err(Error::Invalid(faults)) if faults[0].field == "reason"));
    room.decide(&room.trainer, room.ahead, other, no()).await.unwrap();
    assert_eq!(room.status(room.ahead, room.class.people[1]).await, None);
    // Whoever is refused may ask again with something better.
    room.plead(1, room.ahead, PleaKind::Absence, asks("лікарняний")).await.unwrap();
    room.deliver().await;
    room.all_is_right().await;
    let audited = "SELECT COUNT(*) AS count FROM audit_entry WHERE action LIKE 'register.absence-%'";
    assert_eq!(room.ground.count(audited, vec![]).await, 5);
}

#[tokio::test]
async fn an_excuse_is_nothing_for_whoever_came_and_does_not_close_a_register() {
    let room = Room::new().await;
    let app = &room.house.app;
    let [stays_away, comes] = [room.absence(0).await.unwrap(), room.absence(1).await.unwrap()];
    room.decide(&room.trainer, room.ahead, stays_away, yes(None)).await.unwrap();
    let permit = app.may_manage_cohort(&room.manager, room.class.cohort).await.unwrap();
    let rule = RawClosing {
        close_hours: "1".to_owned(),
        trainer_hours: "10".to_owned(),
        manager_hours: "20".to_owned(),
        appeal_days: "5".to_owned(),
        source: String::new(),
    };
    app.set_closing_of_cohort(&permit, Some(&rule)).await.unwrap();
    room.house.clock.pass(Duration::days(1) + Duration::hours(4));
    app.settle_registers().await.unwrap();
    let open = app.register(&room.trainer, room.ahead, None, 1).await.unwrap().meeting.register;
    assert!(open.takes_marks(), "nobody has taken it");
    let late = room.absence(2).await;
    assert_eq!(refused(&late), Some(Refusal::AbsenceTooLate));
    room.mark(&room.trainer, room.ahead, 1, MarkKind::Present).await;
    room.decide(&room.trainer, room.ahead, comes, yes(None)).await.unwrap();
    assert_eq!(room.status(room.ahead, room.class.people[1]).await, Some(AttendanceStatus::Present));
    app.settle_registers().await.unwrap();
    let open = app.register(&room.trainer, room.ahead, None, 1).await.unwrap().meeting.register;
    assert!(!open.takes_marks(), "by rule");
    room.deliver().await;
    room.all_is_right().await;
}

#[tokio::test]
async fn an_appeal_is_decided_by_somebody_else_than_who_made_the_mark() {
    let room = Room::new().await;
    let (me, app) = (room.class.people[0], &room.house.app);
    let early = room.appeal(0).await;
    assert_eq!(refused(&early), Some(Refusal::AppealTooEarly));
    room.house.clock.pass(Duration::hours(2));
    assert_eq!(refused(&room.appeal(0).await), Some(Refusal::AppealTooEarly), "nobody is marked");
    room.over().await;
    let id = room.appeal(0).await.unwrap();
    assert_eq!(room.letters("plea_made").await, [room.manager.person().unwrap()], "not who made the mark");
    assert_eq!(room.deliver().await.len(), 1);
    let case = app.plea_case(&room.trainer, room.class.session, id).await.unwrap();
    assert_eq!(case.obstacle, Some(Refusal::SecondPersonNeeded));
    assert_eq!(case.stands.map(|stands| stands.status), Some(AttendanceStatus::Absent));
    let own = room.decide(&room.trainer, room.class.session, id, yes(Some(MarkKind::Present))).await;
    assert_eq!(refused(&own), Some(Refusal::SecondPersonNeeded));
    for answer in [yes(None), answer(PleaVerdict::Granted, Some(MarkKind::Present), "")] {
        let faulty = room.decide(&room.manager, room.class.session, id, answer).await;
        assert!(matches!(faulty, Err(Error::Invalid(_))), "{faulty:?}");
    }
    let same = room.decide(&room.manager, room.class.session, id, yes(Some(MarkKind::Absent))).await;
    assert_eq!(refused(&same), Some(Refusal::NothingToCorrect));
    room.decide(&room.manager, room.class.session, id, yes(Some(MarkKind::Present))).await.unwrap();
    assert_eq!(room.status(room.class.session, me).await, Some(AttendanceStatus::Present));
    let marks = app.marks_of_person(&room.trainer, room.class.session, me).await.unwrap();
    assert_eq!(marks.len(), 2, "the mark before stays in the history");
    assert_eq!(marks[0].mark.replaces, Some(marks[1].mark.id));
    assert_eq!(marks[0].mark.reason.as_ref().map(Line::as_str), Some("у списку є підпис"));
    assert_eq!(room.deliver().await.len(), 1);
    room.all_is_right().await;
}

#[tokio::test]
async fn in_a_closed_register_a_second_person_confirms_or_not() {
    let room = Room::new().await;
    let session = room.class.session;
    room.over().await;
    room.close().await;
    let ids = [room.appeal(0).await.unwrap(), room.appeal(1).await.unwrap()];
    room.deliver().await;
    for (id, person) in ids.into_iter().zip([0, 1]) {
        room.decide(&room.manager, session, id, yes(Some(MarkKind::Present))).await.unwrap();
        assert_eq!(room.state(session, id).await, PleaState::Proposed);
        assert_eq!(
            room.status(session, room.class.people[person]).await,
            Some(AttendanceStatus::Absent),
            "it counts for nothing yet"
        );
        let agenda = room.house.app.agenda(&room.trainer).await.unwrap();
        assert_eq!(agenda.corrections[0].what, 1);
        assert!(room.house.app.agenda(&room.manager).await.unwrap().corrections.is_empty(), "own");
        let alone = room.second(&room.manager, CorrectionVerdict::Confirmed).await;
        assert_eq!(refused(&alone), Some(Refusal::SecondPersonNeeded));
        let verdict = [CorrectionVerdict::Confirmed, CorrectionVerdict::Refused][person];
        assert!(room.deliver().await.is_empty(), "nothing is final");
        room.second(&room.trainer, verdict).await.unwrap();
        assert_eq!(room.deliver().await.len(), 1);
    }
    assert_eq!(room.state(session, ids[0]).await, PleaState::Granted);
    assert_eq!(room.state(session, ids[1]).await, PleaState::Unconfirmed);
    assert_eq!(room.status(session, room.class.people[0]).await, Some(AttendanceStatus::Present));
    assert_eq!(room.status(session, room.class.people[1]).await, Some(AttendanceStatus::Absent));
    room.all_is_right().await;
    // What nobody confirmed can be asked again, and nobody confirms for themselves.
    let id = room.appeal(1).await.unwrap();
    room.decide(&room.manager, session, id, yes(Some(MarkKind::Late))).await.unwrap();
    let role = [(Role::Trainer, Scope::Cohort(room.class.cohort))];
    let also = room.ground.actor(room.class.actors[1].person().unwrap(), &role);
    let own = room.second(&also, CorrectionVerdict::Confirmed).await;
    assert_eq!(refused(&own), Some(Refusal::SecondPersonNeeded));
    room.deliver().await;
}

#[tokio::test]
async fn appeals_are_taken_for_as_long_as_the_rule_says() {
    let room = Room::new().await;
    room.over().await;
    room.house.clock.pass(Duration::days(40));
    room.appeal(0).await.unwrap();
    room.close().await;
    room.house.clock.pass(Duration::days(14) - Duration::hours(1));
    room.appeal(1).await.unwrap();
    room.house.clock.pass(Duration::hours(1));
    assert_eq!(refused(&room.appeal(2).await), Some(Refusal::AppealTooLate));
    let permit = room.house.app.may_reopen_register(&room.manager, room.class.session).await.unwrap();
    let reason = Line::new("reason", "за паперовим списком").unwrap();
    room.house.app.reopen_register(&permit, reason).await.unwrap();
    room.appeal(2).await.unwrap();
    // Whoever opened it again does not change it, by this way either.
    let id = room.house.app.pleas(&room.manager, room.class.session).await.unwrap()[0].plea.id;
    let own = room.decide(&room.manager, room.class.session, id, yes(Some(MarkKind::Present))).await;
    assert_eq!(refused(&own), Some(Refusal::SecondPersonNeeded));
    room.deliver().await;
    room.all_is_right().await;
}

#[tokio::test]
async fn foreign_ids_and_other_roles_get_nowhere() {
    let room = Room::new().await;
    let app = &room.house.app;
    let other = class(&room.house, &room.ground, 1).await;
    let [me, neighbour] = [&room.class.actors[0], &room.class.actors[1]];
    let raw = RawPlea { file: PDF.to_vec(), file_name: "a.pdf".to_owned(), ..asks("лікарняний") };
    let id = room.plead(0, room.ahead, PleaKind::Absence, raw).await.unwrap();
    let missing = |outcome: Result<(), Error>| matches!(outcome, Err(Error::Missing(_)));
    let denied = |outcome: Result<(), Error>| matches!(outcome, Err(Error::Denied(_) | Error::Missing(_)));
    // A session of another cohort, an enrollment of somebody else, what was asked about another session.
    let permit = app.may_plead(me, room.class.people[0]).await.unwrap();
    let raw = || asks("хвороба");
    assert!(missing(app.plead(&permit, other.session, PleaKind::Absence, raw()).await.map(drop)));
    for actor in [neighbour, &room.trainer, &room.manager, &Actor::visitor()] {
        assert!(denied(app.may_plead(actor, room.class.people[0]).await.map(drop)));
    }
    assert!(missing(room.decide(&room.trainer, room.class.session, id, yes(None)).await));
    for actor in [me, neighbour, &other.trainer] {
        assert!(denied(room.decide(actor, room.ahead, id, yes(None)).await));
        assert!(denied(app.pleas(actor, room.ahead).await.map(drop)));
        assert!(denied(app.plea_case(actor, room.ahead, id).await.map(drop)));
    }
    // The document, and what is asked: for the person and those who decide.
    for actor in [me, &room.trainer, &room.manager] {
        assert_eq!(app.plea_file(actor, id).await.unwrap().content, PDF);
    }
    let employer = [(Role::PersonnelOfficer, Scope::Organization(room.ground.council))];
    let officer = room.ground.actor(room.ground.person("Кадрова").await, &employer);
    let of = app.enrollment(&officer, room.class.people[0]).await.unwrap();
    assert!(missing(app.pleas_of(&officer, &of).await.map(drop)));
    for actor in [neighbour, &other.trainer, &officer] {
        assert!(missing(app.plea_file(actor, id).await.map(drop)));
        assert!(missing(app.attach_to_plea(actor, id, "b.pdf", PDF.to_vec()).await.map(drop)));
    }
    let again = app.attach_to_plea(me, id, "b.pdf", PDF.to_vec()).await;
    assert_eq!(refused(&again), Some(Refusal::PleaComplete));
    let bare = room.absence(1).await.unwrap();
    for (content, fault) in
        [(vec![], Fault::Missing), (b"<svg onload=alert(1)>".to_vec(), Fault::NotADocument)]
    {
        let bad = app.attach_to_plea(neighbour, bare, "", content).await;
        assert!(matches!(bad, Err(Error::Invalid(faults)) if faults[0].fault == fault));
    }
    app.attach_to_plea(neighbour, bare, "b.pdf", PDF.to_vec()).await.unwrap();
    // Nobody decides for themselves, whatever their role.
    let role = [(Role::Trainer, Scope::Cohort(room.class.cohort))];
    let also = room.ground.actor(me.person().unwrap(), &role);
    assert_eq!(
        refused(&room.decide(&also, room.ahead, id, yes(None)).await),
        Some(Refusal::SecondPersonNeeded)
    );
    room.deliver().await;
    for statement in ["UPDATE plea SET text = 'x'", "DELETE FROM plea"] {
        assert!(room.ground.attempt(statement, vec![]).await.is_err(), "{statement}");
    }
    room.all_is_right().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_decisions_at_once_one_counts() {
    let room = Room::new().await;
    let id = room.absence(0).await.unwrap();
    let decisions = (0..8).map(|number| {
        let app = room.house.app.clone();
        let by = if number % 2 == 0 { room.trainer.clone() } else { room.manager.clone() };
        let (session, answer) = (room.ahead, if number % 3 == 0 { yes(None) } else { no() });
        tokio::spawn(async move {
            let permit = app.may_take_attendance(&by, session).await.unwrap();
            app.decide_plea(&permit, id, answer).await
        })
    });
    let outcomes = futures_util::future::join_all(decisions).await;
    let outcomes: Vec<_> = outcomes.into_iter().map(Result::unwrap).collect();
    assert_eq!(outcomes.iter().filter(|one| one.is_ok()).count(), 1, "{outcomes:?}");
    assert!(outcomes.iter().filter(|one| one.is_err()).all(|one| refused(one) == Some(Refusal::PleaDecided)));
    assert_eq!(room.letters("plea_decided").await.len(), 1);
    // And of many who ask the same at once, too.
    let asked = (0..6).map(|_| {
        let (app, actor) = (room.house.app.clone(), room.class.actors[1].clone());
        let (of, session) = (room.class.people[1], room.ahead);
        tokio::spawn(async move {
            let permit = app.may_plead(&actor, of).await.unwrap();
            app.plead(&permit, session, PleaKind::Absence, asks("відрядження")).await.unwrap()
        })
    });
    let asked = futures_util::future::join_all(asked).await;
    let mut asked: Vec<PleaId> = asked.into_iter().map(Result::unwrap).collect();
    asked.dedup();
    assert_eq!(asked.len(), 1);
    room.deliver().await;
    room.all_is_right().await;
}

#[tokio::test]
async fn the_audit_sees_decisions_that_came_around_the_rules() {
    let room = Room::new().await;
    let mut asked = Vec::new();
    for person in 0..3 {
        asked.push(room.absence(person).await.unwrap());
    }
    room.mark(&room.trainer, room.class.session, 1, MarkKind::Present).await;
    let marks = room.house.app.marks_of_person(&room.trainer, room.class.session, room.class.people[1]).await;
    let elsewhere = Some(marks.unwrap()[0].mark.id.0);
    let (me, trainer) = (room.class.actors[0].person().unwrap(), room.trainer.person().unwrap());
    room.deliver().await;
    room.all_is_right().await;
    // By whoever asks; with a mark of another session; refused, and in the register all the same.
    let forged = [(me, "granted", None), (trainer, "granted", elsewhere), (trainer, "refused", elsewhere)];
    for (number, (id, (author, verdict, mark))) in asked.into_iter().zip(forged).enumerate() {
        let text =
            "INSERT INTO plea_decision (plea_id, verdict, mark_id, author, at) VALUES ($1, $2, $3, $4, $5)";
        let now = room.house.app.now();
        let values = vec![id.into(), verdict.into(), mark.into(), author.into(), now.into()];
        room.ground.run(text, values).await;
        let breaches = room.house.app.check_invariants().await.unwrap();
        let known = breaches.iter().filter(|breach| breach.invariant == "A6").count();
        assert_eq!(known, number + 1, "{breaches:?}");
    }
    for statement in ["UPDATE plea_decision SET reason = 'x'", "DELETE FROM plea_decision"] {
        assert!(room.ground.attempt(statement, vec![]).await.is_err(), "{statement}");
    }
}

#[tokio::test]
async fn without_the_trail_nothing_is_asked_and_nothing_decided() {
    let room = Room::new().await;
    room.ground.break_trail("register.absence-%").await;
    assert!(room.absence(0).await.is_err());
    room.ground.mend_trail().await;
    let id = room.absence(0).await.unwrap();
    room.ground.break_trail("register.absence-granted").await;
    assert!(room.decide(&room.trainer, room.ahead, id, yes(None)).await.is_err());
    room.ground.mend_trail().await;
    assert_eq!(room.state(room.ahead, id).await, PleaState::Waiting);
    assert_eq!(room.status(room.ahead, room.class.people[0]).await, None);
    assert!(room.letters("plea_decided").await.is_empty());
    room.deliver().await;
}

#[tokio::test]
async fn a_document_is_erased_when_its_time_is_over_and_the_decision_stays() {
    let room = Room::new().await;
    let (app, me) = (&room.house.app, &room.class.actors[0]);
    let sent =
        || RawPlea { file: PDF.to_vec(), file_name: "a.pdf".to_owned(), ..asks("лікарняний") };
    let decided = room.plead(0, room.ahead, PleaKind::Absence, sent()).await.unwrap();
    let waits = room.plead(1, room.ahead, PleaKind::Absence, sent()).await.unwrap();
    room.decide(&room.trainer, room.ahead, decided, yes(None)).await.unwrap();
    let kept = app.settings().documents;
    room.house.clock.pass(kept);
    assert_eq!(app.erase_plea_documents().await.unwrap(), 0, "the session was after the decision");
    room.house.clock.pass(Duration::days(1));
    room.decide(&room.trainer, room.ahead, waits, no()).await.unwrap();
    room.house.clock.pass(Duration::hours(3));
    assert_eq!(app.erase_plea_documents().await.unwrap(), 1, "what was decided just now is kept");
    assert!(matches!(app.plea_file(me, decided).await, Err(Error::Missing(_))));
    assert_eq!(app.plea_file(&room.class.actors[1], waits).await.unwrap().content, PDF);
    assert_eq!(room.state(room.ahead, decided).await, PleaState::Granted);
    room.all_is_right().await;
}
