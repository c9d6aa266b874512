//! Accounts and roles, for the administrator.

use askama::Template;
use poem::http::StatusCode;
use poem::web::{Data, Path};
use poem::{Response, handler};
use postup_app::Error;
use postup_app::access::Holder;
use postup_domain::access::{Grant, GrantPlan, RawGrantPlan, Role, Scope};
use postup_domain::id::{AccountId, GrantId, PersonId};
use postup_domain::text::Both;
use postup_persistence::person::Filter;
use std::collections::HashMap;

use super::Pages;
use super::error::PageError;
use super::form::{Choice, Form, choices};
use super::page::{Page, go, midnight};
use super::people::{cursor, pager};
use super::sign_in::status_of;
use crate::policy::ADMINISTRATORS;
use crate::site::Site;

pub fn pages(pages: Pages) -> Pages {
    pages
        .get("/admin/accounts", ADMINISTRATORS, list)
        .get("/admin/people/:id", ADMINISTRATORS, show)
        .post("/admin/people/:id/grants", ADMINISTRATORS, give)
        .get("/admin/people/:id/grants/:grant/end", ADMINISTRATORS, ask)
        .post("/admin/people/:id/grants/:grant/end", ADMINISTRATORS, take)
        .post("/admin/people/:id/suspension", ADMINISTRATORS, suspend)
        .post("/admin/people/:id/restoration", ADMINISTRATORS, restore)
}

/// Lines on a page of the list.
const LINES: u64 = 50;

/// A role in words, and where it counts.
struct Held {
    grant: Grant,
    words: String,
}

#[derive(Template)]
#[template(path = "access/list.html")]
struct List<'a> {
    page: &'a Page,
    form: Form,
    roles: Vec<Choice>,
    states: Vec<Choice>,
    holders: Vec<(Holder, Vec<Held>)>,
    first: String,
    next: String,
}

#[derive(Template)]
#[template(path = "access/show.html")]
struct Show<'a> {
    page: &'a Page,
    holder: Holder,
    held: Vec<Held>,
    form: Form,
    roles: Vec<Choice>,
    scopes: Vec<Choice>,
}

/// Says where each grant counts.
fn in_words(page: &Page, grants: &[Grant], names: &HashMap<String, Both<String>>) -> Vec<Held> {
    let scope = |scope: &Scope| match scope {
        Scope::Everything => page.t("access-scope-everything"),
        other => {
            let name =
                names.get(&other.target()).map_or_else(|| other.target(), |name| page.pick(name).clone());
            page.t1(&format!("access-in-{}", other.kind()), "name", name)
        }
    };
    grants
        .iter()
        .map(|grant| Held {
            words: page.t2(
                "access-held",
                "role",
                page.word("access-role", grant.role),
                "scope",
                scope(&grant.scope),
            ),
            grant: grant.clone(),
        })
        .collect()
}

fn roles(page: &Page) -> Vec<Choice> {
    let given: Vec<Role> = Role::ALL.iter().copied().filter(|role| *role != Role::Official).collect();
    choices(page, "access-role", &given)
}

#[handler]
async fn list(page: Page, form: Form, site: Data<&Site>) -> Result<Response, PageError> {
    let permit = page.actor.may_manage_access()?;
    let role = form.value("role").parse().ok();
    let suspended = form.is_chosen("state", "suspended");
    let filter = Filter { words: form.raw("q"), role, suspended, ..Filter::default() };
    let found = site.app.holders(&permit, &filter, cursor(&form)?.as_ref(), LINES).await?;
    let grants: Vec<Grant> = found.items.iter().flat_map(|holder| holder.grants.clone()).collect();
    let names = site.app.scope_names(&grants).await?;
    let (first, next) = pager("/admin/accounts", &form, found.next.as_ref());
    let holders = found
        .items
        .into_iter()
        .map(|holder| {
            let held = in_words(&page, &holder.grants, &names);
            (holder, held)
        })
        .collect();
    let states = vec![Choice::new("suspended", page.t("access-state-suspended"))];
    page.show(&List { page: &page, form, roles: roles(&page), states, holders, first, next })
}

fn person_id(raw: &str) -> Result<PersonId, PageError> {
    raw.parse().map_err(|_| PageError::Missing)
}

#[handler]
async fn show(page: Page, id: Path<String>, site: Data<&Site>) -> Result<Response, PageError> {
    let form = Form::blank(page.locale).about("access");
    present(&page, person_id(&id)?, form, &site, StatusCode::OK).await
}

async fn present(
    page: &Page,
    id: PersonId,
    form: Form,
    site: &Site,
    status: StatusCode,
) -> Result<Response, PageError> {
    let permit = page.actor.may_manage_access()?;
    let holder = site.app.holder(&permit, id).await?;
    let names = site.app.scope_names(&holder.grants).await?;
    let held = in_words(page, &holder.grants, &names);
    let scopes = ["everything", "organization", "territory", "program", "cohort"]
        .map(|kind| Choice::new(kind, page.t(&format!("access-scope-{kind}"))))
        .to_vec();
    page.show_as(status, &Show { page, holder, held, form, roles: roles(page), scopes })
}

/// Shows why a change was refused; anything else goes on as it is.
async fn refused(
    page: &Page,
    id: PersonId,
    form: Form,
    site: &Site,
    error: Error,
) -> Result<Response, PageError> {
    match error {
        Error::Invalid(faults) => {
            present(page, id, form.blame(&faults), site, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Error::Rejected(rejection) => {
            present(page, id, form.refused(&rejection), site, status_of(&rejection)).await
        }
        other => Err(other.into()),
    }
}

/// The page of one person after a change.
fn back(id: PersonId, done: &str) -> Response {
    go(&format!("/admin/people/{id}"), Some(done))
}

/// The midnight in Kyiv that begins a day, as an instant; anything that is no day stays as typed.
fn end_of_day_before(day: &str) -> String {
    day.parse().ok().and_then(midnight).map_or_else(|| day.to_owned(), |instant| instant.to_rfc3339())
}

#[handler]
async fn give(page: Page, id: Path<String>, form: Form, site: Data<&Site>) -> Result<Response, PageError> {
    let permit = page.actor.may_manage_access()?;
    let id = person_id(&id)?;
    let form = form.about("access");
    let raw = RawGrantPlan {
        role: form.raw("role"),
        scope_kind: form.raw("scope_kind"),
        scope_target: form.raw("scope_target"),
        valid_from: String::new(),
        valid_to: end_of_day_before(&form.day_text("valid_to")),
    };
    let given = match GrantPlan::try_from(&raw) {
        Ok(plan) => site.app.grant(&permit, id, &plan, form.value("why")).await,
        Err(faults) => Err(faults.into()),
    };
    match given {
        Ok(_) => Ok(back(id, "access-given")),
        Err(error) => refused(&page, id, form, &site, error).await,
    }
}

#[derive(Template)]
#[template(path = "access/end.html")]
struct End<'a> {
    page: &'a Page,
    holder: Holder,
    words: String,
    action: String,
    form: Form,
}

/// Says what taking a role does before it is done.
#[handler]
async fn ask(page: Page, path: Path<(String, String)>, site: Data<&Site>) -> Result<Response, PageError> {
    let permit = page.actor.may_manage_access()?;
    let holder = site.app.holder(&permit, person_id(&path.0.0)?).await?;
    let grant: GrantId = path.0.1.parse().map_err(|_| PageError::Missing)?;
    let ended: Vec<Grant> = holder.grants.iter().filter(|one| one.id == grant).cloned().collect();
    let names = site.app.scope_names(&ended).await?;
    let held = in_words(&page, &ended, &names).pop().ok_or(PageError::Missing)?;
    let action = format!("/admin/people/{}/grants/{grant}/end", holder.person.id);
    let form = Form::blank(page.locale).about("access");
    page.show(&End { page: &page, holder, words: held.words, action, form })
}

#[handler]
async fn take(
    page: Page,
    path: Path<(String, String)>,
    form: Form,
    site: Data<&Site>,
) -> Result<Response, PageError> {
    let permit = page.actor.may_manage_access()?;
    let id = person_id(&path.0.0)?;
    let grant: GrantId = path.0.1.parse().map_err(|_| PageError::Missing)?;
    match site.app.revoke_grant(&permit, grant, form.value("reason")).await {
        Ok(()) => Ok(back(id, "access-taken")),
        Err(error) => refused(&page, id, form.about("access"), &site, error).await,
    }
}

async fn account_of(page: &Page, id: PersonId, site: &Site) -> Result<AccountId, PageError> {
    let permit = page.actor.may_manage_access()?;
    Ok(site.app.holder(&permit, id).await?.account.ok_or(PageError::Missing)?.id)
}

#[handler]
async fn suspend(page: Page, id: Path<String>, form: Form, site: Data<&Site>) -> Result<Response, PageError> {
    let permit = page.actor.may_manage_access()?;
    let id = person_id(&id)?;
    let account = account_of(&page, id, &site).await?;
    match site.app.suspend_account(&permit, account, form.value("reason")).await {
        Ok(()) => Ok(back(id, "access-suspended")),
        Err(error) => refused(&page, id, form.about("access"), &site, error).await,
    }
}

#[handler]
async fn restore(page: Page, id: Path<String>, site: Data<&Site>) -> Result<Response, PageError> {
    let permit = page.actor.may_manage_access()?;
    let id = person_id(&id)?;
    let account = account_of(&page, id, &site).await?;
    site.app.restore_account(&permit, account).await?;
    Ok(back(id, "access-restored"))
}
