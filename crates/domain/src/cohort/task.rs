//! What is still missing before a cohort can open (A11Y-07): a list in any order, each with its status. It keeps nothing
//! from happening.

use super::{Cohort, Form};
use crate::course::{CourseVersion, Hours};
use crate::id::UnitId;
use crate::program::Publication;
use crate::session::{Session, SessionState};
use crate::words;
use chrono::{DateTime, Utc};

/// How many minutes an academic hour has.
const ACADEMIC_HOUR: i64 = 45;

words! {
    /// One thing to see to.
    Task {
        /// The course and its program are shown.
        Course = "course",
        /// People can still apply when it is shown.
        Days = "days",
        /// Sessions are planned, as many as the course has hours, each unit in one.
        Timetable = "timetable",
        /// It is known where people meet or how they join.
        Place = "place",
        Trainers = "trainers",
        Quotas = "quotas",
        Messages = "messages",
    }
}

words! {
    /// How far it is.
    TaskState {
        Done = "done",
        /// Begun, and something is missing.
        Partly = "partly",
        Missing = "missing",
        /// Nobody has to; it was not done.
        Optional = "optional",
    }
}

/// What the tasks are judged by.
#[derive(Clone, Debug)]
pub struct Readiness {
    pub cohort: Cohort,
    pub content: CourseVersion,
    pub course: Publication,
    pub program: Publication,
    pub sessions: Vec<Session>,
    pub trainers: usize,
    pub quotas: usize,
    pub messages: usize,
}

impl Readiness {
    /// Sessions that are to take place.
    fn planned(&self) -> impl Iterator<Item = &Session> {
        self.sessions.iter().filter(|session| session.state == SessionState::Planned)
    }

    /// What the planned sessions amount to.
    pub fn planned_hours(&self) -> Hours {
        let minutes: i64 = self.planned().map(|session| i64::from(session.plan.minutes())).sum();
        Hours::from_hundredths(minutes * 100 / ACADEMIC_HOUR)
    }

    /// The units of the course that no session is about.
    pub fn units_without_session(&self) -> Vec<UnitId> {
        let has_session =
            |unit: &UnitId| self.planned().any(|session| session.plan.unit.as_ref() == Some(unit));
        self.content.units.iter().map(|unit| unit.id).filter(|unit| !has_session(unit)).collect()
    }

    /// Sessions of which nobody could say where they are.
    pub fn sessions_without_place(&self) -> usize {
        let is_lost = |session: &&Session| session.plan.venue.is_none() && session.plan.link.is_none();
        let has_own = self.cohort.plan.venue.is_some();
        if has_own { 0 } else { self.planned().filter(is_lost).count() }
    }

    /// How far each task is.
    pub fn state(&self, task: Task, now: DateTime<Utc>) -> TaskState {
        let any = |count: usize| if count > 0 { TaskState::Done } else { TaskState::Missing };
        match task {
            Task::Course => {
                let shown = [self.course, self.program].iter().all(|one| *one == Publication::Published);
                if shown && self.content.is_complete() { TaskState::Done } else { TaskState::Missing }
            }
            Task::Days if now >= self.cohort.plan.enrollment_closes => TaskState::Missing,
            Task::Timetable if self.planned().next().is_none() => TaskState::Missing,
            Task::Timetable => {
                let enough =
                    self.planned_hours() >= self.content.hours && self.units_without_session().is_empty();
                if enough { TaskState::Done } else { TaskState::Partly }
            }
            Task::Place if self.cohort.plan.form != Form::Online && self.cohort.plan.territory.is_none() => {
                TaskState::Missing
            }
            Task::Place if self.planned().next().is_none() || self.sessions_without_place() > 0 => {
                TaskState::Partly
            }
            Task::Trainers => any(self.trainers),
            Task::Quotas if self.quotas == 0 => TaskState::Optional,
            Task::Messages if self.messages == 0 => TaskState::Optional,
            Task::Days | Task::Place | Task::Quotas | Task::Messages => TaskState::Done,
        }
    }

    /// How many tasks somebody has to see to.
    pub fn left(&self, now: DateTime<Utc>) -> usize {
        let open = |task: &&Task| matches!(self.state(**task, now), TaskState::Missing | TaskState::Partly);
        Task::ALL.iter().filter(open).count()
    }
}
