//! A cohort as people from a file come to it: they are decided on outside of any change, by what was read, and let in by a
//! change that first looks whether the cohort still stands as it stood.

use super::Offices;
use super::eligibility::{asked, asked_of, refusal};
use super::quota::subject_for;
use super::seats::Moved;
use crate::Error;
use chrono::{DateTime, Utc};
use postup_domain::access::Author;
use postup_domain::cohort::{Cohort, EnrollmentPolicy};
use postup_domain::course::Subject;
use postup_domain::enrollment::{
    Admission, Arrival, Coming, Matches, Move, Newcomer, Pool, Quota, Request, Weight, fitting, on_nomination,
};
use postup_domain::id::{ImportId, OrganizationId, PersonId};
use postup_domain::rejection::{Refusal, Rejection};
use postup_persistence::import::{ByWhom, Guest};
use postup_persistence::{Part, Read, Tx, cohort, enrollment};
use std::collections::HashMap;

/// What is known of the cohort, and everybody who came in here.
pub(crate) struct Door {
    before: Cohort,
    quotas: Vec<Quota>,
    holders: Vec<Held>,
    subject: Option<Subject>,
    admission: Admission,
    came: usize,
    weight: Weight,
    uses: Vec<(Pool, i32)>,
    moves: Vec<Move>,
}

type Held = (Pool, Matches, i32);

/// People to be looked up together: those of whom the same employer says that they work there.
pub(crate) struct Party {
    /// Where their records stand among those that are ready to be written.
    pub staged: Option<(ImportId, Vec<u32>)>,
    pub employer: Option<OrganizationId>,
    pub people: Vec<PersonId>,
}

impl Door {
    pub async fn open(db: &impl Read, cohort: Cohort, now: DateTime<Utc>) -> Result<Self, Error> {
        let (quotas, holders) = seats(db, &cohort).await?;
        let subject = subject_for(db, &cohort, &quotas).await?;
        let conditions = asked(db, &cohort, now).await?;
        let admission = Admission::new(cohort.clone(), quotas.clone(), holders.clone()).asking(conditions);
        Ok(Self {
            before: cohort,
            quotas,
            holders,
            subject,
            admission,
            came: 0,
            weight: Weight::default(),
            uses: Vec::new(),
            moves: Vec::new(),
        })
    }

    pub fn cohort(&self) -> &Cohort {
        &self.before
    }

    /// Locks the cohort. Answers it when it does not stand as it stood.
    pub async fn lock(&self, tx: &Tx) -> Result<Option<Cohort>, Error> {
        let now = cohort::lock(tx, self.before.id).await?.ok_or(Error::Missing("cohort"))?;
        let is_same =
            now == self.before && seats(tx, &now).await? == (self.quotas.clone(), self.holders.clone());
        Ok((!is_same).then_some(now))
    }

    /// What is known of these people.
    pub async fn newcomers(
        &self,
        db: &impl Read,
        party: &Party,
        now: DateTime<Utc>,
    ) -> Result<HashMap<PersonId, Newcomer>, Error> {
        let Party { staged, employer, people } = party;
        let (of, subject) = (self.before.id, self.subject);
        let staged = staged.as_ref().map(|(import, numbers)| (*import, numbers.as_slice()));
        let found = enrollment::newcomers(db, staged, of, people, *employer, subject).await?;
        let mut newcomers: HashMap<PersonId, Newcomer> =
            found.into_iter().map(|newcomer| (newcomer.person, newcomer)).collect();
        if self.before.plan.policy == EnrollmentPolicy::Employer {
            let employers = newcomers.values().filter_map(|newcomer| newcomer.traits.organization);
            let offices = Offices::load(db, &self.before.route, employers, now).await?;
            for newcomer in newcomers.values_mut() {
                newcomer.approvers = offices.approvers(newcomer.person, newcomer.traits.organization);
            }
        }
        asked_of(db, &self.before, newcomers.values_mut(), now).await?;
        Ok(newcomers)
    }

    /// Decides on the next one, as if alone behind those before. Whom the cohort is not for is refused: their row says why when
    /// it is judged anew.
    pub fn decide(
        &mut self,
        newcomer: &Newcomer,
        guest: &Guest,
        at: DateTime<Utc>,
    ) -> Result<Arrival, Rejection> {
        let request = Request { id: guest.enrollment, at };
        let arrival = match guest.nomination {
            None => self.admission.apply(newcomer, request)?,
            Some(by) => self.take_nomination(newcomer, request, by)?,
        };
        if arrival.enrollment.state.is_over() {
            return Err(Refusal::NotEligible.into());
        }
        self.came += 1;
        self.weight = self.weight + arrival.weight();
        self.uses.extend(arrival.uses());
        self.moves.extend(&arrival.moves);
        Ok(arrival)
    }

    fn take_nomination(
        &mut self,
        newcomer: &Newcomer,
        request: Request,
        ByWhom { by_employer, sees_record, .. }: ByWhom,
    ) -> Result<Arrival, Rejection> {
        let look = if sees_record { self.admission.look(newcomer) } else { None };
        if let Some(look) = look.as_ref().filter(|look| !look.is_good()) {
            return Err(refusal(look));
        }
        let matches = fitting(&self.quotas, &newcomer.traits);
        // A seat is kept only for somebody of whom is known that they fit.
        let is_known = sees_record || self.before.requirements_since.is_none();
        let seat = if is_known { self.admission.seat(matches) } else { None };
        let (passage, is_kept) = on_nomination(&self.before, by_employer, seat.is_some(), request.at)?;
        let seat = seat.filter(|_| is_kept);
        self.admission.take_in(newcomer, request, Coming { passage, matches, seat, look })
    }

    /// How many came in.
    pub fn came(&self) -> usize {
        self.came
    }

    /// Counts them. Call it under the lock.
    pub fn counted(&self) -> Vec<Part> {
        let uses = enrollment::use_quotas(self.before.id, self.uses.iter().copied());
        let came = (self.came > 0).then(|| enrollment::count_in(self.before.id, self.came, self.weight));
        came.into_iter().chain(uses).collect()
    }

    /// Counts holders anew who made room. Call it when everybody is in.
    pub async fn make_room(&self, tx: &Tx) -> Result<(), Error> {
        for step in &self.moves {
            enrollment::count_anew(tx, self.before.id, *step).await?;
        }
        Ok(())
    }
}

/// Quotas and holders, where quotas keep seats.
async fn seats(db: &impl Read, cohort: &Cohort) -> Result<(Vec<Quota>, Vec<Held>), Error> {
    if cohort.reserved == 0 {
        return Ok((Vec::new(), Vec::new()));
    }
    let quotas = enrollment::quotas(db, cohort.id).await?;
    let mut holders = enrollment::holders(db, cohort.id).await?;
    holders.sort_unstable();
    Ok((quotas, holders))
}

/// The step that an arrival is.
pub(crate) fn moved(arrival: Arrival, author: Author) -> Moved {
    let Arrival { enrollment, from, cause, look, .. } = arrival;
    Moved { enrollment, from, cause, by: author.into(), note: None, counterpart: None, look }
}
