//! The rows of marks and of attendance.

use postup_domain::attendance::Mark;

pub(super) mod mark {
    use postup_domain::attendance::{MarkKind, MarkSource};
    use postup_domain::id::{CohortId, EnrollmentId, MarkId, PersonId, SessionId};
    use postup_domain::text::Line;
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "mark")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: MarkId,
        pub cohort_id: CohortId,
        pub session_id: SessionId,
        pub enrollment_id: EnrollmentId,
        pub kind: MarkKind,
        pub minutes: Option<i32>,
        pub device_at: Option<DateTimeUtc>,
        pub server_at: DateTimeUtc,
        pub author: Option<PersonId>,
        pub source: MarkSource,
        pub reason: Option<Line>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod attendance {
    use postup_domain::attendance::MarkKind;
    use postup_domain::id::{EnrollmentId, MarkId, SessionId};
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "attendance")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub session_id: SessionId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub enrollment_id: EnrollmentId,
        pub status: MarkKind,
        pub minutes: i32,
        pub mark_id: MarkId,
        pub marked_at: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

impl From<mark::Model> for Mark {
    fn from(row: mark::Model) -> Self {
        Self {
            id: row.id,
            session: row.session_id,
            enrollment: row.enrollment_id,
            kind: row.kind,
            minutes: row.minutes,
            device_at: row.device_at,
            server_at: row.server_at,
            author: row.author,
            source: row.source,
            reason: row.reason,
        }
    }
}
