//! Files are read by a process of their own that can do nothing else: what people send may be made to break or to burst
//! whoever reads it. It gets the bytes and answers rows, one JSON text a line; when it takes more memory or time than a
//! table needs, it dies, and the file is refused.

use super::check::Sent;
use super::table::{self, FileFlaw, Piece, RawRow};
use crate::settings::Program;
use postup_domain::import::ImportKind;
use postup_jail::{Inmate, Jail, Limits};
use serde::{Deserialize, Serialize};
use std::io::{self, BufWriter, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::process::ChildStdout;
use tokio::sync::mpsc;
use tokio::time::timeout;

/// How many rows go on to be judged at a time.
const CHUNK: usize = 1_000;

/// What reading may take; programs that are not optimised are ten times as slow.
const LIMITS: Limits = Limits {
    memory: Some(200 * 1024 * 1024),
    processor_seconds: Some(if cfg!(debug_assertions) { 100 } else { 10 }),
};

/// How long the process may say nothing while it is listened to.
const SILENCE: Duration = Duration::from_secs(if cfg!(debug_assertions) { 200 } else { 30 });

/// The longest line; a row of the longest cells is far shorter.
const LONGEST_LINE: u64 = 1024 * 1024;

/// A line of the answer.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Said {
    /// The first: how well it is walled in.
    Jail(Jail),
    Found(Piece),
    /// The last, of a file that cannot be taken.
    Flawed(FileFlaw),
    /// The last of any other.
    Over,
}

/// The whole life of the process. Call it first thing in `main`, before any thread is started.
pub fn child_main(kind: ImportKind) -> ExitCode {
    let jail = postup_jail::enter(LIMITS);
    match answer(jail, kind, &mut BufWriter::new(io::stdout().lock())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn answer(jail: Jail, kind: ImportKind, output: &mut impl Write) -> io::Result<()> {
    say(output, &Said::Jail(jail))?;
    let mut file = Vec::new();
    io::stdin().lock().read_to_end(&mut file)?;
    let tell = |piece| say(output, &Said::Found(piece)).is_ok();
    // A panic in a library that reads foreign files is a damaged file too.
    let read = catch_unwind(AssertUnwindSafe(|| table::read(&file, kind, tell)));
    let end = match read {
        Ok(Ok(())) => Said::Over,
        Ok(Err(flaw)) => Said::Flawed(flaw),
        Err(_panic) => Said::Flawed(FileFlaw::damaged("it cannot be read".to_owned())),
    };
    say(output, &end)?;
    output.flush()
}

fn say(output: &mut impl Write, said: &Said) -> io::Result<()> {
    serde_json::to_writer(&mut *output, said)?;
    output.write_all(b"\n")
}

/// Starts the process and hands on what it says.
pub(super) fn read(program: &Program, content: Vec<u8>, kind: ImportKind) -> mpsc::Receiver<Sent> {
    let (sender, receiver) = mpsc::channel(2);
    let program = program.clone();
    tokio::spawn(async move {
        let last = match listen(&program, content, kind, &sender).await {
            Ok(None) => return,
            Ok(Some(flaw)) => Sent::Flawed(flaw),
            Err(error) => Sent::Broken(format!("the process that reads tables: {error}")),
        };
        // Nobody listens any more when the check itself broke off.
        let _ = sender.send(last).await;
    });
    receiver
}

/// What is wrong with the file, if anything is.
async fn listen(
    program: &Program,
    content: Vec<u8>,
    kind: ImportKind,
    sender: &mpsc::Sender<Sent>,
) -> io::Result<Option<FileFlaw>> {
    let arguments = program.arguments.iter().cloned().chain([kind.as_str().into()]);
    let Inmate { mut input, output, mut process } = postup_jail::start(&program.path, arguments)?;
    // When the process is gone, so is the other end, and this ends too.
    tokio::spawn(async move { input.write_all(&content).await });
    let mut output = BufReader::new(output);
    let mut rows: Vec<RawRow> = Vec::with_capacity(CHUNK);
    loop {
        let said = timeout(SILENCE, next(&mut output)).await.ok().flatten();
        let is_over = matches!(said, Some(Said::Over));
        match said {
            None => {
                // Where it was a limit that ended it, the file is to blame; the operator sees what else it may have been.
                let _ = process.start_kill();
                let ended = process.wait().await;
                tracing::warn!(?ended, "the process that reads tables ended before its file");
                return Ok(Some(FileFlaw::too_costly()));
            }
            Some(Said::Jail(jail)) => {
                if !jail.is_whole() {
                    tracing::debug!(?jail, "tables are read behind fewer walls than designed");
                }
            }
            Some(Said::Found(Piece::Ignored(titles))) => drop(sender.send(Sent::Ignored(titles)).await),
            Some(Said::Found(Piece::Row(row))) => rows.push(row),
            Some(Said::Flawed(flaw)) => return Ok(Some(flaw)),
            Some(Said::Over) => {}
        }
        let is_piece = rows.len() >= CHUNK || (is_over && !rows.is_empty());
        if is_piece && sender.send(Sent::Rows(std::mem::take(&mut rows))).await.is_err() || is_over {
            return Ok(None);
        }
    }
}

/// The next line; nothing when the process has died, or says what it never would if the file had left it alone.
async fn next(output: &mut BufReader<ChildStdout>) -> Option<Said> {
    let mut line = Vec::new();
    output.take(LONGEST_LINE).read_until(b'\n', &mut line).await.ok()?;
    serde_json::from_slice(&line).ok()
}
