//! Whom to ask about the courses of a program: an office with its address and telephone.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["contact_office_uk", "contact_office_en", "contact_email", "contact_phone"] {
            add(manager, "program", text_or_none(column)).await?;
        }
        Ok(())
    }
}
