//! Marks that contradict each other or came too late, as questions to a human.

use super::{At, render, sheet::Sheet};
use crate::pages::error::PageError;
use crate::pages::form::Form;
use crate::pages::page::{Page, go};
use crate::site::Site;
use poem::http::StatusCode;
use poem::web::{Data, Path};
use poem::{Response, handler};
use postup_app::Error;
use postup_app::attendance::Register;
use postup_domain::attendance::{Dispute, Mark, NamedMark};
use postup_domain::id::{EnrollmentId, SessionId};
use postup_domain::rejection::{Fault, Invalid};
use postup_domain::text::Line;

/// One person about whom marks differ.
pub(super) struct Question {
    pub(super) enrollment: EnrollmentId,
    pub(super) name: String,
    pub(super) answers: Vec<Answer>,
    /// Only late marks are in question, so that all of them may be set aside.
    pub(super) may_set_aside: bool,
}

/// One mark to choose.
pub(super) struct Answer {
    pub(super) mark: String,
    pub(super) says: String,
    pub(super) made: String,
    pub(super) stands: bool,
}

/// What the marks say, for those who may decide.
pub(super) async fn questions(page: &Page, site: &Site, id: SessionId) -> Result<Vec<Question>, PageError> {
    let found = site.app.disputes(&page.actor, id).await?;
    Ok(found.iter().map(|dispute| question(page, dispute)).collect())
}

fn question(page: &Page, dispute: &Dispute) -> Question {
    let stands = dispute.standing.map(|now| now.mark);
    Question {
        enrollment: dispute.enrollment,
        name: dispute.name.in_register(),
        may_set_aside: dispute.marks.iter().all(|named| named.mark.is_undecided()),
        answers: dispute
            .marks
            .iter()
            .map(|named| Answer {
                mark: named.mark.id.to_string(),
                says: says(page, &named.mark),
                made: made(page, named),
                stands: stands == Some(named.mark.id),
            })
            .collect(),
    }
}

/// `late · 40 minutes`
pub(super) fn says(page: &Page, mark: &Mark) -> String {
    let kind = page.word("attendance-kind", mark.kind);
    match mark.minutes {
        Some(minutes) => format!("{kind} · {}", page.tn("common-count-minutes", minutes)),
        None => kind,
    }
}

fn made(page: &Page, named: &NamedMark) -> String {
    let mark = &named.mark;
    let who =
        named.author.as_ref().map_or_else(|| page.t("common-history-by-system"), |name| name.in_register());
    let arrived = page.moment(&mark.server_at);
    let made = page.moment(&mark.made_at());
    let key = if mark.late { "attendance-dispute-late" } else { "attendance-dispute-made" };
    let why = mark.reason.as_ref().map(|reason| format!(" · {reason}")).unwrap_or_default();
    let words =
        [("who", who.as_str().into()), ("made", made.as_str().into()), ("arrived", arrived.as_str().into())];
    format!("{}{why}", page.say(key, &words))
}

#[handler]
pub(super) async fn settle(
    page: Page,
    id: Path<SessionId>,
    site: Data<&Site>,
    form: Form,
) -> Result<Response, PageError> {
    let permit = site.app.may_settle_marks(&page.actor, *id).await?;
    let form = form.about("attendance");
    let unknown = |field: &'static str| Invalid::new(field, Fault::Unknown);
    let enrollment = form.value("enrollment").parse().map_err(|_| Error::from(unknown("enrollment")))?;
    let stands = match form.value("stands") {
        "none" => Ok(None),
        "" => Err(Invalid::new("stands", Fault::Missing)),
        id => id.parse().map(Some).map_err(|_| unknown("stands")),
    };
    let faults = match (stands, Line::new("settlement", form.value("settlement"))) {
        (Ok(stands), Ok(reason)) => {
            site.app.settle_marks(&permit, enrollment, stands, &reason).await?;
            return Ok(go(&At::default().path(*id), Some("attendance-settled-flash")));
        }
        (stands, reason) => stands.err().into_iter().chain(reason.err()).collect::<Vec<_>>(),
    };
    let form = form.blame(&faults);
    let back = |page: &Page, register: &Register| Sheet::again(page, register, form, &[]);
    render(&page, &site, *id, &At::default(), StatusCode::UNPROCESSABLE_ENTITY, back).await
}
