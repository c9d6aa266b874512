//! The roll call without scripts: one person at a time, four large buttons, then the next one.

use super::sheet::{self, Sheet};
use super::{At, takes_marks_now};
use crate::api::paging;
use crate::pages::error::PageError;
use crate::pages::form::Form;
use crate::pages::page::{Page, go};
use crate::site::Site;
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Data, Path, Query};
use poem::{Response, handler};
use postup_app::attendance::Register;
use postup_domain::id::SessionId;

#[derive(Template)]
#[template(path = "register/roll.html")]
struct Roll<'a> {
    page: &'a Page,
    register: &'a Register,
    sheet: Sheet,
    here: String,
    /// Where it goes on, whatever is chosen.
    next: String,
}

fn path(at: &At, id: SessionId, after: Option<&str>) -> String {
    at.query(&format!("/teach/sessions/{id}/roll"), after)
}

async fn render(
    page: &Page,
    site: &Site,
    id: SessionId,
    at: &At,
    status: StatusCode,
    sheet: impl FnOnce(&Page, &Register) -> Sheet,
) -> Result<Response, PageError> {
    let after = paging::open(at.after.as_deref()).map_err(|failure| PageError::from(failure.0))?;
    let register = site.app.register(&page.actor, id, after.as_ref(), 1).await?;
    if !takes_marks_now(&register) || register.people.items.is_empty() {
        return Ok(go(&format!("/teach/sessions/{id}"), None));
    }
    let next = register.people.next.as_ref().map(paging::seal);
    let next = match next {
        Some(next) => path(at, id, Some(&next)),
        None => format!("/teach/sessions/{id}"),
    };
    let sheet = sheet(page, &register);
    page.show_as(
        status,
        &Roll { page, sheet, here: path(at, id, at.after.as_deref()), next, register: &register },
    )
}

#[handler]
pub(super) async fn show(
    page: Page,
    id: Path<SessionId>,
    at: Query<At>,
    site: Data<&Site>,
) -> Result<Response, PageError> {
    render(&page, &site, *id, &at, StatusCode::OK, Sheet::standing).await
}

#[handler]
pub(super) async fn save(
    page: Page,
    id: Path<SessionId>,
    at: Query<At>,
    site: Data<&Site>,
    form: Form,
) -> Result<Response, PageError> {
    let permit = site.app.may_take_attendance(&page.actor, *id).await?;
    let form = form.about("attendance");
    let marks = match sheet::marks(&page, &form, site.app.entropy()) {
        Ok(marks) => marks,
        Err(faults) => {
            let form = form.blame(&faults);
            let back = |page: &Page, register: &Register| Sheet::again(page, register, form, &[]);
            return render(&page, &site, *id, &at, StatusCode::UNPROCESSABLE_ENTITY, back).await;
        }
    };
    let conflicts = sheet::enter(&site, &permit, marks).await?;
    if !conflicts.is_empty() {
        let back = |page: &Page, register: &Register| Sheet::again(page, register, form, &conflicts);
        return render(&page, &site, *id, &at, StatusCode::UNPROCESSABLE_ENTITY, back).await;
    }
    let after = paging::open(at.after.as_deref()).map_err(|failure| PageError::from(failure.0))?;
    let register = site.app.register(&page.actor, *id, after.as_ref(), 1).await?;
    Ok(match register.people.next.as_ref().map(paging::seal) {
        Some(next) => go(&path(&at, *id, Some(&next)), None),
        None => go(&format!("/teach/sessions/{}", *id), Some("attendance-roll-end")),
    })
}
