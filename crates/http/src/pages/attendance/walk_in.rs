//! People in the room who are not on the list, on the page of the register.

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
use postup_domain::attendance::{MarkKind, NewWalkIn};
use postup_domain::id::{EnrollmentId, SessionId, WalkInId};
use postup_domain::rejection::{Fault, Invalid};
use postup_domain::text::Line;

/// Somebody who was written down.
pub(super) struct Guest {
    pub(super) id: WalkInId,
    pub(super) name: String,
    pub(super) when: String,
    /// Who it was found to be.
    pub(super) merged: Option<EnrollmentId>,
}

pub(super) async fn guests(page: &Page, site: &Site, id: SessionId) -> Result<Vec<Guest>, PageError> {
    let found = site.app.walk_ins(&page.actor, id).await?;
    let guest = |walk_in: postup_domain::attendance::WalkIn| Guest {
        id: walk_in.id,
        name: walk_in.name.to_string(),
        when: page.moment(&walk_in.server_at),
        merged: walk_in.merged,
    };
    Ok(found.into_iter().map(guest).collect())
}

async fn again(
    page: &Page,
    site: &Site,
    id: SessionId,
    form: Form,
    fault: Invalid,
) -> Result<Response, PageError> {
    let form = form.blame(&[fault]);
    let back = |page: &Page, register: &Register| Sheet::again(page, register, form, &[]);
    render(page, site, id, &At::default(), StatusCode::UNPROCESSABLE_ENTITY, back).await
}

#[handler]
pub(super) async fn add(
    page: Page,
    id: Path<SessionId>,
    site: Data<&Site>,
    form: Form,
) -> Result<Response, PageError> {
    let permit = site.app.may_take_attendance(&page.actor, *id).await?;
    let form = form.about("attendance");
    let name = match Line::new("walk_in", form.value("walk_in")) {
        Ok(name) => name,
        Err(fault) => return again(&page, &site, *id, form, fault).await,
    };
    let new = NewWalkIn {
        id: WalkInId::new(page.now, site.app.entropy()),
        name,
        kind: MarkKind::Present,
        minutes: None,
        device_at: None,
    };
    site.app.add_walk_in(&permit, new).await?;
    Ok(go(&At::default().path(*id), Some("attendance-walk-in-flash")))
}

/// The person is named by words of the name or by the address; exactly one on the register must fit.
#[handler]
pub(super) async fn merge(
    page: Page,
    path: Path<(SessionId, WalkInId)>,
    site: Data<&Site>,
    form: Form,
) -> Result<Response, PageError> {
    let (id, walk_in) = *path;
    let permit = site.app.may_take_attendance(&page.actor, id).await?;
    let form = form.about("attendance");
    let typed = form.value("who").trim();
    if typed.is_empty() {
        let missing = Invalid::new("who", Fault::Missing);
        return again(&page, &site, id, form, missing).await;
    }
    let found = site.app.register_of(&page.actor, id, typed, None, 2).await?.people.items;
    let [person] = found.as_slice() else {
        let unknown = Invalid::new("who", Fault::Unknown);
        return again(&page, &site, id, form, unknown).await;
    };
    match site.app.merge_walk_in(&permit, walk_in, person.enrollment).await {
        Ok(_) => Ok(go(&At::default().path(id), Some("attendance-merged-flash"))),
        Err(Error::Rejected(rejection)) => {
            let form = form.refused(&rejection);
            let back = |page: &Page, register: &Register| Sheet::again(page, register, form, &[]);
            render(&page, &site, id, &At::default(), StatusCode::UNPROCESSABLE_ENTITY, back).await
        }
        Err(other) => Err(other.into()),
    }
}
