//! Long work: certificates for many people are issued piece by piece by the worker. Each piece is one change, which also
//! writes down how far the work is; so nothing is done twice, numbers have no gaps, and whoever dies is followed by another.

use crate::access::away;
use crate::lease::LEASE;
use crate::{App, Error, entry};
use chrono::{DateTime, Utc};
use postup_domain::access::{Actor, MayIssueCertificates, Sight};
use postup_domain::certificate::Certificate;
use postup_domain::id::{EnrollmentId, JobId};
use postup_domain::job::{Job, JobKind, Progress, Stop};
use postup_domain::rejection::Refusal;
use postup_persistence::{Read, Tx, audit, cohort, job};

/// What came of a wish for certificates.
#[derive(Debug)]
pub enum Issued {
    Now(Vec<Certificate>),
    /// The worker issues them.
    Later(Job),
}

impl App {
    /// The work under way for a cohort, if it is about this very list.
    ///
    /// # Errors
    /// `IssueUnderWay` when it is about another.
    pub async fn issue_under_way(
        &self,
        permit: &MayIssueCertificates,
        list: &[EnrollmentId],
    ) -> Result<Option<Job>, Error> {
        about(job::open_for(&self.reader(), permit.cohort()).await?, list)
    }

    /// Issues certificates at once to few, and by the worker to many. Asking again for the same list while it is under way
    /// answers that work.
    ///
    /// # Errors
    /// `IssueUnderWay`, and those of [`App::issue_certificates`], for the whole list, before anything begins.
    pub async fn issue_or_begin(
        &self,
        permit: MayIssueCertificates,
        list: Vec<EnrollmentId>,
    ) -> Result<Issued, Error> {
        if let Some(job) = self.issue_under_way(&permit, &list).await? {
            return Ok(Issued::Later(job));
        }
        if list.len() <= self.settings.certificates_at_once {
            return Ok(Issued::Now(self.issue_certificates(permit, list).await?));
        }
        // Whatever would refuse the list refuses it now.
        self.draft_certificates(&permit, &list).await?;
        let (now, author) = (self.now(), permit.author());
        let tx = self.store.begin().await?;
        cohort::lock(&tx, permit.cohort()).await?.ok_or(Error::Missing("cohort"))?;
        if let Some(job) = about(job::open_for(&tx, permit.cohort()).await?, &list)? {
            return Ok(Issued::Later(job));
        }
        let job = Job {
            id: JobId::new(now, self.entropy()),
            kind: JobKind::Issue,
            author,
            cohort: permit.cohort(),
            wanted: list,
            done: 0,
            made: 0,
            state: Progress::Waiting,
            reason: None,
            created_at: now,
            since: now,
        };
        job::insert(&tx, &job).await?;
        let subject = ("cohort", permit.cohort().to_string());
        let count = job.wanted.len().to_string();
        let line = entry(now, self.entropy(), author, "cohort.issue_begun", subject, count);
        audit::record(&tx, &line).await?;
        tx.commit().await?;
        Ok(Issued::Later(job))
    }

    /// Long work, for whoever asked for it, for those who could have, and for administrators.
    pub async fn job(&self, actor: &Actor, id: JobId) -> Result<Job, Error> {
        let job = job::find(&self.reader(), id).await?.ok_or(Error::Missing("job"))?;
        let is_own = job.author.is_some() && job.author == actor.person();
        if is_own || actor.sight().administers || self.may_issue_certificates(actor, job.cohort).await.is_ok()
        {
            return Ok(job);
        }
        Err(Error::Missing("job"))
    }

    /// What is under way for a cohort.
    pub async fn job_for(&self, permit: &MayIssueCertificates) -> Result<Option<Job>, Error> {
        Ok(job::open_for(&self.reader(), permit.cohort()).await?)
    }

    /// Does what waits, and goes on with what a dead worker left. Returns how many pieces it did.
    ///
    /// # Errors
    /// The last of those that some work ended in; it is tried again when its lease is over, and holds up no other.
    pub async fn work_jobs(&self) -> Result<usize, Error> {
        self.work_off(
            |tx, now, until| Box::pin(job::claim(tx, now, until)),
            |app, id| Box::pin(app.work_piece(id)),
        )
        .await
    }

    /// Does the next piece; `false` when there is none.
    pub async fn work_piece(&self, id: JobId) -> Result<bool, Error> {
        let now = self.now();
        let tx = self.store.begin().await?;
        let Some(mut job) = job::lock(&tx, id).await?.filter(|job| job.state.is_under_way()) else {
            return Ok(false);
        };
        let Some(permit) = issuer(&tx, &job, now).await? else {
            return self.stop_job(tx, job, Stop::NoRight).await;
        };
        let piece = job.next_piece().to_vec();
        let made = match self.issue_piece(&tx, &permit, &piece, now).await {
            Ok(made) => made,
            // Tomorrow the answer would be the same.
            Err(error @ (Error::Rejected(_) | Error::Invalid(_))) => {
                tracing::warn!(job = %id, %error, "long work is stopped");
                drop(tx);
                let tx = self.store.begin().await?;
                let job = job::lock(&tx, id).await?.filter(|job| job.state.is_under_way());
                let Some(job) = job else { return Ok(false) };
                return self.stop_job(tx, job, Stop::Refused).await;
            }
            Err(other) => return Err(other),
        };
        job.advance(piece.len(), made, now);
        let lease = job.state.is_under_way().then_some(now + LEASE);
        job::update(&tx, &job, lease).await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn stop_job(&self, tx: Tx, mut job: Job, why: Stop) -> Result<bool, Error> {
        let now = self.now();
        job.stop(why, now);
        job::update(&tx, &job, None).await?;
        let subject = ("cohort", job.cohort.to_string());
        let line = entry(now, self.entropy(), job.author, "cohort.issue_stopped", subject, why.as_str());
        audit::record(&tx, &line).await?;
        tx.commit().await?;
        Ok(false)
    }
}

/// Work that is open, if it is about this very list.
fn about(open: Option<Job>, list: &[EnrollmentId]) -> Result<Option<Job>, Error> {
    match open {
        Some(job) if job.wanted != list => Err(Refusal::IssueUnderWay.into()),
        open => Ok(open),
    }
}

/// The right to issue of whoever asked for it, if it still stands.
async fn issuer(
    db: &impl Read,
    job: &Job,
    now: DateTime<Utc>,
) -> Result<Option<MayIssueCertificates>, Error> {
    let cohort = cohort::find(db, &Sight::system(), job.cohort).await?.ok_or(Error::Missing("cohort"))?;
    let actor = match job.author {
        None => Actor::system(),
        Some(person) => away(db, person, now).await?,
    };
    Ok(actor.may_issue_certificates(cohort.place()).ok())
}
