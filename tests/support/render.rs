//! The walled-in processes of the tests: the same mains as the binary's hidden commands.

use std::process::ExitCode;

fn main() -> ExitCode {
    match std::env::args().nth(1).map(|kind| kind.parse()) {
        None => postup_certificates::child_main(),
        Some(Ok(kind)) => postup_app::import::child_main(kind),
        Some(Err(_)) => ExitCode::FAILURE,
    }
}
