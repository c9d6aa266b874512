//! The rows of the three tables, and how they become values.

use crate::StoreError;
use postup_domain::id::{ImportId, PersonId, SessionId};
use postup_domain::import::{ImportKind, Job, JobState, Judged, Tally, Verdict};
use sea_orm::ActiveValue::Set;

pub mod job {
    use super::{ImportId, ImportKind, JobState, PersonId, SessionId};
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "import_job")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: ImportId,
        pub kind: ImportKind,
        pub session_id: Option<SessionId>,
        pub author: Option<PersonId>,
        #[sea_orm(column_type = "Text")]
        pub file_name: String,
        pub state: JobState,
        pub rows_new: i64,
        pub rows_changed: i64,
        pub rows_same: i64,
        pub rows_faulty: i64,
        pub rows_done: i64,
        #[sea_orm(column_type = "Text", nullable)]
        pub flaw: Option<String>,
        #[sea_orm(column_type = "Text")]
        pub ignored: String,
        pub created_at: DateTimeUtc,
        pub since: DateTimeUtc,
        pub lease_until: Option<DateTimeUtc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod file {
    use super::ImportId;
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "import_file")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub import_id: ImportId,
        pub content: Vec<u8>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod line {
    use super::{ImportId, Verdict};
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "import_row")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub import_id: ImportId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i32,
        #[sea_orm(column_type = "Text")]
        pub cells: String,
        pub verdict: Verdict,
        #[sea_orm(column_type = "Text")]
        pub faults: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The job as a row that nobody holds.
pub fn active(job: &Job) -> Result<job::ActiveModel, StoreError> {
    Ok(job::ActiveModel {
        id: Set(job.id),
        kind: Set(job.kind),
        session_id: Set(job.session),
        author: Set(job.author),
        file_name: Set(job.file_name.clone()),
        state: Set(job.state),
        rows_new: Set(job.tally.new),
        rows_changed: Set(job.tally.changed),
        rows_same: Set(job.tally.same),
        rows_faulty: Set(job.tally.faulty),
        rows_done: Set(job.done),
        flaw: Set(job.flaw.clone()),
        ignored: Set(serde_json::to_string(&job.ignored).map_err(StoreError::corrupt)?),
        created_at: Set(job.created_at),
        since: Set(job.since),
        lease_until: Set(None),
    })
}

impl TryFrom<job::Model> for Job {
    type Error = StoreError;

    fn try_from(row: job::Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id,
            kind: row.kind,
            session: row.session_id,
            author: row.author,
            file_name: row.file_name,
            state: row.state,
            tally: Tally {
                new: row.rows_new,
                changed: row.rows_changed,
                same: row.rows_same,
                faulty: row.rows_faulty,
            },
            done: row.rows_done,
            flaw: row.flaw,
            ignored: serde_json::from_str(&row.ignored).map_err(StoreError::corrupt)?,
            created_at: row.created_at,
            since: row.since,
        })
    }
}

impl TryFrom<line::Model> for Judged {
    type Error = StoreError;

    fn try_from(row: line::Model) -> Result<Self, StoreError> {
        Ok(Self {
            number: u32::try_from(row.number).map_err(StoreError::corrupt)?,
            cells: serde_json::from_str(&row.cells).map_err(StoreError::corrupt)?,
            verdict: row.verdict,
            faults: serde_json::from_str(&row.faults).map_err(StoreError::corrupt)?,
        })
    }
}
