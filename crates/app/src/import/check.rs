//! Judging every row of a file. The file is read on a thread of its own, and rows are written down as they come, so that
//! a hundred thousand of them need no more memory than a thousand.

use super::table::{self, FileFlaw, Piece, RawRow};
use super::{Judge, LEASE};
use crate::{App, Error, entry};
use postup_domain::id::ImportId;
use postup_domain::import::{ImportKind, Job, JobState, Judged, Tally};
use postup_persistence::{audit, import};
use tokio::sync::mpsc;

/// How many rows are judged and written down at a time.
const CHUNK: usize = 1_000;

/// What the reading thread sends.
enum Sent {
    Ignored(Vec<String>),
    Rows(Vec<RawRow>),
    Flawed(FileFlaw),
}

impl App {
    /// Judges every row; afterwards the job says how many have which verdict, or why the file is refused.
    pub async fn check_import(&self, mut job: Job) -> Result<Job, Error> {
        let content = import::content(&self.reader(), job.id).await?.ok_or(Error::Missing("import"))?;
        self.begin_check(&mut job).await?;
        let actor = self.sender(&self.reader(), job.author).await?;
        let mut judge = Judge::new(job.kind, actor, self.now());
        let mut pieces = read(content, job.kind);
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

/// Reads on a thread of its own, since unfolding and parsing keep a processor busy. A panic in a library that reads
/// foreign files is a damaged file too.
fn read(content: Vec<u8>, kind: ImportKind) -> mpsc::Receiver<Sent> {
    let (sender, receiver) = mpsc::channel(2);
    let reporter = sender.clone();
    let reading = tokio::task::spawn_blocking(move || send_rows(&content, kind, &sender));
    tokio::spawn(async move {
        let flaw = match reading.await {
            Ok(Ok(())) => return,
            Ok(Err(flaw)) => flaw,
            Err(panicked) => FileFlaw::damaged(panicked.to_string()),
        };
        // Nobody listens any more when the check itself broke off.
        let _ = reporter.send(Sent::Flawed(flaw)).await;
    });
    receiver
}

/// Sends the rows in chunks; waits while the judge is behind.
fn send_rows(content: &[u8], kind: ImportKind, sender: &mpsc::Sender<Sent>) -> Result<(), FileFlaw> {
    let mut rows = Vec::with_capacity(CHUNK);
    table::read(content, kind, |piece| match piece {
        Piece::Ignored(titles) => sender.blocking_send(Sent::Ignored(titles)).is_ok(),
        Piece::Row(row) => {
            rows.push(row);
            rows.len() < CHUNK || sender.blocking_send(Sent::Rows(std::mem::take(&mut rows))).is_ok()
        }
    })?;
    if !rows.is_empty() {
        // Nobody listens any more when the check itself broke off.
        let _ = sender.blocking_send(Sent::Rows(rows));
    }
    Ok(())
}
