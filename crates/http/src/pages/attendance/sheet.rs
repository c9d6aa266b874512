//! The form of a register: one group of buttons for each person, what stood when it was drawn, and what is sent back.

use crate::pages::form::{Choice, Form};
use crate::pages::page::Page;
use crate::reason;
use postup_app::attendance::Register;
use postup_domain::attendance::{Attendance, Attendee, Basis, MarkKind, NewMark, Standing, credit};
use postup_domain::entropy::Entropy;
use postup_domain::id::{EnrollmentId, MarkId};
use postup_domain::rejection::{Checks, Fault, Invalid, Refusal, Rejection};
use postup_domain::text::Line;

/// Why a change of a mark was made; the words go into the mark.
const REASONS: [&str; 4] = ["mistake", "late-news", "document", "technical"];

/// A mark that was not taken, and why.
#[derive(Clone, Copy, Debug)]
pub(super) struct Conflict {
    pub(super) person: EnrollmentId,
    pub(super) refusal: Refusal,
}

/// One person on the sheet.
pub(super) struct Row {
    pub(super) id: EnrollmentId,
    pub(super) name: String,
    /// The names of the fields.
    pub(super) kind: String,
    pub(super) minutes: String,
    pub(super) seen_field: String,
    /// The mark that stands as this sheet is drawn.
    pub(super) seen: String,
    /// What stands, in words.
    pub(super) stands: Option<String>,
    pub(super) trouble: Option<String>,
}

/// The register as a form.
pub(super) struct Sheet {
    pub(super) form: Form,
    pub(super) kinds: Vec<Choice>,
    pub(super) reasons: Vec<Choice>,
    pub(super) rows: Vec<Row>,
    pub(super) overtaken: bool,
}

/// Everything that stands is chosen.
fn fill(form: &mut Form, person: &Attendee, planned: i32) {
    let Some(standing) = person.standing else { return };
    let Attendance { status, minutes } = standing.attendance;
    form.set(&format!("kind-{}", person.enrollment), status);
    if credit(status, None, planned).minutes != minutes {
        form.set(&format!("minutes-{}", person.enrollment), minutes);
    }
}

/// What stood, as the hidden field carries it: the mark, the kind, and the minutes where they were counted.
fn seen(standing: Option<Standing>, planned: i32) -> String {
    let Some(standing) = standing else { return String::new() };
    let Attendance { status, minutes } = standing.attendance;
    let counted = credit(status, None, planned).minutes != minutes;
    let minutes = if counted { minutes.to_string() } else { String::new() };
    format!("{} {status} {minutes}", standing.mark)
}

fn say(page: &Page, attendance: Attendance) -> String {
    format!(
        "{} · {}",
        page.word("attendance-kind", attendance.status),
        page.tn("common-count-minutes", attendance.minutes)
    )
}

impl Sheet {
    /// As the register stands.
    pub(super) fn standing(page: &Page, register: &Register) -> Self {
        let mut form = Form::blank(page.locale);
        for person in &register.people.items {
            fill(&mut form, person, register.meeting.minutes);
        }
        Self::new(page, register, form, &[])
    }

    /// As it was sent, with what stood in the way.
    pub(super) fn again(page: &Page, register: &Register, mut form: Form, conflicts: &[Conflict]) -> Self {
        let missing = Refusal::ReasonMissing;
        if conflicts.iter().any(|conflict| conflict.refusal == missing) {
            form.complain_with("reason", reason::rejection(page.locale, &Rejection::from(missing)));
        }
        for person in &register.people.items {
            if form.value(&format!("kind-{}", person.enrollment)).is_empty() {
                fill(&mut form, person, register.meeting.minutes);
            }
        }
        Self::new(page, register, form, conflicts)
    }

    fn new(page: &Page, register: &Register, form: Form, conflicts: &[Conflict]) -> Self {
        let rows =
            register.people.items.iter().map(|person| row(page, register, person, conflicts)).collect();
        Self {
            kinds: MarkKind::ALL
                .iter()
                .map(|kind| Choice::new(kind, page.word("attendance-kind", kind)))
                .collect(),
            reasons: REASONS
                .map(|reason| Choice::new(reason, page.t(&format!("attendance-reason-{reason}"))))
                .to_vec(),
            rows,
            overtaken: conflicts.iter().any(|conflict| conflict.refusal == Refusal::RegisterChanged),
            form,
        }
    }
}

fn row(page: &Page, register: &Register, person: &Attendee, conflicts: &[Conflict]) -> Row {
    let id = person.enrollment;
    let refusal = conflicts.iter().find(|conflict| conflict.person == id).map(|conflict| conflict.refusal);
    let stands = person.standing.map(|now| say(page, now.attendance));
    Row {
        id,
        name: person.name.in_register(),
        kind: format!("kind-{id}"),
        minutes: format!("minutes-{id}"),
        seen_field: format!("seen-{id}"),
        seen: seen(person.standing, register.meeting.minutes),
        trouble: refusal.map(|refusal| match (refusal, &stands) {
            (Refusal::RegisterChanged, Some(stands)) => {
                page.t1("attendance-conflict-theirs", "mark", stands.as_str())
            }
            _ => reason::rejection(page.locale, &Rejection::from(refusal)),
        }),
        stands,
    }
}

/// The marks that a sent sheet asks for: one for every person whose choice is not what stood when the sheet was drawn.
pub(super) fn marks(page: &Page, form: &Form, entropy: &dyn Entropy) -> Result<Vec<NewMark>, Vec<Invalid>> {
    let mut checks = Checks::default();
    let reason = match form.value("reason") {
        "" => None,
        word if REASONS.contains(&word) => {
            checks.take(Line::optional("reason", &page.t(&format!("attendance-reason-{word}")))).flatten()
        }
        _ => {
            checks.note("reason", Fault::NotAWord);
            None
        }
    };
    let mut marks = Vec::new();
    for (name, value) in form.pairs() {
        let Some(person) = name.strip_prefix("kind-").and_then(|id| id.parse::<EnrollmentId>().ok()) else {
            continue;
        };
        let Ok(kind) = value.parse::<MarkKind>() else {
            checks.note(name.clone(), Fault::NotAWord);
            continue;
        };
        let field = format!("minutes-{person}");
        let typed = form.value(&field).trim();
        let minutes = match (typed.is_empty(), typed.parse::<i32>()) {
            (true, _) => None,
            (false, Ok(minutes)) if (0..=1_440).contains(&minutes) => Some(minutes),
            (false, Ok(_)) => {
                checks.note(field.clone(), Fault::OutOfRange { least: 0, most: 1_440 });
                None
            }
            (false, Err(_)) => {
                checks.note(field.clone(), Fault::NotANumber);
                None
            }
        };
        let mut seen = form.value(&format!("seen-{person}")).splitn(3, ' ');
        let mark = seen.next().and_then(|id| id.parse::<MarkId>().ok());
        let (was, was_minutes) = (seen.next().unwrap_or_default(), seen.next().unwrap_or_default());
        if mark.is_some() && was == value && was_minutes == typed {
            continue;
        }
        marks.push(NewMark {
            id: MarkId::new(page.now, entropy),
            enrollment: person,
            kind,
            minutes,
            device_at: None,
            reason: reason.clone(),
            basis: Basis::Seen(mark),
        });
    }
    checks.finish()?;
    Ok(marks)
}
