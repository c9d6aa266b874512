//! The rows of programs and their parties.

pub(crate) mod program {
    use postup_domain::id::{OrganizationId, ProgramId};
    use postup_domain::program::Publication;
    use postup_domain::text::{Code, EmailAddress, Line, Prose, Title};
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "program")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: ProgramId,
        pub code: Code,
        pub title_uk: Title,
        pub title_en: Title,
        pub description_uk: Prose,
        pub description_en: Prose,
        pub organization_id: OrganizationId,
        pub memorandum: Option<Line>,
        pub starts_on: Date,
        pub ends_on: Date,
        pub signatory_name_uk: Title,
        pub signatory_name_en: Title,
        pub signatory_position_uk: Title,
        pub signatory_position_en: Title,
        pub contact_office_uk: Option<Title>,
        pub contact_office_en: Option<Title>,
        pub contact_email: Option<EmailAddress>,
        pub contact_phone: Option<Line>,
        pub state: Publication,
        pub version: i64,
        pub created_at: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod party {
    use postup_domain::id::{OrganizationId, ProgramId};
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "program_party")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub program_id: ProgramId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub organization_id: OrganizationId,
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub role: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use super::{FUNDER, PARTNER};
use postup_domain::program::{Contact, Plan, Program};
use postup_domain::text::Both;
use sea_orm::ActiveValue::{NotSet, Set, Unchanged};

/// The aggregate of a row and its parties.
pub(crate) fn assemble(row: program::Model, parties: &[party::Model]) -> Program {
    let of = |role: &str| {
        parties
            .iter()
            .filter(|party| party.program_id == row.id && party.role == role)
            .map(|party| party.organization_id)
            .collect()
    };
    let office = row.contact_office_uk.zip(row.contact_office_en).map(|(uk, en)| Both::new(uk, en));
    let contact = office.zip(row.contact_email);
    Program {
        id: row.id,
        state: row.state,
        version: row.version,
        plan: Plan {
            partners: of(PARTNER),
            funders: of(FUNDER),
            code: row.code,
            title: Both::new(row.title_uk, row.title_en),
            description: Both::new(row.description_uk, row.description_en),
            organization: row.organization_id,
            memorandum: row.memorandum,
            starts_on: row.starts_on,
            ends_on: row.ends_on,
            signatory_name: Both::new(row.signatory_name_uk, row.signatory_name_en),
            signatory_position: Both::new(row.signatory_position_uk, row.signatory_position_en),
            contact: contact.map(|(office, email)| Contact { office, email, phone: row.contact_phone }),
        },
    }
}

/// The row of an aggregate, but for when it was made.
pub(crate) fn columns(program: &Program) -> program::ActiveModel {
    let plan = program.plan.clone();
    let (office, email, phone) = match plan.contact {
        Some(contact) => (Some(contact.office), Some(contact.email), contact.phone),
        None => (None, None, None),
    };
    let (office_uk, office_en) = office.map(|office| (office.uk, office.en)).unzip();
    program::ActiveModel {
        id: Unchanged(program.id),
        code: Set(plan.code),
        title_uk: Set(plan.title.uk),
        title_en: Set(plan.title.en),
        description_uk: Set(plan.description.uk),
        description_en: Set(plan.description.en),
        organization_id: Set(plan.organization),
        memorandum: Set(plan.memorandum),
        starts_on: Set(plan.starts_on),
        ends_on: Set(plan.ends_on),
        signatory_name_uk: Set(plan.signatory_name.uk),
        signatory_name_en: Set(plan.signatory_name.en),
        signatory_position_uk: Set(plan.signatory_position.uk),
        signatory_position_en: Set(plan.signatory_position.en),
        contact_office_uk: Set(office_uk),
        contact_office_en: Set(office_en),
        contact_email: Set(email),
        contact_phone: Set(phone),
        state: Set(program.state),
        version: Set(program.version),
        created_at: NotSet,
    }
}
