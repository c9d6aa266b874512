//! Organizations.

use super::Tag;
use super::paging::{etag, limit, next_link, open, version};
use super::problem::{EditFailure, Failure};
use crate::caller::Caller;
use crate::policy::{Line, Policy};
use crate::site::Site;
use chrono::NaiveDate;
use poem::Request;
use poem::http::Method;
use poem_openapi::param::{Header, Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::types::MaybeUndefined;
use poem_openapi::{ApiResponse, Object, OpenApi};
use postup_domain::access::Role;
use postup_domain::id::OrganizationId;
use postup_domain::organization::{DatedName, Organization, OrganizationKind, RawProfile};

/// Who may keep organizations; the permit asks more closely.
pub const EDITORS: Policy = Policy::Any(&[Role::Administrator, Role::ProgramManager]);

/// Who may call which operation.
pub const POLICIES: &[Line] = &[
    (Method::GET, "/organizations", Policy::Everyone),
    (Method::GET, "/organizations/:id", Policy::Everyone),
    (Method::POST, "/organizations", EDITORS),
    (Method::PATCH, "/organizations/:id", EDITORS),
];

/// An organization under its present name.
#[derive(Object)]
#[oai(rename = "Organization")]
struct OrganizationView {
    id: OrganizationId,
    kind: OrganizationKind,
    name_uk: String,
    name_en: String,
    /// The number in the register of legal entities: eight digits.
    edrpou: Option<String>,
    /// The code of a unit of the codifier.
    territory: Option<String>,
}

impl From<&Organization> for OrganizationView {
    fn from(organization: &Organization) -> Self {
        Self {
            id: organization.id,
            kind: organization.kind,
            name_uk: organization.name.uk.to_string(),
            name_en: organization.name.en.to_string(),
            edrpou: organization.edrpou.as_ref().map(ToString::to_string),
            territory: organization.territory.clone(),
        }
    }
}

/// A name, and from which day it counts.
#[derive(Object)]
struct OrganizationName {
    name_uk: String,
    name_en: String,
    valid_from: NaiveDate,
}

impl From<&DatedName> for OrganizationName {
    fn from(dated: &DatedName) -> Self {
        Self {
            name_uk: dated.name.uk.to_string(),
            name_en: dated.name.en.to_string(),
            valid_from: dated.valid_from,
        }
    }
}

/// An organization with all its names.
#[derive(Object)]
struct OrganizationDetails {
    #[oai(flatten)]
    organization: OrganizationView,
    /// The newest first.
    names: Vec<OrganizationName>,
}

#[derive(Object)]
#[oai(deny_unknown_fields)]
struct NewOrganization {
    kind: OrganizationKind,
    name_uk: String,
    name_en: String,
    #[oai(default)]
    edrpou: Option<String>,
    #[oai(default)]
    territory: Option<String>,
    /// From which day it bears the name; today when absent.
    #[oai(default)]
    name_since: Option<NaiveDate>,
    /// Another organization may have the same number.
    #[oai(default)]
    twin_is_meant: bool,
}

/// What is to change; fields that are left out stay.
#[derive(Object)]
#[oai(deny_unknown_fields)]
struct OrganizationPatch {
    #[oai(default)]
    kind: Option<OrganizationKind>,
    #[oai(default)]
    name_uk: Option<String>,
    #[oai(default)]
    name_en: Option<String>,
    edrpou: MaybeUndefined<String>,
    territory: MaybeUndefined<String>,
    /// From which day it bears another name; today when absent.
    #[oai(default)]
    name_since: Option<NaiveDate>,
    /// Another organization may have the same number.
    #[oai(default)]
    twin_is_meant: bool,
}

impl OrganizationPatch {
    fn over(self, known: &Organization) -> RawProfile {
        let kept_or = |wanted: MaybeUndefined<String>, kept: Option<String>| match wanted {
            MaybeUndefined::Undefined => kept.unwrap_or_default(),
            MaybeUndefined::Null => String::new(),
            MaybeUndefined::Value(wanted) => wanted,
        };
        RawProfile {
            kind: self.kind.unwrap_or(known.kind).to_string(),
            name_uk: self.name_uk.unwrap_or_else(|| known.name.uk.to_string()),
            name_en: self.name_en.unwrap_or_else(|| known.name.en.to_string()),
            edrpou: kept_or(self.edrpou, known.edrpou.as_ref().map(ToString::to_string)),
            territory: kept_or(self.territory, known.territory.clone()),
        }
    }
}

#[derive(ApiResponse)]
enum Added {
    #[oai(status = 201)]
    Created(Json<OrganizationView>, #[oai(header = "Location")] String, #[oai(header = "ETag")] String),
}

#[derive(ApiResponse)]
enum Shown {
    #[oai(status = 200)]
    Ok(Json<OrganizationDetails>, #[oai(header = "ETag")] String),
}

#[derive(ApiResponse)]
enum Edited {
    #[oai(status = 200)]
    Ok(Json<OrganizationView>, #[oai(header = "ETag")] String),
}

#[derive(ApiResponse)]
enum Listed {
    /// In the order of the Ukrainian alphabet. The header `Link` leads to the next page.
    #[oai(status = 200)]
    Ok(Json<Vec<OrganizationView>>, #[oai(header = "Link")] Option<String>),
}

/// The operations.
pub struct OrganizationApi {
    pub site: Site,
}

#[OpenApi(tag = "Tag::Organizations")]
impl OrganizationApi {
    /// Organizations
    #[oai(path = "/organizations", method = "get", operation_id = "list_organizations")]
    async fn list(
        &self,
        request: &Request,
        /// Words of the name in either language, or of the number.
        q: Query<Option<String>>,
        kind: Query<Option<OrganizationKind>>,
        cursor: Query<Option<String>>,
        #[oai(name = "limit")] most: Query<Option<u64>>,
    ) -> Result<Listed, Failure> {
        let (after, most) = (open(cursor.0.as_deref())?, limit(most.0)?);
        let words = q.0.unwrap_or_default();
        let page = self.site.app.organizations(&words, kind.0, after.as_ref(), most).await?;
        let address = request.uri().path_and_query().map_or("", |path| path.as_str());
        let link = next_link(address, page.next.as_ref());
        Ok(Listed::Ok(Json(page.items.iter().map(OrganizationView::from).collect()), link))
    }

    /// Add an organization
    #[oai(path = "/organizations", method = "post", operation_id = "add_organization")]
    async fn add(&self, caller: Caller, body: Json<NewOrganization>) -> Result<Added, Failure> {
        let new = body.0;
        let permit = caller.0.may_manage_organizations()?;
        let raw = RawProfile {
            kind: new.kind.to_string(),
            name_uk: new.name_uk,
            name_en: new.name_en,
            edrpou: new.edrpou.unwrap_or_default(),
            territory: new.territory.unwrap_or_default(),
        };
        let added = self.site.app.add_organization(&permit, &raw, new.name_since, new.twin_is_meant).await?;
        let location = format!("/api/v1/organizations/{}", added.id);
        Ok(Added::Created(Json((&added).into()), location, etag(added.version)))
    }

    /// One organization with all its names
    #[oai(path = "/organizations/:id", method = "get", operation_id = "get_organization")]
    async fn get(&self, id: Path<OrganizationId>) -> Result<Shown, Failure> {
        let organization = self.site.app.organization(id.0).await?;
        let names = self.site.app.organization_names(id.0).await?;
        let tag = etag(organization.version);
        let names = names.iter().map(OrganizationName::from).collect();
        Ok(Shown::Ok(Json(OrganizationDetails { organization: (&organization).into(), names }), tag))
    }

    /// Edit an organization
    ///
    /// Another name counts from `name_since` on; documents issued before keep the old one.
    #[oai(path = "/organizations/:id", method = "patch", operation_id = "edit_organization")]
    async fn edit(
        &self,
        caller: Caller,
        id: Path<OrganizationId>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        body: Json<OrganizationPatch>,
    ) -> Result<Edited, EditFailure> {
        let permit = caller.0.may_manage_organizations()?;
        let app = &self.site.app;
        let known = app.organization(id.0).await?;
        let version = version(if_match.0.as_deref()).map_err(EditFailure)?;
        let patch = body.0;
        let (since, twin) = (patch.name_since, patch.twin_is_meant);
        let edited = app.edit_organization(&permit, id.0, version, &patch.over(&known), since, twin).await?;
        Ok(Edited::Ok(Json((&edited).into()), etag(edited.version)))
    }
}
