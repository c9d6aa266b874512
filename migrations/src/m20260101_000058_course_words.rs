//! The words courses are found by as they sound, and the pairs of letters by which a mistyped one leads to them.

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
        let word =
            table("course_word", [id("course_version_id"), text("word")], &["course_version_id", "word"])
                .foreign_key(&mut points("course_word", "course_version_id", "course_version"))
                .take();
        let pair = table("word_pair", [text("pair"), text("word")], &["pair", "word"]);
        create(manager, vec![word, pair], vec![index("course_word", &["word"])]).await
    }
}
