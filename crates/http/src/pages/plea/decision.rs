//! Deciding on what somebody asked about a session.

use super::{attached, mark};
use crate::pages::attendance::sheet;
use crate::pages::error::PageError;
use crate::pages::form::{Choice, Form};
use crate::pages::manage::complaints;
use crate::pages::page::{Page, go};
use crate::reason;
use crate::site::Site;
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Data, Path};
use poem::{Response, handler};
use postup_app::Error;
use postup_app::plea::Case;
use postup_domain::attendance::{MarkKind, MarkSource};
use postup_domain::id::{PleaId, SessionId};
use postup_domain::plea::{Answer, NamedPlea, PleaKind, PleaState, PleaVerdict};
use postup_domain::rejection::{Checks, Fault, Invalid};
use postup_domain::session::RegisterState;
use postup_domain::text::Line;

#[derive(Template)]
#[template(path = "register/decision.html")]
struct Decide<'a> {
    page: &'a Page,
    session: SessionId,
    title: String,
    occasion: String,
    named: NamedPlea,
    tone: &'static str,
    file: Option<(String, String)>,
    made: String,
    stands: String,
    is_closed: bool,
    /// Why the reader cannot decide on it.
    obstacle: Option<String>,
    kinds: Vec<Choice>,
    verdicts: Vec<Choice>,
    form: Form,
}

fn tone(state: PleaState) -> &'static str {
    match state {
        PleaState::Waiting | PleaState::Proposed => "caution",
        PleaState::Granted => "good",
        PleaState::Refused | PleaState::Unconfirmed => "bad",
    }
}

async fn shown(
    page: &Page,
    site: &Site,
    (session, id): (SessionId, PleaId),
    form: Option<Form>,
) -> Result<Response, PageError> {
    let Case { named, meeting, stands, obstacle } = site.app.plea_case(&page.actor, session, id).await?;
    let status = if form.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let kind = named.plea.kind;
    let choice =
        |verdict: &PleaVerdict| Choice::new(verdict, page.t(&format!("plea-decide-{kind}-{verdict}")));
    let open = named.plea.decision.is_none();
    page.show_as(
        status,
        &Decide {
            page,
            session,
            title: page.pick(&meeting.title).to_string(),
            occasion: page.occasion(&meeting.starts_at, &meeting.time_zone),
            tone: tone(named.plea.state()),
            file: attached(&named),
            made: page.moment(&named.plea.at),
            stands: mark(page, stands),
            is_closed: meeting.register == RegisterState::Closed,
            obstacle: obstacle
                .filter(|_| open)
                .map(|refusal| reason::rejection(page.locale, &refusal.into())),
            kinds: sheet::kinds(page),
            verdicts: PleaVerdict::ALL.iter().map(choice).collect(),
            form: form.unwrap_or_else(|| Form::blank(page.locale).about("plea")),
            named,
        },
    )
}

#[handler]
pub(super) async fn show(
    page: Page,
    path: Path<(SessionId, PleaId)>,
    site: Data<&Site>,
) -> Result<Response, PageError> {
    shown(&page, &site, *path, None).await
}

fn answer(form: &Form) -> Result<Answer, Vec<Invalid>> {
    let mut checks = Checks::default();
    let verdict = match form.value("verdict") {
        "" => Err(Invalid::new("verdict", Fault::Missing)),
        word => word.parse().map_err(|_| Invalid::new("verdict", Fault::NotAWord)),
    };
    let verdict = checks.take(verdict);
    let kind = match form.value("mark") {
        "" => None,
        word => checks.take(word.parse::<MarkKind>().map_err(|_| Invalid::new("mark", Fault::NotAWord))),
    };
    let minutes = checks.take(sheet::minutes(form.value("minutes")));
    let reason = checks.take(Line::optional("reason", form.value("reason")));
    let (Some(verdict), Some(minutes), Some(reason)) = (verdict, minutes, reason) else {
        return Err(checks.into_faults());
    };
    checks.finish()?;
    Ok(Answer { verdict, says: kind.map(|kind| (kind, minutes)), reason, source: MarkSource::Web })
}

#[handler]
pub(super) async fn decide(
    page: Page,
    path: Path<(SessionId, PleaId)>,
    site: Data<&Site>,
    form: Form,
) -> Result<Response, PageError> {
    let (session, id) = *path;
    let permit = site.app.may_take_attendance(&page.actor, session).await?;
    let form = form.about("plea");
    let decided = async { site.app.decide_plea(&permit, id, answer(&form)?).await };
    match decided.await {
        Ok(()) => Ok(go(&format!("/teach/sessions/{session}"), Some("plea-decided-flash"))),
        Err(Error::Invalid(faults)) => {
            // On the page the kind of the mark has a name of its own.
            let of_page = |fault: Invalid| match fault.field.as_str() {
                "kind" => Invalid::new("mark", fault.fault),
                _ => fault,
            };
            let faults: Vec<Invalid> = faults.into_iter().map(of_page).collect();
            shown(&page, &site, *path, Some(form.blame(&faults))).await
        }
        Err(error) => {
            let form = complaints(form, error)?;
            shown(&page, &site, *path, Some(form)).await
        }
    }
}
