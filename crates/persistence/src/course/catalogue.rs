//! Finding courses: the public catalogue and the manager's list.

use super::row::{course, version};
use super::{assemble_all, managed, newest, visible};
use crate::circle::Circle;
use crate::store::Read;
use crate::{Cursor, Page, StoreError, cohort};
use chrono::{DateTime, NaiveDate, Utc};
use postup_domain::access::Sight;
use postup_domain::cohort::{CohortState, Form, TeachingLanguage};
use postup_domain::course::{Course, Openings, Subject};
use postup_domain::id::{CourseId, ProgramId};
use postup_domain::program::Publication;
use postup_domain::search::search_key;
use sea_orm::sea_query::{ExprTrait, SelectStatement};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

/// Narrows a list of courses. `form`, `language`, `oblast` and `with_seats_at` ask for a published cohort that fits all
/// of them.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub circle: Circle,
    pub program: Option<ProgramId>,
    pub state: Option<Publication>,
    pub subject: Option<Subject>,
    /// Words of the title or code, as people type them.
    pub text: Option<String>,
    pub form: Option<Form>,
    pub language: Option<TeachingLanguage>,
    /// The code of an oblast in the codifier.
    pub oblast: Option<String>,
    /// Only courses that take applications at this instant and have a free seat.
    pub with_seats_at: Option<DateTime<Utc>>,
}

/// Courses by code, each with its newest version: three statements, however many courses.
pub async fn list(
    db: &impl Read,
    sight: &Sight,
    filter: &Filter,
    after: Option<&Cursor>,
    limit: u64,
) -> Result<Page<Course>, StoreError> {
    let mut query = newest()
        .filter(match filter.circle {
            Circle::Visible => visible(sight),
            Circle::Managed => managed(sight),
        })
        .filter(told_apart(filter))
        .order_by_asc(course::Column::Code)
        .limit(limit + 1);
    if let Some(cursor) = after {
        query = query.filter(course::Column::Code.gt(&cursor.value));
    }
    let courses = assemble_all(db, query.all(db.db()).await?).await?;
    Ok(Page::cut(courses, usize::try_from(limit).unwrap_or(usize::MAX), |course: &Course| Cursor {
        value: course.code.to_string(),
        id: course.id.to_string(),
    }))
}

fn told_apart(filter: &Filter) -> Condition {
    let mut all = Condition::all();
    if let Some(program) = filter.program {
        all = all.add(course::Column::ProgramId.eq(program));
    }
    if let Some(state) = filter.state {
        all = all.add(course::Column::State.eq(state));
    }
    if let Some(subject) = filter.subject {
        all = all.add(version::Column::Subject.eq(subject));
    }
    for word in words(filter.text.as_deref().unwrap_or_default()) {
        all = all.add(version::Column::Search.contains(word));
    }
    all.add_option(fitting_cohorts(filter).map(|cohorts| course::Column::Id.in_subquery(cohorts)))
}

/// The words to look for; the wildcards of LIKE are not words.
fn words(typed: &str) -> Vec<String> {
    let plain = typed.replace(['%', '_', '\\'], " ");
    search_key(&plain).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Ids of courses with a published cohort that fits, if the filter asks for one.
fn fitting_cohorts(filter: &Filter) -> Option<SelectStatement> {
    use cohort::row::{Column, Entity};
    let mut fits = Condition::all();
    if let Some(form) = filter.form {
        fits = fits.add(Column::Form.eq(form));
    }
    if let Some(language) = filter.language {
        fits = fits.add(Column::Language.eq(language));
    }
    // The first two digits of a code name the oblast.
    if let Some(oblast) = filter.oblast.as_deref().and_then(|code| code.get(..4)) {
        fits = fits.add(Column::Territory.starts_with(oblast.replace(['%', '_', '\\'], " ")));
    }
    if let Some(now) = filter.with_seats_at {
        fits = fits
            .add(Column::EnrollmentOpens.lte(now))
            .add(Column::EnrollmentCloses.gt(now))
            .add(Column::Confirmed.into_expr().lt(Column::Capacity.into_expr()));
    }
    if fits.is_empty() {
        return None;
    }
    let cohorts = Entity::find()
        .select_only()
        .column(Column::CourseId)
        .filter(Column::State.eq(CohortState::Published))
        .filter(fits);
    Some(cohorts.into_query())
}

/// What can be applied for at an instant, of these courses, in one statement. Courses without an opening are left out.
pub async fn openings(
    db: &impl Read,
    courses: &[CourseId],
    now: DateTime<Utc>,
) -> Result<Vec<(CourseId, Openings)>, StoreError> {
    use cohort::row::{Column, Entity};
    let rows: Vec<(CourseId, i64, i64, NaiveDate)> = Entity::find()
        .select_only()
        .column(Column::CourseId)
        .column_as(Column::Id.count(), "cohorts")
        .column_as(Column::Capacity.into_expr().sub(Column::Confirmed.into_expr()).sum(), "seats_left")
        .column_as(Column::StartsOn.min(), "next_start")
        .filter(Column::CourseId.is_in(courses.iter().copied()))
        .filter(Column::State.eq(CohortState::Published))
        .filter(Column::EnrollmentOpens.lte(now))
        .filter(Column::EnrollmentCloses.gt(now))
        .group_by(Column::CourseId)
        .into_tuple()
        .all(db.db())
        .await?;
    Ok(rows
        .into_iter()
        .map(|(course, cohorts, seats_left, next_start)| {
            (course, Openings { cohorts, seats_left, next_start })
        })
        .collect())
}
