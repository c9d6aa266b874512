//! The rows of sessions.

use crate::StoreError;
use postup_domain::id::{CohortId, SeriesId, SessionId, UnitId, VenueId};
use postup_domain::interruption::{HeldState, Stretches};
use postup_domain::session::{Count, LocalTime, Plan, RegisterState, Session, SessionState};
use postup_domain::text::{Both, Line, Title};
use sea_orm::ActiveValue::{NotSet, Set, Unchanged};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SessionId,
    pub cohort_id: CohortId,
    pub unit_id: Option<UnitId>,
    pub series_id: Option<SeriesId>,
    pub title_uk: Title,
    pub title_en: Title,
    pub local_start: DateTime,
    pub local_end: DateTime,
    #[sea_orm(column_type = "Text")]
    pub time_zone: String,
    pub starts_at: DateTimeUtc,
    pub ends_at: DateTimeUtc,
    pub minutes: i32,
    pub venue_id: Option<VenueId>,
    pub venue: Option<Line>,
    pub link: Option<Line>,
    pub state: SessionState,
    pub register: RegisterState,
    pub reminded_at: Option<DateTimeUtc>,
    pub changed_at: Option<DateTimeUtc>,
    pub sequence: i64,
    pub version: i64,
    pub held: HeldState,
    pub lost_minutes: i32,
    pub ended_at: Option<DateTimeUtc>,
    #[sea_orm(column_type = "Text", nullable)]
    pub stretches: Option<String>,
    pub makes_up: Option<SessionId>,
    pub unfilled_told: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TryFrom<Model> for Session {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let time_zone = row.time_zone.parse().map_err(StoreError::corrupt)?;
        Ok(Self {
            id: row.id,
            cohort: row.cohort_id,
            series: row.series_id,
            plan: Plan {
                title: Both::new(row.title_uk, row.title_en),
                unit: row.unit_id,
                local_start: LocalTime(row.local_start),
                local_end: LocalTime(row.local_end),
                time_zone,
                starts_at: row.starts_at,
                ends_at: row.ends_at,
                venue_id: row.venue_id,
                venue: row.venue,
                link: row.link,
                makes_up: row.makes_up,
            },
            state: row.state,
            register: row.register,
            count: Count {
                state: row.held,
                lost_minutes: row.lost_minutes,
                ended_at: row.ended_at,
                stretches: stretches(row.stretches.as_deref())?,
            },
            sequence: row.sequence,
            version: row.version,
        })
    }
}

/// The times that count, as the row has them.
pub(crate) fn stretches(text: Option<&str>) -> Result<Option<Stretches>, StoreError> {
    text.map(serde_json::from_str).transpose().map_err(StoreError::corrupt)
}

pub(crate) fn written(stretches: Option<&Stretches>) -> Option<String> {
    stretches.and_then(|stretches| serde_json::to_string(stretches).ok())
}

/// The row of a session, but for when it was changed and whether people were reminded of it.
pub(crate) fn columns(session: &Session) -> ActiveModel {
    let plan = session.plan.clone();
    ActiveModel {
        id: Unchanged(session.id),
        cohort_id: Set(session.cohort),
        unit_id: Set(plan.unit),
        series_id: Set(session.series),
        minutes: Set(plan.minutes()),
        local_start: Set(plan.local_start.0),
        local_end: Set(plan.local_end.0),
        time_zone: Set(plan.time_zone.name().to_owned()),
        starts_at: Set(plan.starts_at),
        ends_at: Set(plan.ends_at),
        title_uk: Set(plan.title.uk),
        title_en: Set(plan.title.en),
        venue_id: Set(plan.venue_id),
        venue: Set(plan.venue),
        link: Set(plan.link),
        state: Set(session.state),
        register: Set(session.register),
        reminded_at: NotSet,
        changed_at: NotSet,
        unfilled_told: NotSet,
        sequence: Set(session.sequence),
        version: Set(session.version),
        held: Set(session.count.state),
        lost_minutes: Set(session.count.lost_minutes),
        ended_at: Set(session.count.ended_at),
        stretches: Set(written(session.count.stretches.as_ref())),
        makes_up: Set(plan.makes_up),
    }
}
