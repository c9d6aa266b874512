//! Short names for the column types we use. Not null unless the name says so.

use sea_orm_migration::prelude::*;

pub fn id(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).uuid().not_null().take()
}

pub fn id_or_none(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).uuid().null().take()
}

pub fn text(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).text().not_null().take()
}

pub fn text_or_none(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).text().null().take()
}

pub fn bytes(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).blob().not_null().take()
}

pub fn instant(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).timestamp_with_time_zone().not_null().take()
}

pub fn instant_or_none(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).timestamp_with_time_zone().null().take()
}

pub fn local(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).timestamp().not_null().take()
}

pub fn day(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).date().not_null().take()
}

pub fn day_or_none(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).date().null().take()
}

pub fn flag(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).boolean().not_null().take()
}

pub fn small_or_none(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).small_integer().null().take()
}

pub fn small(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).small_integer().not_null().take()
}

pub fn int(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).integer().not_null().take()
}

pub fn int_or_none(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).integer().null().take()
}

pub fn big(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).big_integer().not_null().take()
}

pub fn big_or_none(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).big_integer().null().take()
}

/// A counter that starts at zero.
pub fn count(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).big_integer().not_null().default(0).take()
}

/// A text that is one of the words of a closed enumeration.
pub fn word(name: &'static str, words: &[&'static str]) -> ColumnDef {
    ColumnDef::new(name).text().not_null().check(Expr::col(name).is_in(words.iter().copied())).take()
}

/// The same, or nothing.
pub fn word_or_none(name: &'static str, words: &[&'static str]) -> ColumnDef {
    ColumnDef::new(name).text().null().check(Expr::col(name).is_in(words.iter().copied())).take()
}

/// A table with columns; its primary key is the first of them unless `key` names others.
pub fn table(
    name: &'static str,
    columns: impl IntoIterator<Item = ColumnDef>,
    key: &[&'static str],
) -> TableCreateStatement {
    let mut table = Table::create().table(name).take();
    for column in columns {
        table.col(column);
    }
    let mut primary = Index::create();
    for column in key {
        primary.col(*column);
    }
    table.primary_key(&mut primary);
    table
}

/// `column` points to the row `id` of `to`.
pub fn points(from: &'static str, column: &'static str, to: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create().name(format!("fk_{from}_{column}")).from(from, column).to(to, "id").take()
}

/// An index; its name follows from table and columns.
pub fn index(table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create().name(format!("ix_{table}_{}", columns.join("_"))).table(table).take();
    for column in columns {
        index.col(*column);
    }
    index
}

/// A unique index; its name follows from table and columns.
pub fn unique(table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index =
        Index::create().name(format!("ux_{table}_{}", columns.join("_"))).table(table).unique().take();
    for column in columns {
        index.col(*column);
    }
    index
}

/// Creates tables, then indices.
pub async fn create(
    manager: &SchemaManager<'_>,
    tables: Vec<TableCreateStatement>,
    indices: Vec<IndexCreateStatement>,
) -> Result<(), DbErr> {
    for table in tables {
        manager.create_table(table).await?;
    }
    for index in indices {
        manager.create_index(index).await?;
    }
    Ok(())
}

/// Adds a column to a table that is there.
pub async fn add(manager: &SchemaManager<'_>, table: &'static str, column: ColumnDef) -> Result<(), DbErr> {
    manager.alter_table(Table::alter().table(table).add_column(column).take()).await
}

/// Puts a column with another constraint in the place of one, which keeps its values and its name.
pub async fn replace(
    manager: &SchemaManager<'_>,
    table: &'static str,
    column: &'static str,
    wider: ColumnDef,
) -> Result<(), DbErr> {
    let name = wider.get_column_name();
    add(manager, table, wider).await?;
    let copy = Query::update().table(table).value(Alias::new(&name), Expr::col(column)).take();
    manager.exec_stmt(copy).await?;
    manager.alter_table(Table::alter().table(table).drop_column(column).take()).await?;
    manager.alter_table(Table::alter().table(table).rename_column(Alias::new(&name), column).take()).await
}
