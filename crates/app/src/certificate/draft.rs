//! What a certificate would say, before and at the moment of its issue.

use crate::Error;
use crate::territory::wording;
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use chrono_tz::Tz;
use postup_domain::access::CohortPlace;
use postup_domain::certificate::{CheckCode, Facts, Holder, Place, RegistrationNumber, Signatory};
use postup_domain::cohort::Form;
use postup_domain::completion::{CompletionState, Verdict, judge};
use postup_domain::id::{CohortId, EnrollmentId, OrganizationId};
use postup_domain::person::FullName;
use postup_domain::rejection::{Fault, Invalid, Refusal, Rejection};
use postup_domain::text::{Both, Line, Name, Prose, Title};
use postup_i18n::{Locale, Words};
use postup_persistence::certificate::{Candidate, Subject};
use postup_persistence::{Read, certificate, completion, territory};
use std::collections::{HashMap, HashSet};

/// The number on a sheet that is shown before anything is issued.
const SAMPLE_NUMBER: &str = "ЗРАЗОК / SAMPLE";

/// Somebody who holds a seat, as the issuer sees them.
#[derive(Clone, Debug)]
pub struct Nominee {
    pub candidate: Candidate,
    pub verdict: Verdict,
}

impl Nominee {
    /// Completed, and without a valid certificate.
    pub fn is_ready(&self) -> bool {
        self.candidate.live.is_none() && self.verdict.state == CompletionState::Completed
    }
}

/// What a certificate of somebody would say.
#[derive(Clone, Debug)]
pub struct Draft {
    pub enrollment: EnrollmentId,
    pub facts: Facts,
}

/// Everybody who holds a seat in a cohort, or those of them on a list, in the order of the alphabet, with the verdict as it
/// stands.
pub(super) async fn nominees(
    db: &impl Read,
    cohort: CohortId,
    only: Option<&[EnrollmentId]>,
) -> Result<Vec<Nominee>, Error> {
    let mut candidates = certificate::candidates(db, cohort).await?;
    if let Some(only) = only {
        let only: HashSet<&EnrollmentId> = only.iter().collect();
        candidates.retain(|candidate| only.contains(&candidate.enrollment));
    }
    let enrollments: Vec<_> = candidates.iter().map(|candidate| candidate.enrollment).collect();
    let cases = completion::evidence(db, &enrollments).await?;
    let mut verdicts: HashMap<EnrollmentId, Verdict> =
        cases.into_iter().map(|case| (case.enrollment, judge(case.rule, case.evidence))).collect();
    let judged = |candidate: Candidate| {
        let verdict = verdicts.remove(&candidate.enrollment)?;
        Some(Nominee { candidate, verdict })
    };
    Ok(candidates.into_iter().filter_map(judged).collect())
}

/// The nominees of a list in its order, each once, when every one of them may be certified now.
///
/// # Errors
/// An empty list, somebody who holds no seat in the cohort, somebody who has a valid certificate, somebody who has not
/// completed. One such entry refuses the whole list.
pub(super) fn choose(nominees: Vec<Nominee>, list: &[EnrollmentId]) -> Result<Vec<Candidate>, Error> {
    if list.is_empty() {
        return Err(Error::field("enrollment_ids", Fault::Missing));
    }
    let mut known: HashMap<EnrollmentId, Nominee> =
        nominees.into_iter().map(|nominee| (nominee.candidate.enrollment, nominee)).collect();
    let strangers: Vec<Invalid> = list
        .iter()
        .enumerate()
        .filter(|(_, id)| !known.contains_key(id))
        .map(|(place, _)| Invalid::new(format!("enrollment_ids.{place}"), Fault::Unknown))
        .collect();
    if !strangers.is_empty() {
        return Err(strangers.into());
    }
    let chosen: Vec<Nominee> = list.iter().filter_map(|id| known.remove(id)).collect();
    refuse(&chosen, Refusal::AlreadyCertified, |nominee| nominee.candidate.live.is_some())?;
    refuse(&chosen, Refusal::NotCompleted, |nominee| !nominee.is_ready())?;
    Ok(chosen.into_iter().map(|nominee| nominee.candidate).collect())
}

fn refuse(chosen: &[Nominee], why: Refusal, concerns: impl Fn(&Nominee) -> bool) -> Result<(), Rejection> {
    let count = chosen.iter().filter(|nominee| concerns(nominee)).count();
    if count == 0 { Ok(()) } else { Err(Rejection::from(why).of(i64::try_from(count).unwrap_or(i64::MAX))) }
}

/// The sheet of a cohort with everything on it but the holder, the number and the code.
pub(super) struct Sheet {
    pub place: CohortPlace,
    pub issuer: OrganizationId,
    pub year: i32,
    blank: Blank,
}

struct Blank {
    subject: Subject,
    place: Place,
    signatory: Signatory,
    issued_on: NaiveDate,
}

impl Sheet {
    /// As it is worded now: names in force today in Kyiv, the cohort's own course version.
    pub async fn of(db: &impl Read, cohort: CohortId, now: DateTime<Utc>) -> Result<Self, Error> {
        let issued_on = now.with_timezone(&Tz::Europe__Kyiv).date_naive();
        let subject = certificate::subject(db, cohort, issued_on).await?.ok_or(Error::Missing("cohort"))?;
        let place = place(db, &subject).await?;
        let signatory = signatory(&subject)?;
        Ok(Self {
            place: subject.place,
            issuer: subject.issuer,
            year: issued_on.year(),
            blank: Blank { subject, place, signatory, issued_on },
        })
    }

    /// The facts of one certificate.
    pub fn filled_in(&self, name: &FullName, number: RegistrationNumber, code: CheckCode) -> Facts {
        let Blank { subject, place, signatory, issued_on } = &self.blank;
        Facts {
            registration_number: number,
            check_code: code,
            holder: Holder::from(name.clone()),
            provider: subject.provider.clone(),
            program: subject.program.clone(),
            course: subject.course.clone(),
            content_type: subject.content_type,
            length_type: subject.length_type,
            hours: subject.hours,
            ects_credits: subject.hours.credits().to_string(),
            form: subject.form,
            starts_on: subject.starts_on,
            ends_on: subject.ends_on,
            outcomes: Both::new(lines(&subject.outcomes.uk), lines(&subject.outcomes.en)),
            place: place.clone(),
            issued_on: *issued_on,
            signatory: signatory.clone(),
        }
    }

    /// What it would say about a candidate, under no number and a code that opens nothing.
    pub fn sample(&self, candidate: &Candidate) -> Result<Draft, Error> {
        let number = SAMPLE_NUMBER.parse().map_err(|error| Error::Broken(format!("{error}")))?;
        let facts = self.filled_in(&candidate.name, number, CheckCode::from_bytes([0; 16]));
        Ok(Draft { enrollment: candidate.enrollment, facts })
    }
}

fn lines(prose: &Prose) -> Vec<String> {
    prose.lines().map(str::to_owned).collect()
}

/// Where the training took place; a cohort that meets in person and names no place is not finished being described.
async fn place(db: &impl Read, subject: &Subject) -> Result<Place, Error> {
    if subject.form == Form::Online {
        return Ok(Place::Online);
    }
    let code = subject.territory.as_ref().ok_or(Refusal::PlaceMissing)?;
    let territory = territory::find(db, code).await?.ok_or(Refusal::PlaceMissing)?;
    let named = |locale| Title::new("territory", &wording::name(Words::embedded(), locale, &territory));
    Ok(Place::City(Both::new(named(Locale::Uk)?, named(Locale::En)?)))
}

fn signatory(subject: &Subject) -> Result<Signatory, Invalid> {
    let (name, position) = (&subject.signatory_name, &subject.signatory_position);
    Ok(Signatory {
        name: Both::new(
            Name::new("signatory_name_uk", name.uk.as_str())?,
            Name::new("signatory_name_en", name.en.as_str())?,
        ),
        position: Both::new(
            Line::new("signatory_position_uk", position.uk.as_str())?,
            Line::new("signatory_position_en", position.en.as_str())?,
        ),
    })
}
