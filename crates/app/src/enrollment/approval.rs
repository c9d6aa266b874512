//! Approvals on the way to a seat: who is asked, what they decide, one by one or many at once.

use super::{By, Moved};
use crate::login::Token;
use crate::{App, Error};
use chrono::{DateTime, Duration, Utc};
use postup_domain::access::{Actor, MayApprove};
use postup_domain::cohort::{Cohort, EnrollmentPolicy};
use postup_domain::email::Email;
use postup_domain::enrollment::{Approvers, Decided, Enrollment, EnrollmentState, Listed, Route};
use postup_domain::id::{EnrollmentId, NotificationId, OrganizationId, PersonId};
use postup_domain::notification::NewNotification;
use postup_domain::organization::Organization;
use postup_domain::rejection::Refusal;
use postup_domain::text::Line;
use postup_persistence::enrollment::{NewLink, Officer, Post};
use postup_persistence::{Cursor, Page, Read, Tx, enrollment, outbox, together};
use std::collections::{BTreeSet, HashMap};

/// The most decisions that are taken at once.
pub const MOST_DECISIONS: usize = 500;

/// How long a link opens a decision where nothing limits the time for it.
const LINK_LIFE: Duration = Duration::days(30);

/// Who approves in some organizations.
#[derive(Default)]
pub(crate) struct Offices(HashMap<OrganizationId, Vec<Officer>>);

impl Offices {
    /// Loads them for a route and these employers; nothing where nobody approves.
    pub(crate) async fn load(
        db: &impl Read,
        route: &Route,
        employers: impl IntoIterator<Item = OrganizationId>,
        now: DateTime<Utc>,
    ) -> Result<Self, Error> {
        let mut of: Vec<OrganizationId> = employers.into_iter().chain(route.organizations()).collect();
        of.sort_unstable();
        of.dedup();
        Self::of(db, &of, now).await
    }

    pub(crate) async fn of(
        db: &impl Read,
        organizations: &[OrganizationId],
        now: DateTime<Utc>,
    ) -> Result<Self, Error> {
        let mut offices: HashMap<OrganizationId, Vec<Officer>> = HashMap::new();
        for (organization, officer) in enrollment::officers(db, organizations, now).await? {
            offices.entry(organization).or_default().push(officer);
        }
        Ok(Self(offices))
    }

    /// Who can approve for a person in an organization: nobody approves for oneself, or in the place of whoever asks.
    pub(crate) fn officers(&self, organization: OrganizationId, person: PersonId) -> BTreeSet<PersonId> {
        let officers = self.0.get(&organization).into_iter().flatten();
        let others = officers.filter(|one| one.person_id != person && one.stands_for != Some(person));
        others.map(|one| one.person_id).collect()
    }

    /// What the rules ask about a person.
    pub(crate) fn approvers(&self, person: PersonId, employer: Option<OrganizationId>) -> Approvers {
        let staffed = self.0.keys().copied();
        let staffed = staffed.filter(|id| !self.officers(*id, person).is_empty()).collect();
        Approvers { employer, staffed }
    }
}

/// What was decided.
#[derive(Clone, Debug)]
pub enum Verdict {
    Yes,
    /// With the reason that the person reads.
    No(Line),
}

/// What became of one of many decisions.
pub struct One {
    pub id: EnrollmentId,
    /// How it stood before, if it exists for the actor.
    pub of: Option<Listed>,
    pub outcome: Result<Decided, Error>,
}

impl App {
    /// The organizations that a route names, with their present names.
    pub async fn offices_on(&self, route: &Route) -> Result<Vec<Organization>, Error> {
        let named: Vec<OrganizationId> = route.organizations().collect();
        if named.is_empty() { Ok(Vec::new()) } else { self.organizations_by_id(&named).await }
    }

    /// Who could approve for somebody whose enrollment moves on; looked at only where that matters.
    pub(crate) async fn approvers_of(
        &self,
        db: &impl Read,
        cohort: &Cohort,
        of: &Enrollment,
        now: DateTime<Utc>,
    ) -> Result<Approvers, Error> {
        let comes_by_route =
            of.state == EnrollmentState::Nominated && cohort.plan.policy == EnrollmentPolicy::Employer;
        if of.turn.asked.is_none() && !comes_by_route {
            return Ok(Approvers::default());
        }
        let employer = enrollment::employer_in(db, of.id).await?;
        Ok(Offices::load(db, of.route_in(cohort), employer, now).await?.approvers(of.person, employer))
    }

    /// Writes to everybody who can decide where an application waits for an office now; each letter has a link of its own.
    pub(crate) async fn ask_offices(
        &self,
        tx: &Tx,
        moved: &[Moved],
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let Post { letters, links } = self.questions_to_offices(tx, moved, now).await?;
        together(tx, enrollment::insert_links(&links)).await?;
        let letters: Vec<NewNotification> = letters.into_iter().map(|(_, letter)| letter).collect();
        outbox::push_all(tx, &letters).await?;
        Ok(())
    }

    /// The letters that [`Self::ask_offices`] writes.
    pub(crate) async fn questions_to_offices(
        &self,
        db: &impl Read,
        moved: &[Moved],
        now: DateTime<Utc>,
    ) -> Result<Post, Error> {
        let asked = |one: &Moved| one.enrollment.turn.asked;
        let mut organizations: Vec<OrganizationId> = moved.iter().filter_map(asked).collect();
        let mut post = Post::default();
        if organizations.is_empty() {
            return Ok(post);
        }
        organizations.sort_unstable();
        organizations.dedup();
        let offices = Offices::of(db, &organizations, now).await?;
        for (of, asked) in moved.iter().filter_map(|one| Some((&one.enrollment, asked(one)?))) {
            for officer in offices.officers(asked, of.person) {
                let (id, token) = (NotificationId::new(now, self.entropy()), Token::new(self.entropy()));
                let email = Email::ApprovalAsked { enrollment: of.id, token: token.reveal().to_owned() };
                let event = format!("{}/{}", of.id, of.version);
                let letter = NewNotification::now(id, officer, email, event, now).about(of.cohort);
                post.letters.push((of.id, NewNotification { not_after: of.answer_by, ..letter }));
                post.links.push(NewLink {
                    token_hash: token.hash(),
                    enrollment: of.id,
                    approver: Some(officer),
                    number: of.version,
                    expires_at: of.answer_by.unwrap_or(now + LINK_LIFE),
                });
            }
        }
        Ok(post)
    }

    /// Whether the actor may approve this application now, for the office that is asked.
    pub async fn may_approve(&self, actor: &Actor, id: EnrollmentId) -> Result<MayApprove, Error> {
        let of = self.enrollment(actor, id).await?;
        if of.enrollment.turn.asked.is_none() {
            return Err(Refusal::StepNotAllowed.into());
        }
        Ok(actor.may_approve(id, of.enrollment.turn.number, of.place())?)
    }

    /// An office's "yes": on to the next step, to the manager, or to a seat where nothing is left to decide.
    pub async fn approve(&self, permit: MayApprove) -> Result<Decided, Error> {
        let turn = permit.turn();
        self.take_step(permit.cohort(), permit.enrollment(), By::approver(&permit), None, |of, now| {
            of.enrollment.is_at(turn)?;
            of.enrollment.on_approval(of.cohort, of.approvers, of.seat, now)
        })
        .await
    }

    /// An office's "no", with the reason that the person reads.
    pub async fn disapprove(&self, permit: MayApprove, reason: Line) -> Result<Decided, Error> {
        let turn = permit.turn();
        self.take_step(
            permit.cohort(),
            permit.enrollment(),
            By::approver(&permit),
            Some(reason),
            |of, now| {
                of.enrollment.is_at(turn)?;
                of.enrollment.on_disapproval(now)
            },
        )
        .await
    }

    /// A decision by whoever's turn it is: the office that is asked, else the manager, who may say "no" at any time.
    pub async fn decide_enrollment(
        &self,
        actor: &Actor,
        id: EnrollmentId,
        verdict: Verdict,
    ) -> Result<Decided, Error> {
        let of = self.enrollment(actor, id).await?;
        self.decide_on(actor, &of, verdict).await
    }

    async fn decide_on(&self, actor: &Actor, of: &Listed, verdict: Verdict) -> Result<Decided, Error> {
        let id = of.enrollment.id;
        let (place, turn) = (of.place(), of.enrollment.turn);
        let asked = turn.asked.and_then(|_| actor.may_approve(id, turn.number, place).ok());
        match (asked, verdict) {
            (Some(permit), Verdict::Yes) => self.approve(permit).await,
            (Some(permit), Verdict::No(reason)) => self.disapprove(permit, reason).await,
            (None, Verdict::Yes) => self.confirm_enrollment(actor.may_decide(id, place)?).await,
            (None, Verdict::No(reason)) => self.reject_enrollment(actor.may_decide(id, place)?, reason).await,
        }
    }

    /// The same decision on many, each for itself: whom a rule or a right keeps out does not keep out the others.
    pub async fn decide_all(&self, actor: &Actor, ids: &[EnrollmentId], verdict: &Verdict) -> Vec<One> {
        let mut decided = Vec::with_capacity(ids.len());
        for id in ids {
            let (of, outcome) = match self.enrollment(actor, *id).await {
                Ok(of) => {
                    let outcome = self.decide_on(actor, &of, verdict.clone()).await;
                    (Some(of), outcome)
                }
                Err(error) => (None, Err(error)),
            };
            decided.push(One { id: *id, of, outcome });
        }
        decided
    }

    /// The applications that wait for the actor's approval, the oldest first.
    pub async fn awaiting_approval(
        &self,
        actor: &Actor,
        after: Option<&Cursor>,
        limit: u64,
    ) -> Result<Page<Listed>, Error> {
        Ok(enrollment::awaiting_approval(&self.reader(), &actor.sight(), after, limit).await?)
    }
}
