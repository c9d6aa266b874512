//! The rows of courses, their versions and units.

pub(crate) mod course {
    use postup_domain::id::{CourseId, ProgramId};
    use postup_domain::program::Publication;
    use postup_domain::text::Code;
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "course")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: CourseId,
        pub program_id: ProgramId,
        pub code: Code,
        pub state: Publication,
        pub latest: i32,
        pub version: i64,
        pub created_at: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(has_many = "super::version::Entity")]
        Version,
    }

    impl Related<super::version::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Version.def()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod version {
    use postup_domain::course::{ContentType, LengthType, Subject};
    use postup_domain::id::{CourseId, CourseVersionId};
    use postup_domain::text::{Prose, Title};
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "course_version")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: CourseVersionId,
        pub course_id: CourseId,
        pub number: i32,
        pub title_uk: Title,
        pub title_en: Title,
        pub summary_uk: Prose,
        pub summary_en: Prose,
        pub outcomes_uk: Prose,
        pub outcomes_en: Prose,
        pub subject: Subject,
        pub content_type: ContentType,
        pub length_type: LengthType,
        pub hours: i64,
        pub attendance_percent: i16,
        pub final_score: Option<i16>,
        #[sea_orm(column_type = "Text")]
        pub search: String,
        pub created_at: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(
            belongs_to = "super::course::Entity",
            from = "Column::CourseId",
            to = "super::course::Column::Id"
        )]
        Course,
    }

    impl Related<super::course::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Course.def()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod unit {
    use postup_domain::id::{CourseVersionId, UnitId};
    use postup_domain::text::Title;
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "course_unit")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: UnitId,
        pub course_version_id: CourseVersionId,
        pub position: i32,
        pub title_uk: Title,
        pub title_en: Title,
        pub hours: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use postup_domain::course::{CompletionRule, Course, CourseVersion, Hours, Unit};
use postup_domain::text::Both;
use sea_orm::ActiveValue::{NotSet, Set, Unchanged};

/// A version with those of these units that are its own; they come in order.
pub(crate) fn assemble_version(row: version::Model, units: &[unit::Model]) -> CourseVersion {
    let units = units
        .iter()
        .filter(|unit| unit.course_version_id == row.id)
        .map(|unit| Unit {
            id: unit.id,
            title: Both::new(unit.title_uk.clone(), unit.title_en.clone()),
            hours: Hours::from_hundredths(unit.hours),
        })
        .collect();
    CourseVersion {
        id: row.id,
        course: row.course_id,
        number: row.number,
        title: Both::new(row.title_uk, row.title_en),
        summary: Both::new(row.summary_uk, row.summary_en),
        outcomes: Both::new(row.outcomes_uk, row.outcomes_en),
        subject: row.subject,
        content_type: row.content_type,
        length_type: row.length_type,
        hours: Hours::from_hundredths(row.hours),
        rule: CompletionRule { attendance_percent: row.attendance_percent, final_score: row.final_score },
        units,
    }
}

/// A course with its newest version.
pub(crate) fn assemble(row: course::Model, content: CourseVersion) -> Course {
    Course {
        id: row.id,
        program: row.program_id,
        code: row.code,
        state: row.state,
        version: row.version,
        content,
    }
}

/// The row of a course, but for when it was made.
pub(crate) fn course_columns(course: &Course) -> course::ActiveModel {
    course::ActiveModel {
        id: Unchanged(course.id),
        program_id: Set(course.program),
        code: Set(course.code.clone()),
        state: Set(course.state),
        latest: Set(course.content.number),
        version: Set(course.version),
        created_at: NotSet,
    }
}

/// The row of a version, but for when it was made.
pub(crate) fn version_columns(course: &Course) -> version::ActiveModel {
    let content = course.content.clone();
    let search = super::words::text_of(&content, course.code.as_str());
    version::ActiveModel {
        id: Unchanged(content.id),
        course_id: Set(content.course),
        number: Set(content.number),
        title_uk: Set(content.title.uk),
        title_en: Set(content.title.en),
        summary_uk: Set(content.summary.uk),
        summary_en: Set(content.summary.en),
        outcomes_uk: Set(content.outcomes.uk),
        outcomes_en: Set(content.outcomes.en),
        subject: Set(content.subject),
        content_type: Set(content.content_type),
        length_type: Set(content.length_type),
        hours: Set(content.hours.hundredths()),
        attendance_percent: Set(content.rule.attendance_percent),
        final_score: Set(content.rule.final_score),
        search: Set(search),
        created_at: NotSet,
    }
}

/// The rows of the units of a version.
pub(crate) fn unit_columns(content: &CourseVersion) -> Vec<unit::ActiveModel> {
    let positions = 1_i32..;
    positions
        .zip(&content.units)
        .map(|(position, unit)| unit::ActiveModel {
            id: Set(unit.id),
            course_version_id: Set(content.id),
            position: Set(position),
            title_uk: Set(unit.title.uk.clone()),
            title_en: Set(unit.title.en.clone()),
            hours: Set(unit.hours.hundredths()),
        })
        .collect()
}
