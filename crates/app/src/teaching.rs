//! What trainers taught, after interruptions.

use crate::{App, Error};
use chrono::{DateTime, Utc};
use postup_domain::access::{Actor, Sight};
use postup_domain::id::{CohortId, PersonId};
use postup_domain::person::FullName;
use postup_domain::teaching::{Engagement, Lesson};
use postup_persistence::{Cursor, Page, person, teaching};
use std::collections::{BTreeSet, HashMap};

/// A trainer with the lessons they gave, in the order of time. Who teaches together is each said to have taught.
#[derive(Clone, Debug)]
pub struct Taught {
    pub trainer: PersonId,
    pub name: FullName,
    pub lessons: Vec<Lesson>,
}

impl App {
    /// What was taught by sessions that begin between two instants: one's own, and that in the cohorts one manages. Trainers
    /// are those who had the role in the cohort when the session began.
    pub async fn taught(
        &self,
        actor: &Actor,
        period: (DateTime<Utc>, DateTime<Utc>),
        only: Option<PersonId>,
        after: Option<&Cursor>,
        limit: u64,
    ) -> Result<Page<Taught>, Error> {
        let (reader, sight) = (self.reader(), actor.sight());
        let own = actor.person();
        let only = if sight.manages.is_empty() {
            own.filter(|own| only.is_none_or(|one| one == *own))
        } else {
            only
        };
        if sight.manages.is_empty() && only.is_none() {
            return Ok(Page { items: Vec::new(), next: None });
        }
        let page = teaching::trainers(&reader, period, only, after, limit).await?;
        let engaged = teaching::engagements(&reader, period, &page.items).await?;
        let cohorts: BTreeSet<CohortId> = engaged.iter().map(|(cohort, _)| *cohort).collect();
        let cohorts: Vec<CohortId> = cohorts.into_iter().collect();
        let lessons = teaching::lessons(&reader, period, &cohorts, self.now()).await?;
        let people = person::find_all(&reader, &Sight::system(), &page.items).await?;
        let mut times: HashMap<(CohortId, PersonId), Vec<Engagement>> = HashMap::new();
        for (cohort, engagement) in engaged {
            times.entry((cohort, engagement.trainer)).or_default().push(engagement);
        }
        let mut items = Vec::with_capacity(page.items.len());
        for trainer in page.items {
            let Some(person) = people.iter().find(|person| person.id == trainer) else { continue };
            let gave = |lesson: &&Lesson| {
                let theirs = times.get(&(lesson.place.cohort, trainer)).into_iter().flatten();
                let exists = own == Some(trainer) || sight.manages.covers(&lesson.place);
                exists && theirs.clone().any(|time| time.covers(lesson.starts_at))
            };
            let lessons: Vec<Lesson> = lessons.iter().filter(gave).cloned().collect();
            if !lessons.is_empty() {
                items.push(Taught { trainer, name: person.name.clone(), lessons });
            }
        }
        Ok(Page { items, next: page.next })
    }
}
