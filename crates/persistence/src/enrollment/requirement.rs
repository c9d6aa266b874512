//! What cohorts ask of everybody in them, what is known of people when they are looked at, and what came of it.

use crate::store::{Read, Tx};
use crate::{Part, StoreError, sql, together};
use chrono::{DateTime, Utc};
use postup_domain::access::Author;
use postup_domain::enrollment::{Condition, ConditionKind, Enrollment, Record, Shortfall};
use postup_domain::id::{CohortId, CourseId, EnrollmentId, PersonId};
use postup_domain::text::{Line, Name};
use sea_orm::entity::prelude::DateTimeUtc;
use sea_orm::{FromQueryResult, Value};
use std::collections::{HashMap, HashSet};

/// The conditions of a cohort, in the order in which they were made. In a change, lock the cohort first.
pub async fn requirements(db: &impl Read, cohort: CohortId) -> Result<Vec<Condition>, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        kind: ConditionKind,
        value: String,
    }
    let text = "SELECT kind, value FROM requirement WHERE cohort_id = $1 ORDER BY number";
    let rows = sql::all::<Row>(db, text, vec![cohort.into()]).await?;
    rows.into_iter().map(|row| Condition::new(row.kind, &row.value).map_err(StoreError::corrupt)).collect()
}

/// The conditions of many cohorts, in one statement.
pub async fn requirements_of_all(
    db: &impl Read,
    cohorts: &[CohortId],
) -> Result<Vec<(CohortId, Condition)>, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        cohort_id: CohortId,
        kind: ConditionKind,
        value: String,
    }
    let text = format!(
        "SELECT cohort_id, kind, value FROM requirement WHERE cohort_id IN ({}) ORDER BY cohort_id, number",
        sql::places(1, cohorts.len())
    );
    let rows = sql::all::<Row>(db, &text, cohorts.iter().copied().map(Value::from).collect()).await?;
    let condition = |row: &Row| Condition::new(row.kind, &row.value).map_err(StoreError::corrupt);
    rows.iter().map(|row| Ok((row.cohort_id, condition(row)?))).collect()
}

/// What one person has beside their traits, over many cohorts.
#[derive(Clone, Debug, Default)]
pub struct OwnPast {
    completed: Vec<CourseId>,
    accepted: Vec<(CohortId, CourseId)>,
    excepted: Vec<CohortId>,
}

impl OwnPast {
    /// The courses that count in a cohort, and whether there is an exception.
    pub fn in_cohort(&self, cohort: CohortId) -> (Vec<CourseId>, bool) {
        let accepted = self.accepted.iter().filter(|(at, _)| *at == cohort).map(|(_, course)| *course);
        (self.completed.iter().copied().chain(accepted).collect(), self.excepted.contains(&cohort))
    }
}

/// The past of one person as it counts in these cohorts, in three statements.
pub async fn own_past(
    db: &impl Read,
    person: PersonId,
    cohorts: &[CohortId],
    courses: &[CourseId],
) -> Result<OwnPast, StoreError> {
    #[derive(FromQueryResult)]
    struct Accepted {
        cohort_id: CohortId,
        course_id: CourseId,
    }
    #[derive(FromQueryResult)]
    struct Excepted {
        cohort_id: CohortId,
    }
    let values =
        || std::iter::once(Value::from(person)).chain(cohorts.iter().copied().map(Value::from)).collect();
    let list = sql::places(2, cohorts.len());
    let text = format!(
        "SELECT cohort_id, course_id FROM equivalent WHERE state = 'accepted' AND person_id = $1 AND cohort_id IN ({list})"
    );
    let accepted = sql::all::<Accepted>(db, &text, values()).await?;
    let text =
        format!("SELECT cohort_id FROM requirement_exception WHERE person_id = $1 AND cohort_id IN ({list})");
    let excepted = sql::all::<Excepted>(db, &text, values()).await?;
    Ok(OwnPast {
        completed: completed(db, &[person], courses).await?.into_iter().map(|(_, course)| course).collect(),
        accepted: accepted.into_iter().map(|row| (row.cohort_id, row.course_id)).collect(),
        excepted: excepted.into_iter().map(|row| row.cohort_id).collect(),
    })
}

/// Writes the conditions of a cohort anew; they count from `now` on. Lock the cohort first.
pub async fn set_requirements(
    tx: &Tx,
    cohort: CohortId,
    conditions: &[Condition],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sql::execute(tx, "DELETE FROM requirement WHERE cohort_id = $1", vec![cohort.into()]).await?;
    let since = (!conditions.is_empty()).then_some(now);
    let text = "UPDATE cohort SET requirements_since = $1 WHERE id = $2";
    let mut parts = vec![Part::new(text, vec![since.into(), cohort.into()], 1)];
    parts.extend((1_i32..).zip(conditions).map(|(number, condition)| {
        let text = "INSERT INTO requirement (cohort_id, number, kind, value) VALUES ($1, $2, $3, $4)";
        let values = vec![cohort.into(), number.into(), condition.kind().into(), condition.value().into()];
        Part::new(text, values, 1)
    }));
    together(tx, parts).await
}

/// What conditions look at beside a person's traits: which of the courses that are asked for somebody has completed, and
/// for whom there is an exception.
#[derive(Clone, Debug, Default)]
pub struct Past {
    pub completed: HashMap<PersonId, Vec<CourseId>>,
    pub excepted: HashSet<PersonId>,
}

/// The past of these people, in three statements however many there are.
pub async fn past(
    db: &impl Read,
    cohort: CohortId,
    people: &[PersonId],
    courses: &[CourseId],
) -> Result<Past, StoreError> {
    #[derive(FromQueryResult)]
    struct Excepted {
        person_id: PersonId,
    }
    let mut past = Past::default();
    for chunk in people.chunks(5_000) {
        let text = format!(
            "SELECT person_id FROM requirement_exception WHERE cohort_id = $1 AND person_id IN ({})",
            sql::places(2, chunk.len())
        );
        let people = chunk.iter().copied().map(Value::from);
        let values = std::iter::once(Value::from(cohort)).chain(people).collect();
        let rows = sql::all::<Excepted>(db, &text, values).await?;
        past.excepted.extend(rows.into_iter().map(|row| row.person_id));
        let counted = accepted(db, cohort, chunk, courses).await?;
        for (person, course) in completed(db, chunk, courses).await?.into_iter().chain(counted) {
            past.completed.entry(person).or_default().push(course);
        }
    }
    Ok(past)
}

#[derive(FromQueryResult)]
struct Taken {
    person_id: PersonId,
    course_id: CourseId,
}

/// Who has completed which of these courses, as the figures know it.
async fn completed(
    db: &impl Read,
    people: &[PersonId],
    courses: &[CourseId],
) -> Result<Vec<(PersonId, CourseId)>, StoreError> {
    if courses.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT DISTINCT e.person_id, c.course_id FROM enrollment e JOIN cohort c ON c.id = e.cohort_id \
         JOIN fact f ON f.enrollment_id = e.id WHERE f.completed AND c.course_id IN ({}) AND e.person_id IN ({})",
        sql::places(1, courses.len()),
        sql::places(courses.len() + 1, people.len())
    );
    let courses = courses.iter().copied().map(Value::from);
    let values = courses.chain(people.iter().copied().map(Value::from)).collect();
    let rows = sql::all::<Taken>(db, &text, values).await?;
    Ok(rows.into_iter().map(|row| (row.person_id, row.course_id)).collect())
}

/// For whom something else counts as which of these courses here.
async fn accepted(
    db: &impl Read,
    cohort: CohortId,
    people: &[PersonId],
    courses: &[CourseId],
) -> Result<Vec<(PersonId, CourseId)>, StoreError> {
    if courses.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT person_id, course_id FROM equivalent WHERE state = 'accepted' AND cohort_id = $1 \
         AND course_id IN ({}) AND person_id IN ({})",
        sql::places(2, courses.len()),
        sql::places(courses.len() + 2, people.len())
    );
    let courses = courses.iter().copied().map(Value::from);
    let people = people.iter().copied().map(Value::from);
    let values = std::iter::once(Value::from(cohort)).chain(courses).chain(people).collect();
    let rows = sql::all::<Taken>(db, &text, values).await?;
    Ok(rows.into_iter().map(|row| (row.person_id, row.course_id)).collect())
}

/// Writes down that people were looked at and fit, with what was seen: the proof that nobody is passed by the rule.
pub fn note_fitting(seen: &[(&Enrollment, &Record)]) -> Result<Vec<Part>, StoreError> {
    let written = |chunk: &[(&Enrollment, &Record)]| {
        let text = format!(
            "INSERT INTO eligibility (cohort_id, person_id, at, record) VALUES {} \
             ON CONFLICT (cohort_id, person_id) DO UPDATE SET at = excluded.at, record = excluded.record",
            sql::rows(chunk.len(), 4)
        );
        let mut values: Vec<Value> = Vec::with_capacity(chunk.len() * 4);
        for (of, record) in chunk {
            let record = serde_json::to_string(record).map_err(StoreError::corrupt)?;
            values.extend([of.cohort.into(), of.person.into(), of.since.into(), record.into()]);
        }
        Ok(Part::new(text, values, chunk.len()))
    };
    seen.chunks(1_000).map(written).collect()
}

/// Writes down what stood between people and the cohort at the step that ended it.
pub fn note_shortfalls(found: &[(&Enrollment, &Shortfall)]) -> Result<Vec<Part>, StoreError> {
    let written = |chunk: &[(&Enrollment, &Shortfall)]| {
        let text = format!(
            "INSERT INTO shortfall (enrollment_id, number, shortfall) VALUES {}",
            sql::rows(chunk.len(), 3)
        );
        let mut values: Vec<Value> = Vec::with_capacity(chunk.len() * 3);
        for (of, shortfall) in chunk {
            let shortfall = serde_json::to_string(shortfall).map_err(StoreError::corrupt)?;
            values.extend([of.id.into(), of.version.into(), shortfall.into()]);
        }
        Ok(Part::new(text, values, chunk.len()))
    };
    found.chunks(1_000).map(written).collect()
}

/// A shortfall as it was kept.
pub(super) fn kept(text: &str) -> Result<Shortfall, StoreError> {
    serde_json::from_str(text).map_err(StoreError::corrupt)
}

/// What stood between each of these and the cohort at the last step.
pub async fn shortfalls(
    db: &impl Read,
    enrollments: &[EnrollmentId],
) -> Result<HashMap<EnrollmentId, Shortfall>, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        enrollment_id: EnrollmentId,
        shortfall: String,
    }
    let mut found = HashMap::new();
    for chunk in enrollments.chunks(5_000) {
        let text = format!(
            "SELECT u.enrollment_id, u.shortfall FROM shortfall u \
             JOIN enrollment e ON e.id = u.enrollment_id AND e.version = u.number WHERE u.enrollment_id IN ({})",
            sql::places(1, chunk.len())
        );
        let values = chunk.iter().copied().map(Value::from).collect();
        for row in sql::all::<Row>(db, &text, values).await? {
            found.insert(row.enrollment_id, kept(&row.shortfall)?);
        }
    }
    Ok(found)
}

/// An exception from what a cohort asks.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Exception {
    pub person_id: PersonId,
    pub family_name: Name,
    pub given_name: Name,
    pub reason: Line,
    pub author: Option<PersonId>,
    pub at: DateTimeUtc,
}

/// The exceptions of a cohort, the newest first.
pub async fn exceptions(db: &impl Read, cohort: CohortId) -> Result<Vec<Exception>, StoreError> {
    let text = "SELECT x.person_id, p.family_name, p.given_name, x.reason, x.author, x.at \
                FROM requirement_exception x JOIN person p ON p.id = x.person_id WHERE x.cohort_id = $1 \
                ORDER BY x.at DESC, x.person_id";
    sql::all::<Exception>(db, text, vec![cohort.into()]).await
}

/// Writes an exception. `false` when there is one for this person already.
pub async fn insert_exception(
    tx: &Tx,
    cohort: CohortId,
    person: PersonId,
    reason: &Line,
    author: Author,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let text = "INSERT INTO requirement_exception (cohort_id, person_id, reason, author, at) \
                VALUES ($1, $2, $3, $4, $5) ON CONFLICT (cohort_id, person_id) DO NOTHING";
    let values = vec![cohort.into(), person.into(), reason.clone().into(), author.into(), now.into()];
    Ok(sql::execute(tx, text, values).await?.rows_affected() == 1)
}

/// A seat of a cohort that asked something when it was given, with what was seen then.
#[derive(Clone, Debug)]
pub struct Judged {
    pub cohort: CohortId,
    /// Number and cohort, for people.
    pub subject: String,
    pub record: Record,
    pub has_exception: bool,
}

/// Every seat that was given under the present conditions of its cohort, with what was seen of its holder.
pub async fn judged(db: &impl Read) -> Result<Vec<Judged>, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        cohort_id: CohortId,
        subject: String,
        record: String,
        has_exception: bool,
    }
    let text = "SELECT e.cohort_id, e.arrival || ' of ' || c.code AS subject, k.record, \
                EXISTS (SELECT 1 FROM requirement_exception x WHERE x.cohort_id = e.cohort_id \
                AND x.person_id = e.person_id) AS has_exception \
                FROM cohort c JOIN enrollment e ON e.cohort_id = c.id \
                JOIN eligibility k ON k.cohort_id = e.cohort_id AND k.person_id = e.person_id \
                WHERE c.requirements_since IS NOT NULL AND e.since > c.requirements_since \
                AND (e.state IN ('confirmed', 'offered') OR e.seat_held) AND k.at >= e.since \
                ORDER BY e.cohort_id, e.arrival";
    let rows = sql::all::<Row>(db, text, vec![]).await?;
    rows.into_iter()
        .map(|row| {
            Ok(Judged {
                cohort: row.cohort_id,
                subject: row.subject,
                record: serde_json::from_str(&row.record).map_err(StoreError::corrupt)?,
                has_exception: row.has_exception,
            })
        })
        .collect()
}
