//! Writing a checked file: every row in one transaction, or none. Rows are judged once more under it, since the world
//! may have moved since they were checked.

use super::table::RawRow;
use super::{Change, Judge};
use crate::enrollment::nominee::Naming;
use crate::enrollment::{Applicant, Nominated};
use crate::login::not_written;
use crate::{App, Error, entry};
use chrono::{DateTime, Utc};
use postup_domain::access::{Author, MayName};
use postup_domain::id::{CohortId, ImportId, PersonId};
use postup_domain::import::{Job, JobState, Judged, Tally};
use postup_domain::person::Person;
use postup_domain::rejection::Refusal;
use postup_persistence::{Tx, audit, cohort, import, person};

/// How many rows are read and written at a time.
const CHUNK: u64 = 1_000;

/// What a file changes, gathered from its rows.
#[derive(Default)]
struct Changes {
    added: Vec<Person>,
    corrected: Vec<Person>,
    arriving: Vec<(CohortId, Way)>,
}

/// How somebody comes into a cohort.
enum Way {
    Applies(PersonId),
    IsNominated(Nominated),
    IsNamed(MayName, Box<Naming>),
}

impl App {
    /// Writes every row of a file that somebody committed. When a row cannot be taken any more, nothing is written and
    /// the file is back among the checked ones, with the verdicts of now.
    pub async fn commit_import(&self, job: Job) -> Result<Job, Error> {
        match self.write_rows(job.clone()).await {
            Ok(Some(committed)) => Ok(committed),
            Ok(None) => self.recheck_import(job).await,
            Err(error) => {
                tracing::warn!(import = %job.id, %error, "a file could not be written");
                self.recheck_import(job).await
            }
        }
    }

    /// `None` when a row cannot be taken any more.
    async fn write_rows(&self, mut job: Job) -> Result<Option<Job>, Error> {
        let now = self.now();
        let tx = self.store.begin().await?;
        let actor = self.sender(&tx, job.author).await?;
        let mut judge = Judge::new(job.kind, actor, now);
        let (mut tally, mut arriving, mut last) = (Tally::default(), Vec::new(), 0);
        loop {
            let rows = import::rows(&tx, job.id, None, last, CHUNK).await?;
            let Some(end) = rows.last() else { break };
            last = end.number;
            let mut changes = Changes::default();
            for (judged, change) in judge.judge(self, &tx, raw(rows)).await? {
                tally.count(judged.verdict);
                changes.take(change);
            }
            if tally.faulty > 0 {
                return Ok(None);
            }
            self.write_people(&tx, &job, &changes, now).await?;
            arriving.append(&mut changes.arriving);
        }
        self.bring_in(&tx, job.author, arriving, now).await?;
        (job.state, job.since, job.tally) = (JobState::Committed, now, tally);
        import::update(&tx, &job).await?;
        let detail = format!("new={} changed={} same={}", tally.new, tally.changed, tally.same);
        let subject = ("import", job.id.to_string());
        audit::record(&tx, &entry(now, self.entropy(), job.author, "import.committed", subject, detail))
            .await?;
        tx.commit().await?;
        Ok(Some(job))
    }

    async fn write_people(
        &self,
        tx: &Tx,
        job: &Job,
        changes: &Changes,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        person::insert_all(tx, &changes.added, now).await.map_err(not_written)?;
        for person in &changes.corrected {
            person::update(tx, person).await.map_err(not_written)?;
        }
        let line = |action, person: &Person| {
            let subject = ("person", person.id.to_string());
            entry(now, self.entropy(), job.author, action, subject, format!("import {}", job.id))
        };
        let added = changes.added.iter().map(|person| line("person.added", person));
        let corrected = changes.corrected.iter().map(|person| line("person.edited", person));
        let trail: Vec<_> = added.chain(corrected).collect();
        if !trail.is_empty() {
            audit::record_all(tx, &trail).await?;
        }
        Ok(())
    }

    /// Lets everybody in, in the order of the file, under the locks of their cohorts; these are taken in the order of
    /// their ids, so that two files never wait for each other.
    async fn bring_in(
        &self,
        tx: &Tx,
        author: Author,
        mut arriving: Vec<(CohortId, Way)>,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        arriving.sort_by_key(|(cohort, _)| *cohort);
        for same in arriving.chunk_by(|(one, _), (other, _)| one == other) {
            let Some((id, _)) = same.first() else { continue };
            let mut cohort = cohort::lock(tx, *id).await?.ok_or(Error::Missing("cohort"))?;
            let applicants: Vec<Applicant> = same
                .iter()
                .filter_map(|(_, way)| match way {
                    Way::Applies(person) => Some(Applicant { person: *person, author, at: now }),
                    _ => None,
                })
                .collect();
            for decision in self.apply(tx, &mut cohort, &applicants, now).await? {
                // The world has moved since the rows were judged: they are judged again, and the row says why.
                if decision?.enrollment.state.is_over() {
                    return Err(Refusal::NotEligible.into());
                }
            }
            for (_, way) in same {
                match way {
                    Way::Applies(_) => {}
                    Way::IsNominated(named) => {
                        self.nominate_within(tx, &mut cohort, *named, author, now).await?;
                    }
                    Way::IsNamed(permit, naming) => {
                        self.name_within(tx, &mut cohort, permit, naming, now).await?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Judges the rows that are written down once more; afterwards the file is checked.
    pub(super) async fn recheck_import(&self, mut job: Job) -> Result<Job, Error> {
        let now = self.now();
        let tx = self.store.begin().await?;
        let actor = self.sender(&tx, job.author).await?;
        let mut judge = Judge::new(job.kind, actor, now);
        let (mut tally, mut last) = (Tally::default(), 0);
        loop {
            let rows = import::rows(&tx, job.id, None, last, CHUNK).await?;
            let Some(end) = rows.last() else { break };
            last = end.number;
            let before = rows.clone();
            let found = judge.judge(self, &tx, raw(rows)).await?;
            let judged: Vec<Judged> = found.into_iter().map(|(judged, _)| judged).collect();
            judged.iter().for_each(|row| tally.count(row.verdict));
            let differing = before.iter().zip(&judged).filter(|(before, after)| before != after);
            write_again(&tx, job.id, differing.map(|(_, after)| after)).await?;
        }
        (job.state, job.since, job.tally) = (JobState::Checked, now, tally);
        import::update(&tx, &job).await?;
        tx.commit().await?;
        Ok(job)
    }
}

async fn write_again<'r>(tx: &Tx, id: ImportId, rows: impl Iterator<Item = &'r Judged>) -> Result<(), Error> {
    for row in rows {
        import::replace_row(tx, id, row).await?;
    }
    Ok(())
}

impl Changes {
    fn take(&mut self, change: Option<Change>) {
        match change {
            None => {}
            Some(Change::Add(person)) => self.added.push(*person),
            Some(Change::Correct(person)) => self.corrected.push(*person),
            Some(Change::Enroll { cohort, person }) => self.arriving.push((cohort, Way::Applies(person))),
            Some(Change::Nominate { cohort, person, correction }) => {
                self.corrected.extend(correction.map(|person| *person));
                self.arriving.push((cohort, Way::IsNominated(person)));
            }
            Some(Change::Name { permit, naming }) => {
                self.arriving.push((permit.cohort(), Way::IsNamed(permit, naming)));
            }
        }
    }
}

/// Rows as they stood in the file.
pub(super) fn raw(rows: Vec<Judged>) -> Vec<RawRow> {
    rows.into_iter().map(|row| RawRow { number: row.number, cells: row.cells }).collect()
}
