//! Looking into a packed workbook before it is unfolded: declared sizes lie, so the content is counted while it streams.

use super::finding::{Finding, Flaw};
use std::io::{self, Cursor, Read};
use zip::ZipArchive;

const MEBIBYTE: u64 = 1024 * 1024;

/// A workbook of one sheet has about twenty parts.
const MOST_PARTS: usize = 2_000;

/// What all parts may hold together, unfolded. The ministry's workbook has 12 MiB.
const MOST_INFLATED: u64 = 50 * MEBIBYTE;

/// A table of codes packs about tenfold; a bomb packs a thousandfold.
const MOST_RATIO: u64 = 100;

/// Refuses what is not a sound packed file, and what would unfold into too much.
pub fn check(file: &[u8]) -> Result<(), Finding> {
    let mut archive = ZipArchive::new(Cursor::new(file)).map_err(damaged)?;
    if archive.len() > MOST_PARTS {
        return Err(Finding::of_file(Flaw::TooManyParts { most: MOST_PARTS }));
    }
    let mut inflated = 0;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(damaged)?;
        let packed = part.compressed_size();
        let length =
            io::copy(&mut part.take(MOST_INFLATED + 1 - inflated), &mut io::sink()).map_err(damaged)?;
        inflated += length;
        let too_dense = length > MEBIBYTE && length / packed.max(1) > MOST_RATIO;
        if inflated > MOST_INFLATED || too_dense {
            return Err(Finding::of_file(Flaw::Bomb { mebibytes: MOST_INFLATED / MEBIBYTE }));
        }
    }
    Ok(())
}

fn damaged(error: impl std::fmt::Display) -> Finding {
    Finding::of_file(Flaw::Damaged { detail: error.to_string() })
}
