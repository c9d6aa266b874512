//! `postup generate`: a synthetic country for load tests in the configured database.

use std::cell::Cell;
use std::time::{Duration, Instant};

use postup_app::generate::{self, Made, Wish};

use crate::cli;
use crate::config::Settings;
use crate::failure::Failure;
use crate::{database, wiring};

/// How often progress is told.
const TOLD_EVERY: Duration = Duration::from_secs(1);

/// Makes the people and all they do; tells on standard error how far it is.
///
/// # Errors
/// A [`Failure`] when the database is not ready, or holds people and nobody asked to add to them.
pub async fn generate(settings: &Settings, wish: &cli::Generate) -> Result<(), Failure> {
    let opened = database::open(&settings.database).await?;
    database::demand_present_schema(&opened.store).await?;
    let app = wiring::app(opened.store.clone(), settings, false);
    let wish =
        Wish { people: usize::try_from(wish.people).unwrap_or(usize::MAX), seed: wish.seed, add: wish.add };
    let (began, told) = (now(), Cell::new(now()));
    let progress = |made: &Made| {
        if told.get().elapsed() >= TOLD_EVERY {
            told.set(now());
            eprintln!("{}", sentence(made));
        }
    };
    let made = generate::generate(opened.store, app.settings().clone(), app.now(), wish, progress).await;
    match made {
        Ok(made) => {
            println!("{} in {} seconds.", sentence(&made), began.elapsed().as_secs());
            Ok(())
        }
        Err(failure @ generate::Failure::Inhabited) => Err(Failure::failed(format!(
            "{failure}; name an empty database (POSTUP__DATABASE__URL), or say --add to put more beside them"
        ))),
        Err(failure) => Err(Failure::failed(failure)),
    }
}

fn sentence(made: &Made) -> String {
    format!(
        "{} people, {} organizations, {} cohorts, {} sessions, {} enrollments, {} marks, {} certificates",
        made.people,
        made.organizations,
        made.cohorts,
        made.sessions,
        made.enrollments,
        made.marks,
        made.certificates
    )
}

/// How long something takes is asked of the machine itself, not of the clock that dates are read from.
fn now() -> Instant {
    Instant::now()
}
