//! The binary as its operator meets it: settings, exit codes, sentences.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

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
    command(folder, variables, arguments).output().unwrap()
}

fn command(folder: &Folder, variables: &[(&str, &str)], arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_postup"));
    command
        .args(arguments)
        .current_dir(&folder.0)
        .env_clear()
        .env("POSTUP__DATABASE__URL", format!("sqlite://{}", folder.database().display()))
        .envs(variables.iter().copied());
    command
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
    assert_ends(&postup(&folder, &[], &["audit"]), 0, "Every invariant holds.");
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
fn serve_refuses_every_unsafe_setting_at_once_and_an_old_schema() {
    let folder = Folder::new("serve");
    let refusal = postup(&folder, &[("POSTUP__PASSWORDS__MINIMUM_LENGTH", "8")], &["serve"]);
    for danger in ["mail.transport", "mail.secret", "passwords.minimum_length"] {
        assert_ends(&refusal, 3, danger);
    }
    let development = [("POSTUP__INSTALLATION__STAGE", "development"), ("POSTUP__HTTP__PORT", "0")];
    assert_ends(&postup(&folder, &development, &["serve"]), 4, "run `postup migrate`");
}

#[test]
fn the_demonstration_listens_answers_and_ends_when_asked() {
    let folder = Folder::new("demo");
    let mut demo = Command::new(env!("CARGO_BIN_EXE_postup"))
        .args(["demo", "--port", "0", "--dir", "here"])
        .current_dir(&folder.0)
        .env_clear()
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(demo.stdout.take().unwrap()).lines();
    let address = lines
        .by_ref()
        .map(Result::unwrap)
        .find_map(|line| line.strip_prefix("Listening on http://").map(str::to_owned))
        .unwrap();
    let mut socket = TcpStream::connect(&address).unwrap();
    write!(socket, "GET /health/ready HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("x-request-id"), "{answer}");

    let second = postup(&folder, &[], &["demo", "--port", "0", "--dir", "here"]);
    assert_ends(&second, 4, "another Postup process works on");
    let database = format!("sqlite://{}", folder.0.join("here/postup.db").display());
    let asked = Command::new("kill").args(["-TERM", &demo.id().to_string()]).status().unwrap();
    assert!(asked.success());
    assert!(demo.wait().unwrap().success());
    let production = postup(&folder, &[("POSTUP__DATABASE__URL", &database)], &["serve"]);
    assert_ends(&production, 3, "the demonstration's log-ins");
}

#[test]
fn the_first_administrator_comes_from_the_command_line() {
    let folder = Folder::new("account");
    assert_ends(&postup(&folder, &[], &["migrate"]), 0, "up to date");
    let names = ["--family-name", "Шевченко", "--given-name", "Марія"];
    let create = |email: &str, password: &str| {
        let arguments = ["account", "create", "--email", email];
        let mut child = command(&folder, &[], &[&arguments[..], &names[..]].concat())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        writeln!(child.stdin.take().unwrap(), "{password}").unwrap();
        child.wait_with_output().unwrap()
    };
    assert_ends(&create("admin@city.example", "short"), 1, "password: ");
    assert_ends(&create("no address", "a pass phrase that is long"), 1, "email: ");
    assert_ends(&create("admin@city.example", "a pass phrase that is long"), 0, "can sign in");
    let grant = ["account", "grant", "--email", "admin@city.example", "--role"];
    let wrong = postup(&folder, &[], &[&grant[..], &["emperor"]].concat());
    assert_ends(&wrong, 2, "administrator");
    let right = postup(&folder, &[], &[&grant[..], &["administrator"]].concat());
    assert_ends(&right, 0, "admin@city.example is administrator");
    let place = postup(&folder, &[], &[&grant[..], &["trainer", "--cohort", "x"]].concat());
    assert_ends(&place, 1, "\"x\" is no cohort");
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
