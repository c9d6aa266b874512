//! Rule 3: where a person stands follows from all marks, in whatever order they arrived.

use super::{AttendanceStatus, Mark, MarkKind, MarkVerdict};
use crate::check_in::EARLY;
use crate::id::MarkId;
use crate::interruption::{Span, Stretches};
use chrono::{DateTime, TimeDelta, Utc};

/// What somebody who came late misses when nobody wrote down how much, in minutes; and how late one may come without
/// being called late by a check-in.
const LATE_WITHOUT_MINUTES: i32 = 15;

/// Where a person stands in a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attendance {
    pub status: AttendanceStatus,
    /// Minutes that count toward completion.
    pub minutes: i32,
}

/// Where a person stands, and which mark says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub attendance: Attendance,
    pub mark: MarkId,
    /// When that mark arrived.
    pub at: DateTime<Utc>,
    /// Another mark says otherwise, and neither was made in knowledge of the other: a human has to decide.
    pub disputed: bool,
}

/// The time that counts: from when on, how long, and how much of that was lost to interruptions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame<'a> {
    pub starts_at: DateTime<Utc>,
    pub minutes: i32,
    /// Nobody is credited for so many of the minutes.
    pub lost: i32,
    /// Which minutes count, where they are not those of the plan.
    pub stretches: Option<&'a Stretches>,
}

impl Frame<'_> {
    /// The minutes that count.
    pub fn held(self) -> i32 {
        (self.minutes - self.lost).max(0)
    }

    /// When the last of it ends.
    pub fn until(self) -> DateTime<Utc> {
        self.span().until
    }

    /// The plan, and what was made up after it.
    pub fn span(self) -> Span {
        let planned = self.starts_at + TimeDelta::minutes(self.minutes.max(0).into());
        let ended = self.stretches.and_then(Stretches::ended);
        Span { from: self.starts_at, until: ended.map_or(planned, |ended| ended.max(planned)) }
    }
}

/// What check-ins and check-outs measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Measured {
    /// Minutes in the room.
    there: i32,
    /// Those that count.
    minutes: i32,
    /// Came later than is tolerated.
    late: bool,
    last: (MarkId, DateTime<Utc>),
}

/// The rule without the mark that says so.
pub fn fold<'a>(marks: impl IntoIterator<Item = &'a Mark>, frame: Frame<'_>) -> Option<Attendance> {
    stand(marks, frame).map(|standing| standing.attendance)
}

/// Rule 3. A statement that nobody replaced stands; of several, the one made last, and the register shows a dispute if
/// they differ. Check-ins and check-outs make intervals, which measure the minutes where nobody counted them, and decide
/// the status where nobody stated one. Statements of rule 1 replace each other in the order they arrived.
pub fn stand<'a>(marks: impl IntoIterator<Item = &'a Mark>, frame: Frame<'_>) -> Option<Standing> {
    let marks: Vec<&Mark> = marks.into_iter().collect();
    let measured = measure(&marks, frame);
    let heads = heads(&marks);
    let worth = |mark: &Mark| worth(mark.kind, mark.minutes, measured, frame);
    let Some(last) = heads.iter().max_by_key(|mark| (mark.made_at(), mark.id)) else {
        let measured = measured?;
        let (mark, at) = measured.last;
        return Some(Standing { attendance: by_checks(measured, frame), mark, at, disputed: false });
    };
    let attendance = worth(last);
    let disputed = heads.iter().any(|mark| worth(mark) != attendance) || denies(last.kind) && seen(measured);
    Some(Standing { attendance, mark: last.id, at: last.server_at, disputed })
}

/// Those among which a human has to decide: statements that contradict each other, check-ins that a statement denies, and
/// what arrived after the register was closed. Empty when there is nothing to decide.
pub fn contenders<'a>(marks: &'a [Mark], frame: Frame<'_>) -> Vec<&'a Mark> {
    let all: Vec<&Mark> = marks.iter().collect();
    let undecided = all.iter().filter(|mark| mark.is_undecided());
    let Some(standing) = stand(marks, frame) else { return undecided.copied().collect() };
    let mut found: Vec<&Mark> = if standing.disputed {
        let heads = heads(&all);
        let denied = heads.iter().any(|mark| denies(mark.kind)) && seen(measure(&all, frame));
        let checks = all.iter().filter(|mark| denied && mark.kind.is_check() && mark.counts());
        heads.iter().chain(checks).copied().collect()
    } else {
        Vec::new()
    };
    found.extend(undecided);
    if !found.is_empty() && found.iter().all(|mark| mark.id != standing.mark) {
        found.extend(all.iter().find(|mark| mark.id == standing.mark));
    }
    found.sort_by_key(|mark| (mark.made_at(), mark.id));
    found
}

/// What it means for every mark when a human lets one of the [`contenders`] stand, or, without one, sets aside what came late.
/// `None` when that is not what there is to decide.
pub fn settle(
    marks: &[Mark],
    frame: Frame<'_>,
    stands: Option<MarkId>,
) -> Option<Vec<(MarkId, MarkVerdict)>> {
    let open = contenders(marks, frame);
    let chosen = open.iter().find(|mark| stands == Some(mark.id));
    let fits = match stands {
        Some(_) => chosen.is_some(),
        None => !open.is_empty() && open.iter().all(|mark| mark.is_undecided()),
    };
    if !fits {
        return None;
    }
    let checks = chosen.is_some_and(|mark| mark.kind.is_check());
    let verdict = |mark: &Mark| {
        let stays = stands == Some(mark.id) || (checks && mark.kind.is_check());
        (mark.id, if stays { MarkVerdict::Accepted } else { MarkVerdict::SetAside })
    };
    // What agreed with a mark that falls, falls with it; so does what replaced the chosen one, even where another has
    // replaced it in turn, and the check-ins that the chosen one denies.
    let heads = heads(&marks.iter().collect::<Vec<_>>());
    let denied = chosen.is_some_and(|mark| denies(mark.kind));
    let later = marks.iter().filter(|mark| {
        let stood = mark.replaces == stands || heads.iter().any(|head| head.id == mark.id);
        let falls = (stands.is_some() && stood) || (denied && mark.kind.is_check());
        falls && mark.counts() && open.iter().all(|one| one.id != mark.id)
    });
    Some(open.iter().copied().chain(later).map(verdict).collect())
}

/// What a statement is worth when nothing was measured.
pub fn credit(kind: MarkKind, counted: Option<i32>, frame: Frame<'_>) -> Attendance {
    worth(kind, counted, None, frame)
}

fn worth(kind: MarkKind, counted: Option<i32>, measured: Option<Measured>, frame: Frame<'_>) -> Attendance {
    let known = counted.or(measured.map(|measured| measured.minutes));
    let counted = counted.unwrap_or_default();
    let by_count = if counted > 0 { AttendanceStatus::Present } else { AttendanceStatus::Absent };
    let (status, minutes) = match kind {
        MarkKind::Present => (AttendanceStatus::Present, known.unwrap_or(frame.held())),
        MarkKind::Late => (AttendanceStatus::Late, known.unwrap_or(frame.held() - LATE_WITHOUT_MINUTES)),
        MarkKind::Excused => (AttendanceStatus::Excused, 0),
        MarkKind::Absent => (AttendanceStatus::Absent, 0),
        MarkKind::Minutes | MarkKind::Correction => (by_count, counted),
        MarkKind::CheckIn | MarkKind::CheckOut => (AttendanceStatus::Present, known.unwrap_or_default()),
    };
    Attendance { status, minutes: minutes.clamp(0, frame.held()) }
}

fn denies(kind: MarkKind) -> bool {
    matches!(kind, MarkKind::Excused | MarkKind::Absent)
}

fn seen(measured: Option<Measured>) -> bool {
    measured.is_some_and(|measured| measured.there > 0)
}

/// The statements that count and that nobody replaced. What was set aside has replaced what it replaced all the same,
/// unless a human accepted that.
fn heads<'a>(marks: &[&'a Mark]) -> Vec<&'a Mark> {
    let statements: Vec<&Mark> =
        marks.iter().copied().filter(|mark| !mark.kind.is_check() && mark.counts()).collect();
    let old = marks
        .iter()
        .filter(|mark| mark.rule < 2 && !mark.kind.is_check())
        .max_by_key(|mark| (mark.server_at, mark.id));
    let replaced = |mark: &Mark| {
        marks.iter().any(|other| {
            other.replaces == Some(mark.id)
                && other.id != mark.id
                && !other.is_undecided()
                && (other.counts() || mark.verdict != Some(MarkVerdict::Accepted))
        })
    };
    let overtaken = |mark: &Mark| mark.rule < 2 && old.is_some_and(|last| last.id != mark.id);
    let last: Vec<&Mark> = statements.into_iter().filter(|mark| !overtaken(mark)).collect();
    let heads: Vec<&Mark> = last.iter().copied().filter(|mark| !replaced(mark)).collect();
    // Marks that replace each other in a circle were made up; they contradict each other.
    if heads.is_empty() { last } else { heads }
}

/// Whether a mark measures time in this session. Who scanned a code before the door was open did so when the session stood
/// at another time, and was there then.
pub(crate) fn measures(mark: &Mark, frame: Frame<'_>) -> bool {
    let in_time = !mark.source.is_check_in() || mark.made_at() >= frame.starts_at - EARLY;
    mark.kind.is_check() && mark.counts() && in_time
}

/// What check-ins and check-outs say. Those of rule 3 count for the times that were taught, and for stops that take nothing
/// away; those made before count for as many minutes as were taught, whichever these were.
fn measure(marks: &[&Mark], frame: Frame<'_>) -> Option<Measured> {
    let mut checks: Vec<&Mark> = marks.iter().copied().filter(|mark| measures(mark, frame)).collect();
    checks.sort_by_key(|mark| (mark.made_at(), mark.id));
    let last = checks.last().map(|last| (last.id, last.server_at))?;
    let exact = checks.iter().any(|check| check.rule > 2).then_some(frame.stretches).flatten();
    let there = intervals(&checks, Frame { stretches: exact, ..frame }.span());
    let in_room: TimeDelta = there.iter().map(|span| span.length()).sum();
    let credited = exact.map_or(in_room, |stretches| stretches.credited(&there));
    let began = exact.and_then(Stretches::began).unwrap_or(frame.starts_at);
    let tolerated = began + TimeDelta::minutes(LATE_WITHOUT_MINUTES.into());
    Some(Measured {
        there: whole_minutes(in_room),
        minutes: whole_minutes(credited),
        late: there.first().is_some_and(|first| first.from > tolerated),
        last,
    })
}

/// An interval begins with a check-in and ends with the next check-out; one that was not begun, or not ended, reaches to
/// the start or the end of the session.
fn intervals(checks: &[&Mark], session: Span) -> Vec<Span> {
    let mut since = checks.first().filter(|first| first.kind == MarkKind::CheckOut).map(|_| session.from);
    let mut there = Vec::new();
    for check in checks {
        let at = check.made_at().clamp(session.from, session.until);
        match (check.kind, since) {
            (MarkKind::CheckIn, None) => since = Some(at),
            (MarkKind::CheckOut, Some(from)) => {
                there.push(Span { from, until: at });
                since = None;
            }
            _ => {}
        }
    }
    there.extend(since.map(|from| Span { from, until: session.until }));
    there
}

/// What of a time in the session check-ins have not told yet: told as well, it makes the whole of it a time in the room.
/// Where a known time follows, it ends a moment earlier, so that the two do not close each other.
pub fn untold(marks: &[Mark], there: Span, frame: Frame<'_>) -> Vec<Span> {
    let mut checks: Vec<&Mark> = marks.iter().filter(|mark| mark.kind.is_check() && mark.counts()).collect();
    checks.sort_by_key(|mark| (mark.made_at(), mark.id));
    let Some(mut rest) = there.within(frame.span()) else { return Vec::new() };
    let mut untold = Vec::new();
    for known in intervals(&checks, frame.span()) {
        if known.until < rest.from || known.from > rest.until {
            continue;
        }
        let before = Span { from: rest.from, until: known.from - TimeDelta::milliseconds(1) };
        if before.from < before.until {
            untold.push(before);
        }
        rest.from = rest.from.max(known.until);
    }
    if rest.from < rest.until {
        untold.push(rest);
    }
    untold
}

fn whole_minutes(time: TimeDelta) -> i32 {
    i32::try_from(time.num_minutes()).unwrap_or(i32::MAX)
}

fn by_checks(measured: Measured, frame: Frame<'_>) -> Attendance {
    let status = match measured.there {
        0 => AttendanceStatus::Absent,
        _ if measured.late => AttendanceStatus::Late,
        _ => AttendanceStatus::Present,
    };
    Attendance { status, minutes: measured.minutes.clamp(0, frame.held()) }
}

#[cfg(test)]
#[path = "rule_tests.rs"]
mod tests;
