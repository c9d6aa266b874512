//! What the program says about itself while it runs.

use std::panic;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::ParseError;

use crate::config::{Log, LogFormat};

/// Sends the log to standard error in the wished form. A panic becomes one line with its place
/// but without its message, which may quote people's data.
///
/// # Errors
/// When `log.level` is no filter.
pub fn start(log: &Log) -> Result<(), ParseError> {
    let filter: EnvFilter = log.level.parse()?;
    let subscriber = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A second start in one process keeps the first subscriber, which is as good.
    let _ = match log.format {
        LogFormat::Json => subscriber.json().flatten_event(true).try_init(),
        LogFormat::Pretty => subscriber.with_target(false).try_init(),
    };
    panic::set_hook(Box::new(|panicked| {
        let place = panicked.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "a task panicked");
    }));
    Ok(())
}
