//! How people stood in the sessions of their cohorts, all in all.

use crate::enrollment::listed_where;
use crate::store::Read;
use crate::{Cursor, Page, StoreError, sql};
use chrono::{DateTime, Utc};
use postup_domain::access::{Reach, Sight};
use postup_domain::attendance::{RecordFilter, Tally};
use postup_domain::enrollment::Listed;
use postup_domain::id::EnrollmentId;
use sea_orm::{FromQueryResult, Value};
use std::collections::HashMap;

/// A condition that grows with its values.
#[derive(Default)]
struct Condition {
    text: String,
    values: Vec<Value>,
}

impl Condition {
    fn place(&mut self, value: impl Into<Value>) -> usize {
        self.values.push(value.into());
        self.values.len()
    }

    fn or_among(&mut self, column: &str, ids: impl Iterator<Item = Value>) {
        let first = self.values.len() + 1;
        self.values.extend(ids);
        let count = self.values.len() + 1 - first;
        if count > 0 {
            self.text.push_str(&format!(" OR {column} IN ({})", sql::places(first, count)));
        }
    }

    fn or_within(&mut self, reach: &Reach) {
        if reach.everything {
            self.text.push_str(" OR 1 = 1");
        }
        self.or_among("c.organization_id", reach.organizations.iter().copied().map(Value::from));
        self.or_among("c.program_id", reach.programs.iter().copied().map(Value::from));
        self.or_among("c.id", reach.cohorts.iter().copied().map(Value::from));
    }
}

/// Enrollments with a seat that exist for the actor and fit, the newest first.
pub async fn records(
    db: &impl Read,
    sight: &Sight,
    filter: &RecordFilter,
    after: Option<&Cursor>,
    limit: u64,
) -> Result<Page<Listed>, StoreError> {
    let mut all = Condition::default();
    let own = all.place(sight.person.map(|person| person.0));
    all.text = format!("e.state = 'confirmed' AND (e.person_id = ${own}");
    all.or_within(&sight.manages);
    all.or_within(&sight.teaches);
    if sight.employs.everything {
        all.text.push_str(" OR 1 = 1");
    }
    all.or_among("e.organization_id", sight.employs.organizations.iter().copied().map(Value::from));
    all.text.push(')');
    if let Some(person) = filter.person {
        let place = all.place(person);
        all.text.push_str(&format!(" AND e.person_id = ${place}"));
    }
    if let Some(organization) = filter.organization {
        let place = all.place(organization);
        all.text.push_str(&format!(" AND e.organization_id = ${place}"));
    }
    if let Some(code) = &filter.territory {
        let place = all.place(code.as_str());
        all.text.push_str(&format!(
            " AND e.territory IN (SELECT t.code FROM territory t WHERE t.code = ${place} OR t.oblast_code = ${place} \
             OR t.raion_code = ${place} OR t.hromada_code = ${place})"
        ));
    }
    if let Some(id) = after.and_then(|cursor| cursor.id.parse::<EnrollmentId>().ok()) {
        let place = all.place(id);
        all.text.push_str(&format!(" AND e.id < ${place}"));
    }
    all.text.push_str(&format!(" ORDER BY e.id DESC LIMIT {}", limit + 1));
    let found = listed_where(db, &all.text, all.values).await?;
    Ok(Page::cut(found, usize::try_from(limit).unwrap_or(usize::MAX), |one| Cursor {
        value: String::new(),
        id: one.enrollment.id.to_string(),
    }))
}

#[derive(FromQueryResult)]
struct Counted {
    id: EnrollmentId,
    sessions: i64,
    present: i64,
    late: i64,
    excused: i64,
    absent: i64,
}

/// How these people stood in the sessions that are over by `now` and were not lost as a whole.
pub async fn tallies(
    db: &impl Read,
    enrollments: &[EnrollmentId],
    now: DateTime<Utc>,
) -> Result<HashMap<EnrollmentId, Tally>, StoreError> {
    let mut tallies = HashMap::with_capacity(enrollments.len());
    for chunk in enrollments.chunks(5_000) {
        let text = format!(
            "SELECT e.id, COUNT(*) AS sessions, \
             CAST(SUM(CASE WHEN a.status = 'present' THEN 1 ELSE 0 END) AS BIGINT) AS present, \
             CAST(SUM(CASE WHEN a.status = 'late' THEN 1 ELSE 0 END) AS BIGINT) AS late, \
             CAST(SUM(CASE WHEN a.status = 'excused' THEN 1 ELSE 0 END) AS BIGINT) AS excused, \
             CAST(SUM(CASE WHEN a.status = 'absent' THEN 1 ELSE 0 END) AS BIGINT) AS absent \
             FROM enrollment e JOIN session s ON s.cohort_id = e.cohort_id AND s.state = 'planned' \
             AND s.ends_at <= $1 AND s.held <> 'not_held' \
             LEFT JOIN attendance a ON a.session_id = s.id AND a.enrollment_id = e.id \
             WHERE e.id IN ({}) GROUP BY e.id",
            sql::places(2, chunk.len())
        );
        let values = std::iter::once(Value::from(now)).chain(chunk.iter().copied().map(Value::from));
        for Counted { id, sessions, present, late, excused, absent } in
            sql::all::<Counted>(db, &text, values.collect()).await?
        {
            tallies.insert(id, Tally { sessions, present, late, excused, absent });
        }
    }
    Ok(tallies)
}
