//! A class, and everybody who asks and decides in it.

use crate::attendance::{Class, class, mark};
use chrono::Duration;
use postup_app::Error;
use postup_app::outbox::Postman;
use postup_app::plea::RawPlea;
use postup_domain::access::{Actor, Role, Scope};
use postup_domain::attendance::{AttendanceStatus, CorrectionVerdict, MarkKind, MarkSource};
use postup_domain::id::{CorrectionId, EnrollmentId, PersonId, PleaId, SessionId};
use postup_domain::plea::{Answer, PleaKind, PleaState, PleaVerdict};
use postup_domain::rejection::Refusal;
use postup_domain::text::Line;
use postup_tests::{Ground, TestApp};
use std::sync::Arc;

/// A class with a session that has begun, one that is ahead, and everybody who decides.
pub(super) struct Room {
    pub house: TestApp,
    pub ground: Ground,
    pub class: Class,
    pub ahead: SessionId,
    /// Marks the people of the class.
    pub trainer: Actor,
    pub manager: Actor,
    /// Their tokens, and that of the first of the class.
    pub tokens: [String; 3],
}

pub(super) const PDF: &[u8] = b"%PDF-1.7\n%fake";

pub(super) fn asks(text: &str) -> RawPlea {
    RawPlea { text: text.to_owned(), ..RawPlea::default() }
}

pub(super) fn answer(verdict: PleaVerdict, says: Option<MarkKind>, reason: &str) -> Answer {
    Answer {
        verdict,
        says: says.map(|kind| (kind, None)),
        reason: Line::optional("reason", reason).unwrap(),
        source: MarkSource::Web,
    }
}

pub(super) fn yes(says: Option<MarkKind>) -> Answer {
    answer(PleaVerdict::Granted, says, "у списку є підпис")
}

pub(super) fn no() -> Answer {
    answer(PleaVerdict::Refused, None, "підпису немає")
}

pub(super) fn refused<T>(outcome: &Result<T, Error>) -> Option<Refusal> {
    match outcome {
        Err(Error::Rejected(rejection)) => Some(rejection.refusal),
        _ => None,
    }
}

impl Room {
    pub async fn new() -> Self {
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

    pub async fn plead(
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

    pub async fn appeal(&self, person: usize) -> Result<PleaId, Error> {
        self.plead(person, self.class.session, PleaKind::Appeal, asks("був на занятті")).await
    }

    pub async fn absence(&self, person: usize) -> Result<PleaId, Error> {
        self.plead(person, self.ahead, PleaKind::Absence, asks("сесія міської ради")).await
    }

    pub async fn decide(
        &self,
        by: &Actor,
        session: SessionId,
        id: PleaId,
        answer: Answer,
    ) -> Result<(), Error> {
        let permit = self.house.app.may_take_attendance(by, session).await?;
        self.house.app.decide_plea(&permit, id, answer).await
    }

    pub async fn mark(&self, by: &Actor, session: SessionId, person: usize, kind: MarkKind) {
        let permit = self.house.app.may_take_attendance(by, session).await.unwrap();
        let marks = vec![mark(&self.house, self.class.people[person], kind)];
        self.house.app.record_marks(&permit, marks, MarkSource::Web).await.unwrap();
    }

    /// The class is over, its people were absent as far as the trainer knows.
    pub async fn over(&self) {
        for person in 0..3 {
            self.mark(&self.trainer, self.class.session, person, MarkKind::Absent).await;
        }
        self.house.clock.pass(Duration::hours(2));
    }

    pub async fn close(&self) {
        let permit = self.house.app.may_close_register(&self.trainer, self.class.session).await.unwrap();
        self.house.app.close_register(&permit).await.unwrap();
        self.house.clock.pass(Duration::minutes(1));
    }

    pub async fn status(&self, session: SessionId, of: EnrollmentId) -> Option<AttendanceStatus> {
        let register = self.house.app.register(&self.trainer, session, None, 10).await.unwrap();
        let person = register.people.items.into_iter().find(|person| person.enrollment == of).unwrap();
        person.standing.map(|standing| standing.attendance.status)
    }

    pub async fn state(&self, session: SessionId, id: PleaId) -> PleaState {
        let found = self.house.app.pleas(&self.manager, session).await.unwrap();
        found.into_iter().find(|named| named.plea.id == id).unwrap().plea.state()
    }

    pub async fn letters(&self, key: &str) -> Vec<PersonId> {
        let mut found = Vec::new();
        for person in [self.trainer.person(), self.manager.person(), self.class.actors[0].person()] {
            let text = "SELECT COUNT(*) AS count FROM notification WHERE key = $1 AND person_id = $2";
            let count = self.ground.count(text, vec![key.into(), person.unwrap().into()]).await;
            found.extend(std::iter::repeat_n(person.unwrap(), usize::try_from(count).unwrap()));
        }
        found
    }

    /// What went out since, by subject.
    pub async fn deliver(&self) -> Vec<String> {
        let postman = Arc::new(Postman::new(self.house.app.clone(), self.house.mailer.clone()));
        postman.deliver_due(50).await.unwrap();
        let sent = self.house.mailbox.take();
        sent.iter().map(|letter| letter.subject.as_str().to_owned()).collect()
    }

    pub async fn correction(&self) -> CorrectionId {
        let found = self.house.app.corrections(&self.manager, self.class.session).await.unwrap();
        found.into_iter().find(|named| named.correction.decision.is_none()).unwrap().correction.id
    }

    pub async fn second(&self, by: &Actor, verdict: CorrectionVerdict) -> Result<(), Error> {
        let permit = self.house.app.may_take_attendance(by, self.class.session).await?;
        let id = self.correction().await;
        let reason = Line::optional("reason", "так було").unwrap();
        self.house.app.decide_correction(&permit, id, verdict, reason).await
    }

    pub async fn all_is_right(&self) {
        assert_eq!(self.house.app.check_invariants().await.unwrap(), []);
    }
}
