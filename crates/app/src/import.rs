//! Taking in tables of people, enrollments, nominations, marks and interruptions: a file is received, every row gets its verdict, and then all of it is
//! written, or none.
//!
//! A file waits in the database, so that any worker can take it; what a worker leaves half done another one begins anew.

mod check;
mod cohorts;
mod commit;
mod enrollments;
mod export;
mod export_sessions;
mod interruptions;
mod marks;
mod mend;
mod nominations;
mod people;
mod reader;
mod sessions;
mod stage;
mod table;
pub(crate) mod when;

pub use export::Exported;
pub use reader::child_main;
pub use stage::ReadyImport;
pub use table::FileFlaw;

use crate::enrollment::nominee::Naming;
use crate::{App, Error, entry};
use chrono::{DateTime, TimeDelta, Utc};
use enrollments::Enrollments;
use interruptions::Interruptions;
use marks::Marks;
use nominations::Nominations;
use people::People;
use postup_domain::access::{Actor, Author, MayImportFile, MayName, Sight};
use postup_domain::attendance::Said;
use postup_domain::id::{CohortId, ImportId, PersonId, SessionId};
use postup_domain::import::{ImportKind, Job, JobState, Judged, RowFault, Tally, Verdict};
use postup_domain::interruption::Pause;
use postup_domain::person::Person;
use postup_domain::rejection::{Fault, Refusal};
use postup_domain::text::{Line, tidy};
use postup_persistence::{Cursor, Page, Read, access, audit, import, session};
use std::collections::HashMap;
use table::RawRow;

/// How long a worker may be silent about a file before another one begins it anew.
const LEASE: TimeDelta = TimeDelta::minutes(1);

/// How long the rows of a file are kept after the last thing happened to it; the job and its counters stay.
const KEPT: TimeDelta = TimeDelta::days(30);

/// The largest file, in bytes.
pub const LARGEST_FILE: usize = 10 * 1024 * 1024;

/// What a row would do.
enum Change {
    Add(Box<Person>),
    Correct(Box<Person>),
    Enroll {
        cohort: CohortId,
        person: PersonId,
        version: i64,
    },
    Nominate {
        cohort: CohortId,
        person: PersonId,
        version: i64,
        by_employer: bool,
        correction: Option<Box<Person>>,
    },
    Name {
        permit: MayName,
        naming: Box<Naming>,
    },
    Tell {
        session: SessionId,
        said: Box<Said>,
    },
    Interrupt(Vec<(SessionId, Pause)>),
}

/// Judges rows with somebody's rights, and remembers what it has seen of the file.
struct Judge {
    actor: Actor,
    now: DateTime<Utc>,
    /// What earlier rows speak of, with their numbers.
    seen: HashMap<String, u32>,
    of: Of,
}

enum Of {
    People(People),
    Enrollments(Enrollments),
    Nominations(Nominations),
    Marks(Box<Marks>),
    Interruptions(Box<Interruptions>),
}

/// A row with its verdict and what follows from it.
type Finding = (Judged, Option<Change>);

impl Judge {
    fn new(job: &Job, actor: Actor, now: DateTime<Utc>) -> Self {
        let of = match job.kind {
            ImportKind::People => Of::People(People::default()),
            ImportKind::Enrollments => Of::Enrollments(Enrollments::default()),
            ImportKind::Nominations => Of::Nominations(Nominations::default()),
            ImportKind::Marks => Of::Marks(Box::new(Marks::new(job.session))),
            ImportKind::Interruptions => Of::Interruptions(Box::new(Interruptions::new(job.session))),
        };
        Self { actor, now, seen: HashMap::new(), of }
    }

    /// The verdicts on the next rows of the file.
    async fn judge(&mut self, app: &App, db: &impl Read, rows: Vec<RawRow>) -> Result<Vec<Finding>, Error> {
        let Self { actor, now, seen, of } = self;
        match of {
            Of::People(people) => people.judge(app, db, actor, seen, rows).await,
            Of::Enrollments(enrollments) => enrollments.judge(db, actor, *now, seen, rows).await,
            Of::Nominations(nominations) => nominations.judge(app, db, actor, *now, seen, rows).await,
            Of::Marks(marks) => marks.judge(app, db, actor, *now, seen, rows).await,
            Of::Interruptions(pauses) => pauses.judge(app, db, actor, *now, seen, rows).await,
        }
    }
}

/// A row that cannot be taken.
fn faulty(row: RawRow, faults: Vec<RowFault>) -> Finding {
    (Judged { number: row.number, cells: row.cells, verdict: Verdict::Faulty, faults }, None)
}

/// A row that can.
fn sound(row: RawRow, verdict: Verdict, change: Option<Change>) -> Finding {
    (Judged { number: row.number, cells: row.cells, verdict, faults: Vec::new() }, change)
}

impl App {
    /// Takes a file in. Nothing of it is written before somebody commits it.
    pub async fn receive_import(
        &self,
        permit: &MayImportFile,
        kind: ImportKind,
        file_name: &str,
        content: Vec<u8>,
    ) -> Result<Job, Error> {
        self.receive_import_about(permit, kind, None, file_name, content).await
    }

    /// The same, of a file whose rows speak of one session where they name none.
    pub async fn receive_import_about(
        &self,
        permit: &MayImportFile,
        kind: ImportKind,
        session: Option<SessionId>,
        file_name: &str,
        content: Vec<u8>,
    ) -> Result<Job, Error> {
        if session.is_some() && !kind.is_of_sessions() {
            return Err(Error::field("session_id", Fault::Unknown));
        }
        if let Some(id) = session {
            let known = session::find(&self.reader(), &Sight::system(), id).await?;
            known.ok_or_else(|| Error::field("session_id", Fault::Unknown))?;
        }
        if content.is_empty() {
            return Err(Error::field("file", Fault::Missing));
        }
        if content.len() > LARGEST_FILE {
            return Err(Error::field("file", Fault::TooLarge { mebibytes: LARGEST_FILE / (1024 * 1024) }));
        }
        let now = self.now();
        let job = Job {
            id: ImportId::new(now, self.entropy()),
            kind,
            session,
            author: permit.author(),
            file_name: shown_name(file_name),
            state: JobState::Received,
            tally: Tally::default(),
            done: 0,
            flaw: None,
            ignored: Vec::new(),
            created_at: now,
            since: now,
        };
        let tx = self.store.begin().await?;
        import::insert(&tx, &job, content).await?;
        let subject = ("import", job.id.to_string());
        let line = entry(now, self.entropy(), permit.author(), "import.received", subject, kind.as_str());
        audit::record(&tx, &line).await?;
        tx.commit().await?;
        Ok(job)
    }

    /// One file on its way, if the actor may see it: the own ones, all for administrators.
    pub async fn import(&self, actor: &Actor, id: ImportId) -> Result<Job, Error> {
        import::find(&self.reader(), &actor.sight(), id).await?.ok_or(Error::Missing("import"))
    }

    /// The files the actor may see, the newest first.
    pub async fn imports(
        &self,
        actor: &Actor,
        after: Option<&Cursor>,
        limit: u64,
    ) -> Result<Page<Job>, Error> {
        Ok(import::list(&self.reader(), &actor.sight(), after, limit).await?)
    }

    /// Rows of a file in their order, after the one with a number.
    pub async fn import_rows(
        &self,
        job: &Job,
        verdict: Option<Verdict>,
        after: u32,
        limit: u64,
    ) -> Result<Vec<Judged>, Error> {
        Ok(import::rows(&self.reader(), job.id, verdict, after, limit).await?)
    }

    /// Wishes that the rows of a checked file are written. A worker does it.
    ///
    /// # Errors
    /// `ImportNotReady` when the file is not checked, has faulty rows or nothing to write.
    pub async fn wish_import(&self, permit: &MayImportFile, id: ImportId) -> Result<Job, Error> {
        let committing = |job: &Job| job.can_commit().then_some(JobState::Committing);
        self.turn_import(permit.author(), id, "import.commit_wished", committing).await
    }

    /// Throws away a file that was not written.
    pub async fn discard_import(&self, permit: &MayImportFile, id: ImportId) -> Result<Job, Error> {
        let discarded = |job: &Job| job.may_be_discarded().then_some(JobState::Discarded);
        self.turn_import(permit.author(), id, "import.discarded", discarded).await
    }

    async fn turn_import(
        &self,
        author: Author,
        id: ImportId,
        action: &str,
        next: impl Fn(&Job) -> Option<JobState>,
    ) -> Result<Job, Error> {
        let now = self.now();
        let tx = self.store.begin().await?;
        let mut job = import::lock(&tx, id).await?.ok_or(Error::Missing("import"))?;
        (job.state, job.since, job.done) = (next(&job).ok_or(Refusal::ImportNotReady)?, now, 0);
        if job.state == JobState::Discarded {
            import::forget_file(&tx, id).await?;
            import::forget_rows(&tx, id).await?;
        }
        import::update(&tx, &job).await?;
        let subject = ("import", id.to_string());
        audit::record(&tx, &entry(now, self.entropy(), author, action, subject, "")).await?;
        tx.commit().await?;
        Ok(job)
    }

    /// Does what waits: judges the rows of files that came, writes those that somebody committed. Returns how many files
    /// it took.
    pub async fn work_imports(&self) -> Result<usize, Error> {
        let mut taken = 0;
        loop {
            let now = self.now();
            let tx = self.store.begin().await?;
            let claimed = import::claim(&tx, now, now + LEASE).await?;
            tx.commit().await?;
            let Some(job) = claimed else { return Ok(taken) };
            taken += 1;
            match job.state {
                JobState::Committing => self.commit_import(job).await?,
                _ => self.check_import(job).await?,
            };
        }
    }

    /// Throws away rows and files that nobody came back for.
    pub async fn forget_imports(&self) -> Result<usize, Error> {
        let stale = import::stale(&self.reader(), self.now() - KEPT, 100).await?;
        for id in &stale {
            let tx = self.store.begin().await?;
            import::forget_file(&tx, *id).await?;
            import::forget_rows(&tx, *id).await?;
            tx.commit().await?;
        }
        let left_over = import::left_over(&self.reader(), 100).await?;
        for id in left_over {
            self.clear_stage(id).await?;
        }
        Ok(stale.len())
    }

    /// The one who sent a file, with the rights of today.
    async fn sender(&self, db: &impl Read, author: Author) -> Result<Actor, Error> {
        match author {
            None => Ok(Actor::system()),
            Some(person) => {
                let grants = access::of_persons(db, &[person]).await?;
                Ok(Actor::away(person, grants, self.now()))
            }
        }
    }
}

/// The name of a file without its folders, as a line that can be shown.
fn shown_name(name: &str) -> String {
    let bare = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let tidied: String = tidy(bare).chars().filter(|c| !c.is_control()).take(100).collect();
    Line::new("file", &tidied).map_or_else(|_| "-".to_owned(), |line| line.to_string())
}
