//! Whether people can still pass, where, and warning them while a session is left that saves it.

use crate::enrollment::eligibility::looks_in;
use crate::{App, Error};
use chrono::{DateTime, Utc};
use postup_domain::access::{Actor, CohortPlace, Sight};
use postup_domain::cohort::{Cohort, EnrollmentPolicy};
use postup_domain::completion::{Chance, Lesson, Prospect, Verdict, Visit, judge};
use postup_domain::email::Email;
use postup_domain::enrollment::{EnrollmentState, Listed, Look};
use postup_domain::id::{CohortId, EnrollmentId, NotificationId, PersonId, UnitId};
use postup_domain::notification::NewNotification;
use postup_domain::session::{Session, SessionState};
use postup_persistence::guest::Candidate;
use postup_persistence::store::Read;
use postup_persistence::{Tx, attendance, completion, course, enrollment, guest, outbox, session};
use std::collections::HashMap;

/// What one session can still bring.
#[derive(Clone, Debug)]
pub struct Hopeful {
    pub session: Session,
    pub minutes: i64,
    /// The share cannot be reached without it.
    pub needed: bool,
    /// It has ended; only its register is open still.
    pub over: bool,
}

/// A session of another cohort in which the person could be a guest.
#[derive(Clone, Debug)]
pub struct Visitable {
    pub session: Candidate,
    /// What it brings beyond everything else.
    pub minutes: i64,
}

/// Another cohort of the course in which what was attended counts, and in which there is enough left.
#[derive(Clone, Debug)]
pub struct Elsewhere {
    pub cohort: Cohort,
    pub required: i64,
    /// What counts there at once.
    pub credited: i64,
    /// What its sessions can still bring.
    pub available: i64,
}

/// How a person can still pass.
#[derive(Clone, Debug)]
pub struct Outlook {
    pub verdict: Verdict,
    pub chance: Chance,
    /// In the order of time.
    pub hopes: Vec<Hopeful>,
    /// In the order of time.
    pub visits: Vec<Visitable>,
    pub elsewhere: Vec<Elsewhere>,
}

impl App {
    /// How the person of an enrollment can still pass; `None` when they hold no seat. The caller has looked whether the
    /// enrollment exists for the actor.
    pub async fn outlook(&self, actor: &Actor, of: &Listed) -> Result<Option<Outlook>, Error> {
        if of.enrollment.state != EnrollmentState::Confirmed {
            return Ok(None);
        }
        let reader = self.reader();
        let (id, now) = (of.enrollment.id, self.clock.now());
        let found = prospects(&reader, of.enrollment.cohort, &[id]).await?;
        let Some(found) = found.into_iter().next() else { return Ok(None) };
        let sight = actor.sight();
        let manages_home = sight.manages.covers(&of.run.place);
        let mut free = guest::candidates(&reader, id, None, !manages_home, now).await?;
        free.retain(|one| one.room.takes_one_more());
        let mut free = self.open_to(actor, of, free, now).await?;
        let chance = found.chance_with(&free, now);
        // Who reads about somebody else learns what is possible, and is offered what they may do.
        if actor.person() != Some(of.enrollment.person) {
            free.retain(|one| manages_home && sight.manages.covers(&one.place));
        }
        let visits = if chance == Chance::Reached { Vec::new() } else { found.offers(&free, now) };
        let elsewhere = match chance {
            Chance::Reached | Chance::Possible => Vec::new(),
            Chance::AsGuest | Chance::IfMadeUp | Chance::Gone => self.elsewhere(actor, of, &found).await?,
        };
        let hopes = found.hopes(now);
        Ok(Some(Outlook { verdict: found.verdict, chance, hopes, visits, elsewhere }))
    }

    /// Those of some sessions to which the reader can bring the person: to all whose cohort they manage beside the person's,
    /// else to those of cohorts that are open to all whom they are for.
    async fn open_to(
        &self,
        actor: &Actor,
        of: &Listed,
        mut sessions: Vec<Candidate>,
        now: DateTime<Utc>,
    ) -> Result<Vec<Candidate>, Error> {
        let sight = actor.sight();
        let manages =
            |place: &CohortPlace| sight.manages.covers(&of.run.place) && sight.manages.covers(place);
        sessions.retain(|one| one.policy == EnrollmentPolicy::Open || manages(&one.place));
        let mut hosts: Vec<CohortId> = sessions.iter().map(|one| one.place.cohort).collect();
        hosts.sort_unstable();
        hosts.dedup();
        let looks = looks_in(&self.reader(), &hosts, Some(of.enrollment.person), now).await?;
        let fits = |cohort: &CohortId| {
            let look = looks.get(cohort).and_then(|(_, look)| look.as_ref());
            look.is_none_or(Look::is_good)
        };
        sessions.retain(|one| fits(&one.place.cohort) || manages(&one.place));
        Ok(sessions)
    }

    /// Cohorts of the course in which the person could go on now and pass.
    async fn elsewhere(&self, actor: &Actor, of: &Listed, here: &Found) -> Result<Vec<Elsewhere>, Error> {
        let (reader, now) = (self.reader(), self.clock.now());
        let own = self.cohort(&Actor::system(), of.enrollment.cohort).await?;
        let units = course::version(&reader, own.course_version).await?;
        let units = units.map(|version| version.units).unwrap_or_default();
        let mut brought: HashMap<UnitId, i64> = here.brought.iter().copied().collect();
        for lesson in &here.lessons {
            *brought.entry(lesson.unit.unwrap_or(UnitId(lesson.session.0))).or_default() += lesson.credited;
        }
        let cohorts = self.cohorts_to_go_on_in(actor, of).await?;
        let ids: Vec<CohortId> = cohorts.iter().map(|cohort| cohort.id).collect();
        let timetables = session::planned_in(&reader, &ids).await?;
        let mut versions: Vec<_> = cohorts.iter().map(|cohort| cohort.course_version).collect();
        versions.sort_unstable();
        versions.dedup();
        let versions = course::versions(&reader, &versions).await?;
        let mut found = Vec::new();
        for cohort in cohorts {
            let version = versions.iter().find(|version| version.id == cohort.course_version);
            let Some(version) = version else { continue };
            let there: Vec<(UnitId, i64)> = version
                .units
                .iter()
                .filter_map(|unit| {
                    let same = units.iter().find(|own| own.is_same_as(unit))?;
                    Some((unit.id, *brought.get(&same.id)?))
                })
                .collect();
            let own = timetables.iter().filter(|session| session.cohort == cohort.id);
            let lessons: Vec<Lesson> =
                own.map(|session| lesson(session, 0, session.plan.starts_at > now)).collect();
            let minutes: i64 = lessons.iter().map(|lesson| lesson.planned).sum();
            let percent = i64::from(version.rule.attendance_percent);
            let required = (minutes * percent + 99) / 100;
            let prospect = Prospect { required, lessons: &lessons, brought: &there, visits: &[], owed: 0 };
            if minutes > 0 && prospect.best() >= required {
                let credited = prospect.credited();
                found.push(Elsewhere { cohort, required, credited, available: prospect.best() - credited });
            }
        }
        Ok(found)
    }

    /// Warns those whose share has come near the limit while a session is left that saves it, and their personnel
    /// officers; each once for each level. Call it in the change after which somebody may have missed more.
    pub(crate) async fn warn_of_risk(
        &self,
        tx: &Tx,
        enrollments: &[EnrollmentId],
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        for (cohort, theirs) in enrollment::by_cohort(tx, enrollments).await? {
            self.warn_in(tx, cohort, &theirs, now).await?;
        }
        Ok(())
    }

    async fn warn_in(
        &self,
        tx: &Tx,
        cohort: CohortId,
        enrollments: &[EnrollmentId],
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let mut at_risk = HashMap::new();
        for found in prospects(tx, cohort, enrollments).await? {
            if let Some(risk) = found.prospect().risk() {
                at_risk.insert(found.enrollment, risk);
            }
        }
        if at_risk.is_empty() {
            return Ok(());
        }
        let ids: Vec<EnrollmentId> = at_risk.keys().copied().collect();
        let people = completion::employed(tx, &ids).await?;
        let mut employers: Vec<_> = people.iter().filter_map(|(_, _, employer)| *employer).collect();
        employers.sort_unstable();
        employers.dedup();
        let officers = enrollment::officers(tx, &employers, now).await?;
        let mut letters = Vec::new();
        for (enrollment, person, employer) in people {
            let Some(risk) = at_risk.get(&enrollment) else { continue };
            // Whoever stands in approves, and looks after nobody.
            let theirs =
                officers.iter().filter(|(of, one)| Some(*of) == employer && one.stands_for.is_none());
            let theirs = theirs.map(|(_, officer)| officer.person_id);
            let mut readers: Vec<PersonId> = std::iter::once(person).chain(theirs).collect();
            readers.sort_unstable();
            readers.dedup();
            letters.extend(readers.into_iter().map(|reader| {
                let id = NotificationId::new(now, self.entropy());
                let email = Email::AttendanceAtRisk { enrollment };
                let event = format!("{enrollment}/{risk:?}");
                NewNotification::now(id, reader, email, event, now).about(cohort)
            }));
        }
        outbox::push_all(tx, &letters).await?;
        Ok(())
    }
}

/// Everything that bears on one person.
pub(crate) struct Found {
    pub enrollment: EnrollmentId,
    pub verdict: Verdict,
    sessions: Vec<Session>,
    lessons: Vec<Lesson>,
    brought: Vec<(UnitId, i64)>,
    /// Where the person is a guest.
    visits: Vec<Visit>,
}

impl Found {
    pub fn prospect(&self) -> Prospect<'_> {
        Prospect {
            required: self.verdict.required,
            lessons: &self.lessons,
            brought: &self.brought,
            visits: &self.visits,
            owed: self.verdict.evidence.owed,
        }
    }

    fn visits_with(&self, candidates: &[Candidate]) -> Vec<Visit> {
        let possible = candidates.iter().map(|one| Visit {
            session: one.session,
            unit: one.unit,
            open: one.minutes,
            taken: false,
        });
        self.visits.iter().copied().chain(possible).collect()
    }

    /// How it stands with the person who could be a guest there too.
    fn chance_with(&self, candidates: &[Candidate], now: DateTime<Utc>) -> Chance {
        match self.prospect().chance() {
            // Only what is really missed at home is taught to guests.
            Chance::IfMadeUp | Chance::Gone => {
                let offered = self.offers(candidates, now).into_iter().map(|offer| offer.session);
                let visits = self.visits_with(&offered.collect::<Vec<_>>());
                Prospect { visits: &visits, ..self.prospect() }.chance()
            }
            other => other,
        }
    }

    /// Those of these sessions that bring what the person's own cohort cannot bring any more: what is over there is over,
    /// whatever its register may still say.
    pub fn offers(&self, candidates: &[Candidate], now: DateTime<Utc>) -> Vec<Visitable> {
        let ahead = |lesson: &Lesson| {
            let session = self.sessions.iter().find(|session| session.id == lesson.session);
            session.is_some_and(|session| session.plan.ends_at > now)
        };
        let lessons: Vec<Lesson> = self
            .lessons
            .iter()
            .map(|lesson| Lesson { open: if ahead(lesson) { lesson.open } else { 0 }, ..*lesson })
            .collect();
        let visits = self.visits_with(candidates);
        let prospect = Prospect { lessons: &lessons, visits: &visits, ..self.prospect() };
        let offers = prospect.offers().into_iter().filter_map(|(session, minutes)| {
            let session = candidates.iter().find(|one| one.session == session)?.clone();
            Some(Visitable { session, minutes })
        });
        offers.collect()
    }

    pub fn hopes(&self, now: DateTime<Utc>) -> Vec<Hopeful> {
        let hopes = self.prospect().hopes().into_iter().filter_map(|hope| {
            let session = self.sessions.iter().find(|session| session.id == hope.session)?;
            let over = session.plan.ends_at <= now;
            Some(Hopeful { session: session.clone(), minutes: hope.minutes, needed: hope.needed, over })
        });
        hopes.collect()
    }
}

fn planned(sessions: &[Session]) -> impl Iterator<Item = &Session> {
    sessions.iter().filter(|session| session.state == SessionState::Planned)
}

fn lesson(session: &Session, credited: i32, open: bool) -> Lesson {
    let held = i64::from(session.held_minutes());
    let left = (held - i64::from(credited)).max(0);
    let makes_up = session.plan.makes_up;
    Lesson {
        session: session.id,
        root: makes_up.unwrap_or(session.id),
        unit: session.plan.unit,
        planned: if makes_up.is_some() { 0 } else { session.plan.minutes().into() },
        credited: credited.into(),
        open: if open { left } else { 0 },
        missed: if open { 0 } else { left },
    }
}

/// What bears on these people of a cohort.
pub(crate) async fn prospects(
    db: &impl Read,
    cohort: CohortId,
    enrollments: &[EnrollmentId],
) -> Result<Vec<Found>, Error> {
    let sessions = session::of_cohort(db, &Sight::system(), cohort).await?;
    let cases = completion::evidence(db, enrollments).await?;
    let mut brought = completion::brought(db, enrollments).await?;
    let mut visits: HashMap<EnrollmentId, Vec<Visit>> = HashMap::new();
    for place in guest::visiting(db, enrollments).await? {
        let visit = Visit { session: place.session_id, unit: place.unit_id, open: place.open, taken: true };
        visits.entry(place.enrollment_id).or_default().push(visit);
    }
    let mut cells = HashMap::new();
    for chunk in enrollments.chunks(5_000) {
        cells.extend(attendance::cells(db, cohort, chunk).await?);
    }
    let found = cases.into_iter().map(|case| {
        let credited = |session: &Session| {
            let cell = cells.get(&(case.enrollment, session.id));
            cell.map_or(0, |standing| standing.attendance.minutes)
        };
        let lessons = planned(&sessions)
            .map(|session| lesson(session, credited(session), session.register.takes_marks()))
            .collect();
        Found {
            enrollment: case.enrollment,
            verdict: judge(case.rule, case.evidence),
            sessions: sessions.clone(),
            lessons,
            brought: brought.remove(&case.enrollment).unwrap_or_default(),
            visits: visits.remove(&case.enrollment).unwrap_or_default(),
        }
    });
    Ok(found.collect())
}
