//! Processes that work on what others wrote, walled in. Each takes away from itself, before it reads the first byte of input:
//! memory beyond a limit, the whole file system, the network, and every system call that the work does not need.

use landlock::{
    ABI, Access, AccessFs, AccessNet, Ruleset, RulesetAttr, RulesetCreated, RulesetStatus, Scope,
};
use rlimit::Resource;
use serde::{Deserialize, Serialize};
use std::ffi::OsStr;
use std::io;
use std::path::Path;
use std::process::Stdio;
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

/// Address space in bytes: the program itself, thread stacks, and room that is reserved and never touched.
const ADDRESS_SPACE: u64 = 1 << 30;

/// What the work may take at most, beside what limits every process here.
#[derive(Debug, Clone, Copy, Default)]
pub struct Limits {
    /// Bytes of memory that is not the program itself.
    pub memory: Option<u64>,
    pub processor_seconds: Option<u64>,
}

/// Standard input, output and error, and what the jail itself opens while it is being built.
const OPEN_FILES: u64 = 16;

const SYSTEM_CALLS: &[u8] = include_bytes!("jail.json");

/// How far one wall of the jail stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wall {
    /// As designed.
    Whole,
    /// As far as this kernel knows how.
    Partial,
    /// This kernel cannot do it, or does not let us.
    Missing,
}

/// Which walls stand. A missing one is reported and the work goes on: the others still hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Jail {
    /// Limits on memory, open files, file sizes and core dumps.
    pub limits: Wall,
    /// Landlock: no file, no TCP port, no other process.
    pub files: Wall,
    /// Seccomp: only the calls that computing, reading and answering need. No open, no socket, no exec, no fork.
    pub system_calls: Wall,
}

impl Jail {
    /// Whether every wall stands as designed.
    pub fn is_whole(self) -> bool {
        [self.limits, self.files, self.system_calls] == [Wall::Whole; 3]
    }
}

/// Walls the calling process in, for good. Call it before any further thread exists; threads made later inherit it.
///
/// The order matters: the filter of system calls comes last, because it forbids the others.
pub fn enter(limits: Limits) -> Jail {
    Jail { limits: set_limits(limits), files: close_files(), system_calls: filter_system_calls() }
}

fn set_limits(Limits { memory, processor_seconds }: Limits) -> Wall {
    let more = [(Resource::DATA, memory), (Resource::CPU, processor_seconds)];
    let limits: Vec<(Resource, u64)> = [
        (Resource::AS, ADDRESS_SPACE),
        (Resource::NOFILE, OPEN_FILES),
        (Resource::FSIZE, 0),
        // A core dump would hold names.
        (Resource::CORE, 0),
    ]
    .into_iter()
    .chain(more.into_iter().filter_map(|(resource, most)| Some((resource, most?))))
    .collect();
    let set = limits.iter().filter(|(resource, most)| resource.set(*most, *most).is_ok()).count();
    match set {
        0 => Wall::Missing,
        all if all == limits.len() => Wall::Whole,
        _ => Wall::Partial,
    }
}

fn close_files() -> Wall {
    // The sixth version of Landlock is the first that also shuts off TCP, signals and abstract sockets. On an older
    // kernel the library closes what can be closed.
    let newest = ABI::V6;
    let restricted = Ruleset::default()
        .handle_access(AccessFs::from_all(newest))
        .and_then(|rules| rules.handle_access(AccessNet::from_all(newest)))
        .and_then(|rules| rules.scope(Scope::from_all(newest)))
        .and_then(Ruleset::create)
        .and_then(RulesetCreated::restrict_self);
    match restricted.map(|status| status.ruleset) {
        Ok(RulesetStatus::FullyEnforced) => Wall::Whole,
        Ok(RulesetStatus::PartiallyEnforced) => Wall::Partial,
        Ok(RulesetStatus::NotEnforced) | Err(_) => Wall::Missing,
    }
}

/// Calls outside the list answer "not implemented" and do not kill: libraries then fall back to older calls, and a
/// forbidden act fails in the ordinary way.
fn filter_system_calls() -> Wall {
    let Ok(architecture) = std::env::consts::ARCH.try_into() else { return Wall::Missing };
    let applied = seccompiler::compile_from_json(SYSTEM_CALLS, architecture)
        .map(|filters| filters.values().all(|filter| seccompiler::apply_filter_all_threads(filter).is_ok()));
    match applied {
        Ok(true) => Wall::Whole,
        Ok(false) | Err(_) => Wall::Missing,
    }
}

/// A process that is to wall itself in, and the two pipes to it. Dropping it kills it.
#[derive(Debug)]
pub struct Inmate {
    pub input: ChildStdin,
    pub output: ChildStdout,
    pub process: Child,
}

/// Starts a program whose `main` calls [`enter`] first.
///
/// # Errors
/// When it cannot be started.
pub fn start(program: &Path, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> io::Result<Inmate> {
    let mut process = Command::new(program)
        .args(arguments)
        // No secrets of ours reach it, and it stays on one processor: whoever starts several works in parallel.
        .env_clear()
        .env("RAYON_NUM_THREADS", "1")
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        // What it would complain about there may quote names.
        .stderr(Stdio::null())
        // An interrupt at the terminal is for us; we end it when we are done.
        .process_group(0)
        .kill_on_drop(true)
        .spawn()?;
    match (process.stdin.take(), process.stdout.take()) {
        (Some(input), Some(output)) => Ok(Inmate { input, output, process }),
        _ => Err(io::ErrorKind::BrokenPipe.into()),
    }
}
