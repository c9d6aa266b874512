//! What the counters are made of.

use crate::StoreError;
use crate::store::{Read, Tx};
use chrono::{DateTime, Utc};
use postup_domain::id::EnrollmentId;
use sea_orm::{ActiveValue::Set, EntityTrait, PaginatorTrait, sea_query::OnConflict};

mod due {
    use super::EnrollmentId;
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "fact_due")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub enrollment_id: EnrollmentId,
        pub since: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Notes that an enrollment has changed, so that the counters follow. Call it in the transaction of the change.
pub async fn touch(tx: &Tx, enrollments: &[EnrollmentId], now: DateTime<Utc>) -> Result<(), StoreError> {
    for chunk in enrollments.chunks(5_000) {
        let rows = chunk.iter().map(|id| due::ActiveModel { enrollment_id: Set(*id), since: Set(now) });
        due::Entity::insert_many(rows)
            .on_conflict(
                OnConflict::column(due::Column::EnrollmentId).update_column(due::Column::Since).to_owned(),
            )
            .exec_without_returning(tx.db())
            .await?;
    }
    Ok(())
}

/// How many enrollments have changed since they were last counted.
pub async fn count_due(db: &impl Read) -> Result<i64, StoreError> {
    Ok(i64::try_from(due::Entity::find().count(db.db()).await?).unwrap_or(i64::MAX))
}
