//! What is still missing before a cohort can open, as a list of tasks (A11Y-07).

use crate::pages::error::PageError;
use crate::pages::page::{Page, Task as Shown};
use crate::site::Site;
use postup_domain::access::MayManageCohort;
use postup_domain::cohort::{Cohort, CohortState, Readiness, Task, TaskState};
use postup_domain::course::CourseVersion;
use postup_domain::session::Session;

/// The tasks of a cohort that has not begun, and how many are not done.
pub async fn rows(
    page: &Page,
    site: &Site,
    permit: &MayManageCohort,
    cohort: &Cohort,
    content: CourseVersion,
    sessions: Vec<Session>,
) -> Result<(Vec<Shown>, i64), PageError> {
    let ahead = cohort.is_planned() && cohort.plan.begins_at() > page.now;
    if !ahead && cohort.state != CohortState::Draft {
        return Ok((Vec::new(), 0));
    }
    let readiness = site.app.readiness(permit, cohort.clone(), content, sessions).await?;
    let left = i64::try_from(readiness.left(page.now)).unwrap_or(i64::MAX);
    Ok((Task::ALL.iter().map(|task| row(page, &readiness, *task)).collect(), left))
}

fn row(page: &Page, readiness: &Readiness, task: Task) -> Shown {
    let (cohort, state) = (&readiness.cohort, readiness.state(task, page.now));
    let own = |tail: &str| format!("/manage/cohorts/{}{tail}", cohort.id);
    let path = match task {
        Task::Course => format!("/manage/courses/{}", cohort.course),
        Task::Days | Task::Place => own("/edit"),
        Task::Timetable if state == TaskState::Missing => own("/sessions/new"),
        Task::Timetable => own("#schedule"),
        Task::Trainers => own("/trainers"),
        Task::Quotas => own("/quotas"),
        Task::Messages => own("/messages"),
    };
    Shown {
        path,
        name: page.word("cohort-task", task),
        hint: hint(page, readiness, task, state),
        tone: match state {
            TaskState::Done => "good",
            TaskState::Partly => "going",
            TaskState::Missing => "caution",
            TaskState::Optional => "",
        },
        state: page.word("cohort-task-state", state),
    }
}

fn hint(page: &Page, readiness: &Readiness, task: Task, state: TaskState) -> String {
    let plan = &readiness.cohort.plan;
    match task {
        Task::Course if state == TaskState::Done => String::new(),
        Task::Course => page.t("cohort-task-course-hint"),
        Task::Days if state == TaskState::Done => {
            let (from, until) = (plan.first_enrollment_day(), plan.last_enrollment_day());
            page.t2("manage-enrollment-window", "from", page.date(&from), "until", page.date(&until))
        }
        Task::Days => page.t("cohort-task-days-hint"),
        Task::Timetable => {
            let planned = page.number(readiness.planned_hours());
            let hours = page.number(readiness.content.hours);
            let told = page.t2("cohort-task-timetable-hint", "planned", planned, "of", hours);
            match readiness.units_without_session().len() {
                0 => told,
                units => format!("{told} {}", page.tn("cohort-task-units-hint", units)),
            }
        }
        Task::Place => match readiness.sessions_without_place() {
            0 => String::new(),
            sessions => page.tn("cohort-task-place-hint", sessions),
        },
        Task::Trainers => counted(page, "cohort-task-trainers-hint", readiness.trainers),
        Task::Quotas => counted(page, "cohort-task-quotas-hint", readiness.quotas),
        Task::Messages => String::new(),
    }
}

fn counted(page: &Page, key: &str, things: usize) -> String {
    if things == 0 { String::new() } else { page.tn(key, things) }
}
