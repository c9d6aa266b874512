//! The places of an organization, as its managers keep them.

use super::{ROWS, after, complaints, pager, trail, version};
use crate::pages::Pages;
use crate::pages::error::PageError;
use crate::pages::form::{Choice, Form};
use crate::pages::page::{Page, go};
use crate::pages::whereabouts;
use crate::policy::MANAGERS;
use crate::site::Site;
use askama::Template;
use poem::web::{Data, Path};
use poem::{Response, handler};
use postup_domain::id::{OrganizationId, VenueId};
use postup_domain::rejection::Fault;
use postup_domain::venue::{RawPlan, Venue};
use postup_persistence::venue::Filter;

pub fn pages(pages: Pages) -> Pages {
    pages
        .get("/manage/venues", MANAGERS, list)
        .post("/manage/venues", MANAGERS, create)
        .get("/manage/venues/new", MANAGERS, new)
        .get("/manage/venues/:id", MANAGERS, edit)
        .post("/manage/venues/:id", MANAGERS, save)
        .post("/manage/venues/:id/archiving", MANAGERS, archive)
        .post("/manage/venues/:id/restoration", MANAGERS, restore)
}

struct Row {
    venue: Venue,
    shelter: String,
    may_edit: bool,
}

#[derive(Template)]
#[template(path = "manage/venue/list.html")]
struct List<'a> {
    page: &'a Page,
    trail: Vec<(String, String)>,
    rows: Vec<Row>,
    may_add: bool,
    shows_archived: bool,
    first: String,
    next: String,
}

#[handler]
async fn list(page: Page, form: Form, site: Data<&Site>) -> Result<Response, PageError> {
    let shows_archived = form.value("archived") == "yes";
    let filter = Filter { organization: None, archived: shows_archived };
    let found = site.app.venues(&page.actor, &filter, after(&form).as_ref(), ROWS).await?;
    let (first, next) = pager("/manage/venues", &form, &["archived"], found.next.as_ref());
    let row = |venue: Venue| Row {
        shelter: venue
            .plan
            .shelter
            .map_or_else(|| page.t("venue-shelter-unknown"), |people| people.to_string()),
        may_edit: page.actor.may_manage_venues(venue.organization).is_ok(),
        venue,
    };
    page.show(&List {
        page: &page,
        trail: trail(&page, &[]),
        rows: found.items.into_iter().map(row).collect(),
        may_add: !organizations(&page, &site).await?.is_empty(),
        shows_archived,
        first,
        next,
    })
}

/// Those whose places the reader may keep.
async fn organizations(page: &Page, site: &Site) -> Result<Vec<Choice>, PageError> {
    let known = site.app.organizations_of_programs().await?;
    let own = known.iter().filter(|(id, _)| page.actor.may_manage_venues(*id).is_ok());
    Ok(own.map(|(id, name)| Choice::new(id, page.pick(name).to_string())).collect())
}

#[derive(Template)]
#[template(path = "manage/venue/form.html")]
struct Edit<'a> {
    page: &'a Page,
    trail: Vec<(String, String)>,
    title: String,
    form: Form,
    action: String,
    /// Empty when the organization stays as it is.
    organizations: Vec<Choice>,
    territories: Vec<Choice>,
    address_hint: &'static str,
    /// Where a place is put away or taken into use again, and in which words.
    putting_away: Option<(String, &'static str)>,
}

async fn fill_in(
    page: &Page,
    site: &Site,
    form: Form,
    territories: Vec<Choice>,
    of: Option<&Venue>,
) -> Result<Response, PageError> {
    let status = form.status();
    let putting_away = of.map(|venue| match venue.archived {
        true => (format!("/manage/venues/{}/restoration", venue.id), "venue-restore"),
        false => (format!("/manage/venues/{}/archiving", venue.id), "venue-archive"),
    });
    page.show_as(
        status,
        &Edit {
            page,
            trail: trail(page, &[("/manage/venues", page.t("venue-title"))]),
            title: of.map_or_else(|| page.t("venue-new"), |venue| venue.plan.name.to_string()),
            action: of.map_or("/manage/venues".to_owned(), |venue| format!("/manage/venues/{}", venue.id)),
            organizations: if of.is_some() { Vec::new() } else { organizations(page, site).await? },
            territories,
            address_hint: if of.is_some() { "venue-address-change-hint" } else { "venue-address-hint" },
            form,
            putting_away,
        },
    )
}

fn typed(form: &Form) -> RawPlan {
    RawPlan {
        name: form.raw("name"),
        address: form.raw("address"),
        territory: form.raw("territory"),
        seats: form.raw("seats"),
        shelter: form.raw("shelter"),
    }
}

#[handler]
async fn new(page: Page, site: Data<&Site>) -> Result<Response, PageError> {
    let form = Form::blank(page.locale).about("venue");
    fill_in(&page, &site, form, Vec::new(), None).await
}

#[handler]
async fn create(page: Page, form: Form, site: Data<&Site>) -> Result<Response, PageError> {
    let mut form = form.about("venue");
    let found = whereabouts::find_place(&page, &mut form, &site).await?;
    if form.is_faulty() {
        return fill_in(&page, &site, form, found, None).await;
    }
    let added = async {
        let unknown = |_| postup_app::Error::field("organization_id", Fault::Missing);
        let organization: OrganizationId = form.value("organization_id").parse().map_err(unknown)?;
        let permit = site.app.may_manage_venues(&page.actor, organization).await?;
        site.app.add_venue(&permit, &typed(&form)).await
    };
    match added.await {
        Ok(_) => Ok(go("/manage/venues", Some("venue-done-added"))),
        Err(error) => fill_in(&page, &site, complaints(form, error)?, found, None).await,
    }
}

#[handler]
async fn edit(page: Page, id: Path<VenueId>, site: Data<&Site>) -> Result<Response, PageError> {
    let (_, venue) = site.app.may_manage_venue(&page.actor, *id).await?;
    let plan = &venue.plan;
    let mut form = Form::blank(page.locale)
        .about("venue")
        .with("version", venue.version)
        .with("name", &plan.name)
        .with("address", &plan.address)
        .with("seats", plan.seats)
        .with("shelter", plan.shelter.map(|people| people.to_string()).unwrap_or_default());
    whereabouts::fill_place(&page, &mut form, &site, plan.territory.as_deref()).await?;
    fill_in(&page, &site, form, Vec::new(), Some(&venue)).await
}

#[handler]
async fn save(page: Page, form: Form, id: Path<VenueId>, site: Data<&Site>) -> Result<Response, PageError> {
    let (permit, venue) = site.app.may_manage_venue(&page.actor, *id).await?;
    let version = version(&form)?;
    let mut form = form.about("venue");
    let found = whereabouts::find_place(&page, &mut form, &site).await?;
    if form.is_faulty() {
        return fill_in(&page, &site, form, found, Some(&venue)).await;
    }
    match site.app.edit_venue(&permit, *id, version, &typed(&form)).await {
        Ok(_) => Ok(go("/manage/venues", Some("manage-done-saved"))),
        Err(error) => fill_in(&page, &site, complaints(form, error)?, found, Some(&venue)).await,
    }
}

async fn put_away(page: &Page, site: &Site, id: VenueId, archived: bool) -> Result<Response, PageError> {
    let (permit, _) = site.app.may_manage_venue(&page.actor, id).await?;
    site.app.archive_venue(&permit, id, archived).await?;
    let done = if archived { "manage-done-archived" } else { "venue-done-restored" };
    Ok(go("/manage/venues", Some(done)))
}

#[handler]
async fn archive(page: Page, id: Path<VenueId>, site: Data<&Site>) -> Result<Response, PageError> {
    put_away(&page, &site, *id, true).await
}

#[handler]
async fn restore(page: Page, id: Path<VenueId>, site: Data<&Site>) -> Result<Response, PageError> {
    put_away(&page, &site, *id, false).await
}
