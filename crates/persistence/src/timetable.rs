//! What else is planned at a time.

use crate::store::Read;
use crate::{StoreError, sql};
use chrono::{DateTime, Utc};
use postup_domain::id::{CohortId, OrganizationId, SessionId, VenueId};
use postup_domain::interruption::Span;
use postup_domain::text::{Both, Code, Title};
use postup_domain::timetable::Meeting;
use sea_orm::{FromQueryResult, Value};
use std::collections::HashMap;

/// So many meetings are looked at.
const MOST: u32 = 5_000;

/// How many people have a seat both here and there, or are offered one.
pub async fn people_in_both(db: &impl Read, cohort: CohortId) -> Result<HashMap<CohortId, i64>, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        cohort_id: CohortId,
        people: i64,
    }
    let text = "SELECT o.cohort_id, COUNT(DISTINCT o.person_id) AS people FROM enrollment e \
                JOIN enrollment o ON o.person_id = e.person_id AND o.cohort_id <> e.cohort_id \
                WHERE e.cohort_id = $1 AND e.state IN ('confirmed', 'offered') \
                AND o.state IN ('confirmed', 'offered') GROUP BY o.cohort_id";
    let rows = sql::all::<Row>(db, text, vec![cohort.into()]).await?;
    Ok(rows.into_iter().map(|row| (row.cohort_id, row.people)).collect())
}

/// Planned sessions of a cohort, of these others or in these places that touch a span, the earliest first. Drafts of
/// other organizations are nobody's business.
pub async fn meetings(
    db: &impl Read,
    span: Span,
    (own, organization): (CohortId, OrganizationId),
    others: &[CohortId],
    venues: &[VenueId],
) -> Result<Vec<Meeting>, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        id: SessionId,
        cohort_id: CohortId,
        title_uk: Title,
        title_en: Title,
        code: Code,
        starts_at: DateTime<Utc>,
        ends_at: DateTime<Utc>,
        time_zone: String,
        venue_id: Option<VenueId>,
    }
    let mut values: Vec<Value> = vec![span.from.into(), span.until.into(), own.into(), organization.into()];
    let mut either = vec!["s.cohort_id = $3".to_owned()];
    if !others.is_empty() {
        either.push(format!("s.cohort_id IN ({})", sql::places(values.len() + 1, others.len())));
        values.extend(others.iter().map(|id| Value::from(*id)));
    }
    if !venues.is_empty() {
        either.push(format!("s.venue_id IN ({})", sql::places(values.len() + 1, venues.len())));
        values.extend(venues.iter().map(|id| Value::from(*id)));
    }
    let text = format!(
        "SELECT s.id, s.cohort_id, s.title_uk, s.title_en, c.code, s.starts_at, s.ends_at, s.time_zone, s.venue_id \
         FROM session s JOIN cohort c ON c.id = s.cohort_id WHERE s.ends_at > $1 AND s.starts_at < $2 \
         AND s.state = 'planned' AND (c.state = 'published' OR (c.state = 'draft' AND c.organization_id = $4)) AND ({}) \
         ORDER BY s.starts_at, s.id LIMIT {MOST}",
        either.join(" OR ")
    );
    let rows = sql::all::<Row>(db, &text, values).await?;
    rows.into_iter()
        .map(|row| {
            Ok(Meeting {
                session: row.id,
                cohort: row.cohort_id,
                title: Both::new(row.title_uk, row.title_en),
                code: row.code,
                span: Span { from: row.starts_at, until: row.ends_at },
                time_zone: row.time_zone.parse().map_err(StoreError::corrupt)?,
                venue: row.venue_id,
            })
        })
        .collect()
}
