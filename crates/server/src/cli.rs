//! The commands of the binary.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use postup_domain::access::Role;
use postup_domain::import::ImportKind;

/// Postup runs training programs for city officials.
///
/// Exit codes: 0 done, 1 failed, 2 wrong usage, 3 unusable or unsafe settings, 4 database not ready, 5 the audit found something.
#[derive(Debug, Parser)]
#[command(name = "postup", version)]
pub struct Cli {
    /// Settings file (TOML) over the defaults; see `postup settings`
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show Postup with demonstration data: SQLite and mail in one folder
    Demo(Demo),
    /// Run the web server and the worker
    Serve {
        /// Leave deliveries and timed work to `postup worker` processes
        #[arg(long)]
        no_worker: bool,
    },
    /// Run deliveries and timed work only
    Worker,
    /// Bring the database to the current schema
    Migrate,
    /// Read data in
    #[command(subcommand)]
    Import(Import),
    /// Write data out
    #[command(subcommand)]
    Export(Export),
    /// Create accounts and grant roles
    #[command(subcommand)]
    Account(Account),
    /// Fill the database with a synthetic country for load tests
    ///
    /// For N people there are about N/20 cohorts, 3N enrollments, 25N marks and 2N certificates. Nobody is sent a letter.
    Generate(Generate),
    /// Recompute every invariant from the rows and name what breaks
    Audit,
    /// Copy an SQLite database while it is in use
    Backup {
        /// The new file
        file: PathBuf,
    },
    /// Print every setting with its default and its meaning
    Settings,
    /// Typeset certificates; started by the server itself
    #[command(hide = true)]
    RenderCertificates,
    /// Read a table that somebody sent; started by the server itself
    #[command(hide = true)]
    ReadTable { kind: ImportKind },
}

#[derive(Debug, Args)]
pub struct Demo {
    /// Port to listen on instead of the configured one; 0 takes any free port
    #[arg(long)]
    pub port: Option<u16>,
    /// Folder for the database and the mail; data/demo unless the settings name others
    #[arg(long, value_name = "PATH")]
    pub dir: Option<PathBuf>,
    /// Delete the demonstration's database and mail first
    #[arg(long)]
    pub reset: bool,
}

#[derive(Debug, Args)]
pub struct Generate {
    /// How many people
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub people: u32,
    /// The same seed makes the same country
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Beside the people whom the database holds already
    #[arg(long)]
    pub add: bool,
}

#[derive(Debug, Subcommand)]
pub enum Import {
    /// The codifier of territories (KATOTTG), as the ministry publishes it
    Territories {
        /// The ministry's file, .xlsx or .csv
        file: PathBuf,
        /// Take a file that lacks more than a fifth of the units in force, too
        #[arg(long)]
        allow_removals: bool,
    },
    /// People: all rows of the table, or none
    People(Table),
    /// Enrollments: all rows of the table, or none
    Enrollments(Table),
    /// Nominations: all rows of the table, or none; everybody is asked by a letter
    Nominations(Table),
    /// Marks of people in sessions: all rows of the table, or none
    Marks(Table),
    /// Times that stopped sessions: all rows of the table, or none
    Interruptions(Table),
}

/// A table to take in.
#[derive(Debug, Args)]
pub struct Table {
    /// The table, .xlsx or .csv; `postup export` shows its columns
    pub file: PathBuf,
    /// Only say what would become of each row
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Debug, Subcommand)]
pub enum Export {
    /// The territories with the codifier's seven columns
    Territories {
        /// Only regions, raions, hromadas and cities: the edition inside the program
        #[arg(long)]
        compact: bool,
        /// The file to write, a workbook when it is called .xlsx; CSV on standard output without it
        #[arg(long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// People, as a table that can be imported again
    People(Output),
    /// Enrollments, as a table that can be imported again
    Enrollments(Output),
    /// Nominations, as a table that can be imported again
    Nominations(Output),
    /// Marks, as a table that can be imported again; empty cells where nobody has marked a person
    Marks(Output),
    /// Interruptions, as a table that can be imported again
    Interruptions(Output),
}

/// Where a table goes.
#[derive(Debug, Args)]
pub struct Output {
    /// The file to write, a workbook when it is called .xlsx; CSV on standard output without it
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub enum Account {
    /// Create a confirmed account; the password is one line of standard input
    Create {
        /// E-mail address, also the log-in
        #[arg(long)]
        email: String,
        /// Family name in Ukrainian
        #[arg(long)]
        family_name: String,
        /// Given name in Ukrainian
        #[arg(long)]
        given_name: String,
    },
    /// Grant a role, over everything unless a place is named
    Grant {
        /// E-mail address of the account
        #[arg(long)]
        email: String,
        /// official, trainer, personnel_officer, program_manager, analyst, donor or administrator
        #[arg(long)]
        role: Role,
        #[command(flatten)]
        place: Place,
    },
}

/// Where a role holds; nowhere named means everywhere.
#[derive(Debug, Args)]
#[group(multiple = false)]
pub struct Place {
    /// Only for this organization, by its id
    #[arg(long)]
    pub organization: Option<String>,
    /// Only for this territory and those in it, by its code in the codifier
    #[arg(long)]
    pub territory: Option<String>,
    /// Only for this program, by its id
    #[arg(long)]
    pub program: Option<String>,
    /// Only for this cohort, by its id
    #[arg(long)]
    pub cohort: Option<String>,
}
