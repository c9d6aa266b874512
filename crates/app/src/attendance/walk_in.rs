//! People in the room who are not on the list.

use super::{lock_held, writable};
use crate::{App, Error, entry};
use chrono::{DateTime, Utc};
use postup_domain::access::{Actor, Author, MayTakeAttendance};
use postup_domain::attendance::{MarkKind, NewWalkIn, WalkIn, newcomers, stand};
use postup_domain::id::{EnrollmentId, MarkId, SessionId, WalkInId};
use postup_domain::rejection::{Fault, Refusal};
use postup_domain::session::Session;
use postup_domain::text::Line;
use postup_persistence::{Tx, attendance, audit, figures};

impl App {
    /// Everybody who came to a session without being on its list.
    pub async fn walk_ins(&self, actor: &Actor, id: SessionId) -> Result<Vec<WalkIn>, Error> {
        self.meeting(actor, id).await?;
        Ok(attendance::walk_ins(&self.reader(), id).await?)
    }

    /// Writes down somebody who is not on the list. A second delivery changes nothing.
    pub async fn add_walk_in(&self, permit: &MayTakeAttendance, new: NewWalkIn) -> Result<WalkIn, Error> {
        let (now, entropy) = (self.clock.now(), &*self.entropy);
        let tx = self.store.begin().await?;
        let session = lock_held(&tx, permit.session()).await?;
        if let Some(before) = attendance::walk_in(&tx, new.id).await? {
            let same = before.same_content(session.id, &new);
            return if same { Ok(before) } else { Err(Refusal::MarkDiffers.into()) };
        }
        writable(&tx, &session, permit.author()).await?;
        let NewWalkIn { id, name, kind, minutes, device_at } = new;
        let walk_in = WalkIn {
            id,
            session: session.id,
            name,
            kind,
            minutes,
            device_at,
            server_at: now,
            author: permit.author(),
            merged: None,
        };
        attendance::add_walk_in(&tx, &walk_in).await?;
        let subject = ("session", session.id.to_string());
        audit::record(&tx, &entry(now, entropy, permit.author(), "register.walk_in", subject, "")).await?;
        tx.commit().await?;
        Ok(walk_in)
    }

    /// Writes down those of some walk-ins whom nobody has written down yet; answers how many.
    pub(crate) async fn write_walk_ins(
        &self,
        tx: &Tx,
        session: &Session,
        author: Author,
        walk_ins: &[(Line, Option<i32>)],
        now: DateTime<Utc>,
    ) -> Result<usize, Error> {
        if walk_ins.is_empty() {
            return Ok(0);
        }
        let names: Vec<Line> = walk_ins.iter().map(|(name, _)| name.clone()).collect();
        let names = newcomers(&names, &attendance::walk_ins(tx, session.id).await?);
        if names.is_empty() {
            return Ok(0);
        }
        writable(tx, session, author).await?;
        for name in &names {
            let walk_in = WalkIn {
                id: WalkInId::new(now, &*self.entropy),
                session: session.id,
                name: name.clone(),
                kind: MarkKind::Present,
                minutes: walk_ins.iter().find(|(one, _)| one == name).and_then(|(_, minutes)| *minutes),
                device_at: None,
                server_at: now,
                author,
                merged: None,
            };
            attendance::add_walk_in(tx, &walk_in).await?;
        }
        let (subject, detail) = (("session", session.id.to_string()), names.len().to_string());
        let line = entry(now, &*self.entropy, author, "register.walk_in", subject, detail);
        audit::record(tx, &line).await?;
        Ok(names.len())
    }

    /// Says who a walk-in was: somebody with a seat in the cohort. Both histories stay; the walk-in joins the person's as a
    /// mark of its own, and if another mark says otherwise, a human decides.
    pub async fn merge_walk_in(
        &self,
        permit: &MayTakeAttendance,
        id: WalkInId,
        enrollment: EnrollmentId,
    ) -> Result<MarkId, Error> {
        let (now, entropy, author) = (self.clock.now(), &*self.entropy, permit.author());
        let tx = self.store.begin().await?;
        let session = lock_held(&tx, permit.session()).await?;
        writable(&tx, &session, permit.author()).await?;
        let found = attendance::walk_in(&tx, id).await?.filter(|walk_in| walk_in.session == session.id);
        let walk_in = found.ok_or(Error::Missing("walk-in"))?;
        if walk_in.merged.is_some() {
            return Err(Refusal::MarkSettled.into());
        }
        let history = attendance::seated(&tx, session.id, session.cohort, enrollment).await?;
        let mut history = history.ok_or_else(|| Error::field("enrollment_id", Fault::Unknown))?;
        let mark = walk_in.mark(MarkId::new(now, entropy), enrollment, false, now);
        attendance::append(&tx, session.cohort, std::slice::from_ref(&mark)).await?;
        attendance::merge_walk_in(&tx, id, session.cohort, enrollment, mark.id, author, now).await?;
        let mark_id = mark.id;
        history.push(mark);
        if let Some(standing) = stand(&history, session.frame()) {
            attendance::keep(&tx, session.id, &[(enrollment, standing)]).await?;
        }
        let subject = ("session", session.id.to_string());
        audit::record(&tx, &entry(now, entropy, author, "register.walk_in_merged", subject, "")).await?;
        figures::touch(&tx, &[enrollment], now).await?;
        tx.commit().await?;
        Ok(mark_id)
    }
}
