//! Changes that a closed register waits for, on its page and on that of a person in it.

use super::sheet::minutes;
use super::{At, Person, person};
use crate::pages::error::PageError;
use crate::pages::form::Form;
use crate::pages::manage::complaints;
use crate::pages::page::{Event, Page, go};
use crate::site::Site;
use poem::http::StatusCode;
use poem::web::{Data, Path};
use poem::{Response, handler};
use postup_app::attendance::NewCorrection;
use postup_domain::attendance::{Correction, CorrectionVerdict, MarkKind, MarkSource, NamedCorrection};
use postup_domain::id::{CorrectionId, EnrollmentId, SessionId};
use postup_domain::rejection::{Checks, Fault, Invalid};
use postup_domain::text::Line;

/// A change that waits for a second person.
pub(super) struct Waiting {
    pub(super) id: CorrectionId,
    pub(super) name: String,
    pub(super) says: String,
    pub(super) made: String,
    pub(super) reason: String,
    /// The reader proposed it.
    pub(super) own: bool,
}

fn says(page: &Page, of: &Correction) -> String {
    let kind = page.word("attendance-kind", of.kind);
    match of.minutes {
        Some(minutes) => format!("{kind} · {}", page.tn("common-count-minutes", minutes)),
        None => kind,
    }
}

/// What waits, and what became of the rest.
pub(super) async fn of_session(
    page: &Page,
    site: &Site,
    id: SessionId,
) -> Result<(Vec<Waiting>, Vec<Event>), PageError> {
    let found = site.app.corrections(&page.actor, id).await?;
    let nobody = || page.t("common-history-by-system");
    let waiting = found.iter().filter(|one| one.correction.decision.is_none()).map(|one| Waiting {
        id: one.correction.id,
        name: one.name.in_register(),
        says: says(page, &one.correction),
        made: format!(
            "{} · {}",
            one.author.as_ref().map_or_else(nobody, |name| name.in_register()),
            page.moment(&one.correction.at)
        ),
        reason: one.correction.reason.to_string(),
        own: one.correction.author == page.actor.person(),
    });
    let decided = found.iter().filter_map(|one: &NamedCorrection| {
        let decision = one.correction.decision.as_ref()?;
        let said = format!("{}: {}", one.name.in_register(), says(page, &one.correction));
        let key = match decision.verdict {
            CorrectionVerdict::Confirmed => "correction-confirmed",
            CorrectionVerdict::Refused => "correction-refused",
        };
        Some(Event {
            what: page.t1(key, "said", said),
            why: decision.reason.as_ref().unwrap_or(&one.correction.reason).to_string(),
            when: page.moment(&decision.at),
            who: one.decider.as_ref().map_or_else(nobody, |name| name.in_register()),
            ..Event::default()
        })
    });
    Ok((waiting.collect(), decided.collect()))
}

fn new(form: &Form, enrollment: EnrollmentId) -> Result<NewCorrection, Vec<Invalid>> {
    let mut checks = Checks::default();
    let kind = match form.value("kind") {
        "" => Err(Invalid::new("kind", Fault::Missing)),
        word => match word.parse::<MarkKind>() {
            Ok(kind) if MarkKind::PLAIN.contains(&kind) => Ok(kind),
            _ => Err(Invalid::new("kind", Fault::NotAWord)),
        },
    };
    let kind = checks.take(kind);
    let minutes = checks.take(minutes(form.value("minutes")));
    let reason = checks.take(Line::new("reason", form.value("reason")));
    let (Some(kind), Some(minutes), Some(reason)) = (kind, minutes, reason) else {
        return Err(checks.into_faults());
    };
    checks.finish()?;
    Ok(NewCorrection { enrollment, kind, minutes, reason, source: MarkSource::Web })
}

#[handler]
pub(super) async fn propose(
    page: Page,
    path: Path<(SessionId, EnrollmentId)>,
    site: Data<&Site>,
    form: Form,
) -> Result<Response, PageError> {
    let (session, enrollment) = *path;
    let permit = site.app.may_take_attendance(&page.actor, session).await?;
    let form = form.about("correction");
    let proposed = async { site.app.propose_correction(&permit, new(&form, enrollment)?).await };
    match proposed.await {
        Ok(_) => Ok(go(&At::default().path(session), Some("correction-proposed-flash"))),
        Err(error) => {
            let form = complaints(form, error)?;
            let shown: Person = person(&page, &site, session, enrollment, Some(form)).await?;
            page.show_as(StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
    }
}

async fn decide(
    page: &Page,
    site: &Site,
    (session, id): (SessionId, CorrectionId),
    verdict: CorrectionVerdict,
    reason: Option<Line>,
) -> Result<Response, PageError> {
    let permit = site.app.may_take_attendance(&page.actor, session).await?;
    site.app.decide_correction(&permit, id, verdict, reason).await?;
    Ok(go(&At::default().path(session), Some("correction-decided-flash")))
}

#[handler]
pub(super) async fn confirm(
    page: Page,
    path: Path<(SessionId, CorrectionId)>,
    site: Data<&Site>,
) -> Result<Response, PageError> {
    decide(&page, &site, *path, CorrectionVerdict::Confirmed, None).await
}

#[handler]
pub(super) async fn refuse(
    page: Page,
    path: Path<(SessionId, CorrectionId)>,
    site: Data<&Site>,
    form: Form,
) -> Result<Response, PageError> {
    let reason = Line::optional("reason", form.value("reason")).map_err(postup_app::Error::from)?;
    decide(&page, &site, *path, CorrectionVerdict::Refused, reason).await
}
