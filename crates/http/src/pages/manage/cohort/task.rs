//! What is still missing before a cohort can open, and what waits for its manager, as lists of tasks (A11Y-07).

use crate::pages::error::PageError;
use crate::pages::offer;
use crate::pages::page::{Page, Task as Shown, query};
use crate::site::Site;
use postup_domain::access::MayManageCohort;
use postup_domain::cohort::{Cohort, CohortState, Readiness, Task, TaskState};
use postup_domain::course::CourseVersion;
use postup_domain::enrollment::EnrollmentState;
use postup_domain::session::{Session, SessionState};

/// What there is to do about a cohort.
#[derive(Default)]
pub struct Tasks {
    /// What a cohort that is open waits for.
    pub waiting: Vec<Shown>,
    /// What is to be seen to before it begins, less what is among the waiting.
    pub preparing: Vec<Shown>,
    /// How much of it is not done.
    pub left: i64,
}

impl Tasks {
    pub async fn new(
        page: &Page,
        site: &Site,
        permit: &MayManageCohort,
        cohort: &Cohort,
        content: CourseVersion,
        sessions: &[Session],
    ) -> Result<Self, PageError> {
        let is_draft = cohort.state == CohortState::Draft;
        let ahead = cohort.is_planned() && cohort.plan.begins_at() > page.now;
        let mut tasks = Self::default();
        if cohort.state == CohortState::Published {
            tasks.waiting = waiting(page, site, cohort, sessions).await?;
        }
        if is_draft || ahead {
            let readiness = site.app.readiness(permit, cohort.clone(), content, sessions.to_vec()).await?;
            tasks.left = i64::try_from(readiness.left(page.now)).unwrap_or(i64::MAX);
            for task in Task::ALL {
                let state = readiness.state(*task, page.now);
                let waits = !is_draft && matches!(state, TaskState::Missing | TaskState::Partly);
                let list = if waits { &mut tasks.waiting } else { &mut tasks.preparing };
                list.push(row(page, &readiness, *task));
            }
        }
        Ok(tasks)
    }
}

/// Decisions that are due, and registers that are to be closed.
async fn waiting(
    page: &Page,
    site: &Site,
    cohort: &Cohort,
    sessions: &[Session],
) -> Result<Vec<Shown>, PageError> {
    let own = format!("/manage/cohorts/{}", cohort.id);
    let task =
        |path: String, name: String, hint: String| Shown { path, name, hint, tone: "", state: String::new() };
    let mut found = Vec::new();
    if cohort.is_tentative() && !cohort.has_enough_people() {
        let minimum = offer::minimum(page, cohort, &site.app.counts_told(&page.actor, cohort));
        let (path, name) = (format!("{own}/confirmation"), page.t("cohort-waits-minimum"));
        found.push(task(path, name, minimum.unwrap_or_default()));
    }
    let undecided = [EnrollmentState::Applied, EnrollmentState::EmployerApproved];
    let mut counts = site.app.count_enrollments(&page.actor, cohort.id).await?;
    counts.retain(|(state, count)| undecided.contains(state) && *count > 0);
    let applications = format!("{own}/applications");
    let path = match counts.as_slice() {
        [] => None,
        [(only, _)] => Some(query(&applications, [("state", only.as_str())])),
        _ => Some(applications),
    };
    if let Some(path) = path {
        let count: i64 = counts.iter().map(|(_, count)| count).sum();
        found.push(task(path, page.tn("cohort-waits-applications", count), String::new()));
    }
    let open: Vec<&Session> = sessions.iter().filter(|session| is_to_be_closed(page, session)).collect();
    if let Some(first) = open.first() {
        let when = page.occasion(&first.plan.starts_at, &first.plan.time_zone);
        let hint = format!("{}, {when}", page.pick(&first.plan.title));
        let name = page.tn("cohort-waits-registers", open.len());
        found.push(task(format!("/teach/sessions/{}", first.id), name, hint));
    }
    Ok(found)
}

fn is_to_be_closed(page: &Page, session: &Session) -> bool {
    let is_over = session.plan.ends_at < page.now && session.state != SessionState::Cancelled;
    is_over && session.register.takes_marks()
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
