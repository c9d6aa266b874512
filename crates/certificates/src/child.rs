//! The typesetting process.

use std::io::{self, Read, Write};
use std::process::ExitCode;

use crate::frame::{self, FrameError, Kind};
use crate::sheet::Sheet;
use crate::{jail, pdf};

/// The whole life of a typesetting process: it jails itself, says how well, and then answers one request after the
/// other until its standard input ends. Call it first thing in `main`, before any thread is started.
///
/// It dies on anything that is not a request; whoever started it starts another.
pub fn child_main() -> ExitCode {
    match serve(&mut io::stdin().lock(), &mut io::stdout().lock()) {
        Ok(()) | Err(FrameError::Ended) => ExitCode::SUCCESS,
        Err(FrameError::Garbled) => ExitCode::FAILURE,
    }
}

fn serve(input: &mut impl Read, output: &mut impl Write) -> Result<(), FrameError> {
    let jail = jail::enter();
    pdf::lay_out_fonts();
    frame::send(output, Kind::Ready, &serde_json::to_vec(&jail).map_err(|_| FrameError::Garbled)?)?;
    loop {
        let (Kind::Request, request) = frame::receive(input, frame::LONGEST_REQUEST)? else {
            return Err(FrameError::Garbled);
        };
        let sheet: Sheet = serde_json::from_slice(&request).map_err(|_| FrameError::Garbled)?;
        match pdf::typeset(&sheet) {
            Ok(pdf) => frame::send(output, Kind::Pdf, &pdf)?,
            Err(reason) => frame::send(output, Kind::Refusal, reason.to_string().as_bytes())?,
        }
    }
}
