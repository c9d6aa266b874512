//! Mending a checked file row by row, so that one wrong cell does not send anybody back to the table program.

use super::Judge;
use super::commit::raw;
use crate::{App, Error, entry};
use postup_domain::access::MayImportFile;
use postup_domain::id::ImportId;
use postup_domain::import::{Job, JobState, Judged, LONGEST_CELL, Tally, Verdict};
use postup_domain::rejection::Refusal;
use postup_persistence::{Tx, audit, import};

impl App {
    /// One row of a checked file.
    pub async fn import_row(&self, job: &Job, number: u32) -> Result<Judged, Error> {
        import::find_row(&self.reader(), job.id, number).await?.ok_or(Error::Missing("import row"))
    }

    /// Writes the cells of a row anew and judges it by them; cells beyond the columns are passed over. Whether another
    /// row speaks of the same person shows when the file is committed.
    pub async fn mend_import_row(
        &self,
        permit: &MayImportFile,
        id: ImportId,
        number: u32,
        cells: &[String],
    ) -> Result<Judged, Error> {
        let (tx, mut job, before) = self.open_row(id, number).await?;
        let columns = job.kind.columns().len();
        let mut row = before.clone();
        row.cells = cells.iter().map(|cell| cell.trim().chars().take(LONGEST_CELL).collect()).collect();
        row.cells.resize(columns, String::new());
        let actor = self.sender(&tx, job.author).await?;
        let found = Judge::new(&job, actor, self.now()).judge(self, &tx, raw(vec![row])).await?;
        let (judged, _) = found.into_iter().next().ok_or(Error::Missing("import row"))?;
        import::replace_row(&tx, id, &judged).await?;
        discount(&mut job.tally, before.verdict);
        job.tally.count(judged.verdict);
        self.close_row(tx, permit, &job, "import.row_mended", number).await?;
        Ok(judged)
    }

    /// Takes a row out of a checked file.
    pub async fn leave_out_import_row(
        &self,
        permit: &MayImportFile,
        id: ImportId,
        number: u32,
    ) -> Result<(), Error> {
        let (tx, mut job, before) = self.open_row(id, number).await?;
        import::remove_row(&tx, id, number).await?;
        discount(&mut job.tally, before.verdict);
        self.close_row(tx, permit, &job, "import.row_left_out", number).await
    }

    async fn open_row(&self, id: ImportId, number: u32) -> Result<(Tx, Job, Judged), Error> {
        let tx = self.store.begin().await?;
        let job = import::lock(&tx, id).await?.ok_or(Error::Missing("import"))?;
        if job.state != JobState::Checked {
            return Err(Refusal::ImportNotReady.into());
        }
        let row = import::find_row(&tx, id, number).await?.ok_or(Error::Missing("import row"))?;
        Ok((tx, job, row))
    }

    async fn close_row(
        &self,
        tx: Tx,
        permit: &MayImportFile,
        job: &Job,
        action: &str,
        number: u32,
    ) -> Result<(), Error> {
        let now = self.now();
        import::count(&tx, job.id, &job.tally).await?;
        let subject = ("import", job.id.to_string());
        let line = entry(now, self.entropy(), permit.author(), action, subject, format!("row {number}"));
        audit::record(&tx, &line).await?;
        Ok(tx.commit().await?)
    }
}

fn discount(tally: &mut Tally, verdict: Verdict) {
    match verdict {
        Verdict::New => tally.new -= 1,
        Verdict::Changed => tally.changed -= 1,
        Verdict::Same => tally.same -= 1,
        Verdict::Faulty => tally.faulty -= 1,
    }
}
