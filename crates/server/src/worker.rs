//! Deliveries and timed work, again and again until it is time to stop.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use futures_util::FutureExt as _;
use postup_app::App;
use postup_app::outbox::Postman;
use postup_domain::clock::Clock as _;
use postup_domain::health::{BEAT, Beat};
use tokio::time::timeout;

use crate::config::Settings;
use crate::failure::Failure;
use crate::outside::SystemClock;
use crate::signals::Stop;
use crate::{database, wiring};

/// How soon a change shows in the figures.
const FIGURES: Duration = Duration::from_secs(1);
/// How often cohorts whose day of decision has come are looked for.
const DECISIONS: Duration = Duration::from_mins(1);
/// How soon a file that was sent, or long work that was asked for, is looked at.
const IMPORTS: Duration = Duration::from_secs(1);
/// How often sessions of the next day are looked for.
const REMINDERS: Duration = Duration::from_mins(1);
/// How often registers are looked for that are open after their sessions.
const REGISTERS: Duration = Duration::from_mins(5);
/// How soon silence after a deadline is taken for a "no".
const ANSWERS: Duration = Duration::from_secs(10);
/// How often people are looked for whose daily digest is due.
const DIGESTS: Duration = Duration::from_mins(1);
/// How often what has served its time is thrown away.
const PURGE: Duration = Duration::from_hours(1);
/// How often it is written down what was done last.
const BEATS: Duration = Duration::from_secs(BEAT.num_seconds().unsigned_abs());
/// After a round that failed the next one waits at least this long: a database that is away is not
/// helped by being asked every second.
const REST: Duration = Duration::from_secs(10);

/// `postup worker`: the worker without the web server. On PostgreSQL any number of them may run.
///
/// # Errors
/// A [`Failure`] that says why nothing was started.
pub async fn work(settings: &Settings) -> Result<(), Failure> {
    let opened = database::open(&settings.database).await?;
    database::demand_present_schema(&opened.store).await?;
    let app = wiring::app(opened.store.clone(), settings, false);
    let postman = wiring::postman(&app, settings)?;
    println!("Working");
    Box::pin(run(app, postman, Stop::on_signal()?)).await;
    Ok(())
}

/// Works until `stop`; what is in hand is finished.
pub async fn run(app: App, postman: Arc<Postman>, mut stop: Stop) {
    let (app, pulse) = (&app, &Pulse::default());
    let rounds = |name, pause| Rounds { name, pause, stop: stop.clone(), pulse };
    tokio::join!(
        rounds("figures", FIGURES).go(|| Box::pin(app.settle_figures())),
        rounds("answers", ANSWERS).go(|| Box::pin(app.expire_answers())),
        rounds("decisions", DECISIONS).go(|| Box::pin(app.settle_decisions())),
        rounds("reconfirmations", ANSWERS).go(|| Box::pin(app.settle_reconfirmations())),
        rounds("reminders", REMINDERS).go(|| Box::pin(app.remind_of_sessions())),
        rounds("registers", REGISTERS).go(|| Box::pin(app.settle_registers())),
        rounds("digests", DIGESTS).go(|| Box::pin(app.write_digests())),
        rounds("imports", IMPORTS).go(|| Box::pin(app.work_imports())),
        rounds("jobs", IMPORTS).go(|| Box::pin(app.work_jobs())),
        rounds("exports", IMPORTS).go(|| Box::pin(app.work_exports())),
        rounds("forgotten_exports", PURGE).go(|| Box::pin(app.forget_exports())),
        rounds("forgotten_imports", PURGE).go(|| Box::pin(app.forget_imports())),
        rounds("expired_keys", PURGE).go(|| app.forget_keys()),
        rounds("quotas", ANSWERS).go(|| Box::pin(app.release_due_quotas())),
        rounds("ended_links", PURGE).go(|| Box::pin(app.purge_answer_links())),
        rounds("plea_documents", PURGE).go(|| app.erase_plea_documents()),
        rounds("ended_logins", PURGE).go(|| app.purge_logins()),
        rounds("beats", BEATS).go(|| Box::pin(pulse.write(app))),
        postman.run(stop.wished()),
    );
}

/// What was done last, kind by kind, until it is written down.
#[derive(Default)]
struct Pulse(Mutex<BTreeMap<&'static str, Beat>>);

impl Pulse {
    fn note(&self, name: &'static str, at: DateTime<Utc>, done: bool) {
        let mut beats = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let new = || Beat { work: name.to_owned(), done_at: None, failed_at: None };
        let beat = beats.entry(name).or_insert_with(new);
        *(if done { &mut beat.done_at } else { &mut beat.failed_at }) = Some(at);
    }

    async fn write(&self, app: &App) -> Result<(), postup_app::Error> {
        let beats: Vec<Beat> =
            self.0.lock().unwrap_or_else(PoisonError::into_inner).values().cloned().collect();
        app.note_beats(&beats).await
    }
}

/// One kind of work, done again and again.
struct Rounds<'p> {
    name: &'static str,
    pause: Duration,
    stop: Stop,
    pulse: &'p Pulse,
}

impl Rounds<'_> {
    /// Does rounds, a pause apart. A round that fails or panics is logged and costs the other kinds nothing.
    async fn go<F, T, E>(mut self, round: impl Fn() -> F)
    where
        F: Future<Output = Result<T, E>>,
        E: Display,
    {
        loop {
            let ended = AssertUnwindSafe(round()).catch_unwind().await;
            self.pulse.note(self.name, SystemClock.now(), matches!(ended, Ok(Ok(_))));
            let pause = match ended {
                Ok(Ok(_)) => self.pause,
                Ok(Err(error)) => {
                    tracing::error!(name = self.name, %error, "a round of work failed");
                    self.pause.max(REST)
                }
                // The panic hook has said where.
                Err(_panic) => self.pause.max(REST),
            };
            if timeout(pause, self.stop.wished()).await.is_ok() {
                return;
            }
        }
    }
}
