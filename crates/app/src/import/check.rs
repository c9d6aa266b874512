//! Judging every row of a file. Rows are written down as they are read, so that a hundred thousand of them need no more
//! memory than a thousand.

use super::table::{FileFlaw, RawRow};
use super::{Judge, LEASE, reader};
use crate::{App, Error, entry};
use postup_domain::id::ImportId;
use postup_domain::import::{Job, JobState, Judged, Tally};
use postup_persistence::{audit, import};

/// What comes of reading a file.
pub(super) enum Sent {
    Ignored(Vec<String>),
    Rows(Vec<RawRow>),
    Flawed(FileFlaw),
    /// It could not be read, which says nothing about it.
    Broken(String),
}

impl App {
    /// Judges every row; afterwards the job says how many have which verdict, or why the file is refused.
    pub async fn check_import(&self, mut job: Job) -> Result<Job, Error> {
        let content = import::content(&self.reader(), job.id).await?.ok_or(Error::Missing("import"))?;
        self.begin_check(&mut job).await?;
        let actor = self.sender(&self.reader(), job.author).await?;
        let mut judge = Judge::new(&job, actor, self.now());
        let mut pieces = reader::read(&self.settings.table_reader, content, job.kind);
        let mut flaw = None;
        while let Some(piece) = pieces.recv().await {
            match piece {
                Sent::Ignored(titles) => job.ignored = titles,
                Sent::Rows(rows) => {
                    let found = judge.judge(self, &self.reader(), rows).await?;
                    let judged: Vec<Judged> = found.into_iter().map(|(judged, _)| judged).collect();
                    self.write_verdicts(job.id, &mut job.tally, &judged).await?;
                }
                Sent::Flawed(found) => flaw = Some(found),
                Sent::Broken(why) => return Err(Error::Broken(why)),
            }
        }
        self.end_check(&mut job, flaw).await?;
        Ok(job)
    }

    /// Whatever an earlier look left is thrown away.
    async fn begin_check(&self, job: &mut Job) -> Result<(), Error> {
        let now = self.now();
        (job.state, job.since, job.tally) = (JobState::Checking, now, Tally::default());
        let tx = self.store.begin().await?;
        import::forget_rows(&tx, job.id).await?;
        import::update(&tx, job).await?;
        import::hold(&tx, job.id, now + LEASE).await?;
        Ok(tx.commit().await?)
    }

    async fn write_verdicts(&self, id: ImportId, tally: &mut Tally, judged: &[Judged]) -> Result<(), Error> {
        judged.iter().for_each(|row| tally.count(row.verdict));
        let tx = self.store.begin().await?;
        import::append(&tx, id, judged).await?;
        import::count(&tx, id, tally).await?;
        import::hold(&tx, id, self.now() + LEASE).await?;
        Ok(tx.commit().await?)
    }

    async fn end_check(&self, job: &mut Job, flaw: Option<FileFlaw>) -> Result<(), Error> {
        let now = self.now();
        job.since = now;
        job.state = if flaw.is_some() { JobState::Refused } else { JobState::Checked };
        job.flaw = flaw
            .map(|flaw| serde_json::to_string(&flaw))
            .transpose()
            .map_err(|error| Error::Broken(error.to_string()))?;
        let tx = self.store.begin().await?;
        if job.state == JobState::Refused {
            job.tally = Tally::default();
            import::forget_rows(&tx, job.id).await?;
        }
        // From here on the rows are what counts: they can be mended.
        import::forget_file(&tx, job.id).await?;
        import::update(&tx, job).await?;
        let subject = ("import", job.id.to_string());
        let action = format!("import.{}", job.state);
        audit::record(&tx, &entry(now, self.entropy(), job.author, &action, subject, "")).await?;
        Ok(tx.commit().await?)
    }
}
