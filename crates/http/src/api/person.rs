//! Persons.

use super::Tag;
use super::paging::{etag, limit, next_link, open, version};
use super::problem::{EditFailure, Failure};
use crate::caller::Caller;
use crate::policy::{KEEPERS, Line, Policy};
use crate::site::Site;
use poem::Request;
use poem::http::Method;
use poem_openapi::param::{Header, Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::types::MaybeUndefined;
use poem_openapi::{ApiResponse, Object, OpenApi};
use postup_domain::access::Actor;
use postup_domain::id::{OrganizationId, PersonId};
use postup_domain::person::{AppointmentKind, Language, Person, RawProfile};
use postup_persistence::person::Filter;

/// Who may call which operation.
pub const POLICIES: &[Line] = &[
    (Method::GET, "/people", KEEPERS),
    (Method::GET, "/people/:id", Policy::SignedIn),
    (Method::PATCH, "/people/:id", Policy::SignedIn),
];

/// A person.
#[derive(Object)]
#[oai(rename = "Person")]
pub(super) struct PersonView {
    id: PersonId,
    family_name: String,
    given_name: String,
    patronymic: Option<String>,
    /// The person's own Latin spelling.
    latin_family_name: String,
    latin_given_name: String,
    email: String,
    /// The employer.
    organization_id: Option<OrganizationId>,
    position: Option<String>,
    /// 1 to 7 (law 2493-III, article 14).
    position_category: Option<i16>,
    appointment: Option<AppointmentKind>,
    /// The code of a unit of the codifier: where the person works.
    territory: Option<String>,
    language: Language,
}

impl From<&Person> for PersonView {
    fn from(person: &Person) -> Self {
        let name = &person.name;
        Self {
            id: person.id,
            family_name: name.family.to_string(),
            given_name: name.given.to_string(),
            patronymic: name.patronymic.as_ref().map(ToString::to_string),
            latin_family_name: name.latin_family.to_string(),
            latin_given_name: name.latin_given.to_string(),
            email: person.email.to_string(),
            organization_id: person.employer,
            position: person.position.as_ref().map(ToString::to_string),
            position_category: person.position_category,
            appointment: person.appointment,
            territory: person.territory.clone(),
            language: person.language,
        }
    }
}

/// What is to change; fields that are left out stay. The address cannot be changed here.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(super) struct PersonPatch {
    #[oai(default)]
    family_name: Option<String>,
    #[oai(default)]
    given_name: Option<String>,
    patronymic: MaybeUndefined<String>,
    /// Empty: suggested from the Ukrainian name.
    #[oai(default)]
    latin_family_name: Option<String>,
    #[oai(default)]
    latin_given_name: Option<String>,
    organization_id: MaybeUndefined<OrganizationId>,
    position: MaybeUndefined<String>,
    position_category: MaybeUndefined<i16>,
    appointment: MaybeUndefined<AppointmentKind>,
    territory: MaybeUndefined<String>,
    #[oai(default)]
    language: Option<Language>,
}

impl PersonPatch {
    /// The whole profile as it would be.
    fn over(self, person: &Person) -> RawProfile {
        let mut raw = RawProfile::from(person);
        put(&mut raw.family_name, self.family_name);
        put(&mut raw.given_name, self.given_name);
        put(&mut raw.latin_family_name, self.latin_family_name);
        put(&mut raw.latin_given_name, self.latin_given_name);
        put(&mut raw.language, self.language);
        put_or_clear(&mut raw.patronymic, self.patronymic);
        put_or_clear(&mut raw.organization_id, self.organization_id);
        put_or_clear(&mut raw.position, self.position);
        put_or_clear(&mut raw.position_category, self.position_category);
        put_or_clear(&mut raw.appointment, self.appointment);
        put_or_clear(&mut raw.territory, self.territory);
        raw
    }
}

fn put(field: &mut String, wanted: Option<impl ToString>) {
    if let Some(wanted) = wanted {
        *field = wanted.to_string();
    }
}

fn put_or_clear(field: &mut String, wanted: MaybeUndefined<impl ToString>) {
    match wanted {
        MaybeUndefined::Undefined => {}
        MaybeUndefined::Null => field.clear(),
        MaybeUndefined::Value(wanted) => *field = wanted.to_string(),
    }
}

#[derive(ApiResponse)]
pub(super) enum Shown {
    #[oai(status = 200)]
    Ok(Json<PersonView>, #[oai(header = "ETag")] String),
}

impl From<&Person> for Shown {
    fn from(person: &Person) -> Self {
        Self::Ok(Json(person.into()), etag(person.version))
    }
}

#[derive(ApiResponse)]
enum Listed {
    /// In the order of the Ukrainian alphabet. The header `Link` leads to the next page.
    #[oai(status = 200)]
    Ok(Json<Vec<PersonView>>, #[oai(header = "Link")] Option<String>),
}

/// The operations.
pub struct PersonApi {
    pub site: Site,
}

#[OpenApi(tag = "Tag::People")]
impl PersonApi {
    /// People the caller may see
    ///
    /// A personnel officer sees the employees, a manager who applied in what is managed, an administrator everybody.
    #[oai(path = "/people", method = "get", operation_id = "list_people")]
    async fn list(
        &self,
        request: &Request,
        caller: Caller,
        /// Words of the name in either alphabet, or of the address.
        q: Query<Option<String>>,
        organization: Query<Option<OrganizationId>>,
        cursor: Query<Option<String>>,
        #[oai(name = "limit")] most: Query<Option<u64>>,
    ) -> Result<Listed, Failure> {
        let filter = Filter { words: q.0.unwrap_or_default(), employer: organization.0, ..Filter::default() };
        let (after, most) = (open(cursor.0.as_deref())?, limit(most.0)?);
        let page = self.site.app.people(&caller.0, &filter, after.as_ref(), most).await?;
        let address = request.uri().path_and_query().map_or("", |path| path.as_str());
        let link = next_link(address, page.next.as_ref());
        Ok(Listed::Ok(Json(page.items.iter().map(PersonView::from).collect()), link))
    }

    /// One person
    #[oai(path = "/people/:id", method = "get", operation_id = "get_person")]
    async fn get(&self, caller: Caller, id: Path<PersonId>) -> Result<Shown, Failure> {
        Ok((&self.site.app.person(&caller.0, id.0).await?).into())
    }

    /// Edit a person's record
    #[oai(path = "/people/:id", method = "patch", operation_id = "edit_person")]
    async fn edit(
        &self,
        caller: Caller,
        id: Path<PersonId>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        body: Json<PersonPatch>,
    ) -> Result<Shown, EditFailure> {
        write(&self.site, &caller.0, id.0, if_match.0.as_deref(), body.0).await
    }
}

/// Writes a record anew, for oneself or for somebody else.
pub(super) async fn write(
    site: &Site,
    actor: &Actor,
    id: PersonId,
    if_match: Option<&str>,
    patch: PersonPatch,
) -> Result<Shown, EditFailure> {
    let app = &site.app;
    let permit = app.may_edit_person(actor, id).await?;
    let version = version(if_match).map_err(EditFailure)?;
    let person = app.person(actor, id).await?;
    let edited = app.edit_person(&permit, version, &patch.over(&person)).await?;
    Ok((&edited).into())
}
