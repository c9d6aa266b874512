//! The binary as its operator meets it: settings, exit codes, sentences.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder of one test, removed at its end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("postup-binary-{}-{name}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn database(&self) -> PathBuf {
        self.0.join("postup.db")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Runs the binary in `folder` with nothing but its own settings in the environment.
fn postup(folder: &Folder, variables: &[(&str, &str)], arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_postup"))
        .args(arguments)
        .current_dir(&folder.0)
        .env_clear()
        .env("POSTUP__DATABASE__URL", format!("sqlite://{}", folder.database().display()))
        .envs(variables.iter().copied())
        .output()
        .unwrap()
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout)
}

#[track_caller]
fn assert_ends(output: &Output, code: i32, sentence: &str) {
    assert_eq!(output.status.code(), Some(code), "{}", told(output));
    assert!(told(output).contains(sentence), "{:?} should say \"{sentence}\"", told(output));
}

#[test]
fn settings_prints_every_key_and_what_it_prints_can_be_read_back() {
    let folder = Folder::new("settings");
    let printed = postup(&folder, &[], &["settings"]);
    assert_ends(&printed, 0, "[database]");
    fs::write(folder.0.join("own.toml"), &printed.stdout).unwrap();
    assert_ends(&postup(&folder, &[], &["--config", "own.toml", "migrate"]), 0, "up to date");
    let by_variable = [("POSTUP_CONFIG", "missing.toml")];
    assert_ends(&postup(&folder, &by_variable, &["migrate"]), 3, "cannot read missing.toml");
}

#[test]
fn a_wrong_setting_is_named() {
    let folder = Folder::new("wrong");
    let unknown = postup(&folder, &[("POSTUP__HTTP__PROT", "1")], &["migrate"]);
    assert_ends(&unknown, 3, "POSTUP__HTTP__PROT: there is no setting \"http.prot\"");
    fs::write(folder.0.join("own.toml"), "[http]\nprot = 1\n").unwrap();
    assert_ends(&postup(&folder, &[], &["--config", "own.toml", "migrate"]), 3, "http.prot: unknown field");
    assert_ends(&postup(&folder, &[], &["no-such-command"]), 2, "no-such-command");
}

#[test]
fn migrating_creates_the_database_and_a_second_time_finds_nothing_to_do() {
    let folder = Folder::new("migrate");
    assert_ends(&postup(&folder, &[], &["migrate"]), 0, "steps");
    assert!(folder.database().exists());
    assert_ends(&postup(&folder, &[], &["migrate"]), 0, "The schema is up to date.\n");
}

#[test]
fn a_database_in_use_by_another_process_is_left_alone() {
    let folder = Folder::new("lock");
    let lock = File::create(folder.0.join("postup.db.lock")).unwrap();
    lock.lock().unwrap();
    assert_ends(&postup(&folder, &[], &["migrate"]), 4, "another Postup process works on");
    assert!(!folder.database().exists());
    lock.unlock().unwrap();
    assert_ends(&postup(&folder, &[], &["migrate"]), 0, "up to date");
}

#[test]
fn a_backup_is_a_copy_and_never_overwrites() {
    let folder = Folder::new("backup");
    assert_ends(&postup(&folder, &[], &["backup", "copy.db"]), 4, "there is no database");
    assert_ends(&postup(&folder, &[], &["migrate"]), 0, "up to date");
    assert_ends(&postup(&folder, &[], &["backup", "copy.db"]), 0, "Copied to copy.db");
    assert_ends(&postup(&folder, &[], &["backup", "copy.db"]), 1, "exists already");
    let copy = format!("sqlite://{}", Path::new(&folder.0).join("copy.db").display());
    let copied = [("POSTUP__DATABASE__URL", copy.as_str())];
    assert_ends(&postup(&folder, &copied, &["migrate"]), 0, "The schema is up to date.\n");
}
