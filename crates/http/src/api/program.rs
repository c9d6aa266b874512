//! Programs as JSON.

use super::Tag;
use super::answer::{Bilingual, Created, Many, One};
use super::paging::{limit, open, version};
use super::problem::{EditFailure, Failure};
use crate::caller::Caller;
use crate::policy::{Line, MANAGERS, Policy};
use crate::site::Site;
use chrono::NaiveDate;
use poem::Request;
use poem::http::Method;
use poem_openapi::param::{Header, Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::{Object, OpenApi};
use postup_domain::id::{OrganizationId, ProgramId};
use postup_domain::program::{Contact, Plan, Program, Publication, RawPlan};
use postup_persistence::Circle;
use postup_persistence::program::Filter;

/// Who may call which operation.
pub const POLICIES: &[Line] = &[
    (Method::GET, "/programs", Policy::Everyone),
    (Method::POST, "/programs", MANAGERS),
    (Method::GET, "/programs/:id", Policy::Everyone),
    (Method::PUT, "/programs/:id", MANAGERS),
    (Method::POST, "/programs/:id/publication", MANAGERS),
    (Method::POST, "/programs/:id/archiving", MANAGERS),
];

/// The office that answers questions about the courses of a program.
#[derive(Debug, Object)]
#[oai(rename = "ProgramContact", deny_unknown_fields)]
struct ContactOut {
    office: Bilingual,
    email: String,
    #[oai(skip_serializing_if_is_none)]
    phone: Option<String>,
}

impl From<Contact> for ContactOut {
    fn from(contact: Contact) -> Self {
        Self {
            office: (&contact.office).into(),
            email: contact.email.to_string(),
            phone: contact.phone.map(|line| line.to_string()),
        }
    }
}

/// A program under a memorandum.
#[derive(Debug, Object)]
#[oai(rename = "Program")]
struct ProgramOut {
    id: ProgramId,
    code: String,
    state: Publication,
    title: Bilingual,
    description: Bilingual,
    /// Runs the program and issues its certificates.
    organization_id: OrganizationId,
    partner_ids: Vec<OrganizationId>,
    funder_ids: Vec<OrganizationId>,
    /// Number and date of the memorandum.
    memorandum: Option<String>,
    starts_on: NaiveDate,
    ends_on: NaiveDate,
    signatory_name: Bilingual,
    signatory_position: Bilingual,
    /// Whom to ask about its courses.
    contact: Option<ContactOut>,
}

impl From<Program> for ProgramOut {
    fn from(Program { id, plan, state, version: _ }: Program) -> Self {
        Self {
            id,
            state,
            code: plan.code.to_string(),
            title: (&plan.title).into(),
            description: (&plan.description).into(),
            organization_id: plan.organization,
            partner_ids: plan.partners,
            funder_ids: plan.funders,
            memorandum: plan.memorandum.map(|line| line.to_string()),
            starts_on: plan.starts_on,
            ends_on: plan.ends_on,
            signatory_name: (&plan.signatory_name).into(),
            signatory_position: (&plan.signatory_position).into(),
            contact: plan.contact.map(ContactOut::from),
        }
    }
}

/// What it takes to write a program down.
#[derive(Debug, Object)]
#[oai(rename = "ProgramPlan", deny_unknown_fields)]
struct ProgramIn {
    /// Capital Latin letters, digits, hyphens.
    code: String,
    title: Bilingual,
    description: Bilingual,
    /// Runs the program; stays once the program is written down.
    organization_id: OrganizationId,
    #[oai(default)]
    partner_ids: Vec<OrganizationId>,
    #[oai(default)]
    funder_ids: Vec<OrganizationId>,
    memorandum: Option<String>,
    starts_on: NaiveDate,
    ends_on: NaiveDate,
    signatory_name: Bilingual,
    signatory_position: Bilingual,
    /// Whom to ask about its courses; shown to everybody.
    contact: Option<ContactOut>,
}

impl From<ProgramIn> for RawPlan {
    fn from(typed: ProgramIn) -> Self {
        let contact =
            typed.contact.map(|one| [one.office.uk, one.office.en, one.email, one.phone.unwrap_or_default()]);
        let [contact_office_uk, contact_office_en, contact_email, contact_phone] =
            contact.unwrap_or_default();
        let texts = |ids: Vec<OrganizationId>| ids.iter().map(ToString::to_string).collect();
        Self {
            code: typed.code,
            title_uk: typed.title.uk,
            title_en: typed.title.en,
            description_uk: typed.description.uk,
            description_en: typed.description.en,
            organization_id: typed.organization_id.to_string(),
            partner_ids: texts(typed.partner_ids),
            funder_ids: texts(typed.funder_ids),
            memorandum: typed.memorandum.unwrap_or_default(),
            starts_on: typed.starts_on.to_string(),
            ends_on: typed.ends_on.to_string(),
            signatory_name_uk: typed.signatory_name.uk,
            signatory_name_en: typed.signatory_name.en,
            signatory_position_uk: typed.signatory_position.uk,
            signatory_position_en: typed.signatory_position.en,
            contact_office_uk,
            contact_office_en,
            contact_email,
            contact_phone,
        }
    }
}

/// The operations.
pub struct ProgramApi {
    pub site: Site,
}

#[OpenApi(tag = "Tag::Programs")]
impl ProgramApi {
    /// Programs by code
    #[oai(path = "/programs", method = "get", operation_id = "list_programs")]
    async fn list(
        &self,
        request: &Request,
        caller: Caller,
        state: Query<Option<Publication>>,
        cursor: Query<Option<String>>,
        #[oai(name = "limit")] most: Query<Option<u64>>,
    ) -> Result<Many<ProgramOut>, Failure> {
        let filter = Filter { circle: Circle::Visible, state: state.0 };
        let (after, most) = (open(cursor.0.as_deref())?, limit(most.0)?);
        let page = self.site.app.programs(&caller.0, &filter, after.as_ref(), most).await?;
        Ok(Many::page(request, page, ProgramOut::from))
    }

    /// A new program, as a draft
    #[oai(path = "/programs", method = "post", operation_id = "create_program")]
    async fn create(&self, caller: Caller, body: Json<ProgramIn>) -> Result<Created<ProgramOut>, Failure> {
        let plan = Plan::try_from(&RawPlan::from(body.0))?;
        let permit = self.site.app.may_create_program(&caller.0, &plan)?;
        let program = self.site.app.create_program(&permit, plan).await?;
        Ok(Created::of("programs", program.id, program.version, program))
    }

    /// One program
    #[oai(path = "/programs/:id", method = "get", operation_id = "get_program")]
    async fn get(
        &self,
        caller: Caller,
        id: Path<ProgramId>,
        #[oai(name = "If-None-Match")] known: Header<Option<String>>,
    ) -> Result<One<ProgramOut>, Failure> {
        let program = self.site.app.program(&caller.0, id.0).await?;
        Ok(One::unless(known.0.as_deref(), program.version, program))
    }

    /// Replaces what a program says
    #[oai(path = "/programs/:id", method = "put", operation_id = "edit_program")]
    async fn edit(
        &self,
        caller: Caller,
        id: Path<ProgramId>,
        #[oai(name = "If-Match")] seen: Header<Option<String>>,
        body: Json<ProgramIn>,
    ) -> Result<One<ProgramOut>, EditFailure> {
        let permit = self.site.app.may_manage_program(&caller.0, id.0).await?;
        let version = version(seen.0.as_deref()).map_err(EditFailure)?;
        let plan = Plan::try_from(&RawPlan::from(body.0))?;
        let program = self.site.app.edit_program(&permit, version, plan).await?;
        Ok(One::at(program.version, program))
    }

    /// Shows a program to everyone
    #[oai(path = "/programs/:id/publication", method = "post", operation_id = "publish_program")]
    async fn publish(&self, caller: Caller, id: Path<ProgramId>) -> Result<One<ProgramOut>, Failure> {
        let permit = self.site.app.may_manage_program(&caller.0, id.0).await?;
        let program = self.site.app.publish_program(&permit).await?;
        Ok(One::at(program.version, program))
    }

    /// Puts a program away once no course of it is published
    #[oai(path = "/programs/:id/archiving", method = "post", operation_id = "archive_program")]
    async fn archive(&self, caller: Caller, id: Path<ProgramId>) -> Result<One<ProgramOut>, Failure> {
        let permit = self.site.app.may_manage_program(&caller.0, id.0).await?;
        let program = self.site.app.archive_program(&permit).await?;
        Ok(One::at(program.version, program))
    }
}
