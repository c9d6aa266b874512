//! Grants and accounts, for who keeps them.

use super::Tag;
use super::answer::Done;
use super::auth::GrantView;
use super::paging::{limit, next_link, open};
use super::person::PersonView;
use super::problem::Failure;
use crate::caller::Caller;
use crate::policy::{ADMINISTRATORS, Line};
use crate::site::Site;
use chrono::{DateTime, Utc};
use poem::Request;
use poem::http::Method;
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, Object, OpenApi};
use postup_app::Error;
use postup_app::access::Holder;
use postup_domain::access::{GrantPlan, RawGrantPlan, Role};
use postup_domain::id::{AccountId, GrantId, PersonId};
use postup_domain::login::Account;
use postup_persistence::person::Filter;

/// Who may call which operation.
pub const POLICIES: &[Line] = &[
    (Method::GET, "/accounts", ADMINISTRATORS),
    (Method::PUT, "/accounts/:id/suspension", ADMINISTRATORS),
    (Method::DELETE, "/accounts/:id/suspension", ADMINISTRATORS),
    (Method::GET, "/people/:id/grants", ADMINISTRATORS),
    (Method::POST, "/people/:id/grants", ADMINISTRATORS),
    (Method::DELETE, "/grants/:id", ADMINISTRATORS),
];

/// The log-in of a person.
#[derive(Object)]
#[oai(rename = "Account")]
struct AccountView {
    id: AccountId,
    /// When the address was confirmed; nobody signs in before.
    confirmed_at: Option<DateTime<Utc>>,
    suspended_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
}

impl From<&Account> for AccountView {
    fn from(account: &Account) -> Self {
        Self {
            id: account.id,
            confirmed_at: account.confirmed_at,
            suspended_at: account.suspended_at,
            created_at: account.created_at,
        }
    }
}

/// A person with log-in and roles.
#[derive(Object)]
#[oai(rename = "AccountHolder")]
struct HolderView {
    person: PersonView,
    account: Option<AccountView>,
    /// Present, to come, and run out; not those taken back.
    grants: Vec<GrantView>,
}

impl From<&Holder> for HolderView {
    fn from(holder: &Holder) -> Self {
        Self {
            person: (&holder.person).into(),
            account: holder.account.as_ref().map(AccountView::from),
            grants: holder.grants.iter().map(GrantView::from).collect(),
        }
    }
}

/// A role to give.
#[derive(Object)]
#[oai(deny_unknown_fields)]
struct NewGrant {
    role: Role,
    /// `everything`, `organization`, `territory`, `program` or `cohort`.
    scope_kind: String,
    #[oai(default)]
    scope_target: String,
    /// From now on when absent.
    #[oai(default)]
    valid_from: Option<DateTime<Utc>>,
    #[oai(default)]
    valid_to: Option<DateTime<Utc>>,
    /// Goes into the audit trail.
    #[oai(default, validator(max_length = 500))]
    reason: String,
}

impl From<NewGrant> for RawGrantPlan {
    fn from(new: NewGrant) -> Self {
        let text = |instant: Option<DateTime<Utc>>| instant.map(|at| at.to_rfc3339()).unwrap_or_default();
        Self {
            role: new.role.to_string(),
            scope_kind: new.scope_kind,
            scope_target: new.scope_target,
            valid_from: text(new.valid_from),
            valid_to: text(new.valid_to),
        }
    }
}

#[derive(Object)]
#[oai(deny_unknown_fields)]
struct Suspension {
    /// Goes into the audit trail.
    #[oai(default, validator(max_length = 500))]
    reason: String,
}

#[derive(ApiResponse)]
enum Given {
    #[oai(status = 201)]
    Created(Json<GrantView>, #[oai(header = "Location")] String),
}

#[derive(ApiResponse)]
enum Listed {
    /// In the order of the Ukrainian alphabet. The header `Link` leads to the next page.
    #[oai(status = 200)]
    Ok(Json<Vec<HolderView>>, #[oai(header = "Link")] Option<String>),
}

/// The operations.
pub struct GrantApi {
    pub site: Site,
}

#[OpenApi(tag = "Tag::Access")]
impl GrantApi {
    /// People with their log-ins and roles
    #[oai(path = "/accounts", method = "get", operation_id = "list_accounts")]
    #[expect(clippy::too_many_arguments, reason = "one for each parameter of the query")]
    async fn list(
        &self,
        request: &Request,
        caller: Caller,
        q: Query<Option<String>>,
        role: Query<Option<Role>>,
        /// Only those whose log-in is suspended.
        suspended: Query<Option<bool>>,
        cursor: Query<Option<String>>,
        #[oai(name = "limit")] most: Query<Option<u64>>,
    ) -> Result<Listed, Failure> {
        let permit = caller.0.may_manage_access()?;
        let (after, most) = (open(cursor.0.as_deref())?, limit(most.0)?);
        let words = q.0.unwrap_or_default();
        let suspended = suspended.0.unwrap_or_default();
        let filter = Filter { words, role: role.0, suspended, ..Filter::default() };
        let page = self.site.app.holders(&permit, &filter, after.as_ref(), most).await?;
        let address = request.uri().path_and_query().map_or("", |path| path.as_str());
        let link = next_link(address, page.next.as_ref());
        Ok(Listed::Ok(Json(page.items.iter().map(HolderView::from).collect()), link))
    }

    /// Suspend a log-in
    ///
    /// Every sign-in ends with it. The last administrator cannot be suspended.
    #[oai(path = "/accounts/:id/suspension", method = "put", operation_id = "suspend_account")]
    async fn suspend(
        &self,
        caller: Caller,
        id: Path<AccountId>,
        body: Json<Suspension>,
    ) -> Result<Done, Failure> {
        let permit = caller.0.may_manage_access()?;
        self.site.app.suspend_account(&permit, id.0, &body.0.reason).await?;
        Ok(Done::Done)
    }

    /// End a suspension
    #[oai(path = "/accounts/:id/suspension", method = "delete", operation_id = "restore_account")]
    async fn restore(&self, caller: Caller, id: Path<AccountId>) -> Result<Done, Failure> {
        let permit = caller.0.may_manage_access()?;
        self.site.app.restore_account(&permit, id.0).await?;
        Ok(Done::Done)
    }

    /// The roles of a person
    #[oai(path = "/people/:id/grants", method = "get", operation_id = "list_grants")]
    async fn of_person(&self, caller: Caller, id: Path<PersonId>) -> Result<Json<Vec<GrantView>>, Failure> {
        let permit = caller.0.may_manage_access()?;
        let holder = self.site.app.holder(&permit, id.0).await?;
        Ok(Json(holder.grants.iter().map(GrantView::from).collect()))
    }

    /// Give a person a role
    #[oai(path = "/people/:id/grants", method = "post", operation_id = "give_grant")]
    async fn give(&self, caller: Caller, id: Path<PersonId>, body: Json<NewGrant>) -> Result<Given, Failure> {
        let permit = caller.0.may_manage_access()?;
        let reason = body.0.reason.clone();
        let plan = GrantPlan::try_from(&RawGrantPlan::from(body.0)).map_err(Error::from)?;
        let grant = self.site.app.grant(&permit, id.0, &plan, &reason).await?;
        let location = format!("/api/v1/grants/{}", grant.id);
        Ok(Given::Created(Json((&grant).into()), location))
    }

    /// Take a role back
    ///
    /// The sign-ins of who had it end. The last administrator stays.
    #[oai(path = "/grants/:id", method = "delete", operation_id = "take_grant")]
    async fn take(
        &self,
        caller: Caller,
        id: Path<GrantId>,
        /// Goes into the audit trail.
        #[oai(validator(max_length = 500))]
        reason: Query<Option<String>>,
    ) -> Result<Done, Failure> {
        let permit = caller.0.may_manage_access()?;
        self.site.app.revoke_grant(&permit, id.0, &reason.0.unwrap_or_default()).await?;
        Ok(Done::Done)
    }
}
