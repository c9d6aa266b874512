//! The form of a register: one group of buttons for each person, what stood when it was drawn, and what is sent back.

use crate::pages::form::{Choice, Form};
use crate::pages::page::Page;
use crate::reason;
use crate::site::Site;
use postup_app::Error;
use postup_app::attendance::Register;
use postup_domain::access::MayTakeAttendance;
use postup_domain::attendance::{
    Attendance, Attendee, Basis, Frame, MarkKind, MarkSource, NewMark, Outcome, Standing, credit,
};
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

/// Records the marks of a sheet; what was not taken.
pub(super) async fn enter(
    site: &Site,
    permit: &MayTakeAttendance,
    marks: Vec<NewMark>,
) -> Result<Vec<Conflict>, Error> {
    let people: Vec<EnrollmentId> = marks.iter().map(|mark| mark.enrollment).collect();
    let outcomes = site.app.record_marks(permit, marks, MarkSource::Web).await?;
    let refused = people.into_iter().zip(outcomes).filter_map(|(person, (_, outcome))| match outcome {
        Outcome::Refused(refusal) => Some(Conflict { person, refusal }),
        Outcome::Recorded | Outcome::Kept | Outcome::Known => None,
    });
    Ok(refused.collect())
}

/// One person on the sheet.
pub(super) struct Row {
    pub(super) id: EnrollmentId,
    pub(super) name: String,
    /// Of somebody from another cohort, in words.
    pub(super) guest: Option<String>,
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

/// What a register offers with one tap.
pub(in crate::pages) fn kinds(page: &Page) -> Vec<Choice> {
    MarkKind::PLAIN.iter().map(|kind| Choice::new(kind, page.word("attendance-kind", kind))).collect()
}

/// Minutes of somebody in the room, as typed; none when nobody counted them.
pub(in crate::pages) fn minutes(raw: &str) -> Result<Option<i32>, Invalid> {
    match (raw.trim(), raw.trim().parse::<i32>()) {
        ("", _) => Ok(None),
        (_, Ok(minutes)) if (0..=1440).contains(&minutes) => Ok(Some(minutes)),
        (_, Ok(_)) => Err(Invalid::new("minutes", Fault::OutOfRange { least: 0, most: 1440 })),
        (_, Err(_)) => Err(Invalid::new("minutes", Fault::NotANumber)),
    }
}

pub(in crate::pages) fn reasons(page: &Page) -> Vec<Choice> {
    REASONS.map(|reason| Choice::new(reason, page.t(&format!("attendance-reason-{reason}")))).to_vec()
}

/// Everything that stands is chosen.
fn fill(form: &mut Form, person: &Attendee, frame: Frame<'_>) {
    let Some(standing) = person.standing else { return };
    form.set(&format!("kind-{}", person.enrollment), standing.attendance.status);
    if let Some(minutes) = counted(standing, frame) {
        form.set(&format!("minutes-{}", person.enrollment), minutes);
    }
}

/// The minutes, where they do not follow from the status alone.
fn counted(standing: Standing, frame: Frame<'_>) -> Option<i32> {
    let Attendance { status, minutes } = standing.attendance;
    (credit(status.kind(), None, frame).minutes != minutes).then_some(minutes)
}

/// What stood, as the hidden field carries it: the mark, the kind, and the minutes where they were counted.
fn seen(standing: Option<Standing>, frame: Frame<'_>) -> String {
    let Some(standing) = standing else { return String::new() };
    let minutes = counted(standing, frame).map(|minutes| minutes.to_string()).unwrap_or_default();
    format!("{} {} {minutes}", standing.mark, standing.attendance.status)
}

pub(in crate::pages) fn say(page: &Page, attendance: Attendance) -> String {
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
        for person in register.everybody() {
            fill(&mut form, person, register.meeting.frame());
        }
        Self::new(page, register, form, &[])
    }

    /// As it was sent, with what stood in the way.
    pub(super) fn again(page: &Page, register: &Register, mut form: Form, conflicts: &[Conflict]) -> Self {
        let missing = Refusal::ReasonMissing;
        if conflicts.iter().any(|conflict| conflict.refusal == missing) {
            form.complain_with("reason", reason::rejection(page.locale, &Rejection::from(missing)));
        }
        for person in register.everybody() {
            if form.value(&format!("kind-{}", person.enrollment)).is_empty() {
                fill(&mut form, person, register.meeting.frame());
            }
        }
        Self::new(page, register, form, conflicts)
    }

    fn new(page: &Page, register: &Register, form: Form, conflicts: &[Conflict]) -> Self {
        let rows = register.everybody().map(|person| row(page, register, person, conflicts)).collect();
        Self {
            kinds: kinds(page),
            reasons: reasons(page),
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
        guest: person.guest_from.as_ref().map(|code| page.t1("guest-from", "code", code.as_str())),
        kind: format!("kind-{id}"),
        minutes: format!("minutes-{id}"),
        seen_field: format!("seen-{id}"),
        seen: seen(person.standing, register.meeting.frame()),
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
        let plain = value.parse::<MarkKind>().ok().filter(|kind| MarkKind::PLAIN.contains(kind));
        let Some(kind) = plain else {
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
