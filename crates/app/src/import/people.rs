//! Rows of people: whoever has the address is the person. An empty cell leaves what is known.

use super::{Change, Finding, RawRow, faulty, sound};
use crate::login::{suggest_latin, with_profile};
use crate::{App, Error};
use chrono::NaiveDate;
use postup_domain::access::Actor;
use postup_domain::id::{OrganizationId, PersonId};
use postup_domain::import::{PEOPLE, RowFault, Verdict};
use postup_domain::organization::Edrpou;
use postup_domain::person::{AppointmentKind, Language, Person, Profile, RawProfile};
use postup_domain::rejection::{Fault, Invalid};
use postup_domain::romanization::romanize;
use postup_domain::search::search_key;
use postup_domain::text::EmailAddress;
use postup_persistence::{Read, organization, person};
use std::collections::HashMap;

/// What people write for a word of an enumeration, in the form for comparing.
const SAID: [(&str, &str); 14] = [
    ("обраний", AppointmentKind::Elected.as_str()),
    ("обрана", AppointmentKind::Elected.as_str()),
    ("обрано", AppointmentKind::Elected.as_str()),
    ("виборна", AppointmentKind::Elected.as_str()),
    ("призначений", AppointmentKind::Appointed.as_str()),
    ("призначена", AppointmentKind::Appointed.as_str()),
    ("призначено", AppointmentKind::Appointed.as_str()),
    ("українська", Language::Ukrainian.as_str()),
    ("укр", Language::Ukrainian.as_str()),
    ("ukrainian", Language::Ukrainian.as_str()),
    ("англійська", Language::English.as_str()),
    ("англ", Language::English.as_str()),
    ("english", Language::English.as_str()),
    ("eng", Language::English.as_str()),
];

/// What a cell about an employer leads to.
#[derive(Clone, Copy)]
pub enum Employer {
    Known(OrganizationId),
    /// The number of the register is wrong.
    Wrong(Fault),
    Unknown,
    /// Several go by this name or number.
    Several,
}

/// What was looked up for earlier rows.
#[derive(Default)]
pub struct People {
    employers: HashMap<String, Employer>,
    territories: HashMap<String, bool>,
}

impl People {
    /// The verdicts on the next rows.
    pub async fn judge(
        &mut self,
        app: &App,
        db: &impl Read,
        actor: &Actor,
        seen: &mut HashMap<String, u32>,
        rows: Vec<RawRow>,
    ) -> Result<Vec<Finding>, Error> {
        let rows: Vec<PersonRow> = rows.into_iter().map(PersonRow).collect();
        let addresses: Vec<EmailAddress> = rows.iter().filter_map(|row| row.address().ok()).collect();
        let known = person::find_by_emails(db, &addresses).await?;
        let mut known: HashMap<String, Person> =
            known.into_iter().map(|person| (person.email.to_string(), person)).collect();
        for row in &rows {
            self.look_up(app, db, row).await?;
        }
        let mut found = Vec::with_capacity(rows.len());
        for row in rows {
            let before = row.address().ok().and_then(|address| known.remove(address.as_str()));
            found.push(self.judge_row(app, actor, seen, row, before));
        }
        Ok(found)
    }

    pub async fn look_up(&mut self, app: &App, db: &impl Read, row: &PersonRow) -> Result<(), Error> {
        let (employer, territory) = (row.cell("organization"), row.cell("territory"));
        if !employer.is_empty() && !self.employers.contains_key(employer) {
            let found = find_employer(db, employer, app.today()).await?;
            self.employers.insert(employer.to_owned(), found);
        }
        if !territory.is_empty() && !self.territories.contains_key(territory) {
            let is_known = app.is_territory(db, territory).await?;
            self.territories.insert(territory.to_owned(), is_known);
        }
        Ok(())
    }

    fn judge_row(
        &self,
        app: &App,
        actor: &Actor,
        seen: &mut HashMap<String, u32>,
        row: PersonRow,
        before: Option<Person>,
    ) -> Finding {
        let address = match row.address() {
            Ok(address) => address,
            // Everything at once, so that nobody mends a row twice.
            Err(fault) => {
                let others = self.profile(&row, None).err().unwrap_or_default();
                return faulty(row.0, std::iter::once(fault).chain(others).collect());
            }
        };
        if let Some(earlier) = seen.get(address.as_str()) {
            let fault = RowFault::Repeated { row: *earlier };
            return faulty(row.0, vec![fault]);
        }
        seen.insert(address.to_string(), row.0.number);
        let Weighed { person, verdict } = match self.weigh(app, &row, before.as_ref()) {
            Ok(weighed) => weighed,
            Err(faults) => return faulty(row.0, faults),
        };
        let present = before.as_ref().map(|person| person.employer);
        let places = present.into_iter().chain([person.employer]);
        if places.into_iter().any(|employer| actor.may_import_person(person.id, employer).is_err()) {
            return faulty(row.0, vec![RowFault::NotYours]);
        }
        let change = match verdict {
            Verdict::New => Some(Change::Add(Box::new(person))),
            Verdict::Changed => Some(Change::Correct(Box::new(person))),
            _ => None,
        };
        sound(row.0, verdict, change)
    }

    /// The record as the row would leave it, or everything that is wrong with the row. Who may do so is another question.
    pub fn weigh(
        &self,
        app: &App,
        row: &PersonRow,
        before: Option<&Person>,
    ) -> Result<Weighed, Vec<RowFault>> {
        let address = row.address().map_err(|fault| vec![fault])?;
        let profile = self.profile(row, before)?;
        let (id, version) = match before {
            Some(person) => (person.id, person.version),
            None => (PersonId::new(app.now(), app.entropy()), 1),
        };
        let person = with_profile(id, &address, &profile, version);
        let verdict = match before {
            None => Verdict::New,
            Some(before) if *before == person => Verdict::Same,
            Some(_) => Verdict::Changed,
        };
        Ok(Weighed { person, verdict })
    }

    /// The whole profile as it would be, or everything that is wrong with the row.
    fn profile(&self, row: &PersonRow, before: Option<&Person>) -> Result<Profile, Vec<RowFault>> {
        let mut raw = before.map(RawProfile::from).unwrap_or_default();
        if let Some(before) = before {
            forget_suggestions(&mut raw, before, row);
        }
        for (field, column) in fields(&mut raw) {
            let cell = row.cell(column);
            if !cell.is_empty() {
                *field = meant(cell);
            }
        }
        let mut faults = Vec::new();
        match self.employers.get(row.cell("organization")) {
            None => {}
            Some(Employer::Known(id)) => raw.organization_id = id.to_string(),
            Some(Employer::Wrong(fault)) => faults.push(RowFault::cell("organization", *fault)),
            Some(Employer::Unknown) => faults.push(RowFault::cell("organization", Fault::Unknown)),
            Some(Employer::Several) => {
                faults.push(RowFault::Ambiguous { column: "organization".to_owned() });
            }
        }
        // What stands there already need not be in force any more.
        let is_known =
            before.is_some_and(|person| person.territory.as_deref() == Some(row.cell("territory")));
        if !is_known && self.territories.get(row.cell("territory")) == Some(&false) {
            faults.push(RowFault::cell("territory", Fault::Unknown));
        }
        match Profile::try_from(&suggest_latin(&raw)) {
            Ok(profile) if faults.is_empty() => Ok(profile),
            Ok(_) => Err(faults),
            Err(invalid) => {
                // A Latin spelling is wanting only because the name itself is.
                let is_own =
                    |one: &Invalid| !(one.field.starts_with("latin_") && one.fault == Fault::Missing);
                let own = invalid.into_iter().filter(is_own);
                faults.extend(own.map(|one| RowFault::cell(one.field, one.fault)));
                Err(faults)
            }
        }
    }
}

/// Whoever gets another name gets the suggested Latin spelling of it, unless the present one is the person's own.
fn forget_suggestions(raw: &mut RawProfile, before: &Person, row: &PersonRow) {
    let name = &before.name;
    let is_renamed = |column, known: &str| !row.cell(column).is_empty() && row.cell(column) != known;
    if is_renamed("family_name", name.family.as_str())
        && name.latin_family.as_str() == romanize(name.family.as_str())
    {
        raw.latin_family_name.clear();
    }
    if is_renamed("given_name", name.given.as_str())
        && name.latin_given.as_str() == romanize(name.given.as_str())
    {
        raw.latin_given_name.clear();
    }
}

/// Each field of a profile with the column that fills it; the employer is looked up.
fn fields(raw: &mut RawProfile) -> [(&mut String, &'static str); 10] {
    [
        (&mut raw.family_name, "family_name"),
        (&mut raw.given_name, "given_name"),
        (&mut raw.patronymic, "patronymic"),
        (&mut raw.latin_family_name, "latin_family_name"),
        (&mut raw.latin_given_name, "latin_given_name"),
        (&mut raw.position, "position"),
        (&mut raw.position_category, "position_category"),
        (&mut raw.appointment, "appointment"),
        (&mut raw.territory, "territory"),
        (&mut raw.language, "language"),
    ]
}

/// The word of an enumeration that a cell means; any other text as it is.
fn meant(cell: &str) -> String {
    let key = search_key(cell);
    SAID.iter().find(|(said, _)| *said == key).map_or_else(|| cell.to_owned(), |(_, word)| (*word).to_owned())
}

/// An employer by its number of the register, by its id, or by its name. Table programs take the zeros off the front of
/// a number; they are put back.
pub async fn find_employer(db: &impl Read, cell: &str, on: NaiveDate) -> Result<Employer, Error> {
    let found = if let Ok(id) = cell.parse::<OrganizationId>() {
        organization::find_all(db, &[id], on).await?
    } else if cell.len() <= 8 && cell.chars().all(|c| c.is_ascii_digit()) {
        match Edrpou::new("organization", &format!("{cell:0>8}")) {
            Ok(edrpou) => organization::with_edrpou(db, &edrpou, on).await?,
            Err(invalid) => return Ok(Employer::Wrong(invalid.fault)),
        }
    } else {
        let name = search_key(cell);
        let mut page = organization::list(db, cell, None, on, None, 100).await?.items;
        page.retain(|one| {
            [&one.name.uk, &one.name.en].iter().any(|title| search_key(title.as_str()) == name)
        });
        page
    };
    Ok(match found.as_slice() {
        [] => Employer::Unknown,
        [one] => Employer::Known(one.id),
        _ => Employer::Several,
    })
}

/// A record as a row would leave it.
pub struct Weighed {
    pub person: Person,
    pub verdict: Verdict,
}

/// A row read by the names of its columns.
pub struct PersonRow(RawRow);

impl PersonRow {
    pub fn new(raw: RawRow) -> Self {
        Self(raw)
    }

    fn cell(&self, name: &str) -> &str {
        let place = PEOPLE.iter().position(|column| column.name == name);
        place.and_then(|place| self.0.cells.get(place)).map_or("", String::as_str)
    }

    pub fn address(&self) -> Result<EmailAddress, RowFault> {
        EmailAddress::new("email", self.cell("email"))
            .map_err(|invalid| RowFault::cell("email", invalid.fault))
    }
}
