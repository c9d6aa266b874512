//! Entering a sheet that was signed: looked at first, then written as a whole.

use super::{lock_held, marked, open_book};
use crate::{App, Error};
use postup_domain::access::{Actor, MayTakeAttendance};
use postup_domain::attendance::{
    Attendee, Basis, Book, Correction, LineCodes, LineMeaning, MOST_LINES, MarkKind, MarkSource, Meeting,
    NewMark, NotALine, Outcome, SignatureLine, Standing, newcomers, stand,
};
use postup_domain::id::{CohortId, CorrectionId, EnrollmentId, MarkId, SessionId};
use postup_domain::rejection::{Refusal, Rejection};
use postup_domain::text::Line;
use postup_persistence::attendance::Meetings;
use postup_persistence::{Read, attendance, guest};
use std::collections::HashSet;

/// The most lines of other sessions among which a code is looked for.
const MOST_SOUGHT: usize = 60_000;

/// What somebody reads off a sheet.
#[derive(Clone, Debug, Default)]
pub struct PaperSheet {
    /// Lines that are ticked.
    pub ticked: Vec<EnrollmentId>,
    /// Codes as they were typed or scanned.
    pub codes: Vec<String>,
    /// Whoever has not signed and has no mark was not there.
    pub others_absent: bool,
    /// Names on the lines that were left blank.
    pub walk_ins: Vec<Line>,
    /// Why a mark that stands is changed.
    pub reason: Option<Line>,
}

/// A line of the sheet with what it means.
#[derive(Clone, Debug)]
pub struct ReadLine {
    pub line: SignatureLine,
    pub standing: Option<Standing>,
    pub meaning: LineMeaning,
}

/// A code that names no line of this sheet.
#[derive(Clone, Debug)]
pub struct Unread {
    pub typed: String,
    pub why: NotALine,
    /// The session of the same cohort whose sheet it stands on.
    pub elsewhere: Option<SessionId>,
}

/// What entering a sheet would do.
#[derive(Clone, Debug)]
pub struct PaperLook {
    pub meeting: Meeting,
    /// In the printed order.
    pub lines: Vec<ReadLine>,
    pub unread: Vec<Unread>,
    /// The sessions that codes belong to which are not of this one.
    pub elsewhere: Vec<Meeting>,
    /// Walk-ins whom nobody has written down yet.
    pub walk_ins: Vec<Line>,
}

/// What entering a sheet has done.
#[derive(Clone, Debug, Default)]
pub struct PaperEntered {
    /// Marked present whom nobody had marked.
    pub signed: usize,
    /// Signed, and known to have been there.
    pub known: usize,
    /// Signed, where the register said the opposite.
    pub changed: usize,
    pub absent: usize,
    /// In a closed register: changes that wait for a second person.
    pub proposed: usize,
    pub walk_ins: usize,
    pub unread: Vec<Unread>,
}

impl PaperLook {
    /// How many lines mean this.
    pub fn count(&self, meaning: LineMeaning) -> usize {
        self.lines.iter().filter(|line| line.meaning == meaning).count()
    }

    /// The marks that would be replaced.
    pub fn replaced(&self) -> Vec<MarkId> {
        let changed = self.lines.iter().filter(|line| line.meaning == LineMeaning::Changed);
        changed.filter_map(|line| Some(line.standing?.mark)).collect()
    }
}

impl PaperSheet {
    /// Whose lines are signed, and the codes that name none.
    fn read(&self, codes: &LineCodes) -> (HashSet<EnrollmentId>, Vec<Unread>) {
        let mut signed: HashSet<EnrollmentId> = self.ticked.iter().copied().collect();
        let mut unread = Vec::new();
        for typed in &self.codes {
            match codes.find(typed) {
                Ok(person) => drop(signed.insert(person)),
                Err(why) => unread.push(Unread { typed: typed.clone(), why, elsewhere: None }),
            }
        }
        (signed, unread)
    }
}

impl App {
    /// What a sheet would do to the register of a session, were it entered now.
    pub async fn look_at_paper(
        &self,
        actor: &Actor,
        id: SessionId,
        sheet: &PaperSheet,
    ) -> Result<PaperLook, Error> {
        let meeting = self.meeting(actor, id).await?;
        actor.may_take_attendance(id, meeting.place)?;
        let reader = self.reader();
        let mut people = expected(&reader, id, meeting.place.cohort, MOST_LINES).await?;
        people.extend(guest::on_registers(&reader, &[id]).await?.remove(&id).unwrap_or_default().0);
        let named = || people.iter().map(|person| person.enrollment);
        let codes = LineCodes::new(id, named());
        let (signed, mut unread) = sheet.read(&codes);
        let elsewhere = elsewhere(&reader, id, meeting.place.cohort, named, &mut unread).await?;
        let known = attendance::walk_ins(&reader, id).await?;
        let walk_ins = newcomers(&sheet.walk_ins, &known);
        let line = |person: &Attendee| {
            let (enrollment, standing) = (person.enrollment, person.standing);
            let is_signed = signed.contains(&enrollment);
            Some(ReadLine {
                line: SignatureLine { enrollment, name: person.name.clone(), code: codes.of(enrollment)? },
                standing,
                meaning: LineMeaning::of(standing, is_signed, sheet.others_absent),
            })
        };
        let lines = people.iter().filter_map(line).collect();
        Ok(PaperLook { meeting, lines, unread, elsewhere, walk_ins })
    }

    /// Writes a sheet into the register: marks of those who signed, and of the others if they count as absent; proposals
    /// where the register is closed, which come in `via` something. A second time changes nothing. With `seen`, no other mark
    /// than these is replaced.
    pub async fn enter_paper(
        &self,
        permit: &MayTakeAttendance,
        sheet: &PaperSheet,
        seen: Option<&[MarkId]>,
        via: MarkSource,
    ) -> Result<PaperEntered, Error> {
        let (now, author) = (self.clock.now(), permit.author());
        let tx = self.store.begin().await?;
        let session = lock_held(&tx, permit.session()).await?;
        let people = attendance::on_register(&tx, session.id, session.cohort).await?;
        let people: Vec<EnrollmentId> = people.into_iter().map(|(enrollment, _)| enrollment).collect();
        let codes = LineCodes::new(session.id, people.iter().copied());
        let (signed, mut unread) = sheet.read(&codes);
        elsewhere(&tx, session.id, session.cohort, || people.iter().copied(), &mut unread).await?;
        if signed.iter().any(|person| codes.of(*person).is_none()) {
            return Err(Refusal::NotOnRegister.into());
        }
        let mut book = open_book(&tx, &session, people.clone(), &[], author, MarkSource::Paper, now).await?;
        let is_closed = !session.register.takes_marks();
        if let Some(no) = book.shut.filter(|_| !is_closed) {
            return Err(no.into());
        }
        let mut entered = PaperEntered { unread, ..PaperEntered::default() };
        for person in people {
            let history = book.history.get(&person).map(Vec::as_slice).unwrap_or_default();
            let standing = stand(history, book.frame);
            let meaning = LineMeaning::of(standing, signed.contains(&person), sheet.others_absent);
            let replaced = standing.filter(|_| meaning == LineMeaning::Changed).map(|now| now.mark);
            if replaced.is_some_and(|mark| seen.is_some_and(|seen| !seen.contains(&mark))) {
                return Err(Refusal::RegisterChanged.into());
            }
            match meaning.mark() {
                None => entered.known += usize::from(meaning == LineMeaning::Known),
                // Whoever has no mark in a closed register counts as absent.
                Some(MarkKind::Absent) if is_closed => {}
                Some(kind) if is_closed => {
                    let proposal = self.proposal(&book, person, kind, sheet.reason.as_ref(), via)?;
                    let waits = match self.enter_proposal(&tx, &session, &proposal).await {
                        Err(Error::Rejected(no)) if no.refusal == Refusal::CorrectionWaits => true,
                        other => other.map(|()| false)?,
                    };
                    entered.proposed += usize::from(!waits);
                }
                Some(kind) => {
                    self.enter_line(&mut book, person, kind, sheet.reason.as_ref())?;
                    match meaning {
                        LineMeaning::Signed => entered.signed += 1,
                        LineMeaning::Changed => entered.changed += 1,
                        _ => entered.absent += 1,
                    }
                }
            }
        }
        let walk_ins: Vec<_> = sheet.walk_ins.iter().map(|name| (name.clone(), None)).collect();
        entered.walk_ins = self.write_walk_ins(&tx, &session, author, &walk_ins, now).await?;
        if book.taken.is_empty() && entered.proposed + entered.walk_ins == 0 {
            return Ok(entered);
        }
        if !book.taken.is_empty() {
            let line = marked(&book, book.taken.len(), self.entropy());
            self.close_book(&tx, &session, &book, &[line]).await?;
        }
        tx.commit().await?;
        Ok(entered)
    }

    fn enter_line(
        &self,
        book: &mut Book<'_>,
        enrollment: EnrollmentId,
        kind: MarkKind,
        reason: Option<&Line>,
    ) -> Result<(), Refusal> {
        let outcome = book.enter(NewMark {
            id: MarkId::new(book.now, self.entropy()),
            enrollment,
            kind,
            minutes: None,
            device_at: None,
            reason: reason.cloned(),
            basis: Basis::Unstated,
        });
        if let Outcome::Refused(no) = outcome { Err(no) } else { Ok(()) }
    }

    fn proposal(
        &self,
        book: &Book<'_>,
        enrollment: EnrollmentId,
        kind: MarkKind,
        reason: Option<&Line>,
        via: MarkSource,
    ) -> Result<Correction, Refusal> {
        let proposal = Correction {
            id: CorrectionId::new(book.now, self.entropy()),
            session: book.session,
            enrollment,
            kind,
            minutes: None,
            reason: reason.cloned().ok_or(Refusal::ReasonMissing)?,
            replaces: None,
            author: book.author,
            at: book.now,
            source: via,
            decision: None,
        };
        let history = book.history.get(&enrollment).map(Vec::as_slice).unwrap_or_default();
        proposal.against(history, book.frame)
    }
}

/// A cohort's own people in the printed order, if they are no more than can be printed.
pub(super) async fn expected(
    db: &impl Read,
    session: SessionId,
    cohort: CohortId,
    most: usize,
) -> Result<Vec<Attendee>, Error> {
    let limit = u64::try_from(most).unwrap_or(u64::MAX);
    let page = attendance::register(db, session, cohort, "", None, limit).await?;
    if page.next.is_some() {
        let most = i64::try_from(MOST_LINES).unwrap_or(i64::MAX);
        return Err(Rejection::from(Refusal::SheetTooLong).of(most).into());
    }
    Ok(page.items)
}

/// Finds the sessions of the same cohort on whose sheets the codes stand that this one does not know.
async fn elsewhere<P: Iterator<Item = EnrollmentId>>(
    db: &impl Read,
    session: SessionId,
    cohort: CohortId,
    people: impl Fn() -> P,
    unread: &mut [Unread],
) -> Result<Vec<Meeting>, Error> {
    if unread.iter().all(|code| code.why != NotALine::Unknown) {
        return Ok(Vec::new());
    }
    let mut others = attendance::meetings(db, Meetings::In { cohort }).await?;
    others.retain(|other| other.session != session);
    others.truncate(MOST_SOUGHT / people().count().max(1));
    let mut found = Vec::new();
    for other in others {
        let codes = LineCodes::new(other.session, people());
        let its = |code: &&mut Unread| code.why == NotALine::Unknown && codes.find(&code.typed).is_ok();
        let mut any = false;
        for code in unread.iter_mut().filter(|code| code.elsewhere.is_none()).filter(its) {
            code.elsewhere = Some(other.session);
            any = true;
        }
        found.extend(any.then_some(other));
    }
    Ok(found)
}
