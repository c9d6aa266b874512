//! The life of a cohort, from its announcement as far as its days have come.

use super::cast::Cast;
use super::plot::Run;
use super::story::Stage;
use crate::Error;
use crate::dice::Dice;
use chrono::{DateTime, Datelike, Duration, NaiveTime, Timelike, Utc, Weekday};
use chrono_tz::Europe::Kyiv;
use postup_domain::attendance::{Basis, MarkKind, MarkSource, NewMark};
use postup_domain::cohort::{self, Cohort};
use postup_domain::completion::CompletionState;
use postup_domain::course::Course;
use postup_domain::enrollment::WithdrawalReason;
use postup_domain::id::{EnrollmentId, MarkId, OrganizationId, PersonId, VenueId};
use postup_domain::series::RawRepeat;
use postup_domain::session::{self, Session};
use postup_domain::text::Line;
use postup_domain::venue;
use postup_persistence::venue::Filter;

/// Registers of sessions that lie so many days back are closed.
const CLOSED_AFTER: i64 = 2;
/// One person in so many comes to the first session and never again.
const STAYS_AWAY: usize = 11;

/// Everything that has happened in a cohort by now.
pub(super) async fn live(
    stage: &Stage<'_>,
    run: &Run,
    course: &Course,
    applicants: &[PersonId],
    cast: &Cast,
) -> Result<(), Error> {
    let [opens, closes] = run.enrollment;
    stage.at_day((opens - 1).min(-1), 8);
    let trainer = *cast.trainers.get(run.trainer).ok_or(Error::Missing("person"))?;
    let (cohort, sessions) = stage.announce(run, course, trainer).await?;
    stage.at_day(opens + 1, 7);
    let enrollments = stage.enroll(&cohort, applicants).await?;
    stage.decide(run, &enrollments).await?;
    stage.at_day(closes.min(-1), 12);
    stage.withdraw(run, &enrollments).await?;
    let seated = postup_persistence::cohort::seated(&stage.app.reader(), cohort.id).await?;
    let seated: Vec<EnrollmentId> = seated.into_iter().map(|(enrollment, _)| enrollment).collect();
    let dice = Dice::new(run.code.bytes().map(u64::from).sum());
    for (number, (session, day)) in sessions.iter().zip(run.sessions).enumerate() {
        if day + CLOSED_AFTER <= 0 {
            stage.teach(session, &seated, number, &dice).await?;
        }
    }
    match run.sessions.last() {
        Some(last) if last + CLOSED_AFTER <= 0 => {
            stage.at_day(last + 1, 9);
            stage.certify(&cohort, &seated).await
        }
        _ => Ok(()),
    }
}

impl Stage<'_> {
    /// Writes a cohort with its sessions down, publishes it and names the trainer.
    async fn announce(
        &self,
        run: &Run,
        course: &Course,
        trainer: PersonId,
    ) -> Result<(Cohort, Vec<Session>), Error> {
        let permit = self.app.may_manage_program(&self.system, course.program).await?;
        let cohort = self.app.create_cohort(&permit, course.id, (&self.plan(run)).try_into()?).await?;
        let permit = self.app.may_manage_cohort(&self.system, cohort.id).await?;
        let hall =
            if run.place.is_empty() { None } else { Some(self.hall(cohort.organization, run.place).await?) };
        let mut sessions = Vec::new();
        for number in 0..run.sessions.len() {
            let meeting = self.meeting(run, course, number, hall)?;
            sessions.extend(self.app.plan_sessions(&permit, &meeting, &RawRepeat::once()).await?);
        }
        let cohort = self.app.publish_cohort(&permit).await?;
        self.app.assign_trainer(&permit, trainer).await?;
        Ok((cohort, sessions))
    }

    /// The hall of an organization in a town, written down with the first cohort that is taught there.
    async fn hall(&self, of: OrganizationId, town: &str) -> Result<VenueId, Error> {
        let filter = Filter { organization: Some(of), archived: false };
        let halls = self.app.venues(&self.system, &filter, None, 100).await?.items;
        let here = halls.iter().find(|venue| venue.plan.territory.as_deref() == Some(town));
        if let Some(venue) = here {
            return Ok(venue.id);
        }
        let permit = self.app.may_manage_venues(&self.system, of).await?;
        let code = town.parse().map_err(|_| Error::Missing("territory"))?;
        let name = self.app.territory(&code).await?.territory.name;
        let plan = venue::RawPlan {
            name: format!("Навчальний центр, {name}"),
            address: "вулиця Навчальна, 2, зала 2, укриття в будівлі (демонстрація)".to_owned(),
            territory: town.to_owned(),
            seats: "60".to_owned(),
            shelter: "80".to_owned(),
        };
        Ok(self.app.add_venue(&permit, &plan).await?.id)
    }

    fn plan(&self, run: &Run) -> cohort::RawPlan {
        let online = run.place.is_empty();
        let starts = run.sessions.first().copied().unwrap_or_default();
        let ends = run.sessions.last().copied().unwrap_or_default();
        let [opens, closes] = run.enrollment;
        cohort::RawPlan {
            code: run.code.to_owned(),
            form: run.form.to_owned(),
            language: "uk".to_owned(),
            starts_on: self.session_day(starts).to_string(),
            ends_on: (self.session_day(ends) + Duration::days(run.rest)).to_string(),
            territory: run.place.to_owned(),
            venue: if online {
                ""
            } else {
                "навчальний центр, зала 2, укриття в будівлі"
            }
            .to_owned(),
            capacity: run.capacity.to_string(),
            policy: run.policy.to_owned(),
            enrollment_opens_on: self.day(opens).to_string(),
            enrollment_closes_on: self.day(closes).to_string(),
            contact: "Ірина Левицька, manager@demo.test".to_owned(),
            ..cohort::RawPlan::default()
        }
    }

    /// The sessions go through the units of the course in order; a unit that takes several has parts.
    fn meeting(
        &self,
        run: &Run,
        course: &Course,
        number: usize,
        hall: Option<VenueId>,
    ) -> Result<session::RawPlan, Error> {
        let units = &course.content.units;
        let unit_of = |number: usize| number * units.len() / run.sessions.len().max(1);
        let unit = units.get(unit_of(number)).ok_or(Error::Missing("course"))?;
        let part = (0..number).filter(|earlier| unit_of(*earlier) == unit_of(number)).count() + 1;
        let named = |title: &str, word: &str| {
            if part == 1 { title.to_owned() } else { format!("{title}, {word} {part}") }
        };
        let (from, to) = match run.hours {
            Some([from, to]) => (hour(from), hour(to)),
            None => around(self.now),
        };
        let online = run.place.is_empty();
        Ok(session::RawPlan {
            title_uk: named(unit.title.uk.as_str(), "частина"),
            title_en: named(unit.title.en.as_str(), "part"),
            unit_id: unit.id.to_string(),
            on: self.session_day(run.sessions.get(number).copied().unwrap_or_default()).to_string(),
            from: from.format("%H:%M").to_string(),
            to: to.format("%H:%M").to_string(),
            venue_id: hall.map(|hall| hall.to_string()).unwrap_or_default(),
            venue: String::new(),
            makes_up: String::new(),
            link: if online { format!("https://video.demo.test/{}", run.code) } else { String::new() },
        })
    }

    /// Nobody is taught on a weekend, except around today, where the story needs its days.
    fn session_day(&self, days: i64) -> chrono::NaiveDate {
        let day = self.day(days);
        match day.weekday() {
            Weekday::Sat if days.abs() > 3 => day - Duration::days(1),
            Weekday::Sun if days.abs() > 3 => day + Duration::days(1),
            _ => day,
        }
    }

    async fn enroll(&self, cohort: &Cohort, people: &[PersonId]) -> Result<Vec<EnrollmentId>, Error> {
        let mut enrollments = Vec::with_capacity(people.len());
        for person in people {
            self.clock.turn_to(self.app.now() + Duration::seconds(647));
            let permit = self.app.may_enroll(&self.system, cohort.id, *person).await?;
            enrollments.push(self.app.enroll(permit).await?.enrollment.id);
        }
        Ok(enrollments)
    }

    /// The manager confirms the first applications, turns the next down, and has not come to the others yet.
    async fn decide(&self, run: &Run, enrollments: &[EnrollmentId]) -> Result<(), Error> {
        let [confirmed, rejected] = run.decided;
        let reason = Line::new("reason", "курс призначено для тих, хто працює з об’єктами спадщини")?;
        for (place, enrollment) in enrollments.iter().take(confirmed + rejected).enumerate() {
            let permit = self.app.may_decide(&self.system, *enrollment).await?;
            if place < confirmed {
                self.app.confirm_enrollment(permit).await?;
            } else {
                self.app.reject_enrollment(permit, reason.clone()).await?;
            }
        }
        Ok(())
    }

    /// Some of those who came early leave again; whoever heads the queue moves up.
    async fn withdraw(&self, run: &Run, enrollments: &[EnrollmentId]) -> Result<(), Error> {
        let leaving = enrollments.iter().skip(2).step_by(5).take(run.withdrawals);
        for (enrollment, reason) in leaving.zip(WithdrawalReason::ALL.iter().cycle()) {
            let permit = self.app.may_withdraw(&self.system, *enrollment).await?;
            self.app.withdraw(permit, *reason, None).await?;
        }
        Ok(())
    }

    /// Marks everybody, some of them late or not there, and closes the register.
    async fn teach(
        &self,
        session: &Session,
        seated: &[EnrollmentId],
        number: usize,
        dice: &Dice,
    ) -> Result<(), Error> {
        self.clock.turn_to(session.plan.ends_at);
        let permit = self.app.may_take_attendance(&self.system, session.id).await?;
        let marks = seated.iter().enumerate().map(|(place, enrollment)| NewMark {
            id: MarkId::new(self.app.now(), self.app.entropy()),
            enrollment: *enrollment,
            kind: presence(place, number, dice),
            minutes: None,
            device_at: None,
            reason: None,
            basis: Basis::Unstated,
        });
        self.app.record_marks(&permit, marks.collect(), MarkSource::Web).await?;
        let permit = self.app.may_close_register(&self.system, session.id).await?;
        self.app.close_register(&permit).await
    }

    /// Certificates for everybody who completed.
    async fn certify(&self, cohort: &Cohort, seated: &[EnrollmentId]) -> Result<(), Error> {
        let verdicts = self.app.verdicts(seated).await?;
        let completed: Vec<EnrollmentId> = verdicts
            .into_iter()
            .filter(|(_, _, verdict)| verdict.state == CompletionState::Completed)
            .map(|(enrollment, ..)| enrollment)
            .collect();
        if completed.is_empty() {
            return Ok(());
        }
        let permit = self.app.may_issue_certificates(&self.system, cohort.id).await?;
        self.app.issue_certificates(permit, completed).await?;
        Ok(())
    }
}

/// How the person at a place of the register takes part in the session of a number. The first never misses anything: where
/// the official of the log-in takes part, it is the one.
fn presence(place: usize, number: usize, dice: &Dice) -> MarkKind {
    let thrown = dice.below(100);
    if place == 0 {
        return MarkKind::Present;
    }
    if place % STAYS_AWAY == STAYS_AWAY - 1 && number > 0 {
        return MarkKind::Absent;
    }
    match thrown {
        0..86 => MarkKind::Present,
        86..93 => MarkKind::Late,
        93..96 => MarkKind::Excused,
        _ => MarkKind::Absent,
    }
}

fn hour(hour: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or(NaiveTime::MIN)
}

/// From when to when the workshop of today is held, on the wall of Kyiv: it began a while ago, ends after a while, and does
/// both today.
fn around(now: DateTime<Utc>) -> (NaiveTime, NaiveTime) {
    let on_the_wall = |at: DateTime<Utc>| at.with_timezone(&Kyiv).naive_local();
    let today = on_the_wall(now).date();
    let last = NaiveTime::from_hms_opt(23, 59, 0).unwrap_or(NaiveTime::MIN);
    let from = on_the_wall(now - Duration::minutes(45)).max(today.and_time(NaiveTime::MIN));
    let to = on_the_wall(now + Duration::minutes(45)).min(today.and_time(last));
    (whole_minute(from.time()), whole_minute(to.time()))
}

fn whole_minute(time: NaiveTime) -> NaiveTime {
    time.with_second(0).and_then(|time| time.with_nanosecond(0)).unwrap_or(time)
}

#[cfg(test)]
mod tests {
    use super::*;
    use postup_domain::session::RawPlan;

    #[test]
    fn the_workshop_of_today_is_of_today_at_every_minute() {
        // The days of both clock changes, and one without.
        for day in ["2026-03-28T22:00:00Z", "2026-10-24T21:00:00Z", "2026-05-03T21:00:00Z"] {
            let midnight: DateTime<Utc> = day.parse().unwrap();
            let today = midnight.with_timezone(&Kyiv).date_naive();
            let moments = (0..).map(|minute| midnight + Duration::minutes(minute) + Duration::seconds(31));
            for now in moments.take_while(|now| now.with_timezone(&Kyiv).date_naive() == today) {
                let (from, to) = around(now);
                let raw = RawPlan {
                    title_uk: "Тема".to_owned(),
                    title_en: "Topic".to_owned(),
                    on: today.to_string(),
                    from: from.format("%H:%M").to_string(),
                    to: to.format("%H:%M").to_string(),
                    ..RawPlan::default()
                };
                let plan = raw.check(Kyiv).unwrap();
                assert!(plan.starts_at <= now, "{now}: from {from} to {to}");
                assert_eq!(plan.local_end.0.date(), today, "{now}: from {from} to {to}");
                assert!(plan.minutes() >= 29, "{now}: from {from} to {to}");
            }
        }
    }
}
