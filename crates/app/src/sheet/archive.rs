//! Looking into a packed workbook before it is unfolded: declared sizes lie, so the content is counted while it streams.

use super::{Flaw, Trouble};
use std::io::{self, Cursor, Read};
use zip::ZipArchive;

const MEBIBYTE: u64 = 1024 * 1024;

/// A workbook of one sheet has about twenty parts.
const MOST_PARTS: usize = 2_000;

/// A table of texts packs about tenfold; a bomb packs a thousandfold.
const MOST_RATIO: u64 = 100;

/// Refuses what is not a sound packed file, and what would unfold into more than `most` bytes.
pub fn check(file: &[u8], most: u64) -> Result<(), Trouble> {
    let mut archive = ZipArchive::new(Cursor::new(file)).map_err(damaged)?;
    if archive.len() > MOST_PARTS {
        return Err(Trouble::of_file(Flaw::TooManyParts { most: MOST_PARTS }));
    }
    let mut inflated = 0;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(damaged)?;
        let packed = part.compressed_size();
        let length = io::copy(&mut part.take(most + 1 - inflated), &mut io::sink()).map_err(damaged)?;
        inflated += length;
        let too_dense = length > MEBIBYTE && length / packed.max(1) > MOST_RATIO;
        if inflated > most || too_dense {
            return Err(Trouble::of_file(Flaw::Bomb { mebibytes: most / MEBIBYTE }));
        }
    }
    Ok(())
}

fn damaged(error: impl std::fmt::Display) -> Trouble {
    Trouble::of_file(Flaw::Damaged { detail: error.to_string() })
}
