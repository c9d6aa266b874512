//! A synthetic country for load tests: officials of all hromadas, their councils, programs, and cohorts that are over,
//! under way and to come. The decisions are those of the rules (seats and queues, registers, verdicts); only the writing
//! is done in bulk, one transaction for each cohort, and nobody is sent a letter.

mod cohort;
mod country;
mod lives;
mod offer;
mod sessions;

use crate::dice::Dice;
use crate::story_clock::StoryClock;
use crate::{App, Error, Settings};
use chrono::{DateTime, Utc};
use postup_domain::access::Actor;
use postup_persistence::Store;
use std::sync::Arc;

/// How many enrollments are counted in the figures at a time.
const COUNTED_TOGETHER: usize = 5_000;

/// What is wanted.
#[derive(Clone, Copy, Debug)]
pub struct Wish {
    pub people: usize,
    /// The same seed makes the same country.
    pub seed: u64,
    /// Beside the people who are there already.
    pub add: bool,
}

/// How much there is of everything, so far or in all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Made {
    pub organizations: usize,
    pub people: usize,
    pub cohorts: usize,
    pub sessions: usize,
    pub enrollments: usize,
    pub marks: usize,
    pub certificates: usize,
}

/// Why nothing, or not everything, was made.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// There are people, and nobody said that more shall come.
    #[error("the database holds people already")]
    Inhabited,
    #[error(transparent)]
    Error(#[from] Error),
}

/// Fills a migrated database. `progress` hears after every step how much has been made.
///
/// For `n` people there are about n/20 cohorts, 3n enrollments, 0.5n sessions, 25n marks and 2n certificates, and all
/// councils that somebody works for. Memory holds the ids of the people and one cohort.
///
/// # Errors
/// [`Failure::Inhabited`] when there are people already, unless the wish is to add to them.
pub async fn generate(
    store: Store,
    settings: Settings,
    now: DateTime<Utc>,
    wish: Wish,
    progress: impl Fn(&Made),
) -> Result<Made, Failure> {
    if !wish.add && postup_persistence::person::any(&store.reader()).await.map_err(Error::from)? {
        return Err(Failure::Inhabited);
    }
    // What chance decides is the same for a seed; names of rows are not, where they stand beside older ones.
    let moment = if wish.add { now.timestamp_millis().unsigned_abs() } else { 0 };
    let ids = Arc::new(Dice::new(wish.seed.wrapping_mul(31).wrapping_add(moment).rotate_left(17)));
    let clock = Arc::new(StoryClock::new(now));
    let tag = format!("{:06X}", ids.throw() & 0x00ff_ffff);
    let app = App::new(store, clock.clone(), ids, settings);
    let maker = Maker { app, clock, now, dice: Dice::new(wish.seed), tag, system: Actor::system() };
    Ok(maker.make(wish.people, progress).await?)
}

/// Who makes the country.
struct Maker {
    app: App,
    clock: Arc<StoryClock>,
    /// All days are counted from here.
    now: DateTime<Utc>,
    /// What chance decides.
    dice: Dice,
    /// Tells codes and addresses of this run from those of others.
    tag: String,
    system: Actor,
}

impl Maker {
    async fn make(&self, people: usize, progress: impl Fn(&Made)) -> Result<Made, Error> {
        let mut made = Made::default();
        self.clock.turn_to(self.now + chrono::Duration::days(offer::BEGINNING));
        let country = self.country(people, &mut made, &progress).await?;
        let courses = self.courses(people).await?;
        let mut uncounted = 0;
        for number in 0..offer::cohorts(people) {
            let before = made.enrollments;
            self.cohort(number, &country, &courses, &mut made).await?;
            uncounted += made.enrollments - before;
            if uncounted >= COUNTED_TOGETHER {
                self.app.settle_figures().await?;
                uncounted = 0;
            }
            progress(&made);
        }
        self.app.settle_figures().await?;
        self.clock.turn_to(self.now);
        Ok(made)
    }
}
