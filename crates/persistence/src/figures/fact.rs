//! How far one enrollment came, and under which keys that is counted.

use crate::StoreError;
use crate::completion;
use crate::sql;
use crate::store::{Read, Tx};
use chrono::{Datelike, NaiveDate};
use postup_domain::completion::{CompletionState, Verdict, judge};
use postup_domain::course::Subject;
use postup_domain::figures::{Dimension, Reached};
use postup_domain::id::{CourseId, EnrollmentId, OrganizationId, PersonId, ProgramId};
use sea_orm::{FromQueryResult, Value};
use std::collections::HashMap;

/// One enrollment as it is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    pub enrollment: EnrollmentId,
    pub person: PersonId,
    pub keys: Vec<(Dimension, String)>,
    pub reached: Reached,
}

#[derive(FromQueryResult)]
struct Row {
    id: EnrollmentId,
    person_id: PersonId,
    organization_id: Option<OrganizationId>,
    confirmed: bool,
    category: Option<String>,
    code: Option<String>,
    oblast_code: Option<String>,
    raion_code: Option<String>,
    hromada_code: Option<String>,
    course_id: CourseId,
    program_id: ProgramId,
    subject: Subject,
    starts_on: NaiveDate,
    presences: i64,
    certificates: i64,
}

const ROWS: &str = "SELECT e.id, e.person_id, e.organization_id, e.state = 'confirmed' AS confirmed, \
     t.category, t.code, t.oblast_code, t.raion_code, t.hromada_code, \
     c.course_id, c.program_id, v.subject, c.starts_on, \
     (SELECT COUNT(*) FROM attendance a JOIN session s ON s.id = a.session_id \
        WHERE a.enrollment_id = e.id AND s.state = 'planned' AND a.status IN ('present', 'late')) AS presences, \
     (SELECT COUNT(*) FROM certificate k WHERE k.enrollment_id = e.id AND k.state = 'valid') AS certificates \
     FROM enrollment e JOIN cohort c ON c.id = e.cohort_id JOIN course_version v ON v.id = c.course_version_id \
     LEFT JOIN territory t ON t.code = e.territory WHERE e.id IN ";

#[derive(FromQueryResult)]
struct Funding {
    program_id: ProgramId,
    organization_id: OrganizationId,
}

/// The facts as the rows say now.
pub(super) async fn present(db: &impl Read, enrollments: &[EnrollmentId]) -> Result<Vec<Fact>, StoreError> {
    if enrollments.is_empty() {
        return Ok(Vec::new());
    }
    let mut funders: HashMap<ProgramId, Vec<OrganizationId>> = HashMap::new();
    let parties = "SELECT program_id, organization_id FROM program_party WHERE role = 'funder'";
    for funding in sql::all::<Funding>(db, parties, vec![]).await? {
        funders.entry(funding.program_id).or_default().push(funding.organization_id);
    }
    let mut facts = Vec::with_capacity(enrollments.len());
    for chunk in enrollments.chunks(5_000) {
        let cases = completion::evidence(db, chunk).await?;
        let verdicts: HashMap<EnrollmentId, Verdict> =
            cases.into_iter().map(|case| (case.enrollment, judge(case.rule, case.evidence))).collect();
        let text = format!("{ROWS}({})", sql::places(1, chunk.len()));
        let rows: Vec<Row> = sql::all(db, &text, chunk.iter().copied().map(Value::from).collect()).await?;
        facts.extend(rows.into_iter().map(|row| {
            let verdict = verdicts.get(&row.id);
            row.into_fact(verdict, &funders)
        }));
    }
    Ok(facts)
}

impl Row {
    fn into_fact(self, verdict: Option<&Verdict>, funders: &HashMap<ProgramId, Vec<OrganizationId>>) -> Fact {
        let completed = verdict.is_some_and(|verdict| verdict.state == CompletionState::Completed);
        let carried = verdict.map_or(0, |verdict| verdict.evidence.carried);
        let minutes = verdict.map_or(0, |verdict| verdict.evidence.credited);
        let own = |category: &str| {
            (self.category.as_deref() == Some(category)).then(|| self.code.clone()).flatten()
        };
        let oblast = self.oblast_code.clone().or_else(|| own("O")).or_else(|| own("K")).unwrap_or_default();
        let raion = self.raion_code.clone().or_else(|| own("P")).unwrap_or_default();
        let hromada = self.hromada_code.clone().or_else(|| own("H")).unwrap_or_default();
        let month = format!("{:04}-{:02}", self.starts_on.year(), self.starts_on.month());
        let employer = self.organization_id.map(|id| id.to_string()).unwrap_or_default();
        let mut keys = vec![
            (Dimension::All, String::new()),
            (Dimension::Oblast, oblast),
            (Dimension::Raion, raion),
            (Dimension::Hromada, hromada),
            (Dimension::Organization, employer),
            (Dimension::Course, self.course_id.to_string()),
            (Dimension::Subject, self.subject.to_string()),
            (Dimension::Program, self.program_id.to_string()),
            (Dimension::Month, month),
        ];
        let paying = funders.get(&self.program_id).into_iter().flatten();
        keys.extend(paying.map(|funder| (Dimension::Funder, funder.to_string())));
        let reached = Reached {
            applied: true,
            confirmed: self.confirmed,
            present: self.confirmed && (self.presences > 0 || carried > 0),
            completed: self.confirmed && completed,
            certified: self.certificates > 0,
            minutes: if self.confirmed { minutes } else { 0 },
        };
        Fact { enrollment: self.id, person: self.person_id, keys, reached }
    }
}

#[derive(FromQueryResult)]
struct Stored {
    enrollment_id: EnrollmentId,
    person_id: PersonId,
    keys: String,
    applied: bool,
    confirmed: bool,
    present: bool,
    completed: bool,
    certified: bool,
    minutes: i64,
}

/// The facts as they were counted last.
pub(super) async fn stored(db: &impl Read, enrollments: &[EnrollmentId]) -> Result<Vec<Fact>, StoreError> {
    let mut facts = Vec::new();
    for chunk in enrollments.chunks(5_000) {
        let text = format!(
            "SELECT enrollment_id, person_id, keys, applied, confirmed, present, completed, certified, minutes \
             FROM fact WHERE enrollment_id IN ({})",
            sql::places(1, chunk.len())
        );
        let rows: Vec<Stored> = sql::all(db, &text, chunk.iter().copied().map(Value::from).collect()).await?;
        for row in rows {
            facts.push(row.try_into()?);
        }
    }
    Ok(facts)
}

impl TryFrom<Stored> for Fact {
    type Error = StoreError;

    fn try_from(row: Stored) -> Result<Self, StoreError> {
        let Stored { applied, confirmed, present, completed, certified, minutes, .. } = row;
        let reached = Reached { applied, confirmed, present, completed, certified, minutes };
        Ok(Self {
            enrollment: row.enrollment_id,
            person: row.person_id,
            keys: read_keys(&row.keys)?,
            reached,
        })
    }
}

fn write_keys(keys: &[(Dimension, String)]) -> String {
    keys.iter().map(|(dimension, key)| format!("{dimension}={key}")).collect::<Vec<_>>().join("\n")
}

fn read_keys(text: &str) -> Result<Vec<(Dimension, String)>, StoreError> {
    text.lines()
        .map(|line| {
            let (dimension, key) = line.split_once('=').ok_or_else(|| StoreError::corrupt("fact.keys"))?;
            Ok((dimension.parse().map_err(StoreError::corrupt)?, key.to_owned()))
        })
        .collect()
}

/// Remembers what was counted.
pub(super) async fn replace(tx: &Tx, facts: &[Fact]) -> Result<(), StoreError> {
    const COLUMNS: usize = 9;
    for chunk in facts.chunks(2_000) {
        let rows = sql::rows(chunk.len(), COLUMNS);
        let text = format!(
            "INSERT INTO fact (enrollment_id, person_id, keys, applied, confirmed, present, completed, certified, minutes) \
             VALUES {rows} ON CONFLICT (enrollment_id) DO UPDATE SET keys = excluded.keys, applied = excluded.applied, \
             confirmed = excluded.confirmed, present = excluded.present, completed = excluded.completed, \
             certified = excluded.certified, minutes = excluded.minutes"
        );
        let values = chunk
            .iter()
            .flat_map(|fact| {
                let reached = fact.reached;
                [
                    Value::from(fact.enrollment),
                    fact.person.into(),
                    write_keys(&fact.keys).into(),
                    reached.applied.into(),
                    reached.confirmed.into(),
                    reached.present.into(),
                    reached.completed.into(),
                    reached.certified.into(),
                    reached.minutes.into(),
                ]
            })
            .collect();
        sql::execute(tx, &text, values).await?;
    }
    Ok(())
}
