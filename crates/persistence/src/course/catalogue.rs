//! Finding courses: the public catalogue and the manager's list.

use super::row::{course, version};
use super::words::{Meant, meant};
use super::{assemble_all, managed, newest, newest_versions, visible};
use crate::circle::Circle;
use crate::store::Read;
use crate::{Cursor, Page, StoreError, cohort};
use chrono::{DateTime, NaiveDate, Utc};
use postup_domain::access::Sight;
use postup_domain::cohort::{CohortState, Form, Seats, TeachingLanguage};
use postup_domain::course::{Course, Openings, Subject};
use postup_domain::id::{CourseId, ProgramId};
use postup_domain::program::Publication;
use sea_orm::sea_query::{Expr, ExprTrait, Func};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, Order as Direction, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
};
use std::collections::BTreeMap;

/// Narrows a list of courses. `form`, `language`, `oblast`, `starts` and `with_seats_at` ask for a published cohort that
/// fits all of them.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub circle: Circle,
    pub program: Option<ProgramId>,
    pub state: Option<Publication>,
    pub subject: Option<Subject>,
    /// Words of code, title or summary, as people type them.
    pub text: Option<String>,
    pub form: Option<Form>,
    pub language: Option<TeachingLanguage>,
    /// The code of an oblast in the codifier.
    pub oblast: Option<String>,
    /// The first and the last day on which it may begin.
    pub starts: (Option<NaiveDate>, Option<NaiveDate>),
    /// Only courses that take applications at this instant and have a free seat.
    pub with_seats_at: Option<DateTime<Utc>>,
    pub order: Order,
}

/// Which course comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    #[default]
    Code,
    /// The one that begins next, among cohorts that fit and take applications at this instant; then the others by code.
    NextStart(DateTime<Utc>),
}

/// What a search brought.
#[derive(Clone, Debug)]
pub struct Found {
    pub courses: Page<Course>,
    /// All of them, not only those on this page.
    pub count: u64,
    /// Words nothing was found for as they were typed, so that the nearest ones were looked for.
    pub guessed: Vec<String>,
}

/// Courses in order, each with its newest version: as many statements for a thousand courses as for three, and some more for
/// each word that is looked for.
pub async fn list(
    db: &impl Read,
    sight: &Sight,
    filter: &Filter,
    after: Option<&Cursor>,
    limit: u64,
) -> Result<Page<Course>, StoreError> {
    page(db, filter, narrowed(sight, filter, &words(db, sight, filter).await?), after, limit).await
}

/// The same with how many they are, and what was guessed.
pub async fn search(
    db: &impl Read,
    sight: &Sight,
    filter: &Filter,
    after: Option<&Cursor>,
    limit: u64,
) -> Result<Found, StoreError> {
    let words = words(db, sight, filter).await?;
    let condition = narrowed(sight, filter, &words);
    let count = newest_versions().filter(condition.clone()).count(db.db()).await?;
    let courses = page(db, filter, condition, after, limit).await?;
    let guessed = words.into_iter().filter(|word| !word.words.is_empty());
    Ok(Found { courses, count, guessed: guessed.map(|word| word.sought.spelled).collect() })
}

/// The courses that have most of these words, or words somewhat like them; for when none has all of them.
pub async fn nearest(
    db: &impl Read,
    sight: &Sight,
    text: &str,
    limit: u64,
) -> Result<Vec<Course>, StoreError> {
    let words = meant(db, visible(sight), text, 1).await?;
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let any = words.iter().fold(Condition::any(), |any, word| any.add(word.found()));
    let having = words.iter().fold(Expr::value(0), |sum, word| {
        sum.add(Expr::Case(Box::new(Expr::case(word.found(), 1).finally(0))))
    });
    let query = newest()
        .filter(visible(sight))
        .filter(course::Column::State.eq(Publication::Published))
        .filter(any)
        .order_by(having, Direction::Desc)
        .order_by_asc(course::Column::Code)
        .limit(limit);
    assemble_all(db, query.all(db.db()).await?).await
}

async fn words(db: &impl Read, sight: &Sight, filter: &Filter) -> Result<Vec<Meant>, StoreError> {
    match filter.text.as_deref() {
        Some(text) => meant(db, seen(sight, filter), text, 0).await,
        None => Ok(Vec::new()),
    }
}

fn seen(sight: &Sight, filter: &Filter) -> Condition {
    match filter.circle {
        Circle::Visible => visible(sight),
        Circle::Managed => managed(sight),
    }
}

fn narrowed(sight: &Sight, filter: &Filter, words: &[Meant]) -> Condition {
    let cohorts =
        fitting(filter).map(|fits| cohorts(fits).column(cohort::row::Column::CourseId).into_query());
    words
        .iter()
        .fold(Condition::all().add(seen(sight, filter)), |all, word| all.add(word.found()))
        .add_option(filter.program.map(|program| course::Column::ProgramId.eq(program)))
        .add_option(filter.state.map(|state| course::Column::State.eq(state)))
        .add_option(filter.subject.map(|subject| version::Column::Subject.eq(subject)))
        .add_option(cohorts.map(|cohorts| course::Column::Id.in_subquery(cohorts)))
}

async fn page(
    db: &impl Read,
    filter: &Filter,
    condition: Condition,
    after: Option<&Cursor>,
    limit: u64,
) -> Result<Page<Course>, StoreError> {
    let mut query = newest().filter(condition).limit(limit + 1);
    let beyond = |code: &str| course::Column::Code.gt(code);
    match filter.order {
        Order::Code => {
            query = query.filter(Condition::all().add_option(after.map(|last| beyond(&last.value))));
        }
        Order::NextStart(now) => {
            let start = next_start(filter, now);
            if let Some((day, code)) = after.and_then(|last| Some((last.id.parse().ok()?, &last.value))) {
                let day: NaiveDate = day;
                let same_day = Condition::all().add(start.clone().eq(day)).add(beyond(code));
                query = query.filter(Condition::any().add(start.clone().gt(day)).add(same_day));
            }
            query = query.order_by(start, Direction::Asc);
        }
    }
    let rows = query.order_by_asc(course::Column::Code).all(db.db()).await?;
    let courses = assemble_all(db, rows).await?;
    let mut page = Page::cut(courses, usize::try_from(limit).unwrap_or(usize::MAX), |course: &Course| {
        Cursor { value: course.code.to_string(), id: course.id.to_string() }
    });
    // Asked also where no page follows: what a list costs does not depend on how much there is.
    if let (Order::NextStart(now), Some(last)) = (filter.order, page.items.last()) {
        let start = openings(db, &[last.id], filter, 1, now).await?.first().map(|(_, open)| open.next_start);
        if let Some(next) = &mut page.next {
            next.id = start.unwrap_or(never()).to_string();
        }
    }
    Ok(page)
}

/// The day on which what has no date begins.
fn never() -> NaiveDate {
    NaiveDate::from_ymd_opt(9999, 12, 31).unwrap_or(NaiveDate::MAX)
}

/// The first day of the fitting cohort of a course that is open and begins next.
fn next_start(filter: &Filter, now: DateTime<Utc>) -> Expr {
    use cohort::row::{Column, Entity};
    let next = cohorts(open_at(now).add_option(fitting(filter)))
        .expr(Column::StartsOn.min())
        .filter(Expr::col((Entity, Column::CourseId)).equals((course::Entity, course::Column::Id)))
        .into_query();
    Func::coalesce([Expr::SubQuery(None, Box::new(next.into())), Expr::value(never())]).into()
}

fn cohorts(fits: Condition) -> sea_orm::Select<cohort::row::Entity> {
    cohort::row::Entity::find()
        .select_only()
        .filter(cohort::row::Column::State.eq(CohortState::Published))
        .filter(fits)
}

fn open_at(now: DateTime<Utc>) -> Condition {
    use cohort::row::Column;
    Condition::all().add(Column::EnrollmentOpens.lte(now)).add(Column::EnrollmentCloses.gt(now))
}

/// What the filter asks of a cohort, if it asks for one.
fn fitting(filter: &Filter) -> Option<Condition> {
    use cohort::row::Column;
    // The first two digits of a code name the oblast.
    let oblast = filter.oblast.as_deref().and_then(|code| code.get(..4));
    let fits = Condition::all()
        .add_option(filter.form.map(|form| Column::Form.eq(form)))
        .add_option(filter.language.map(|language| Column::Language.eq(language)))
        .add_option(oblast.map(|code| Column::Territory.starts_with(code.replace(['%', '_', '\\'], " "))))
        .add_option(filter.starts.0.map(|first| Column::StartsOn.gte(first)))
        .add_option(filter.starts.1.map(|last| Column::StartsOn.lte(last)))
        .add_option(
            filter
                .with_seats_at
                .map(|now| open_at(now).add(Column::Confirmed.into_expr().lt(Column::Capacity.into_expr()))),
        );
    (!fits.is_empty()).then_some(fits)
}

/// What can be applied for at an instant, of these courses and what fits the filter, in one statement; of seats as much as
/// those may know to whom fewer than `threshold` people are not told. Courses without an opening are left out.
pub async fn openings(
    db: &impl Read,
    courses: &[CourseId],
    filter: &Filter,
    threshold: i64,
    now: DateTime<Utc>,
) -> Result<Vec<(CourseId, Openings)>, StoreError> {
    use cohort::row::Column;
    let rows: Vec<(CourseId, i32, i32, i32, NaiveDate)> = cohorts(open_at(now).add_option(fitting(filter)))
        .columns([Column::CourseId, Column::Capacity, Column::Confirmed, Column::Held, Column::StartsOn])
        .filter(Column::CourseId.is_in(courses.iter().copied()))
        .into_tuple()
        .all(db.db())
        .await?;
    let mut openings: BTreeMap<CourseId, Openings> = BTreeMap::new();
    for (course, capacity, confirmed, held, starts_on) in rows {
        let seats = Seats::of(capacity, confirmed + held, threshold);
        let none = Openings { cohorts: 0, seats_left: 0, is_least: false, next_start: starts_on };
        let open = openings.entry(course).or_insert(none);
        open.cohorts += 1;
        open.seats_left += i64::from(seats.left);
        open.is_least |= seats.is_least;
        open.next_start = Ord::min(open.next_start, starts_on);
    }
    Ok(openings.into_iter().collect())
}
