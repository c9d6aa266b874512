//! What calendars take out of a letter (standards CAL-02): the meetings that its reader is to put down, or to take out.

use super::No;
use crate::App;
use chrono::{DateTime, Utc};
use postup_calendar::{Invitation, Method, Party};
use postup_domain::access::Sight;
use postup_domain::email::Email;
use postup_domain::enrollment::EnrollmentState;
use postup_domain::id::{CohortId, EnrollmentId, SessionId};
use postup_domain::session::SessionState;
use postup_mail::{Invite, Recipient};
use postup_persistence::calendar::{self, Meeting};
use postup_persistence::{Reader, cohort, enrollment, session};

/// So many meetings go with one letter; the pages and the feed have the rest.
const MOST: usize = 60;

/// Whose meetings, and what becomes of them.
struct Wanted {
    method: Method,
    enrollment: Option<EnrollmentId>,
    cohort: CohortId,
    /// Empty for all that are to come.
    only: Vec<SessionId>,
}

pub(super) async fn of(
    app: &App,
    email: &Email,
    reader: &Recipient,
    now: DateTime<Utc>,
) -> Result<Vec<Invite>, No> {
    let db = &app.reader();
    let Some(wanted) = wanted(db, email).await? else { return Ok(Vec::new()) };
    let Some(of) = cohort::find(db, &Sight::system(), wanted.cohort).await? else { return Ok(Vec::new()) };
    let contact = of.plan.contact.as_ref().map(ToString::to_string);
    let meetings = calendar::meetings_of(db, wanted.cohort, &wanted.only, now).await?;
    let invite = |meeting: Meeting| -> Result<Invite, No> {
        let meeting = Meeting { enrollment_id: wanted.enrollment, ..meeting };
        let event = app.event(&meeting, reader.locale).map_err(|error| No::Broken(error.to_string()))?;
        let invitation = Invitation {
            method: wanted.method,
            language: reader.locale.as_str(),
            event,
            organizer: app.organizer(),
            attendee: Party { name: reader.name.clone(), address: reader.address.clone() },
            contact: contact.clone(),
            stamp: now,
        };
        Ok(Invite { method: wanted.method.as_str(), text: invitation.text() })
    };
    // A meeting that was called off is nobody's to put down; one that stands is taken out only of whoever left.
    let concerns =
        |meeting: &Meeting| wanted.method == Method::Cancel || meeting.state == SessionState::Planned;
    meetings.into_iter().filter(concerns).take(MOST).map(invite).collect()
}

/// `None` for letters that change nothing in anybody's calendar.
async fn wanted(db: &Reader, email: &Email) -> Result<Option<Wanted>, No> {
    let (enrollment, only, method) = match email {
        Email::SeatConfirmed { enrollment } | Email::Promoted { enrollment } => {
            (*enrollment, Vec::new(), Method::Request)
        }
        Email::SessionChanged { enrollment, session, rest, .. } => {
            (*enrollment, with_rest(*session, rest), Method::Request)
        }
        Email::MakeUpPlanned { enrollment, session } | Email::GuestPlaceGiven { enrollment, session } => {
            (*enrollment, vec![*session], Method::Request)
        }
        Email::GuestPlaceEnded { enrollment, session } => (*enrollment, vec![*session], Method::Cancel),
        Email::SessionCancelled { enrollment, session } => (*enrollment, vec![*session], Method::Cancel),
        Email::CohortCancelled { enrollment }
        | Email::Withdrawn { enrollment }
        | Email::Transferred { enrollment }
        | Email::Rejected { enrollment }
        | Email::AnswerDeclined { enrollment }
        | Email::AnswerOverdue { enrollment } => (*enrollment, Vec::new(), Method::Cancel),
        Email::TaughtSessionChanged { session, rest, .. } => {
            return taught(db, with_rest(*session, rest), Method::Request).await;
        }
        Email::TaughtSessionCancelled { session } => return taught(db, vec![*session], Method::Cancel).await,
        _ => return Ok(None),
    };
    let found = enrollment::find(db, &Sight::system(), enrollment).await?;
    let Some(of) = found.map(|listed| listed.enrollment) else { return Ok(None) };
    // Who never had the seat was never sent a meeting.
    let had = match of.state {
        EnrollmentState::Confirmed => true,
        _ if method == Method::Request => false,
        _ => {
            let steps = enrollment::history(db, enrollment).await?;
            steps.first().is_some_and(|last| last.step.from == Some(EnrollmentState::Confirmed))
        }
    };
    // A guest's session is of another cohort.
    let cohort = match only.first() {
        Some(first) => session::find(db, &Sight::system(), *first).await?.map(|found| found.cohort),
        None => None,
    };
    let cohort = cohort.unwrap_or(of.cohort);
    Ok(had.then_some(Wanted { method, enrollment: Some(enrollment), cohort, only }))
}

fn with_rest(session: SessionId, rest: &[(SessionId, i64)]) -> Vec<SessionId> {
    std::iter::once(session).chain(rest.iter().map(|(id, _)| *id)).collect()
}

async fn taught(db: &Reader, only: Vec<SessionId>, method: Method) -> Result<Option<Wanted>, No> {
    let Some(id) = only.first() else { return Ok(None) };
    let found = session::find(db, &Sight::system(), *id).await?;
    Ok(found.map(|found| Wanted { method, enrollment: None, cohort: found.cohort, only }))
}
