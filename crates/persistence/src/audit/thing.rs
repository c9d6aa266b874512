//! What the lines of the trail are about, by name: one statement for each kind of thing on a page.

use crate::store::Read;
use crate::{StoreError, sql};
use postup_domain::audit::{Entry, Thing};
use postup_domain::id::{CohortId, PersonId};
use postup_domain::text::Both;
use sea_orm::{FromQueryResult, Value};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use uuid::Uuid;

#[derive(FromQueryResult)]
struct Named {
    id: Uuid,
    uk: Option<String>,
    en: Option<String>,
    person: Option<PersonId>,
    code: Option<String>,
    cohort: Option<CohortId>,
    public: bool,
}

const NAME: &str = "p.family_name || ' ' || p.given_name";

/// Where the things of a kind stand: what is read of each, and from which tables. Kinds that are not here need no name.
fn source(kind: &str) -> Option<(String, &'static str, &'static str)> {
    let of = |uk: &str, en: &str, person: &str, code: &str, cohort: &str, public: &str| {
        let (no_id, no_text) = ("CAST(NULL AS uuid)", "CAST(NULL AS text)");
        let or = |text: &str, none: &str| if text.is_empty() { none.to_owned() } else { text.to_owned() };
        format!(
            "{} AS uk, {} AS en, {} AS person, {} AS code, {} AS cohort, {public} AS public",
            or(uk, no_text),
            or(en, no_text),
            or(person, no_id),
            or(code, no_text),
            or(cohort, no_id)
        )
    };
    let theirs = |person: &str| of(NAME, NAME, person, "", "", "FALSE");
    let placed = |public: &str| {
        let name = format!("{NAME} || ' · ' || c.code");
        of(&name, &name, "p.id", "", "c.id", public)
    };
    let shown = "c.state = 'published' \
                 AND EXISTS (SELECT 1 FROM course k WHERE k.id = c.course_id AND k.state = 'published')";
    Some(match kind {
        "person" => (theirs("p.id"), "person p", "p.id"),
        "account" => (theirs("p.id"), "account x JOIN person p ON p.id = x.person_id", "x.id"),
        "login" => (
            theirs("p.id"),
            "login x JOIN account a ON a.id = x.account_id JOIN person p ON p.id = a.person_id",
            "x.id",
        ),
        "grant" => (theirs("p.id"), "access_grant x JOIN person p ON p.id = x.person_id", "x.id"),
        "notification" => (theirs("p.id"), "notification x JOIN person p ON p.id = x.person_id", "x.id"),
        "stand_in" => (theirs("p.id"), "stand_in x JOIN person p ON p.id = x.deputy_id", "x.id"),
        "enrollment" => (
            placed(shown),
            "enrollment x JOIN person p ON p.id = x.person_id JOIN cohort c ON c.id = x.cohort_id",
            "x.id",
        ),
        "equivalent" => (
            placed(shown),
            "equivalent x JOIN person p ON p.id = x.person_id JOIN cohort c ON c.id = x.cohort_id",
            "x.id",
        ),
        "certificate" => (
            of(
                "x.registration_number",
                "x.registration_number",
                "x.person_id",
                "x.code",
                "x.cohort_id",
                "TRUE",
            ),
            "certificate x",
            "x.id",
        ),
        "cohort" => (of("c.code", "c.code", "", "", "c.id", shown), "cohort c", "c.id"),
        "session" => (
            of("x.title_uk || ' · ' || c.code", "x.title_en || ' · ' || c.code", "", "", "c.id", shown),
            "session x JOIN cohort c ON c.id = x.cohort_id",
            "x.id",
        ),
        "nominee" => (
            of("c.code", "c.code", "", "", "c.id", shown),
            "nominee x JOIN cohort c ON c.id = x.cohort_id",
            "x.id",
        ),
        "course" => (of("x.code", "x.code", "", "x.code", "", "x.state = 'published'"), "course x", "x.id"),
        "program" => (of("x.title_uk", "x.title_en", "", "x.code", "", "FALSE"), "program x", "x.id"),
        "indicator" => (of("x.name_uk", "x.name_en", "", "", "", "FALSE"), "indicator x", "x.id"),
        "import" => (of("x.file_name", "x.file_name", "", "", "", "FALSE"), "import_job x", "x.id"),
        "venue" => (of("x.name", "x.name", "", "", "", "FALSE"), "venue x", "x.id"),
        "organization" => (
            of("n.name_uk", "n.name_en", "", "", "", "FALSE"),
            "organization x JOIN organization_name n ON n.organization_id = x.id AND n.valid_from = \
             (SELECT MAX(m.valid_from) FROM organization_name m WHERE m.organization_id = x.id)",
            "x.id",
        ),
        _ => return None,
    })
}

/// What these lines are about, by kind and id.
pub async fn things(
    db: &impl Read,
    entries: &[Entry],
) -> Result<HashMap<(String, String), Thing>, StoreError> {
    let mut wanted: BTreeMap<&str, BTreeSet<Uuid>> = BTreeMap::new();
    for entry in entries {
        if let Ok(id) = entry.subject_id.parse() {
            wanted.entry(&entry.subject_kind).or_default().insert(id);
        }
    }
    let mut things = HashMap::new();
    for (kind, ids) in wanted {
        let Some((columns, tables, id)) = source(kind) else { continue };
        let places = sql::places(1, ids.len());
        let text = format!("SELECT {id} AS id, {columns} FROM {tables} WHERE {id} IN ({places})");
        let values = ids.into_iter().map(Value::from).collect();
        for row in sql::all::<Named>(db, &text, values).await? {
            let Named { id, uk, en, person, code, cohort, public } = row;
            let name = uk.zip(en).map(|(uk, en)| Both::new(uk, en));
            let thing = Thing { name, person, code, cohort, is_public: public };
            things.insert((kind.to_owned(), id.to_string()), thing);
        }
    }
    Ok(things)
}

#[cfg(test)]
mod tests {
    use super::source;
    use postup_domain::audit::KINDS;

    /// Known by what the line itself says.
    const NAMELESS: [&str; 5] = ["audit", "codifier_edition", "export", "figures", "template"];

    #[test]
    fn every_kind_is_found_by_name() {
        for kind in KINDS {
            assert_eq!(source(kind).is_none(), NAMELESS.contains(kind), "{kind}");
        }
    }
}
