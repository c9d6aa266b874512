//! Going on in another cohort of the same course: the place here ends, a place there begins, and what was attended here
//! counts there.

use super::{Arriving, Moved};
use crate::{App, Error};
use postup_domain::access::{Actor, MayTransfer};
use postup_domain::cohort::Cohort;
use postup_domain::enrollment::{Decided, EnrollmentState, Explanation, Listed, on_transfer};
use postup_domain::id::{CohortId, EnrollmentId};
use postup_domain::rejection::Refusal;
use postup_domain::text::Line;
use postup_persistence::{Circle, Tx, cohort, enrollment};

/// So many cohorts are offered to choose from.
const MOST_COHORTS: u64 = 100;

impl App {
    /// Whether the actor may move this enrollment to that cohort: the person, or whoever manages both.
    pub async fn may_transfer(
        &self,
        actor: &Actor,
        id: EnrollmentId,
        to: CohortId,
    ) -> Result<MayTransfer, Error> {
        let at = self.enrollment(actor, id).await?.place();
        let to = self.cohort(actor, to).await?.place();
        Ok(actor.may_transfer(id, at, to)?)
    }

    /// The cohorts in which somebody could go on: for the person those that take applications, for managers those of their
    /// own that are not over.
    pub async fn cohorts_to_go_on_in(&self, actor: &Actor, of: &Listed) -> Result<Vec<Cohort>, Error> {
        let now = self.now();
        let here = self.cohort(actor, of.enrollment.cohort).await?;
        let manages = actor.sight().manages.covers(&of.run.place);
        let filter = cohort::Filter {
            circle: if manages { Circle::Managed } else { Circle::Visible },
            course: Some(here.course),
            state: Some(postup_domain::cohort::CohortState::Published),
            not_over_on: Some(now.date_naive()),
            taking_applications_at: (!manages).then_some(now),
            soonest_first: true,
            ..cohort::Filter::default()
        };
        let found = cohort::list(&self.reader(), &actor.sight(), &filter, None, MOST_COHORTS).await?;
        Ok(found.items.into_iter().filter(|cohort| cohort.id != here.id).collect())
    }

    /// Moves the enrollment. Both cohorts are locked, always in the order of their ids; a seat that becomes free goes to the
    /// queue in the same change. Answers how the person stands there.
    ///
    /// # Errors
    /// `OtherCourse`, `AlreadyEnrolled` there, `AlreadyCertified` here, `WithdrawalClosed` here for the person, and whatever
    /// keeps everybody else out of the other cohort.
    pub async fn transfer(&self, permit: MayTransfer, note: Option<Line>) -> Result<Decided, Error> {
        let (now, author) = (self.clock.now(), permit.author());
        let tx = self.store.begin().await?;
        let (mut here, mut there) = lock_both(&tx, permit.from(), permit.to()).await?;
        here.leads_to(&there)?;
        let leaving =
            enrollment::read(&tx, permit.enrollment()).await?.ok_or(Error::Missing("enrollment"))?;
        if !permit.is_manager() {
            here.lets_go(&leaving, now)?;
        }
        if enrollment::is_certified(&tx, leaving.id).await? {
            return Err(Refusal::AlreadyCertified.into());
        }
        let (to, cause) = leaving.on_leaving_for_another()?;
        let (id, from, person) = (leaving.id, leaving.state, leaving.person);
        let matches = self.matches_of(&tx, &there, person).await?;
        let seat = self.seat_for_newcomer(&tx, &there, matches).await?;
        let (_, newcomers) = self.open_admission(&tx, &there, &[person]).await?;
        let newcomer = newcomers.get(&person).ok_or(Error::Missing("person"))?;
        let passage = on_transfer(&there, &newcomer.approvers, seat.is_some(), permit.is_manager(), now)?;
        let (state, arrived) = (passage.to, passage.cause);
        let queue = (state == EnrollmentState::Waitlisted).then(|| i64::from(there.waitlisted) + 1);
        let seat = seat.filter(|_| state == EnrollmentState::Confirmed);
        let arriving = Arriving { person, passage, matches, seat, counterpart: Some(id), unseen: false };
        let came = self.arrive(&tx, &mut there, arriving, author, now).await?.enrollment;
        enrollment::carry(&tx, id, came.id).await?;
        let left = self.advance(&tx, &mut here, leaving, (to, cause).into(), None, now).await?;
        let counterpart = Some(came.id);
        let (from, by) = (Some(from), author.into());
        let left = Moved { enrollment: left, from, cause, by, note, counterpart, look: None };
        self.write_down(&tx, &[left], now).await?;
        self.fill_free_seats(&tx, &mut here, now).await?;
        tx.commit().await?;
        let explanation = Explanation::default();
        let done = Decided { enrollment: came, cause: arrived, queue, explanation };
        Ok(self.explained(done, &there, None).await)
    }
}

/// Two cohorts, locked until the change ends, the one with the smaller id first: so two that are locked at once never wait
/// for each other.
pub(crate) async fn lock_both(tx: &Tx, one: CohortId, other: CohortId) -> Result<(Cohort, Cohort), Error> {
    let lock = async |id| cohort::lock(tx, id).await?.ok_or(Error::Missing("cohort"));
    if one <= other {
        let one = lock(one).await?;
        Ok((one, lock(other).await?))
    } else {
        let other = lock(other).await?;
        Ok((lock(one).await?, other))
    }
}
