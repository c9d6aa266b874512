//! What must hold of the rows, asked of the rows themselves.

use crate::StoreError;
use crate::attendance::{self, STOOD, Stood};
use crate::session::row::stretches;
use crate::sql;
use crate::store::Read;
use chrono::{DateTime, NaiveDate, Utc};
use postup_domain::attendance::{Mark, Standing};
use postup_domain::id::{EnrollmentId, SessionId};
use postup_domain::interruption::HeldState;
use postup_domain::session::Count;
use sea_orm::FromQueryResult;
use std::collections::HashMap;

/// A sentence about the rows that is not true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    /// The id of the invariant, as in the reliability program: `E1`.
    pub invariant: &'static str,
    /// The row that breaks it.
    pub subject: String,
    /// What was expected and what was found.
    pub finding: String,
}

#[derive(FromQueryResult)]
struct Finding {
    subject: String,
    finding: String,
}

/// Sentences that a single statement can disprove; each row of the answer is a breach. `$1` is the present date: seats of
/// a cohort that is over are given to nobody.
const STATEMENTS: &[(&str, &str)] = &[
    (
        "A7",
        "SELECT c.code || ': ' || s.title_en AS subject, 'calendars were told change ' || m.number || ', the row says ' || \
         s.sequence AS finding FROM session s JOIN cohort c ON c.id = s.cohort_id \
         JOIN session_move m ON m.session_id = s.id WHERE m.number > s.sequence",
    ),
    (
        "A7",
        "SELECT c.code || ': ' || s.title_en AS subject, 'change ' || s.sequence || ' of version ' || s.version AS finding \
         FROM session s JOIN cohort c ON c.id = s.cohort_id WHERE s.sequence >= s.version",
    ),
    (
        "E1",
        "SELECT code AS subject, 'confirmed ' || confirmed || ' and held ' || held || ' of ' || capacity AS finding \
         FROM cohort WHERE confirmed + held > capacity OR confirmed < 0 OR held < 0",
    ),
    (
        "E3",
        "SELECT code AS subject, 'counters ' || confirmed || ', ' || held || ' and ' || waitlisted || ', rows ' || \
         seated || ', ' || kept || ' and ' || waiting AS finding FROM (SELECT c.code, c.confirmed, c.held, c.waitlisted, \
         COALESCE(SUM(CASE WHEN e.state = 'confirmed' THEN 1 ELSE 0 END), 0) AS seated, \
         COALESCE(SUM(CASE WHEN e.state = 'offered' OR e.seat_held THEN 1 ELSE 0 END), 0) AS kept, \
         COALESCE(SUM(CASE WHEN e.state = 'waitlisted' THEN 1 ELSE 0 END), 0) AS waiting \
         FROM cohort c LEFT JOIN enrollment e ON e.cohort_id = c.id \
         GROUP BY c.id, c.code, c.confirmed, c.held, c.waitlisted) x \
         WHERE confirmed <> seated OR held <> kept OR waitlisted <> waiting",
    ),
    (
        "E8",
        "SELECT e.arrival || ' of ' || c.code AS subject, 'a seat was given without a look at what the cohort asks' AS finding \
         FROM cohort c JOIN enrollment e ON e.cohort_id = c.id \
         WHERE c.requirements_since IS NOT NULL AND e.since > c.requirements_since \
         AND (e.state IN ('confirmed', 'offered') OR e.seat_held) \
         AND NOT EXISTS (SELECT 1 FROM eligibility k WHERE k.cohort_id = e.cohort_id \
         AND k.person_id = e.person_id AND k.at >= e.since)",
    ),
    (
        "E3",
        "SELECT e.arrival || ' of ' || c.code AS subject, 'state ' || e.state || ', a seat kept or a deadline that do not fit' \
         AS finding FROM enrollment e JOIN cohort c ON c.id = e.cohort_id \
         WHERE (e.seat_held AND e.state <> 'nominated') OR (e.asked_id IS NULL \
         AND (e.answer_by IS NOT NULL) <> (e.state IN ('nominated', 'offered')))",
    ),
    (
        "E6",
        "SELECT e.arrival || ' of ' || c.code AS subject, 'state ' || e.state || ', step ' || e.turn || ' of the route, ' || \
         CASE WHEN e.asked_id IS NULL THEN 'nobody' ELSE 'an office' END || ' asked' AS finding \
         FROM enrollment e JOIN cohort c ON c.id = e.cohort_id \
         WHERE (e.asked_id IS NOT NULL AND (e.turn = 0 OR e.state NOT IN ('applied', 'employer_approved'))) \
         OR (e.asked_id IS NULL AND e.turn > 0 AND e.state <> 'nominated')",
    ),
    (
        "E9",
        "SELECT e.arrival || ' of ' || c.code AS subject, 'step ' || s.number || \
         ' was taken in the place of somebody by whoever did not stand in then' AS finding \
         FROM enrollment_step s JOIN enrollment e ON e.id = s.enrollment_id JOIN cohort c ON c.id = e.cohort_id \
         WHERE s.stood_for IS NOT NULL AND (s.stood_for = e.person_id OR s.author = e.person_id OR NOT EXISTS \
         (SELECT 1 FROM stand_in i JOIN access_grant g ON g.id = i.grant_id WHERE i.deputy_id = s.author \
         AND g.person_id = s.stood_for AND i.valid_from <= s.at AND i.valid_to > s.at \
         AND (i.ended_at IS NULL OR i.ended_at >= s.at)))",
    ),
    (
        "E2",
        "SELECT code AS subject, 'people wait beside free seats: ' || waitlisted || ' and ' || \
         (capacity - confirmed - held) AS finding FROM cohort WHERE state = 'published' AND policy IN ('open', 'nomination') \
         AND ends_on > $1 AND waitlisted > 0 AND confirmed + held - in_quota < capacity - reserved",
    ),
    (
        "E2",
        "SELECT c.code AS subject, 'number ' || e.arrival || ' waits beside a free seat of quota ' || q.number AS finding \
         FROM quota q JOIN cohort c ON c.id = q.cohort_id JOIN enrollment e ON e.cohort_id = q.cohort_id \
         WHERE q.released_at IS NULL AND q.used < q.seats AND c.state = 'published' AND c.ends_on > $1 \
         AND e.state = 'waitlisted' AND (e.matches >> q.number) % 2 = 1",
    ),
    (
        "E3",
        "SELECT c.code AS subject, 'quota ' || q.number || ' says ' || q.used || ' of ' || q.seats || ' seats are used' \
         AS finding FROM quota q JOIN cohort c ON c.id = q.cohort_id WHERE q.released_at IS NULL AND q.used <> \
         (SELECT COUNT(*) FROM enrollment e WHERE e.cohort_id = q.cohort_id AND e.pool = q.number)",
    ),
    (
        "E3",
        "SELECT code AS subject, 'quotas keep ' || reserved || ', rows ' || kept || '; used ' || in_quota || ', rows ' || taken \
         AS finding FROM (SELECT c.code, c.reserved, c.in_quota, COALESCE(SUM(q.seats), 0) AS kept, \
         COALESCE(SUM(q.used), 0) AS taken FROM cohort c LEFT JOIN quota q ON q.cohort_id = c.id \
         AND q.released_at IS NULL GROUP BY c.id, c.code, c.reserved, c.in_quota) x \
         WHERE reserved <> kept OR in_quota <> taken",
    ),
    (
        "E6",
        "SELECT e.arrival || ' of ' || c.code AS subject, 'the last step says ' || s.to_state || ', the row says ' || e.state \
         AS finding FROM enrollment e JOIN cohort c ON c.id = e.cohort_id \
         JOIN enrollment_step s ON s.enrollment_id = e.id AND s.number = \
         (SELECT MAX(t.number) FROM enrollment_step t WHERE t.enrollment_id = e.id) WHERE s.to_state <> e.state",
    ),
    (
        "E6",
        "SELECT e.arrival || ' of ' || c.code AS subject, 'an enrollment without a history' AS finding \
         FROM enrollment e JOIN cohort c ON c.id = e.cohort_id \
         WHERE NOT EXISTS (SELECT 1 FROM enrollment_step s WHERE s.enrollment_id = e.id)",
    ),
    (
        "E6",
        "SELECT e.arrival || ' of ' || c.code AS subject, 'step ' || s.number || ' does not start where the one before ended' \
         AS finding FROM enrollment_step s JOIN enrollment e ON e.id = s.enrollment_id JOIN cohort c ON c.id = e.cohort_id \
         LEFT JOIN enrollment_step p ON p.enrollment_id = s.enrollment_id AND p.number = s.number - 1 \
         WHERE COALESCE(s.from_state, '') <> COALESCE(p.to_state, '')",
    ),
    (
        "A2",
        "SELECT e.arrival || ' of ' || c.code AS subject, 'a decision on a mark that is neither late nor contradicted: ' || d.verdict AS \
         finding FROM mark_decision d JOIN mark m ON m.id = d.mark_id JOIN enrollment e ON e.id = m.enrollment_id \
         JOIN cohort c ON c.id = e.cohort_id WHERE NOT m.late AND NOT EXISTS (SELECT 1 FROM mark o \
         WHERE o.session_id = m.session_id AND o.enrollment_id = m.enrollment_id AND o.id <> m.id)",
    ),
    (
        "A5",
        "SELECT e.arrival || ' of ' || c.code AS subject, 'a check-in by ' || m.source || ' that is none, or that somebody \
         else made' AS finding FROM mark m JOIN enrollment e ON e.id = m.enrollment_id JOIN cohort c ON c.id = e.cohort_id \
         WHERE m.source IN ('projector', 'word', 'personal_code') AND (m.kind <> 'check_in' OR m.author IS NULL \
         OR (m.source <> 'personal_code' AND m.author <> e.person_id))",
    ),
    (
        "A5",
        "SELECT e.arrival || ' of ' || c.code AS subject, 'a check-in by a code or a word that the session did not have' \
         AS finding FROM mark m JOIN enrollment e ON e.id = m.enrollment_id JOIN cohort c ON c.id = e.cohort_id \
         WHERE (m.source = 'projector' AND NOT EXISTS (SELECT 1 FROM check_in_key k WHERE k.session_id = m.session_id \
         AND k.at <= m.server_at)) OR (m.source = 'word' AND NOT EXISTS (SELECT 1 FROM spoken_word w \
         WHERE w.session_id = m.session_id AND w.at <= m.server_at))",
    ),
    (
        "A5",
        "SELECT e.arrival || ' of ' || h.code AS subject, 'a mark of cohort ' || c.code || ' without a guest place there' \
         AS finding FROM mark m JOIN enrollment e ON e.id = m.enrollment_id AND e.cohort_id <> m.cohort_id \
         JOIN cohort c ON c.id = m.cohort_id JOIN cohort h ON h.id = e.cohort_id WHERE NOT EXISTS (SELECT 1 FROM guest_place g \
         WHERE g.session_id = m.session_id AND g.enrollment_id = m.enrollment_id AND g.ended_at IS NULL)",
    ),
    (
        "A5",
        "SELECT e.arrival || ' of ' || h.code AS subject, 'a guest in cohort ' || c.code || ', which is the own one or runs \
         another course' AS finding FROM guest_place g JOIN session s ON s.id = g.session_id JOIN cohort c ON c.id = s.cohort_id \
         JOIN enrollment e ON e.id = g.enrollment_id JOIN cohort h ON h.id = e.cohort_id \
         WHERE h.id = c.id OR h.course_id <> c.course_id",
    ),
    (
        "A5",
        "SELECT e.arrival || ' of ' || h.code AS subject, 'a guest in cohort ' || c.code || ' still, without a seat since' \
         AS finding FROM guest_place g JOIN session s ON s.id = g.session_id JOIN cohort c ON c.id = s.cohort_id \
         JOIN enrollment e ON e.id = g.enrollment_id JOIN cohort h ON h.id = e.cohort_id \
         WHERE g.ended_at IS NULL AND e.state <> 'confirmed' AND s.starts_at > e.since AND s.state = 'planned' \
         AND NOT EXISTS (SELECT 1 FROM mark m WHERE m.session_id = s.id AND m.enrollment_id = e.id)",
    ),
    (
        "A5",
        "SELECT e.arrival || ' of ' || h.code AS subject, 'a guest in cohort ' || c.code || ' still, with a seat there since' \
         AS finding FROM guest_place g JOIN session s ON s.id = g.session_id JOIN cohort c ON c.id = s.cohort_id \
         JOIN enrollment e ON e.id = g.enrollment_id JOIN cohort h ON h.id = e.cohort_id \
         JOIN enrollment o ON o.cohort_id = c.id AND o.person_id = e.person_id AND o.state = 'confirmed' \
         WHERE g.ended_at IS NULL AND s.starts_at > o.since AND s.state = 'planned' \
         AND NOT EXISTS (SELECT 1 FROM mark m WHERE m.session_id = s.id AND m.enrollment_id = e.id)",
    ),
    (
        "A5",
        "SELECT e.arrival || ' of ' || h.code AS subject, 'twice a guest in one session of cohort ' || c.code \
         AS finding FROM guest_place g JOIN session s ON s.id = g.session_id JOIN cohort c ON c.id = s.cohort_id \
         JOIN enrollment e ON e.id = g.enrollment_id JOIN cohort h ON h.id = e.cohort_id WHERE g.ended_at IS NULL \
         AND EXISTS (SELECT 1 FROM guest_place o JOIN enrollment x ON x.id = o.enrollment_id WHERE o.ended_at IS NULL \
         AND o.session_id = g.session_id AND o.enrollment_id < g.enrollment_id AND x.person_id = e.person_id)",
    ),
    (
        "A4",
        "SELECT e.arrival || ' of ' || c.code AS subject, 'checked in twice without having left' AS finding \
         FROM mark m JOIN mark o ON o.session_id = m.session_id AND o.enrollment_id = m.enrollment_id \
         AND (o.server_at, o.id) < (m.server_at, m.id) AND o.source IN ('projector', 'word', 'personal_code') \
         JOIN session s ON s.id = m.session_id AND (s.changed_at IS NULL OR s.changed_at < o.server_at) \
         JOIN enrollment e ON e.id = m.enrollment_id JOIN cohort c ON c.id = e.cohort_id \
         WHERE m.source IN ('projector', 'word', 'personal_code') AND NOT EXISTS (SELECT 1 FROM mark x \
         WHERE x.session_id = m.session_id AND x.enrollment_id = m.enrollment_id AND x.kind = 'check_out') \
         AND NOT EXISTS (SELECT 1 FROM mark_decision d WHERE d.mark_id = o.id)",
    ),
    (
        "A6",
        "SELECT e.arrival || ' of ' || c.code AS subject, 'a mark by one person alone after the register was ' || \
         s.to_state AS finding FROM mark m JOIN enrollment e ON e.id = m.enrollment_id \
         JOIN cohort c ON c.id = e.cohort_id JOIN register_step s ON s.session_id = m.session_id AND s.at < m.server_at \
         WHERE m.rule > 2 AND NOT m.late AND NOT EXISTS (SELECT 1 FROM register_step t WHERE t.session_id = m.session_id \
         AND t.at > s.at AND t.at <= m.server_at) AND (s.to_state = 'closed' OR s.author = m.author) \
         AND NOT EXISTS (SELECT 1 FROM correction_decision d WHERE d.mark_id = m.id AND d.verdict = 'confirmed')",
    ),
    (
        "A6",
        "SELECT e.arrival || ' of ' || c.code AS subject, 'a correction that is ' || d.verdict || ' by whoever proposed it, or \
         without its mark' AS finding FROM correction k JOIN correction_decision d ON d.correction_id = k.id \
         JOIN enrollment e ON e.id = k.enrollment_id JOIN cohort c ON c.id = e.cohort_id \
         LEFT JOIN mark m ON m.id = d.mark_id AND m.session_id = k.session_id AND m.enrollment_id = k.enrollment_id \
         AND m.kind = k.kind WHERE d.author = k.author OR (m.id IS NULL) = (d.verdict = 'confirmed')",
    ),
    (
        "A6",
        "SELECT e.arrival || ' of ' || c.code AS subject, k.kind || ' that is ' || d.verdict || ' by whoever asked, or not \
         as the register says' AS finding FROM plea k JOIN plea_decision d ON d.plea_id = k.id \
         JOIN enrollment e ON e.id = k.enrollment_id JOIN cohort c ON c.id = e.cohort_id \
         LEFT JOIN mark m ON m.id = d.mark_id AND m.session_id = k.session_id AND m.enrollment_id = k.enrollment_id \
         LEFT JOIN correction r ON r.id = d.correction_id AND r.session_id = k.session_id \
         AND r.enrollment_id = k.enrollment_id AND r.author = d.author WHERE d.author = e.person_id \
         OR (d.mark_id IS NOT NULL AND m.id IS NULL) OR (d.correction_id IS NOT NULL AND r.id IS NULL) \
         OR (d.verdict = 'refused' AND COALESCE(d.mark_id, d.correction_id) IS NOT NULL) \
         OR (d.mark_id IS NOT NULL AND d.correction_id IS NOT NULL) \
         OR (k.kind = 'appeal' AND d.verdict = 'granted' AND COALESCE(d.mark_id, d.correction_id) IS NULL)",
    ),
    (
        "E5",
        "SELECT e.arrival || ' of ' || c.code AS subject, 'will not come and holds a seat' AS finding \
         FROM reconfirmation r JOIN enrollment e ON e.id = r.enrollment_id JOIN cohort c ON c.id = e.cohort_id \
         WHERE (r.state = 'declined' OR (r.state = 'silent' AND r.silence = 'free' AND c.state = 'published')) \
         AND r.starts_on = c.starts_on AND e.state = 'confirmed' AND r.asked_at >= e.since",
    ),
    (
        "E6",
        "SELECT e.arrival || ' of ' || c.code AS subject, 'step ' || s.number || ' has no other side' AS finding \
         FROM enrollment_step s JOIN enrollment e ON e.id = s.enrollment_id JOIN cohort c ON c.id = e.cohort_id \
         JOIN enrollment x ON x.id = s.counterpart WHERE NOT EXISTS (SELECT 1 FROM enrollment_step o \
         WHERE o.enrollment_id = s.counterpart AND o.counterpart = s.enrollment_id AND o.at = s.at) \
         OR (s.cause IN ('transferred', 'transferred_here')) <> (x.person_id = e.person_id) \
         OR (s.cause IN ('substituted', 'substitutes')) <> (x.cohort_id = e.cohort_id)",
    ),
    (
        "E6",
        "SELECT e.arrival || ' of ' || c.code AS subject, 'went on elsewhere and counts nowhere' AS finding \
         FROM enrollment_step s JOIN enrollment e ON e.id = s.enrollment_id JOIN cohort c ON c.id = e.cohort_id \
         WHERE s.cause = 'transferred' AND NOT EXISTS (SELECT 1 FROM carried k WHERE k.enrollment_id = s.counterpart \
         AND k.source_id = s.enrollment_id)",
    ),
    (
        "C1",
        "SELECT CAST(k.year AS TEXT) AS subject, 'numbers from ' || MIN(k.number) || ' to ' || MAX(k.number) || ', ' || \
         COUNT(*) || ' certificates' AS finding FROM certificate k GROUP BY k.organization_id, k.year \
         HAVING MIN(k.number) <> 1 OR MAX(k.number) <> COUNT(*)",
    ),
    (
        "C1",
        "SELECT CAST(s.year AS TEXT) AS subject, 'the series stands at ' || s.last || ', the last number is ' || \
         COALESCE((SELECT MAX(k.number) FROM certificate k WHERE k.organization_id = s.organization_id AND k.year = s.year), 0) \
         AS finding FROM certificate_series s WHERE s.last <> \
         COALESCE((SELECT MAX(k.number) FROM certificate k WHERE k.organization_id = s.organization_id AND k.year = s.year), 0)",
    ),
    (
        "N1",
        "SELECT key AS subject, 'finished without an instant, or queued with one' AS finding FROM notification \
         WHERE (state = 'queued') <> (finished_at IS NULL)",
    ),
];

/// Everything that one statement each can find.
pub async fn breaches(db: &impl Read, today: NaiveDate) -> Result<Vec<Breach>, StoreError> {
    let mut breaches = Vec::new();
    for (invariant, statement) in STATEMENTS {
        let values = if statement.contains("$1") { vec![today.into()] } else { Vec::new() };
        for Finding { subject, finding } in sql::all::<Finding>(db, statement, values).await? {
            breaches.push(Breach { invariant, subject, finding });
        }
    }
    Ok(breaches)
}

/// One register line: all marks of a person in a session, and what the kept row says of them.
#[derive(Clone, Debug)]
pub struct RegisterLine {
    pub session: SessionId,
    pub enrollment: EnrollmentId,
    pub starts_at: DateTime<Utc>,
    /// The planned length.
    pub minutes: i32,
    pub count: Count,
    pub marks: Vec<Mark>,
    pub kept: Option<Standing>,
}

#[derive(FromQueryResult)]
struct Kept {
    enrollment_id: EnrollmentId,
    starts_at: DateTime<Utc>,
    planned: i32,
    held: HeldState,
    lost_minutes: i32,
    stretches: Option<String>,
    #[sea_orm(nested)]
    stood: Stood,
}

#[derive(FromQueryResult)]
struct NextSession {
    id: SessionId,
}

/// The register lines of the next sessions after `after`; none when there are no more.
pub async fn register_lines(
    db: &impl Read,
    after: Option<SessionId>,
) -> Result<Option<(SessionId, Vec<RegisterLine>)>, StoreError> {
    let next: Option<NextSession> = match after {
        None => sql::one(db, "SELECT id FROM session ORDER BY id LIMIT 1", vec![]).await?,
        Some(after) => {
            sql::one(db, "SELECT id FROM session WHERE id > $1 ORDER BY id LIMIT 1", vec![after.into()])
                .await?
        }
    };
    let Some(NextSession { id }) = next else { return Ok(None) };
    let text = format!(
        "SELECT e.enrollment_id, s.starts_at, s.minutes AS planned, s.held, s.lost_minutes, s.stretches, {STOOD} FROM \
         (SELECT enrollment_id FROM mark WHERE session_id = $1 UNION SELECT enrollment_id FROM attendance WHERE \
         session_id = $1) e JOIN session s ON s.id = $1 \
         LEFT JOIN attendance a ON a.session_id = s.id AND a.enrollment_id = e.enrollment_id"
    );
    let mut marks: HashMap<EnrollmentId, Vec<Mark>> = HashMap::new();
    for mark in attendance::marks_of(db, id).await? {
        marks.entry(mark.enrollment).or_default().push(mark);
    }
    let lines = sql::all::<Kept>(db, &text, vec![id.into()]).await?.into_iter().map(|row| {
        let stretches = stretches(row.stretches.as_deref())?;
        Ok(RegisterLine {
            session: id,
            enrollment: row.enrollment_id,
            starts_at: row.starts_at,
            minutes: row.planned,
            count: Count { state: row.held, lost_minutes: row.lost_minutes, ended_at: None, stretches },
            marks: marks.remove(&row.enrollment_id).unwrap_or_default(),
            kept: row.stood.into(),
        })
    });
    let lines = lines.collect::<Result<_, StoreError>>()?;
    Ok(Some((id, lines)))
}

/// A certificate as the audit wants it.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Issued {
    pub registration_number: String,
    pub enrollment_id: EnrollmentId,
    pub facts: String,
    pub digest: String,
    pub state: String,
}

/// Every certificate, in order of number.
pub async fn issued(db: &impl Read) -> Result<Vec<Issued>, StoreError> {
    let text = "SELECT registration_number, enrollment_id, facts, digest, state FROM certificate \
                ORDER BY organization_id, year, number";
    sql::all(db, text, vec![]).await
}
