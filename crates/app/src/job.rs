//! Long work: certificates for many people are issued piece by piece by the worker. Each piece is one change, which also
//! writes down how far the work is; so nothing is done twice, numbers have no gaps, and whoever dies is followed by another.

use crate::access::away;
use crate::{App, Error, entry};
use chrono::{DateTime, TimeDelta, Utc};
use postup_domain::access::{Actor, MayIssueCertificates, Sight};
use postup_domain::certificate::Certificate;
use postup_domain::id::{EnrollmentId, JobId};
use postup_domain::job::{Job, JobKind, Progress};
use postup_persistence::{Read, audit, cohort, job};

/// How long a worker may be silent about its work before another one goes on with it.
const LEASE: TimeDelta = TimeDelta::minutes(1);

/// What came of a wish for certificates.
#[derive(Debug)]
pub enum Issued {
    Now(Vec<Certificate>),
    /// The worker issues them.
    Later(Job),
}

impl App {
    /// Issues certificates at once to few, and by the worker to many. While work is under way for a cohort, asking again
    /// answers that work.
    ///
    /// # Errors
    /// Those of [`App::issue_certificates`], for the whole list, before anything begins.
    pub async fn issue_or_begin(
        &self,
        permit: MayIssueCertificates,
        list: Vec<EnrollmentId>,
    ) -> Result<Issued, Error> {
        if let Some(job) = job::open_for(&self.reader(), permit.cohort()).await? {
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
        if let Some(job) = job::open_for(&tx, permit.cohort()).await? {
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

    /// Long work, for whoever asked for it and for administrators.
    pub async fn job(&self, actor: &Actor, id: JobId) -> Result<Job, Error> {
        job::find(&self.reader(), &actor.sight(), id).await?.ok_or(Error::Missing("job"))
    }

    /// What is under way for a cohort.
    pub async fn job_for(&self, permit: &MayIssueCertificates) -> Result<Option<Job>, Error> {
        Ok(job::open_for(&self.reader(), permit.cohort()).await?)
    }

    /// Does what waits, and goes on with what a dead worker left. Returns how many pieces it did.
    pub async fn work_jobs(&self) -> Result<usize, Error> {
        let mut pieces = 0;
        loop {
            let now = self.now();
            let tx = self.store.begin().await?;
            let claimed = job::claim(&tx, now, now + LEASE).await?;
            tx.commit().await?;
            let Some(job) = claimed else { return Ok(pieces) };
            while self.work_piece(job.id).await? {
                pieces += 1;
            }
        }
    }

    /// Does the next piece; `false` when there is none.
    pub async fn work_piece(&self, id: JobId) -> Result<bool, Error> {
        let now = self.now();
        let tx = self.store.begin().await?;
        let Some(mut job) = job::lock(&tx, id).await? else { return Ok(false) };
        if !job.state.is_under_way() {
            return Ok(false);
        }
        let Some(permit) = issuer(&tx, &job, now).await? else {
            job.stop("no_right", now);
            job::update(&tx, &job, None).await?;
            tx.commit().await?;
            return Ok(false);
        };
        let piece = job.next_piece().to_vec();
        let made = self.issue_piece(&tx, &permit, &piece, now).await?;
        job.advance(piece.len(), made, now);
        let lease = job.state.is_under_way().then_some(now + LEASE);
        job::update(&tx, &job, lease).await?;
        tx.commit().await?;
        Ok(true)
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
