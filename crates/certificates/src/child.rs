//! The typesetting process.

use std::io::{self, Read, Write};
use std::process::ExitCode;
use std::thread;

use crate::document::Document;
use crate::frame::{self, FrameError, Kind};
use crate::pdf;
use postup_jail::{Jail, Limits};

/// Bytes of stack for the thread that works.
const STACK: usize = 16 << 20;

/// The whole life of a typesetting process: it jails itself, says how well, and then answers one request after the
/// other until its standard input ends. Call it first thing in `main`, before any thread is started.
///
/// It dies on anything that is not a request; whoever started it starts another.
pub fn child_main() -> ExitCode {
    let jail = postup_jail::enter(Limits::default());
    // The typesetter asks how much stack is left. Of the first thread only a file tells, which is out of reach now, and
    // without an answer it would take a new stack at every turn. Of a thread made here the size is known.
    let thread = thread::Builder::new().stack_size(STACK);
    let work = thread.spawn(move || serve(&mut io::stdin().lock(), &mut io::stdout().lock(), jail));
    match work.map(thread::JoinHandle::join) {
        Ok(Ok(Ok(()) | Err(FrameError::Ended))) => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

fn serve(input: &mut impl Read, output: &mut impl Write, jail: Jail) -> Result<(), FrameError> {
    pdf::lay_out_fonts();
    frame::send(output, Kind::Ready, &serde_json::to_vec(&jail).map_err(|_| FrameError::Garbled)?)?;
    loop {
        let (Kind::Request, request) = frame::receive(input, frame::LONGEST_REQUEST)? else {
            return Err(FrameError::Garbled);
        };
        let document: Document = serde_json::from_slice(&request).map_err(|_| FrameError::Garbled)?;
        match pdf::typeset(&document) {
            Ok(pdf) => frame::send(output, Kind::Pdf, &pdf)?,
            Err(reason) => frame::send(output, Kind::Refusal, reason.to_string().as_bytes())?,
        }
    }
}
