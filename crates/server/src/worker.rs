//! Deliveries and timed work, again and again until it is time to stop.

use std::fmt::Display;
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt as _;
use postup_app::App;
use postup_app::outbox::Postman;
use tokio::time::timeout;

use crate::config::Settings;
use crate::failure::Failure;
use crate::signals::Stop;
use crate::{database, wiring};

/// How soon a change shows in the figures.
const FIGURES: Duration = Duration::from_secs(1);
/// How often cohorts whose day of decision has come are looked for.
const DECISIONS: Duration = Duration::from_mins(1);
/// How soon a file that was sent is looked at.
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
    let app = &app;
    tokio::join!(
        again_and_again("figures", FIGURES, stop.clone(), || Box::pin(app.settle_figures())),
        again_and_again("answers overdue", ANSWERS, stop.clone(), || Box::pin(app.expire_answers())),
        again_and_again("decisions on cohorts", DECISIONS, stop.clone(), || {
            Box::pin(app.settle_decisions())
        }),
        again_and_again("re-confirmations", ANSWERS, stop.clone(), || {
            Box::pin(app.settle_reconfirmations())
        }),
        again_and_again("reminders", REMINDERS, stop.clone(), || Box::pin(app.remind_of_sessions())),
        again_and_again("registers after sessions", REGISTERS, stop.clone(), || {
            Box::pin(app.settle_registers())
        }),
        again_and_again("digests", DIGESTS, stop.clone(), || Box::pin(app.write_digests())),
        again_and_again("imports", IMPORTS, stop.clone(), || Box::pin(app.work_imports())),
        again_and_again("forgotten imports", PURGE, stop.clone(), || Box::pin(app.forget_imports())),
        again_and_again("expired keys", PURGE, stop.clone(), || app.forget_keys()),
        again_and_again("quotas to release", ANSWERS, stop.clone(), || Box::pin(app.release_due_quotas())),
        again_and_again("ended links", PURGE, stop.clone(), || Box::pin(app.purge_answer_links())),
        again_and_again("ended sign-ins", PURGE, stop.clone(), || app.purge_logins()),
        postman.run(stop.wished()),
    );
}

/// Does rounds of one kind of work, `pause` apart. A round that fails or panics is logged and costs
/// the other kinds nothing.
async fn again_and_again<F, T, E>(name: &str, pause: Duration, mut stop: Stop, round: impl Fn() -> F)
where
    F: Future<Output = Result<T, E>>,
    E: Display,
{
    loop {
        let pause = match AssertUnwindSafe(round()).catch_unwind().await {
            Ok(Ok(_)) => pause,
            Ok(Err(error)) => {
                tracing::error!(name, %error, "a round of work failed");
                pause.max(REST)
            }
            // The panic hook has said where.
            Err(_panic) => pause.max(REST),
        };
        if timeout(pause, stop.wished()).await.is_ok() {
            return;
        }
    }
}
