//! Hromadas in which nobody has been trained in what a cohort teaches, and inviting their local authorities.

use crate::territory::wording;
use crate::{App, Error, entry};
use chrono::{DateTime, Utc};
use postup_domain::access::{MayManageCohort, Sight};
use postup_domain::cohort::Cohort;
use postup_domain::coverage::{Choice, Invitation};
use postup_domain::email::{Email, MailKind};
use postup_domain::id::{NotificationId, OrganizationId, PersonId};
use postup_domain::notification::NewNotification;
use postup_domain::rejection::{Refusal, Rejection};
use postup_domain::territory::{Category, TerritoryCode};
use postup_domain::text::Both;
use postup_i18n::{Locale, Words};
use postup_persistence::coverage::{self, Invited, Officer};
use postup_persistence::{Read, audit, cohort, course, enrollment, outbox, territory};
use std::collections::HashMap;

/// A local authority of a hromada.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Office {
    pub organization: OrganizationId,
    pub name: Both<String>,
    /// To whom an invitation would go: nobody looks after its staff in Postup when there is none.
    pub officer: Option<PersonId>,
    pub invited: Option<Invited>,
    /// How many people it has named for the cohort.
    pub nominated: i64,
}

/// A hromada in which nobody has completed a course of the subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    pub code: String,
    pub name: Both<String>,
    pub offices: Vec<Office>,
}

/// An oblast with its gaps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Oblast {
    pub code: String,
    pub name: Both<String>,
    pub gaps: Vec<Gap>,
}

/// Who was reached, and who is still to be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// How many hromadas the codifier has.
    pub hromadas: usize,
    pub oblasts: Vec<Oblast>,
}

/// What came of inviting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Invitations {
    /// Local authorities that get a letter.
    pub sent: usize,
    /// Those that had one before.
    pub before: usize,
    /// Chosen hromadas in which nobody looks after staff.
    pub nobody: usize,
}

impl App {
    /// The hromadas in which nobody has completed a course of this cohort's subject, with their local authorities.
    pub async fn coverage(&self, permit: &MayManageCohort) -> Result<Coverage, Error> {
        let reader = self.reader();
        let found = cohort::find(&reader, &Sight::system(), permit.cohort()).await?;
        self.gaps(&reader, &found.ok_or(Error::Missing("cohort"))?, self.now()).await
    }

    async fn gaps(&self, db: &impl Read, cohort: &Cohort, now: DateTime<Utc>) -> Result<Coverage, Error> {
        let version = course::version(db, cohort.course_version).await?.ok_or(Error::Missing("course"))?;
        let missing = enrollment::uncovered(db, version.subject).await?;
        let units = territory::in_force(db).await?;
        let hromadas = units.iter().filter(|unit| unit.category == Category::Hromada).count();
        let names: HashMap<&str, Both<String>> = units
            .iter()
            .map(|unit| {
                let name = |locale| wording::name(Words::embedded(), locale, unit);
                (unit.code.as_str(), Both::new(name(Locale::Uk), name(Locale::En)))
            })
            .collect();
        let name = |code: &str| names.get(code).cloned().unwrap_or_default();
        let mut offices = self.offices(db, cohort, now).await?;
        let mut oblasts: Vec<Oblast> = Vec::new();
        for one in missing {
            let code = one.oblast_code.unwrap_or_default();
            let offices = offices.remove(&one.code).unwrap_or_default();
            let gap = Gap { name: name(&one.code), code: one.code, offices };
            match oblasts.last_mut() {
                Some(oblast) if oblast.code == code => oblast.gaps.push(gap),
                _ => oblasts.push(Oblast { name: name(&code), code, gaps: vec![gap] }),
            }
        }
        Ok(Coverage { hromadas, oblasts })
    }

    /// The local authorities of every hromada.
    async fn offices(
        &self,
        db: &impl Read,
        cohort: &Cohort,
        now: DateTime<Utc>,
    ) -> Result<HashMap<String, Vec<Office>>, Error> {
        let officers = coverage::officers(db, now).await?;
        let mut invited = coverage::invited(db, cohort.id).await?;
        let nominated = coverage::nominated(db, cohort.id).await?;
        let mut offices: HashMap<String, Vec<Office>> = HashMap::new();
        for one in coverage::authorities(db, self.today()).await? {
            offices.entry(one.hromada).or_default().push(Office {
                organization: one.id,
                name: Both::new(one.name_uk, one.name_en),
                officer: officers.get(&one.id).and_then(|officers| reader_of(officers)),
                invited: invited.remove(&one.id),
                nominated: nominated.get(&one.id).copied().unwrap_or_default(),
            });
        }
        Ok(offices)
    }

    /// Invites the local authorities of the chosen hromadas to name people: one letter each, to the officer who has been
    /// there for longest of those whom it can reach; never a second one for the same cohort unless that is asked for.
    ///
    /// # Errors
    /// `NobodyToInvite` when no letter would go out; what stands in the way of an application, once it is too late for one.
    pub async fn invite(&self, permit: &MayManageCohort, choice: &Choice) -> Result<Invitations, Error> {
        let now = self.now();
        let tx = self.store.begin().await?;
        // Two managers who invite at once do not write twice.
        let cohort = cohort::lock(&tx, permit.cohort()).await?.ok_or(Error::Missing("cohort"))?;
        still_takes_people(&cohort, now)?;
        let gaps = self.gaps(&tx, &cohort, now).await?;
        let chosen = |oblast: &Oblast, gap: &Gap| {
            let among = |codes: &std::collections::BTreeSet<TerritoryCode>, code: &str| {
                codes.iter().any(|one| one.as_str() == code)
            };
            among(&choice.oblasts, &oblast.code) || among(&choice.hromadas, &gap.code)
        };
        let (mut done, mut letters, mut invitations) = (Invitations::default(), Vec::new(), Vec::new());
        for oblast in &gaps.oblasts {
            for gap in oblast.gaps.iter().filter(|gap| chosen(oblast, gap)) {
                done.nobody += usize::from(gap.offices.iter().all(|office| office.officer.is_none()));
                for office in &gap.offices {
                    let Some(person) = office.officer else { continue };
                    let round = office.invited.as_ref().map_or(0, |invited| invited.round) + 1;
                    if round > 1 && !choice.again {
                        done.before += 1;
                        continue;
                    }
                    let (organization, notification) =
                        (office.organization, NotificationId::new(now, self.entropy()));
                    let email = Email::CohortInvitation { cohort: cohort.id, organization };
                    let event = format!("{}/{organization}/{round}", cohort.id);
                    let letter = NewNotification::now(notification, person, email, event, now);
                    letters.push(letter.about(cohort.id).until(cohort.plan.enrollment_closes));
                    let author = permit.author();
                    let cohort = cohort.id;
                    let at = now;
                    invitations.push(Invitation {
                        cohort,
                        organization,
                        round,
                        person,
                        notification,
                        author,
                        at,
                    });
                }
            }
        }
        if letters.is_empty() {
            return Err(Refusal::NobodyToInvite.into());
        }
        outbox::push_all(&tx, &letters).await?;
        coverage::insert_all(&tx, &invitations).await?;
        done.sent = letters.len();
        let detail = format!("{} local authorities{}", done.sent, if choice.again { ", again" } else { "" });
        let subject = ("cohort", cohort.id.to_string());
        let line = entry(now, self.entropy(), permit.author(), "cohort.invited", subject, detail);
        audit::record(&tx, &line).await?;
        tx.commit().await?;
        Ok(done)
    }
}

/// Who gets the letter: the first whom it reaches and who wants such letters; if there is none, the first.
fn reader_of(officers: &[Officer]) -> Option<PersonId> {
    let willing = |one: &&Officer| one.reachable && one.wish.wants(MailKind::CohortInvitation);
    officers.iter().find(willing).or_else(|| officers.first()).map(|officer| officer.person)
}

/// Who is invited can still name somebody, now or when the time comes.
pub(crate) fn still_takes_people(cohort: &Cohort, now: DateTime<Utc>) -> Result<(), Rejection> {
    match cohort.takes_applications(now) {
        Err(rejection) if rejection.refusal != Refusal::EnrollmentNotYetOpen => Err(rejection),
        _ => Ok(()),
    }
}
