//! Who waits for a course that has no date yet.

use crate::store::{Read, Tx};
use crate::{StoreError, sql};
use chrono::NaiveDate;
use postup_domain::cohort::Form;
use postup_domain::id::{CourseId, PersonId};
use postup_domain::interest::{Interest, Waiting, Wish};
use postup_domain::territory::TerritoryCode;
use sea_orm::FromQueryResult;
use sea_orm::entity::prelude::DateTimeUtc;

#[derive(FromQueryResult)]
struct Row {
    course_id: CourseId,
    person_id: PersonId,
    territory: TerritoryCode,
    form: Option<Form>,
    month: Option<NaiveDate>,
    since: DateTimeUtc,
}

impl From<Row> for Interest {
    fn from(row: Row) -> Self {
        let Row { course_id: course, person_id: person, territory, form, month, since } = row;
        Self { course, person, wish: Wish { territory, form, month }, since }
    }
}

const ROWS: &str = "SELECT course_id, person_id, territory, form, month, since FROM interest i";

/// Of those whose interest is `i`: the ones who are in no cohort of the course, nor asked, nor in a queue.
const WAITS: &str = "NOT EXISTS (SELECT 1 FROM enrollment e JOIN cohort c ON c.id = e.cohort_id \
     WHERE e.person_id = i.person_id AND c.course_id = i.course_id \
     AND e.state NOT IN ('declined', 'rejected', 'withdrawn', 'transferred'))";

/// What a person wishes of a course.
pub async fn find(
    db: &impl Read,
    course: CourseId,
    person: PersonId,
) -> Result<Option<Interest>, StoreError> {
    let text = format!("{ROWS} WHERE course_id = $1 AND person_id = $2");
    Ok(sql::one::<Row>(db, &text, vec![course.into(), person.into()]).await?.map(Interest::from))
}

/// What a person waits for still, the longest first.
pub async fn of_person(db: &impl Read, person: PersonId) -> Result<Vec<Interest>, StoreError> {
    let text = format!("{ROWS} WHERE person_id = $1 AND {WAITS} ORDER BY since, course_id");
    let rows = sql::all::<Row>(db, &text, vec![person.into()]).await?;
    Ok(rows.into_iter().map(Interest::from).collect())
}

/// Writes an interest, or another wish in the place of the one before; it keeps its age.
pub async fn put(tx: &Tx, interest: &Interest) -> Result<(), StoreError> {
    let text = "INSERT INTO interest (course_id, person_id, territory, form, month, since) \
                VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (course_id, person_id) DO UPDATE SET \
                territory = excluded.territory, form = excluded.form, month = excluded.month";
    let wish = &interest.wish;
    let values = vec![
        interest.course.into(),
        interest.person.into(),
        wish.territory.clone().into(),
        wish.form.into(),
        wish.month.into(),
        interest.since.into(),
    ];
    sql::execute(tx, text, values).await?;
    Ok(())
}

/// Ends an interest. `false` when there was none.
pub async fn remove(tx: &Tx, course: CourseId, person: PersonId) -> Result<bool, StoreError> {
    let text = "DELETE FROM interest WHERE course_id = $1 AND person_id = $2";
    let done = sql::execute(tx, text, vec![course.into(), person.into()]).await?;
    Ok(done.rows_affected() > 0)
}

/// How many wait for a course, by place and form.
pub async fn waiting(db: &impl Read, course: CourseId) -> Result<Vec<Waiting>, StoreError> {
    #[derive(FromQueryResult)]
    struct Group {
        oblast_code: TerritoryCode,
        raion_code: Option<TerritoryCode>,
        hromada_code: Option<TerritoryCode>,
        form: Option<Form>,
        people: i64,
    }
    let text = format!(
        "SELECT t.oblast_code, t.raion_code, t.hromada_code, i.form, COUNT(*) AS people FROM interest i \
         JOIN territory t ON t.code = i.territory WHERE i.course_id = $1 AND {WAITS} \
         GROUP BY t.oblast_code, t.raion_code, t.hromada_code, i.form"
    );
    let groups = sql::all::<Group>(db, &text, vec![course.into()]).await?;
    let waiting = |group: Group| Waiting {
        oblast: group.oblast_code,
        raion: group.raion_code,
        hromada: group.hromada_code,
        form: group.form,
        people: group.people,
    };
    Ok(groups.into_iter().map(waiting).collect())
}

/// Everybody who waits for a course, and whether that is in the oblast of `place`.
pub async fn waiters(
    tx: &Tx,
    course: CourseId,
    place: Option<&str>,
) -> Result<Vec<(Interest, bool)>, StoreError> {
    #[derive(FromQueryResult)]
    struct Waiter {
        #[sea_orm(nested)]
        row: Row,
        near: bool,
    }
    let text = format!(
        "SELECT i.course_id, i.person_id, i.territory, i.form, i.month, i.since, \
         EXISTS (SELECT 1 FROM territory t JOIN territory p ON p.oblast_code = t.oblast_code \
         WHERE t.code = i.territory AND p.code = $2) AS near \
         FROM interest i WHERE i.course_id = $1 AND {WAITS} ORDER BY i.since, i.person_id"
    );
    let values = vec![course.into(), place.unwrap_or_default().into()];
    let rows = sql::all::<Waiter>(tx, &text, values).await?;
    Ok(rows.into_iter().map(|one| (one.row.into(), one.near)).collect())
}
