//! Absences announced in advance and appeals against marks.

mod pages;

use crate::attendance::{Class, class, mark};
use chrono::Duration;
use postup_app::Error;
use postup_app::outbox::Postman;
use postup_app::plea::RawPlea;
use postup_domain::access::{Actor, Role, Scope};
use postup_domain::attendance::{AttendanceStatus, CorrectionVerdict, MarkKind, MarkSource};
use postup_domain::closing::RawClosing;
use postup_domain::id::{CorrectionId, EnrollmentId, PersonId, PleaId, SessionId};
use postup_domain::plea::{Answer, PleaKind, PleaState, PleaVerdict};
use postup_domain::rejection::{Fault, Refusal};
use postup_domain::text::Line;
use postup_tests::{Ground, TestApp};
use std::sync::Arc;

/// A class with a session that has begun, one that is ahead, and everybody who decides.
struct Room {
    house: TestApp,
    ground: Ground,
    class: Class,
    ahead: SessionId,
    /// Marks the people of the class.
    trainer: Actor,
    manager: Actor,
    /// Their tokens, and that of the first of the class.
    tokens: [String; 3],
}

const PDF: &[u8] = b"%PDF-1.7\n%fake";

fn asks(text: &str) -> RawPlea {
    RawPlea { text: text.to_owned(), ..RawPlea::default() }
}

fn answer(verdict: PleaVerdict, says: Option<MarkKind>, reason: &str) -> Answer {
    Answer {
        verdict,
        says: says.map(|kind| (kind, None)),
        reason: Line::optional("reason", reason).unwrap(),
        source: MarkSource::Web,
    }
}

fn yes(says: Option<MarkKind>) -> Answer {
    answer(PleaVerdict::Granted, says, "у списку є підпис")
}

fn no() -> Answer {
    answer(PleaVerdict::Refused, None, "підпису немає")
}

fn refused<T>(outcome: &Result<T, Error>) -> Option<Refusal> {
    match outcome {
        Err(Error::Rejected(rejection)) => Some(rejection.refusal),
        _ => None,
    }
}

impl Room {
    async fn new() -> Self {
        let house = TestApp::new().await;
        let ground = Ground::new(&house).await;
        let class = class(&house, &ground, 3).await;
        let ahead = ground.session(class.cohort, ground.now + Duration::days(1), 90).await;
        let teaches = [(Role::Trainer, Scope::Cohort(class.cohort))];
        let trainer = ground.actor(ground.person("Тренерка").await, &teaches);
        let manager = ground.manager().await;
        let runs = [(Role::ProgramManager, Scope::Organization(ground.organization))];
        // Letters are addressed by the grants that are written down.
        let tokens = [
            ground.sign_in(trainer.person().unwrap(), &teaches).await,
            ground.sign_in(manager.person().unwrap(), &runs).await,
            ground.sign_in(class.actors[0].person().unwrap(), &[]).await,
        ];
        let later = ground.now + Duration::days(60);
        ground.run("UPDATE login SET expires_at = $1", vec![later.into()]).await;
        ground.run("UPDATE cohort SET code = 'WATER-01' WHERE id = $1", vec![class.cohort.into()]).await;
        let room = Self { house, ground, class, ahead, trainer, manager, tokens };
        room.deliver().await;
        room
    }

    async fn plead(
        &self,
        person: usize,
        session: SessionId,
        kind: PleaKind,
        raw: RawPlea,
    ) -> Result<PleaId, Error> {
        let of = self.class.people[person];
        let permit = self.house.app.may_plead(&self.class.actors[person], of).await?;
        self.house.app.plead(&permit, session, kind, raw).await
    }

    async fn appeal(&self, person: usize) -> Result<PleaId, Error> {
        self.plead(person, self.class.session, PleaKind::Appeal, asks("був на занятті")).await
    }

    async fn absence(&self, person: usize) -> Result<PleaId, Error> {
        self.plead(person, self.ahead, PleaKind::Absence, asks("сесія міської ради")).await
    }

    async fn decide(&self, by: &Actor, session: SessionId, id: PleaId, answer: Answer) -> Result<(), Error> {
        let permit = self.house.app.may_take_attendance(by, session).await?;
        self.house.app.decide_plea(&permit, id, answer).await
    }

    async fn mark(&self, by: &Actor, session: SessionId, person: usize, kind: MarkKind) {
        let permit = self.house.app.may_take_attendance(by, session).await.unwrap();
        let marks = vec![mark(&self.house, self.class.people[person], kind)];
        self.house.app.record_marks(&permit, marks, MarkSource::Web).await.unwrap();
    }

    /// The class is over, its people were absent as far as the trainer knows.
    async fn over(&self) {
        for person in 0..3 {
            self.mark(&self.trainer, self.class.session, person, MarkKind::Absent).await;
        }
        self.house.clock.pass(Duration::hours(2));
    }

    async fn close(&self) {
        let permit = self.house.app.may_close_register(&self.trainer, self.class.session).await.unwrap();
        self.house.app.close_register(&permit).await.unwrap();
        self.house.clock.pass(Duration::minutes(1));
    }

    async fn status(&self, session: SessionId, of: EnrollmentId) -> Option<AttendanceStatus> {
        let register = self.house.app.register(&self.trainer, session, None, 10).await.unwrap();
        let person = register.people.items.into_iter().find(|person| person.enrollment == of).unwrap();
        person.standing.map(|standing| standing.attendance.status)
    }

    async fn state(&self, session: SessionId, id: PleaId) -> PleaState {
        let found = self.house.app.pleas(&self.manager, session).await.unwrap();
        found.into_iter().find(|named| named.plea.id == id).unwrap().plea.state()
    }

    async fn letters(&self, key: &str) -> Vec<PersonId> {
        let mut found = Vec::new();
        for person in [self.trainer.person(), self.manager.person(), self.class.actors[0].person()] {
            let text = "SELECT COUNT(*) AS count FROM notification WHERE key = $1 AND person_id = $2";
            let count = self.ground.count(text, vec![key.into(), person.unwrap().into()]).await;
            found.extend(std::iter::repeat_n(person.unwrap(), usize::try_from(count).unwrap()));
        }
        found
    }

    /// What went out since, by subject.
    async fn deliver(&self) -> Vec<String> {
        let postman = Arc::new(Postman::new(self.house.app.clone(), self.house.mailer.clone()));
        postman.deliver_due(50).await.unwrap();
        let sent = self.house.mailbox.take();
        sent.iter().map(|letter| letter.subject.as_str().to_owned()).collect()
    }

    async fn correction(&self) -> CorrectionId {
        let found = self.house.app.corrections(&self.manager, self.class.session).await.unwrap();
        found.into_iter().find(|named| named.correction.decision.is_none()).unwrap().correction.id
    }

    async fn second(&self, by: &Actor, verdict: CorrectionVerdict) -> Result<(), Error> {
        let permit = self.house.app.may_take_attendance(by, self.class.session).await?;
        let id = self.correction().await;
        let reason = Line::optional("reason", "так було").unwrap();
        self.house.app.decide_correction(&permit, id, verdict, reason).await
    }

    async fn all_is_right(&self) {
        assert_eq!(self.house.app.check_invariants().await.unwrap(), []);
    }
}

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
