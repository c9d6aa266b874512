//! Absences announced in advance, and appeals against marks: asked by the person, decided by somebody else.

mod decision;

pub use decision::Case;

use crate::attendance::lock_held;
use crate::{App, Error, entry};
use chrono::{DateTime, Utc};
use postup_domain::access::{Actor, MayPlead};
use postup_domain::closing::in_force;
use postup_domain::cohort::Cohort;
use postup_domain::email::Email;
use postup_domain::enrollment::{EnrollmentState, Listed};
use postup_domain::id::{CohortId, EnrollmentId, NotificationId, PersonId, PleaId, SessionId};
use postup_domain::notification::NewNotification;
use postup_domain::plea::{Moments, NamedPlea, Pending, Plea, PleaFile, PleaKind};
use postup_domain::rejection::{Checks, Fault, Refusal};
use postup_domain::session::Session;
use postup_domain::text::Line;
use postup_persistence::store::Read;
use postup_persistence::{Tx, access, attendance, audit, closing, cohort, outbox, plea};

/// What a person asks, as typed and chosen.
#[derive(Clone, Debug, Default)]
pub struct RawPlea {
    pub text: String,
    pub document: String,
    pub file_name: String,
    pub file: Vec<u8>,
}

/// What was asked, in a list of what waits: where it is decided, what it is, and whose.
pub type Asked = (PleaId, PleaKind, String);

/// What waits for an actor.
#[derive(Clone, Debug, Default)]
pub struct Agenda {
    /// What people ask.
    pub pleas: Vec<Pending<Asked>>,
    /// How many changes of closed registers wait for a second person.
    pub corrections: Vec<Pending<i64>>,
}

impl App {
    /// Whether the actor may ask something about the sessions of this enrollment: for themselves only.
    pub async fn may_plead(&self, actor: &Actor, id: EnrollmentId) -> Result<MayPlead, Error> {
        let place = self.enrollment(actor, id).await?.place();
        Ok(actor.may_plead(id, place)?)
    }

    /// Everything that the person of an enrollment asked, the newest first: for themselves and those who decide. What
    /// keeps somebody away is not for an employer to read.
    pub async fn pleas_of(&self, actor: &Actor, of: &Listed) -> Result<Vec<NamedPlea>, Error> {
        let place = of.place();
        if actor.person() != Some(of.enrollment.person) && !actor.sight().sees_register(&place.cohort) {
            return Err(Error::Missing("pleas"));
        }
        Ok(plea::of_enrollment(&self.reader(), of.enrollment.id).await?)
    }

    /// What can be asked about each session of an enrollment's cohort, and when.
    pub async fn pleadable(&self, of: &Listed) -> Result<Vec<(SessionId, Moments)>, Error> {
        if of.enrollment.state != EnrollmentState::Confirmed {
            return Ok(Vec::new());
        }
        let reader = self.reader();
        let cohort = found(&reader, of.enrollment.cohort).await?;
        moments(&reader, &cohort, of.enrollment.id).await
    }

    /// Everything that was asked about a session, for those who keep its register.
    pub async fn pleas(&self, actor: &Actor, id: SessionId) -> Result<Vec<NamedPlea>, Error> {
        self.meeting(actor, id).await?;
        Ok(plea::of_session(&self.reader(), id).await?)
    }

    /// What waits for the actor, who teaches or manages.
    pub async fn agenda(&self, actor: &Actor) -> Result<Agenda, Error> {
        let (reader, sight) = (self.reader(), actor.sight());
        let pleas = plea::waiting(&reader, &sight).await?;
        Ok(Agenda { pleas, corrections: plea::unconfirmed(&reader, &sight).await? })
    }

    /// The document of a plea, for the person and those who decide; for everybody else there is none.
    pub async fn plea_file(&self, actor: &Actor, id: PleaId) -> Result<PleaFile, Error> {
        let nothing = || Error::Missing("document");
        let asked = plea::find(&self.reader(), id).await?.ok_or_else(nothing)?.plea;
        let of = self.enrollment(actor, asked.enrollment).await?;
        self.pleas_of(actor, &of).await?;
        plea::file(&self.reader(), id).await?.ok_or_else(nothing)
    }

    /// Asks: to be excused from a session that is ahead, or another mark for one that is over. Those who decide are told.
    /// The same sent once more is the same plea.
    pub async fn plead(
        &self,
        permit: &MayPlead,
        id: SessionId,
        kind: PleaKind,
        raw: RawPlea,
    ) -> Result<PleaId, Error> {
        let mut checks = Checks::default();
        let text = checks.take(Line::new("text", &raw.text));
        let document = checks.take(Line::optional("document", &raw.document));
        let file = checks.take(PleaFile::read(&raw.file_name, raw.file));
        let (Some(text), Some(document), Some(file)) = (text, document, file) else {
            return Err(checks.into_faults().into());
        };
        let (now, entropy) = (self.clock.now(), &*self.entropy);
        let tx = self.store.begin().await?;
        let session = lock_held(&tx, id).await?;
        let enrollment = permit.enrollment();
        if session.cohort != permit.cohort() {
            return Err(Error::Missing("session"));
        }
        let history = attendance::seated(&tx, id, session.cohort, enrollment).await?;
        let history = history.ok_or(Refusal::NotOnRegister)?;
        let asked = Plea {
            id: PleaId::new(now, entropy),
            kind,
            session: session.id,
            enrollment,
            text,
            document,
            file: file.as_ref().map(PleaFile::attached),
            at: now,
            decision: None,
        };
        if let Some(before) = plea::waiting_for(&tx, id, enrollment).await? {
            let same = Plea { id: before.id, at: before.at, ..asked };
            return if same == before { Ok(before.id) } else { Err(Refusal::PleaWaits.into()) };
        }
        let cohort = found(&tx, session.cohort).await?;
        let moments = moments(&tx, &cohort, enrollment).await?.into_iter().find(|(of, _)| *of == id);
        moments.ok_or(Error::Missing("session"))?.1.allow(kind, now)?;
        plea::insert(&tx, session.cohort, &asked).await?;
        if let Some(file) = file {
            plea::attach(&tx, asked.id, file).await?;
        }
        let subject = ("session", session.id.to_string());
        let action = format!("register.{kind}-asked");
        audit::record(&tx, &entry(now, entropy, permit.author(), &action, subject, "")).await?;
        let marker = decision::marker(&history, session.frame());
        let deciders = self.deciders(&tx, &cohort, &asked, permit.author(), marker, now).await?;
        self.tell_of_plea(&tx, &session, deciders, Email::PleaMade { plea: asked.id }, now).await?;
        tx.commit().await?;
        Ok(asked.id)
    }

    /// Sends a document along with what waits for a decision, once.
    ///
    /// # Errors
    /// `Missing` for what somebody else asked, `PleaComplete` when it is decided or has a document.
    pub async fn attach_to_plea(
        &self,
        actor: &Actor,
        id: PleaId,
        name: &str,
        content: Vec<u8>,
    ) -> Result<NamedPlea, Error> {
        let nothing = || Error::Missing("plea");
        let asked = plea::find(&self.reader(), id).await?.ok_or_else(nothing)?.plea;
        let permit = match self.may_plead(actor, asked.enrollment).await {
            Ok(permit) => permit,
            Err(Error::Missing(_) | Error::Denied(_)) => return Err(nothing()),
            Err(other) => return Err(other),
        };
        let file = PleaFile::read(name, content)?.ok_or_else(|| Error::field("file", Fault::Missing))?;
        let now = self.clock.now();
        let tx = self.store.begin().await?;
        lock_held(&tx, asked.session).await?;
        let asked = plea::find(&tx, id).await?.ok_or_else(nothing)?.plea;
        if asked.decision.is_some() || asked.file.is_some() {
            return Err(Refusal::PleaComplete.into());
        }
        plea::attach(&tx, id, file).await?;
        let subject = ("session", asked.session.to_string());
        let action = format!("register.{}-document", asked.kind);
        audit::record(&tx, &entry(now, self.entropy(), permit.author(), &action, subject, "")).await?;
        let shown = plea::find(&tx, id).await?.ok_or_else(nothing)?;
        tx.commit().await?;
        Ok(shown)
    }

    /// Erases documents that have served their time; what was asked and decided stays. Answers how many.
    pub async fn erase_plea_documents(&self) -> Result<u64, Error> {
        let tx = self.store.begin().await?;
        let gone = plea::erase_files(&tx, self.clock.now() - self.settings.documents).await?;
        tx.commit().await?;
        Ok(gone)
    }

    async fn tell_of_plea(
        &self,
        tx: &Tx,
        session: &Session,
        readers: Vec<PersonId>,
        email: Email,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let event = serde_json::to_string(&email).map_err(|error| Error::Broken(error.to_string()))?;
        let letters: Vec<NewNotification> = readers
            .into_iter()
            .map(|reader| {
                let id = NotificationId::new(now, self.entropy());
                NewNotification::now(id, reader, email.clone(), &event, now).about(session.cohort)
            })
            .collect();
        outbox::push_all(tx, &letters).await?;
        Ok(())
    }

    /// Who can decide on it: the trainers of the cohort and whoever manages it, but for who asks; on an appeal without who
    /// made the mark, as long as somebody remains.
    async fn deciders(
        &self,
        db: &impl Read,
        cohort: &Cohort,
        of: &Plea,
        asks: Option<PersonId>,
        marker: Option<PersonId>,
        now: DateTime<Utc>,
    ) -> Result<Vec<PersonId>, Error> {
        let mut people = access::trainers_of(db, cohort.id, now).await?;
        people.extend(access::managers_of(db, &cohort.place(), now).await?);
        people.sort_unstable();
        people.dedup();
        people.retain(|person| Some(*person) != asks);
        if of.kind == PleaKind::Appeal && people.iter().any(|person| Some(*person) != marker) {
            people.retain(|person| Some(*person) != marker);
        }
        Ok(people)
    }
}

async fn found(db: &impl Read, id: CohortId) -> Result<Cohort, Error> {
    let system = Actor::system().sight();
    cohort::find(db, &system, id).await?.ok_or(Error::Missing("cohort"))
}

/// When what can be asked about the sessions of a cohort, by the rules in force for each.
async fn moments(
    db: &impl Read,
    cohort: &Cohort,
    enrollment: EnrollmentId,
) -> Result<Vec<(SessionId, Moments)>, Error> {
    let rules = closing::rules(db, cohort.organization).await?;
    let times = plea::times(db, cohort.id, enrollment).await?.into_iter();
    let moments = |of: plea::Times| {
        let (rule, _) = in_force(&rules, cohort.id, of.ends_at);
        (of.session, of.moments(rule.appeal_days))
    };
    Ok(times.map(moments).collect())
}
