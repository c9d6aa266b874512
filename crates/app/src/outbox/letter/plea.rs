//! What a person asked about a session, for those who decide and for the person.

use super::{No, Theirs};
use postup_domain::access::{Actor, Sight};
use postup_domain::id::{EnrollmentId, PleaId};
use postup_domain::notification::DropReason;
use postup_domain::plea::{NamedPlea, PleaState};
use postup_mail::{Asked, Meeting, Message};
use postup_persistence::attendance::Meetings;
use postup_persistence::{Reader, access, attendance, enrollment, outbox, plea};

/// What was asked.
pub(super) async fn find(db: &Reader, id: PleaId) -> Result<(EnrollmentId, NamedPlea), No> {
    let found = plea::find(db, id).await?.ok_or(No::Drop(DropReason::Overtaken))?;
    Ok((found.plea.enrollment, found))
}

impl Theirs<'_> {
    /// For somebody who may decide, as long as nobody has.
    pub(super) async fn asked(&self, named: NamedPlea) -> Result<Message, No> {
        if named.plea.decision.is_some() {
            return Err(No::Drop(DropReason::Overtaken));
        }
        let listed = enrollment::find(self.db, &Sight::system(), self.enrollment).await?;
        let listed = listed.ok_or(No::Drop(DropReason::Overtaken))?;
        let grants = access::of_persons(self.db, &[self.claimed.person]).await?;
        let reader = Actor::away(self.claimed.person, grants, self.now);
        if reader.may_take_attendance(named.plea.session, listed.run.place).is_err() {
            return Err(No::Drop(DropReason::NotTheirs));
        }
        let facts = outbox::enrollment_facts(self.db, self.enrollment).await?;
        let training = self.told(facts.ok_or(No::Drop(DropReason::Overtaken))?).await?;
        Ok(Message::PleaMade(training, self.told_of(named).await?))
    }

    /// For the person, once it is decided.
    pub(super) async fn answered(&self, named: NamedPlea) -> Result<Message, No> {
        let facts = self.facts(|_| true).await?;
        if matches!(named.plea.state(), PleaState::Waiting | PleaState::Proposed) {
            return Err(No::Drop(DropReason::Overtaken));
        }
        Ok(Message::PleaDecided(self.told(facts).await?, self.told_of(named).await?))
    }

    async fn told_of(&self, named: NamedPlea) -> Result<Asked, No> {
        let found = attendance::meetings(self.db, Meetings::One { session: named.plea.session }).await?;
        let of = found.into_iter().next().ok_or(No::Drop(DropReason::Overtaken))?;
        let NamedPlea { plea, name, .. } = named;
        let sent = plea.file.as_ref().map(|file| file.name.to_string());
        let shown: Vec<String> = plea.document.iter().map(ToString::to_string).chain(sent).collect();
        Ok(Asked {
            plea: plea.id,
            session: plea.session,
            kind: plea.kind,
            state: plea.state(),
            meeting: Meeting {
                title: of.title,
                starts_at: of.starts_at,
                ends_at: of.ends_at,
                time_zone: of.time_zone,
                venue: None,
                link: None,
            },
            person: name.in_register(),
            text: plea.text.to_string(),
            document: Some(shown.join("; ")).filter(|shown| !shown.is_empty()),
            reason: plea.reason().map(ToString::to_string),
        })
    }
}
