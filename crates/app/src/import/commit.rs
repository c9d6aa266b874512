//! Writing a checked file: every row in one short change, or none. Rows are judged once more before it, since the world may
//! have moved since they were checked; cohorts that move even after that are decided on anew within it.

use super::stage::{Comer, ReadyImport, Rows};
use super::table::RawRow;
use super::{Judge, LEASE};
use crate::attendance::{lock_held, marked, open_book};
use crate::enrollment::door::Door;
use crate::login::not_written;
use crate::{App, Error, entry};
use chrono::{DateTime, Utc};
use postup_domain::attendance::{Heard, MarkSource};
use postup_domain::cohort::Cohort;
use postup_domain::id::{EnrollmentId, ImportId, MarkId};
use postup_domain::import::{Job, JobState, Judged, Tally};
use postup_domain::rejection::Refusal;
use postup_persistence::{Tx, audit, guest, import, together};
use std::collections::HashMap;

/// How many rows are read and written at a time.
const CHUNK: u64 = 1_000;

impl App {
    /// Writes every row of a file that somebody committed. When a row cannot be taken any more, nothing is written and
    /// the file is back among the checked ones, with the verdicts of now.
    pub async fn commit_import(&self, job: Job) -> Result<Job, Error> {
        let written = match self.make_import_ready(job.clone()).await {
            Ok(Some(ready)) => self.let_import_in(ready).await,
            Ok(None) => Ok(None),
            Err(error) => Err(error),
        };
        match written {
            Ok(Some(committed)) => Ok(committed),
            Ok(None) => self.recheck_import(job).await,
            // Whoever takes it next begins anew.
            Err(Error::Busy) => Err(Error::Busy),
            Err(error) => {
                tracing::warn!(import = %job.id, %error, "a file could not be written");
                self.recheck_import(job).await
            }
        }
    }

    /// Lets everybody of a file in by one short change. Cohorts are locked in the order of their ids, so that two files never
    /// wait for each other. `None` when the world has moved so far that the rows are to be judged anew.
    pub async fn let_import_in(&self, mut file: ReadyImport) -> Result<Option<Job>, Error> {
        let (mut job, tally) = (file.job.clone(), file.tally);
        let now = self.now();
        let tx = self.store.begin().await?;
        let still = import::lock(&tx, job.id).await?.filter(|job| job.state == JobState::Committing);
        if still.is_none() || self.sender(&tx, job.author).await? != file.actor {
            return Ok(None);
        }
        if !import::guests_are_as_read(&tx, job.id).await? {
            return Ok(None);
        }
        let corrected = i64::try_from(file.corrected.len()).unwrap_or(i64::MAX);
        import::let_in(&tx, job.id, corrected, job.author, now).await.map_err(not_written)?;
        // Only now, so that others wait no longer for a cohort than they must.
        let mut moved = Vec::new();
        for door in file.doors.values() {
            moved.extend(door.lock(&tx).await?);
        }
        (file.staged, file.at) = (HashMap::new(), now);
        for cohort in moved {
            self.decide_anew(&tx, &mut file, cohort).await?;
        }
        let doors = || file.doors.values();
        together(&tx, doors().flat_map(Door::counted).collect()).await?;
        let came = u64::try_from(doors().map(Door::came).sum::<usize>()).unwrap_or(u64::MAX);
        import::let_arrive(&tx, job.id, came, job.author, now).await.map_err(not_written)?;
        let mut places = Vec::new();
        for door in doors() {
            places.extend(guest::ahead_beside_seats(&tx, door.cohort().id, now).await?);
        }
        self.end_visits(&tx, places, |_| job.author, now).await?;
        for door in doors() {
            door.make_room(&tx).await?;
        }
        self.write_sessions(&tx, &file, now).await?;
        (job.state, job.since, job.tally, job.done) = (JobState::Committed, now, tally, tally.rows());
        import::update(&tx, &job).await?;
        let detail = format!("new={} changed={} same={}", tally.new, tally.changed, tally.same);
        let subject = ("import", job.id.to_string());
        let line = entry(now, self.entropy(), job.author, "import.committed", subject, detail);
        audit::record(&tx, &line).await?;
        tx.commit().await?;
        self.clear_stage(job.id).await?;
        Ok(Some(job))
    }

    /// Writes what the file says of sessions. They are locked in the order of their ids, and compared once more with what
    /// stands in them: what cannot be written as it was judged sends the file back.
    async fn write_sessions(&self, tx: &Tx, file: &ReadyImport, now: DateTime<Utc>) -> Result<(), Error> {
        let author = file.job.author;
        for (session, pauses) in &file.pauses {
            self.note_imported(tx, *session, pauses, author, now).await?;
        }
        for (session, lines) in &file.told {
            let session = lock_held(tx, *session).await?;
            let people = lines.iter().map(|line| line.enrollment).collect();
            let mut book = open_book(tx, &session, people, &[], author, MarkSource::Import, now).await?;
            for line in lines {
                if let Heard::Refused(no) = line.tell(&mut book, || MarkId::new(now, self.entropy())) {
                    return Err(no.into());
                }
            }
            if !book.taken.is_empty() {
                let line = marked(&book, book.taken.len(), self.entropy());
                self.close_book(tx, &session, &book, &[line]).await?;
            }
        }
        Ok(())
    }

    /// Decides once more on everybody who comes to a cohort in which something has happened since.
    async fn decide_anew(&self, tx: &Tx, file: &mut ReadyImport, cohort: Cohort) -> Result<(), Error> {
        let (id, import) = (cohort.id, file.job.id);
        let guests = import::unstage_arrivals(tx, import, id).await?;
        let asked: Vec<EnrollmentId> = guests.iter().map(|guest| guest.enrollment).collect();
        file.doors.insert(id, Door::open(tx, cohort, file.at).await?);
        let comers = guests.into_iter().map(|guest| Comer { guest, named: None }).collect();
        let mut ready = Rows::default();
        self.decide_on_comers(tx, file, id, comers, &mut ready).await?;
        let came = ready.arrivals.iter().map(|one| one.enrollment.id);
        if !came.eq(asked) {
            return Err(Refusal::AlreadyEnrolled.into());
        }
        self.put(tx, import, &ready).await
    }

    /// Judges the rows that are written down once more, in pieces; afterwards the file is checked.
    pub(super) async fn recheck_import(&self, mut job: Job) -> Result<Job, Error> {
        let reader = self.reader();
        let actor = self.sender(&reader, job.author).await?;
        let mut judge = Judge::new(&job, actor, self.now());
        let (mut tally, mut last) = (Tally::default(), 0);
        loop {
            let rows = import::rows(&reader, job.id, None, last, CHUNK).await?;
            let Some(end) = rows.last() else { break };
            last = end.number;
            let before = rows.clone();
            let found = judge.judge(self, &reader, raw(rows)).await?;
            let judged: Vec<Judged> = found.into_iter().map(|(judged, _)| judged).collect();
            judged.iter().for_each(|row| tally.count(row.verdict));
            let differing = before.iter().zip(&judged).filter(|(before, after)| before != after);
            let tx = self.store.begin().await?;
            write_again(&tx, job.id, differing.map(|(_, after)| after)).await?;
            import::hold(&tx, job.id, self.now() + LEASE).await?;
            tx.commit().await?;
        }
        let now = self.now();
        (job.state, job.since, job.tally, job.done) = (JobState::Checked, now, tally, 0);
        let tx = self.store.begin().await?;
        import::update(&tx, &job).await?;
        tx.commit().await?;
        self.clear_stage(job.id).await?;
        Ok(job)
    }
}

async fn write_again<'r>(tx: &Tx, id: ImportId, rows: impl Iterator<Item = &'r Judged>) -> Result<(), Error> {
    for row in rows {
        import::replace_row(tx, id, row).await?;
    }
    Ok(())
}

/// Rows as they stood in the file.
pub(super) fn raw(rows: Vec<Judged>) -> Vec<RawRow> {
    rows.into_iter().map(|row| RawRow { number: row.number, cells: row.cells }).collect()
}
