//! What the typesetting process can reach.

use std::net::TcpListener;
use std::process::Stdio;

use postup_jail::Jail;
use tokio::process::Command;

const OUTWARD: [&str; 8] = [
    "read a file",
    "write a file",
    "list a folder",
    "connect",
    "open a port",
    "talk to a neighbour",
    "start a program",
    "take two gigabytes",
];
const INWARD: [&str; 2] = ["start a thread", "read standard input"];

async fn attempts(role: &str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port().to_string();
    let file = std::env::temp_dir().join(format!("postup-escape-{}", std::process::id()));
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args([role, &port]).arg(&file).stdin(Stdio::null());
    let output = command.output().await.unwrap();
    std::fs::remove_file(file).ok();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

pub async fn a_jailed_process_reaches_nothing() {
    let free = attempts("escape").await;
    for attempt in OUTWARD.iter().chain(&INWARD) {
        assert!(free.contains(&format!("{attempt}: done")), "the attempt itself is broken: {free}");
    }
    let jailed = attempts("escape-from-jail").await;
    for attempt in OUTWARD {
        assert!(jailed.contains(&format!("{attempt}: refused")), "{jailed}");
    }
    for attempt in INWARD {
        assert!(jailed.contains(&format!("{attempt}: done")), "{jailed}");
    }
    let jail: Jail = serde_json::from_str(jailed.lines().next().unwrap()).unwrap();
    if !jail.is_whole() {
        println!("this kernel builds only a part of the jail: {jail:?}");
    }
}

pub async fn who_takes_more_memory_or_time_than_allowed_gets_none_or_dies() {
    assert_eq!(attempts("hoard").await, "refused\n");
    let mut toiling = Command::new(std::env::current_exe().unwrap());
    let ended = toiling.arg("toil").stdin(Stdio::null()).status().await.unwrap();
    assert!(!ended.success(), "{ended}");
}
