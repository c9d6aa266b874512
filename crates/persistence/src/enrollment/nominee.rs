//! People who were named by an address.

use crate::store::{Read, Tx};
use crate::{Cursor, Page, StoreError, sql};
use chrono::{DateTime, Utc};
use postup_domain::access::Sight;
use postup_domain::enrollment::{Cause, EnrollmentState, Nominee};
use postup_domain::id::{CohortId, EnrollmentId, NomineeId, OrganizationId, PersonId};
use postup_domain::notification::NotificationState;
use postup_domain::text::{Both, Code, EmailAddress, Name, Title};
use sea_orm::entity::prelude::DateTimeUtc;
use sea_orm::{FromQueryResult, Value};

/// Somebody named, with what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub nominee: Nominee,
    pub code: Code,
    pub title: Both<Title>,
    /// Where the enrollment stands and why, if there is one.
    pub there: Option<(EnrollmentState, Cause)>,
    letter: Option<NotificationState>,
    /// When a link from a letter that asked was first opened.
    pub opened_at: Option<DateTime<Utc>>,
}

impl Named {
    /// What became of the last letter. Where there was nobody to ask it is told as it is everywhere else.
    pub fn letter(&self) -> NotificationState {
        self.letter.unwrap_or(NotificationState::Sent)
    }
}

#[derive(FromQueryResult)]
struct Row {
    id: NomineeId,
    cohort_id: CohortId,
    organization_id: OrganizationId,
    author: Option<PersonId>,
    email: EmailAddress,
    family_name: Name,
    given_name: Name,
    patronymic: Option<Name>,
    enrollment_id: Option<EnrollmentId>,
    answer_by: DateTimeUtc,
    asked_at: DateTimeUtc,
    created_at: DateTimeUtc,
}

impl From<Row> for Nominee {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            cohort: row.cohort_id,
            organization: row.organization_id,
            author: row.author,
            email: row.email,
            family_name: row.family_name,
            given_name: row.given_name,
            patronymic: row.patronymic,
            enrollment: row.enrollment_id,
            answer_by: row.answer_by,
            asked_at: row.asked_at,
            created_at: row.created_at,
        }
    }
}

#[derive(FromQueryResult)]
struct NamedRow {
    #[sea_orm(nested)]
    nominee: Row,
    code: Code,
    title_uk: Title,
    title_en: Title,
    state: Option<EnrollmentState>,
    cause: Option<Cause>,
    letter: Option<NotificationState>,
    opened_at: Option<DateTimeUtc>,
}

impl From<NamedRow> for Named {
    fn from(row: NamedRow) -> Self {
        Self {
            nominee: row.nominee.into(),
            code: row.code,
            title: Both::new(row.title_uk, row.title_en),
            there: row.state.zip(row.cause),
            letter: row.letter,
            opened_at: row.opened_at,
        }
    }
}

const FIELDS: &str = "n.id, n.cohort_id, n.organization_id, n.author, n.email, n.family_name, n.given_name, \
     n.patronymic, n.enrollment_id, n.answer_by, n.asked_at, n.created_at";

const AROUND: &str = "c.code, v.title_uk, v.title_en, e.state, \
     (SELECT t.cause FROM enrollment_step t WHERE t.enrollment_id = e.id ORDER BY t.number DESC LIMIT 1) AS cause, \
     (SELECT k.state FROM notification k WHERE k.person_id = e.person_id AND k.cohort_id = e.cohort_id \
        AND k.key = 'nomination_asked' AND k.created_at >= e.applied_at ORDER BY k.id DESC LIMIT 1) AS letter, \
     (SELECT MIN(l.opened_at) FROM answer_link l WHERE l.enrollment_id = e.id) AS opened_at \
     FROM nominee n JOIN cohort c ON c.id = n.cohort_id JOIN course_version v ON v.id = c.course_version_id \
     LEFT JOIN enrollment e ON e.id = n.enrollment_id";

/// Writes somebody down who was named. A second time for the same cohort and organization is a `Duplicate`.
pub async fn insert_nominee(tx: &Tx, new: &Nominee) -> Result<(), StoreError> {
    let text = format!(
        "INSERT INTO nominee (id, cohort_id, organization_id, author, email, family_name, given_name, patronymic, \
         enrollment_id, answer_by, asked_at, created_at) VALUES ({})",
        sql::places(1, 12)
    );
    let values: Vec<Value> = vec![
        new.id.into(),
        new.cohort.into(),
        new.organization.into(),
        new.author.into(),
        new.email.clone().into(),
        new.family_name.clone().into(),
        new.given_name.clone().into(),
        new.patronymic.clone().into(),
        new.enrollment.into(),
        new.answer_by.into(),
        new.asked_at.into(),
        new.created_at.into(),
    ];
    sql::execute(tx, &text, values).await?;
    Ok(())
}

/// Whom an actor named or who was named for the actor's organizations; `first` is the number of the first placeholder.
fn seen_by(sight: &Sight, first: usize) -> (String, Vec<Value>) {
    if sight.employs.everything || sight.administers {
        return ("1 = 1".to_owned(), Vec::new());
    }
    let mut values: Vec<Value> = vec![sight.person.map(|person| person.0).into()];
    let mut text = format!("(n.author = ${first}");
    let employers = &sight.employs.organizations;
    if !employers.is_empty() {
        text.push_str(&format!(" OR n.organization_id IN ({})", sql::places(first + 1, employers.len())));
        values.extend(employers.iter().copied().map(Value::from));
    }
    text.push(')');
    (text, values)
}

/// Those whom the actor may see, the newest first, but for those who work there by their own word: they are among the
/// employer's people.
pub async fn nominees(
    db: &impl Read,
    sight: &Sight,
    after: Option<&Cursor>,
    limit: u64,
) -> Result<Page<Named>, StoreError> {
    let (seen, mut values) = seen_by(sight, 1);
    let mut text = format!(
        "SELECT {FIELDS}, {AROUND} WHERE {seen} \
         AND (e.organization_id IS NULL OR e.organization_id <> n.organization_id)"
    );
    if let Some(id) = after.and_then(|cursor| cursor.id.parse::<NomineeId>().ok()) {
        values.push(id.into());
        text.push_str(&format!(" AND n.id < ${}", values.len()));
    }
    text.push_str(&format!(" ORDER BY n.id DESC LIMIT {}", limit + 1));
    let rows = sql::all::<NamedRow>(db, &text, values).await?.into_iter().map(Named::from).collect();
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    Ok(Page::cut(rows, limit, |one: &Named| Cursor { value: String::new(), id: one.nominee.id.to_string() }))
}

/// One of them, if the actor may see them.
pub async fn find_nominee(db: &impl Read, sight: &Sight, id: NomineeId) -> Result<Option<Named>, StoreError> {
    let (seen, values) = seen_by(sight, 2);
    let text = format!("SELECT {FIELDS}, {AROUND} WHERE n.id = $1 AND {seen}");
    let values = std::iter::once(Value::from(id)).chain(values).collect();
    Ok(sql::one::<NamedRow>(db, &text, values).await?.map(Named::from))
}

/// Who was named with this enrollment.
pub async fn nominee_of(tx: &Tx, enrollment: EnrollmentId) -> Result<Option<Nominee>, StoreError> {
    let text =
        format!("SELECT {FIELDS} FROM nominee n WHERE n.enrollment_id = $1 ORDER BY n.id DESC LIMIT 1");
    Ok(sql::one::<Row>(tx, &text, vec![enrollment.into()]).await?.map(Nominee::from))
}

/// For which organizations these addresses were named in a cohort.
pub async fn named_before(
    db: &impl Read,
    cohort: CohortId,
    emails: &[EmailAddress],
) -> Result<Vec<(OrganizationId, EmailAddress)>, StoreError> {
    #[derive(FromQueryResult)]
    struct Before {
        organization_id: OrganizationId,
        email: EmailAddress,
    }
    let mut named = Vec::new();
    for chunk in emails.chunks(5_000) {
        let text = format!(
            "SELECT organization_id, email FROM nominee WHERE cohort_id = $1 AND email IN ({})",
            sql::places(2, chunk.len())
        );
        let values = std::iter::once(Value::from(cohort)).chain(chunk.iter().cloned().map(Value::from));
        let rows = sql::all::<Before>(db, &text, values.collect()).await?;
        named.extend(rows.into_iter().map(|row| (row.organization_id, row.email)));
    }
    Ok(named)
}

/// Remembers that the question was sent again.
pub async fn nominee_asked(tx: &Tx, id: NomineeId, now: DateTime<Utc>) -> Result<(), StoreError> {
    sql::execute(tx, "UPDATE nominee SET asked_at = $1 WHERE id = $2", vec![now.into(), id.into()]).await?;
    Ok(())
}

/// Whether a person is in a cohort and not out of it. Lock the cohort first.
pub async fn is_in(tx: &Tx, cohort: CohortId, person: PersonId) -> Result<bool, StoreError> {
    #[derive(FromQueryResult)]
    struct There {
        count: i64,
    }
    let text = "SELECT COUNT(*) AS count FROM enrollment WHERE cohort_id = $1 AND person_id = $2 \
                AND state NOT IN ('declined', 'rejected', 'withdrawn', 'transferred')";
    let row = sql::one::<There>(tx, text, vec![cohort.into(), person.into()]).await?;
    Ok(row.is_some_and(|row| row.count > 0))
}

/// Freezes the person's employer and territory of now in the enrollment.
pub async fn freeze_employer(tx: &Tx, id: EnrollmentId) -> Result<(), StoreError> {
    let text = "UPDATE enrollment SET \
                organization_id = (SELECT p.organization_id FROM person p WHERE p.id = enrollment.person_id), \
                territory = (SELECT p.territory FROM person p WHERE p.id = enrollment.person_id) WHERE id = $1";
    sql::execute(tx, text, vec![id.into()]).await?;
    Ok(())
}
