//! How people stood across their cohorts: of one person, of an organization, of a territory.

use crate::{App, Error};
use postup_domain::access::Actor;
use postup_domain::attendance::{RecordFilter, Tally};
use postup_domain::completion::Evidence;
use postup_domain::enrollment::Listed;
use postup_domain::id::EnrollmentId;
use postup_persistence::{Cursor, Page, attendance, completion};
use std::collections::HashMap;

/// One person in one cohort.
#[derive(Clone, Debug)]
pub struct Record {
    pub of: Listed,
    pub tally: Tally,
    /// Minutes, as completion is judged by them.
    pub evidence: Evidence,
}

impl Record {
    /// Which share of the planned time is credited so far, in whole percent; nothing where nothing is planned.
    pub fn percent(&self) -> Option<i64> {
        let Evidence { planned, credited, .. } = self.evidence;
        (planned > 0).then(|| credited * 100 / planned)
    }
}

impl App {
    /// The attendance that exists for the actor and fits: one's own, that of one's people, and of the cohorts one manages
    /// or teaches. The newest enrollment first.
    pub async fn attendance_records(
        &self,
        actor: &Actor,
        filter: &RecordFilter,
        after: Option<&Cursor>,
        limit: u64,
    ) -> Result<Page<Record>, Error> {
        let reader = self.reader();
        let page = attendance::records(&reader, &actor.sight(), filter, after, limit).await?;
        let ids: Vec<EnrollmentId> = page.items.iter().map(|of| of.enrollment.id).collect();
        let tallies = attendance::tallies(&reader, &ids, self.now()).await?;
        let cases = completion::evidence(&reader, &ids).await?;
        let evidence: HashMap<EnrollmentId, Evidence> =
            cases.into_iter().map(|case| (case.enrollment, case.evidence)).collect();
        let items = page.items.into_iter().filter_map(|of| {
            let id = of.enrollment.id;
            let tally = tallies.get(&id).copied().unwrap_or_default();
            Some(Record { tally, evidence: *evidence.get(&id)?, of })
        });
        Ok(Page { items: items.collect(), next: page.next })
    }
}
