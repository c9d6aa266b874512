//! The rows of messages, and of addresses that are refused.

use postup_domain::id::{CohortId, MessageId, NotificationId, PersonId};
use postup_domain::notification::NotificationState;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "notification")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: NotificationId,
    pub person_id: PersonId,
    pub cohort_id: Option<CohortId>,
    #[sea_orm(column_type = "Text")]
    pub key: String,
    #[sea_orm(column_type = "Text")]
    pub payload: String,
    #[sea_orm(column_type = "Text")]
    pub effect: String,
    #[sea_orm(column_type = "Text")]
    pub state: NotificationState,
    pub attempts: i32,
    pub created_at: DateTimeUtc,
    pub due_at: DateTimeUtc,
    pub lease_until: Option<DateTimeUtc>,
    pub not_after: Option<DateTimeUtc>,
    pub finished_at: Option<DateTimeUtc>,
    #[sea_orm(column_type = "Text", nullable)]
    pub last_reply: Option<String>,
    pub requeued_at: Option<DateTimeUtc>,
    /// Set while the state is "queued": since when it waits for a digest.
    pub held_at: Option<DateTimeUtc>,
    /// The digest it goes, went or failed with.
    pub digest_id: Option<NotificationId>,
    /// What a manager wrote, where it tells that.
    pub message_id: Option<MessageId>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub mod refused {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "refused_address")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub address: String,
        pub since: DateTimeUtc,
        #[sea_orm(column_type = "Text")]
        pub reply: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
