//! Whether people can still pass, where, and warning them while a session is left that saves it.

use crate::{App, Error};
use chrono::{DateTime, Utc};
use postup_domain::access::{Actor, Sight};
use postup_domain::cohort::Cohort;
use postup_domain::completion::{Chance, Lesson, Prospect, Verdict, judge};
use postup_domain::email::Email;
use postup_domain::enrollment::{EnrollmentState, Listed};
use postup_domain::id::{CohortId, EnrollmentId, NotificationId, PersonId, UnitId};
use postup_domain::notification::NewNotification;
use postup_domain::session::{Session, SessionState};
use postup_persistence::store::Read;
use postup_persistence::{Tx, attendance, completion, course, enrollment, outbox, session};
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
        let found = prospects(&reader, of.enrollment.cohort, &[of.enrollment.id]).await?;
        let Some(found) = found.into_iter().next() else { return Ok(None) };
        let elsewhere = match found.prospect().chance() {
            Chance::Reached | Chance::Possible => Vec::new(),
            Chance::IfMadeUp | Chance::Gone => self.elsewhere(actor, of, &found).await?,
        };
        let (chance, hopes) = (found.prospect().chance(), found.hopes(self.clock.now()));
        Ok(Some(Outlook { verdict: found.verdict, chance, hopes, elsewhere }))
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
            // A unit of another version is the same when title and hours are.
            let there: Vec<(UnitId, i64)> = version
                .units
                .iter()
                .filter_map(|unit| {
                    let same = units.iter().find(|own| {
                        own.id == unit.id || (own.title.uk == unit.title.uk && own.hours == unit.hours)
                    })?;
                    Some((unit.id, *brought.get(&same.id)?))
                })
                .collect();
            let own = timetables.iter().filter(|session| session.cohort == cohort.id);
            let lessons: Vec<Lesson> =
                own.map(|session| lesson(session, 0, session.plan.starts_at > now)).collect();
            let minutes: i64 = lessons.iter().map(|lesson| lesson.planned).sum();
            let percent = i64::from(version.rule.attendance_percent);
            let required = (minutes * percent + 99) / 100;
            let prospect = Prospect { required, lessons: &lessons, brought: &there, owed: 0 };
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
}

impl Found {
    pub fn prospect(&self) -> Prospect<'_> {
        Prospect {
            required: self.verdict.required,
            lessons: &self.lessons,
            brought: &self.brought,
            owed: self.verdict.evidence.owed,
        }
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
        }
    });
    Ok(found.collect())
}
