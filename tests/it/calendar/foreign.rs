//! What programs that others wrote read in our calendars and letters: two in Python, one in JavaScript.

use super::{read, subscribed};
use crate::desk::Desk;
use serde_json::{Value, json};
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// What `tests/run` names where it has put those programs; without it nobody else reads.
#[expect(clippy::disallowed_methods, reason = "the run is told by the environment what is installed")]
fn folder(name: &str) -> Option<PathBuf> {
    let found = std::env::var_os(name).map(PathBuf::from);
    if found.is_none() {
        eprintln!("no foreign reader of calendars: {name} names no folder that has it");
    }
    found
}

fn asked(program: &mut Command, question: &Value) -> Value {
    let mut program = program.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    program.stdin.take().unwrap().write_all(question.to_string().as_bytes()).unwrap();
    let answer = program.wait_with_output().unwrap();
    assert!(answer.status.success(), "{answer:?}");
    serde_json::from_slice(&answer.stdout).unwrap()
}

/// Every event of these calendars and letters, object by object, once all readers agree; `None` where there are none.
pub fn agreed(calendars: &[String], letters: &[String]) -> Option<Vec<Value>> {
    let (python, javascript) = (folder("POSTUP_TEST_CALENDARS")?, folder("POSTUP_TEST_ICAL_JS")?);
    let scripts = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("support");
    let mut first = Command::new("python3");
    first.env("PYTHONPATH", python).arg(scripts.join("calendars.py"));
    let said = asked(&mut first, &json!({ "calendars": calendars, "letters": letters }));
    let mut second = Command::new("node");
    second.arg(scripts.join("calendars.mjs")).arg(javascript);
    let third = asked(&mut second, &said["objects"]);
    assert_eq!(said["icalendar"], said["vobject"]);
    assert_eq!(said["icalendar"], third);
    Some(third.as_array().unwrap().clone())
}

#[tokio::test]
async fn independent_programs_read_the_same_in_a_feed() {
    let desk = Desk::new().await;
    let (_, address, _) = subscribed(&desk).await;
    let Some(objects) = agreed(&[read(&desk, &address).await], &[]) else { return };
    let mut starts: Vec<&str> =
        objects[0].as_array().unwrap().iter().map(|event| event["start"].as_str().unwrap()).collect();
    starts.sort_unstable();
    // 10:00 in Kyiv, before and after the clocks change.
    assert_eq!(starts, ["2026-10-24T07:00:00+00:00", "2026-10-26T08:00:00+00:00"]);
}
