//! What the typesetting process takes away from itself before it reads the first byte of input: memory beyond a limit,
//! the whole file system, the network, and every system call that the work does not need.

use landlock::{
    ABI, Access, AccessFs, AccessNet, Ruleset, RulesetAttr, RulesetCreated, RulesetStatus, Scope,
};
use rlimit::Resource;
use serde::{Deserialize, Serialize};

/// Address space of one child in bytes. Typesetting needs about 40 MiB of memory; the rest of the 1 GiB is the program
/// itself, thread stacks and room that is reserved and never touched.
const ADDRESS_SPACE: u64 = 1 << 30;

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
pub fn enter() -> Jail {
    Jail { limits: set_limits(), files: close_files(), system_calls: filter_system_calls() }
}

fn set_limits() -> Wall {
    let limits = [
        (Resource::AS, ADDRESS_SPACE),
        (Resource::NOFILE, OPEN_FILES),
        (Resource::FSIZE, 0),
        // A core dump would hold names.
        (Resource::CORE, 0),
    ];
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
