//! Tables that people take away. Short ones are written while they are waited for. Long ones are gathered by the worker, one
//! part after the other, with how far it is; each part is one change, so that whoever dies is followed by another who goes on
//! behind the last part.

use crate::access::away;
use crate::import::Exported;
use crate::lease::LEASE;
use crate::{App, Error, entry};
use chrono::TimeDelta;
use postup_domain::access::{Actor, MayImportFile};
use postup_domain::export::{Export, ExportState, KEPT, MOST_AT_A_TIME, rights};
use postup_domain::id::{CohortId, ExportId, PersonId};
use postup_domain::import::ImportKind;
use postup_domain::rejection::{Fault, Refusal};
use postup_domain::text::Code;
use postup_persistence::{Cursor, Tx, attendance, audit, cohort, export, import, person};

/// A part is written down as soon as it has so many rows.
const PART: usize = 2_000;

/// How long it is known that a table was there.
const REMEMBERED: TimeDelta = TimeDelta::days(30);

/// How many tables a person is shown.
const SHOWN: u64 = 20;

impl App {
    /// How many rows of a kind the actor may see, counted no further than `most`; of registers, the lines of their own people.
    pub async fn count_export(
        &self,
        actor: &Actor,
        kind: ImportKind,
        cohort: Option<CohortId>,
        most: i64,
    ) -> Result<i64, Error> {
        let (reader, sight) = (self.reader(), actor.sight());
        Ok(match kind {
            ImportKind::People => person::count(&reader, &sight, most).await?,
            ImportKind::Enrollments => import::count_enrollments(&reader, &sight, most).await?,
            ImportKind::Nominations => import::count_nominations(&reader, &sight, most).await?,
            ImportKind::Marks => attendance::count_lines(&reader, &sight, cohort, false, most).await?,
            ImportKind::Interruptions => attendance::count_lines(&reader, &sight, None, true, most).await?,
        })
    }

    /// Whether a table is too long to wait for.
    ///
    /// # Errors
    /// `Unknown` cohort, or one for a table that is not of cohorts.
    pub async fn is_long_export(
        &self,
        actor: &Actor,
        kind: ImportKind,
        cohort: Option<CohortId>,
    ) -> Result<bool, Error> {
        self.export_cohort(actor, kind, cohort).await?;
        let most = self.settings.exports_at_once;
        Ok(self.count_export(actor, kind, cohort, most.saturating_add(1)).await? > most)
    }

    /// Writes down that somebody takes a table away.
    ///
    /// # Errors
    /// `Unknown` cohort, or one for a table that is not of cohorts.
    pub async fn begin_export(
        &self,
        permit: &MayImportFile,
        actor: &Actor,
        kind: ImportKind,
        cohort: Option<CohortId>,
    ) -> Result<(), Error> {
        self.export_cohort(actor, kind, cohort).await?;
        let tx = self.store.begin().await?;
        self.note_export(&tx, permit.author(), "export.begun", kind, "").await?;
        Ok(tx.commit().await?)
    }

    /// Asks for a long table. Asking again while it is gathered answers the same one; a table that stands ready gives way to
    /// the new one.
    ///
    /// # Errors
    /// `ExportsUnderWay` when many are gathered for the person; those of [`App::begin_export`].
    pub async fn begin_gathering(
        &self,
        permit: &MayImportFile,
        actor: &Actor,
        kind: ImportKind,
        cohort: Option<CohortId>,
    ) -> Result<Export, Error> {
        let author = permit.author().ok_or(Error::Missing("person"))?;
        let of = self.export_cohort(actor, kind, cohort).await?;
        let expected = self.count_export(actor, kind, cohort, i64::MAX).await?;
        let now = self.now();
        let tx = self.store.begin().await?;
        let kept = export::lock_kept(&tx, author).await?;
        let (going, ready): (Vec<Export>, Vec<Export>) =
            kept.into_iter().partition(|one| one.state.is_under_way());
        let rights = rights(actor);
        let is_same = |one: &Export| (one.kind, one.cohort()) == (kind, cohort);
        if let Some(same) = going.iter().find(|one| is_same(one) && one.rights == rights) {
            return Ok(same.clone());
        }
        if going.len() >= MOST_AT_A_TIME {
            return Err(Refusal::ExportsUnderWay.into());
        }
        for mut older in ready.into_iter().filter(is_same) {
            older.turn(ExportState::Expired, now);
            export::update(&tx, &older, None).await?;
        }
        let export = Export {
            id: ExportId::new(now, self.entropy()),
            kind,
            cohort: of,
            author,
            rights,
            expected,
            rows: 0,
            parts: 0,
            state: ExportState::Waiting,
            created_at: now,
            since: now,
        };
        export::insert(&tx, &export).await?;
        self.note_export(&tx, Some(author), "export.asked", kind, expected).await?;
        tx.commit().await?;
        Ok(export)
    }

    /// A table of the actor's own.
    pub async fn export(&self, actor: &Actor, id: ExportId) -> Result<Export, Error> {
        let found = export::find(&self.reader(), id).await?;
        found.filter(|export| actor.person() == Some(export.author)).ok_or(Error::Missing("export"))
    }

    /// The actor's own that are there or on their way, or stopped, the newest first.
    pub async fn exports(&self, actor: &Actor) -> Result<Vec<Export>, Error> {
        match actor.person() {
            Some(person) => Ok(export::of_author(&self.reader(), person, SHOWN).await?),
            None => Ok(Vec::new()),
        }
    }

    /// Begins to hand a gathered table over.
    ///
    /// # Errors
    /// `ExportNotReady` when it is not whole, is kept no longer, or the actor has other rights by now.
    pub async fn take_export(&self, actor: &Actor, id: ExportId) -> Result<Export, Error> {
        let export = self.export(actor, id).await?;
        actor.may_export_file(export.kind)?;
        let is_kept = export.kept_until().is_some_and(|end| self.now() < end);
        if !is_kept || !export.is_for(actor) {
            return Err(Refusal::ExportNotReady.into());
        }
        let tx = self.store.begin().await?;
        self.note_export(&tx, actor.person(), "export.begun", export.kind, export.rows).await?;
        tx.commit().await?;
        Ok(export)
    }

    /// The next part of a gathered table.
    pub async fn export_part(&self, export: &Export, after: Option<&Cursor>) -> Result<Exported, Error> {
        let number = after.and_then(|cursor| cursor.id.parse().ok()).unwrap_or_default();
        if number >= export.parts {
            return Ok(Exported { rows: Vec::new(), next: None });
        }
        let part = export::part(&self.reader(), export.id, number).await?;
        let rows = part.ok_or(Error::Missing("export"))?;
        let next = (number + 1 < export.parts)
            .then(|| Cursor { value: String::new(), id: (number + 1).to_string() });
        Ok(Exported { rows, next })
    }

    /// Throws a table away, or stops gathering it.
    ///
    /// # Errors
    /// `ExportNotReady` when nothing of it is kept.
    pub async fn discard_export(&self, actor: &Actor, id: ExportId) -> Result<(), Error> {
        self.export(actor, id).await?;
        let tx = self.store.begin().await?;
        let mut export = export::lock(&tx, id).await?.ok_or(Error::Missing("export"))?;
        if !export.state.is_kept() {
            return Err(Refusal::ExportNotReady.into());
        }
        export.turn(ExportState::Discarded, self.now());
        export::update(&tx, &export, None).await?;
        self.note_export(&tx, actor.person(), "export.discarded", export.kind, "").await?;
        Ok(tx.commit().await?)
    }

    /// Gathers what waits, and goes on with what a dead worker left. Returns how many parts it wrote.
    ///
    /// # Errors
    /// The last of those that some table ended in; it is tried again when its lease is over, and holds up no other.
    pub async fn work_exports(&self) -> Result<usize, Error> {
        self.work_off(
            |tx, now, until| Box::pin(export::claim(tx, now, until)),
            |app, id| Box::pin(app.gather_part(id)),
        )
        .await
    }

    /// Gathers the next part; `false` when there is none.
    pub async fn gather_part(&self, id: ExportId) -> Result<bool, Error> {
        let reader = self.reader();
        let found = export::find(&reader, id).await?.filter(|export| export.state.is_under_way());
        let Some(before) = found else { return Ok(false) };
        let actor = away(&reader, before.author, self.now()).await?;
        let may = before.is_for(&actor) && actor.may_export_file(before.kind).is_ok();
        let mut gathered = Exported { rows: Vec::new(), next: export::reached(&reader, &before).await? };
        while may && gathered.rows.len() < PART {
            let after = gathered.next.as_ref();
            let found = self.export_rows(&actor, before.kind, before.cohort(), after).await?;
            gathered.rows.extend(found.rows);
            gathered.next = found.next;
            if gathered.next.is_none() {
                break;
            }
        }
        let now = self.now();
        let tx = self.store.begin().await?;
        let found = export::lock(&tx, id).await?.filter(|export| export.state.is_under_way());
        // Another worker may have taken this one for dead and written the part; then there is nothing to add to it.
        let Some(mut export) = found.filter(|export| export.parts == before.parts) else { return Ok(false) };
        if !may {
            export.turn(ExportState::Stopped, now);
            export::update(&tx, &export, None).await?;
            tx.commit().await?;
            return Ok(false);
        }
        if !gathered.rows.is_empty() {
            export::append(&tx, &export, &gathered.rows, gathered.next.as_ref()).await?;
        }
        export.advance(gathered.rows.len(), gathered.next.is_none(), now);
        let lease = export.state.is_under_way().then_some(now + LEASE);
        export::update(&tx, &export, lease).await?;
        if export.state == ExportState::Ready {
            self.note_export(&tx, Some(export.author), "export.gathered", export.kind, export.rows).await?;
        }
        tx.commit().await?;
        Ok(true)
    }

    /// Throws away tables whose time is over; returns how many.
    pub async fn forget_exports(&self) -> Result<usize, Error> {
        let now = self.now();
        let stale = export::stale(&self.reader(), now - KEPT, 100).await?;
        for id in &stale {
            let tx = self.store.begin().await?;
            if let Some(mut export) = export::lock(&tx, *id).await?.filter(|export| export.state.is_kept()) {
                export.turn(ExportState::Expired, now);
                export::update(&tx, &export, None).await?;
            }
            tx.commit().await?;
        }
        let tx = self.store.begin().await?;
        export::purge(&tx, now - REMEMBERED).await?;
        tx.commit().await?;
        Ok(stale.len())
    }

    async fn export_cohort(
        &self,
        actor: &Actor,
        kind: ImportKind,
        cohort: Option<CohortId>,
    ) -> Result<Option<(CohortId, Code)>, Error> {
        let Some(id) = cohort else { return Ok(None) };
        let known = match kind {
            ImportKind::Marks => cohort::find(&self.reader(), &actor.sight(), id).await?,
            _ => None,
        };
        let known = known.ok_or_else(|| Error::field("cohort_id", Fault::Unknown))?;
        Ok(Some((id, known.plan.code)))
    }

    async fn note_export(
        &self,
        tx: &Tx,
        author: Option<PersonId>,
        action: &str,
        kind: ImportKind,
        detail: impl ToString,
    ) -> Result<(), Error> {
        let subject = ("export", kind.to_string());
        let line = entry(self.now(), self.entropy(), author, action, subject, detail.to_string());
        Ok(audit::record(tx, &line).await?)
    }
}
