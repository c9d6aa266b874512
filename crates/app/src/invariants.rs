//! `postup audit`: recomputes every invariant from the rows and names what breaks.

use crate::interruption::judged;
use crate::{App, Error};
use postup_domain::access::Actor;
use postup_domain::attendance::stand;
use postup_domain::completion::{CompletionState, Evidence, judge};
use postup_domain::enrollment::{Look, NamedCondition};
use postup_domain::figures::{Dimension, Figure, Stages};
use postup_domain::id::{CohortId, EnrollmentId, PersonId};
use postup_domain::interruption::standing;
use postup_domain::text::Both;
use postup_persistence::enrollment::{self, Judged};
use postup_persistence::figures::Fact;
use postup_persistence::invariant::{self, Breach};
use postup_persistence::{completion, figures, interruption};
use sha2::{Digest, Sha256};
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};

impl App {
    /// Everything that is not as it must be; empty when all is well. Counts what is due first, so that counters and
    /// rows speak of the same instant.
    pub async fn check_invariants(&self) -> Result<Vec<Breach>, Error> {
        self.settle_figures().await?;
        let mut breaches = invariant::breaches(&self.reader(), self.now().date_naive()).await?;
        self.check_requirements(&mut breaches).await?;
        self.check_registers(&mut breaches).await?;
        self.check_interruptions(&mut breaches).await?;
        self.check_certificates(&mut breaches).await?;
        self.check_figures(&mut breaches).await?;
        Ok(breaches)
    }

    /// E8: what was seen of whoever has a seat meets what the cohort asks, or there is an exception.
    async fn check_requirements(&self, breaches: &mut Vec<Breach>) -> Result<(), Error> {
        let reader = self.reader();
        let mut asked: HashMap<CohortId, Vec<NamedCondition>> = HashMap::new();
        for Judged { cohort, subject, record, has_exception } in enrollment::judged(&reader).await? {
            let conditions = match asked.entry(cohort) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(new) => {
                    let plain = enrollment::requirements(&reader, cohort).await?.into_iter();
                    let nameless = |condition| NamedCondition { condition, name: Both::default() };
                    new.insert(plain.map(nameless).collect())
                }
            };
            let look = Look::at(conditions, record.excepted(has_exception));
            if !look.is_good() {
                let unmet = look.shortfall.unmet.len();
                let finding = format!("a seat against {unmet} of what the cohort asks, without an exception");
                breaches.push(Breach { invariant: "E8", subject, finding });
            }
        }
        Ok(())
    }

    /// A2: the kept attendance is the fold of the marks.
    async fn check_registers(&self, breaches: &mut Vec<Breach>) -> Result<(), Error> {
        let reader = self.reader();
        let mut after = None;
        while let Some((session, lines)) = invariant::register_lines(&reader, after).await? {
            after = Some(session);
            for line in lines {
                let expected = stand(&line.marks, line.count.frame(line.starts_at, line.minutes));
                if line.kept != expected {
                    breaches.push(Breach {
                        invariant: "A2",
                        subject: format!("session {session}, enrollment {}", line.enrollment),
                        finding: format!("the marks say {expected:?}, the register says {:?}", line.kept),
                    });
                }
            }
        }
        Ok(())
    }

    /// A2: what of a session counts follows from the notes on its interruptions.
    async fn check_interruptions(&self, breaches: &mut Vec<Breach>) -> Result<(), Error> {
        let reader = self.reader();
        for session in interruption::touched(&reader).await? {
            let place = self.cohort(&Actor::system(), session.cohort).await?.place();
            let rule = interruption::policy_at(&reader, place.organization, session.plan.starts_at).await?;
            let standing = standing(&interruption::notes(&reader, session.id).await?);
            let mut expected = session.count.after(&judged(&session, &standing, &rule));
            // Of what was judged before they were kept, only the sum is known.
            if session.count.stretches.is_none() && session.count.lost_minutes > 0 {
                expected.stretches = None;
            }
            if session.count != expected {
                breaches.push(Breach {
                    invariant: "A2",
                    subject: format!("session {}", session.id),
                    finding: format!("its interruptions say {expected:?}, the row says {:?}", session.count),
                });
            }
        }
        Ok(())
    }

    /// C2 and C12: the facts are those that were frozen, and the rule is still met by the rows. A register that was opened
    /// again for a correction is taken as it stands.
    async fn check_certificates(&self, breaches: &mut Vec<Breach>) -> Result<(), Error> {
        let reader = self.reader();
        let issued = invariant::issued(&reader).await?;
        let enrollments: Vec<EnrollmentId> =
            issued.iter().map(|certificate| certificate.enrollment_id).collect();
        let cases = completion::evidence(&reader, &enrollments).await?;
        let completed: HashSet<EnrollmentId> = cases
            .into_iter()
            .filter(|case| {
                let closed = Evidence { open_registers: 0, ..case.evidence };
                judge(case.rule, closed).state == CompletionState::Completed
            })
            .map(|case| case.enrollment)
            .collect();
        for certificate in issued {
            let mut breach = |invariant, finding: &str| {
                let subject = certificate.registration_number.clone();
                breaches.push(Breach { invariant, subject, finding: finding.to_owned() });
            };
            if hex(&Sha256::digest(&certificate.facts)) != certificate.digest {
                breach("C12", "the facts are not those that were frozen");
            }
            if certificate.state == "valid" && !completed.contains(&certificate.enrollment_id) {
                breach("C2", "the completion rule is not met by the register");
            }
        }
        Ok(())
    }

    /// The counters equal a recount of every enrollment.
    async fn check_figures(&self, breaches: &mut Vec<Breach>) -> Result<(), Error> {
        let reader = self.reader();
        let mut recount = Recount::default();
        let mut after = None;
        loop {
            let facts = figures::recount(&reader, after, 2_000).await?;
            let Some(last) = facts.last() else { break };
            after = Some(last.enrollment);
            facts.iter().for_each(|fact| recount.add(fact));
        }
        let counted = figures::counted(&reader).await?;
        breaches.extend(recount.compare(&counted));
        Ok(())
    }
}

/// Writes bytes as hexadecimal digits.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

type Key = (Dimension, String);

/// Counting everything anew, in memory.
#[derive(Default)]
struct Recount {
    figures: BTreeMap<Key, Figure>,
    seen: HashSet<(Key, PersonId, usize)>,
}

impl Recount {
    fn add(&mut self, fact: &Fact) {
        for key in &fact.keys {
            let figure = self.figures.entry(key.clone()).or_insert_with(|| Figure {
                key: key.1.clone(),
                participations: Stages::default(),
                people: Stages::default(),
                minutes: 0,
            });
            figure.minutes += fact.reached.minutes;
            let stages = fact.reached.stages();
            let reached =
                [stages.applied, stages.confirmed, stages.present, stages.completed, stages.certified];
            for (stage, count) in reached.into_iter().enumerate().filter(|(_, count)| *count > 0) {
                *slot(&mut figure.participations, stage) += count;
                if self.seen.insert((key.clone(), fact.person, stage)) {
                    *slot(&mut figure.people, stage) += 1;
                }
            }
        }
    }

    fn compare(self, counted: &HashMap<Key, Figure>) -> Vec<Breach> {
        let breach = |(dimension, key): &Key, expected: Option<&Figure>, found: Option<&Figure>| Breach {
            invariant: "F1",
            subject: format!("{dimension} {key}"),
            finding: format!("recounted {expected:?}, kept {found:?}"),
        };
        let wrong = self.figures.iter().filter(|(key, figure)| counted.get(*key) != Some(*figure));
        let surplus = counted.keys().filter(|key| !self.figures.contains_key(*key));
        wrong
            .map(|(key, figure)| breach(key, Some(figure), counted.get(key)))
            .chain(surplus.map(|key| breach(key, None, counted.get(key))))
            .collect()
    }
}

fn slot(stages: &mut Stages, stage: usize) -> &mut i64 {
    match stage {
        0 => &mut stages.applied,
        1 => &mut stages.confirmed,
        2 => &mut stages.present,
        3 => &mut stages.completed,
        _ => &mut stages.certified,
    }
}
