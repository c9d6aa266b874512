//! Looking into a packed workbook before it is unfolded: declared sizes lie, so the content is counted while it streams.

use super::{Flaw, Trouble};
use std::io::{self, Cursor, Read};
use zip::ZipArchive;

const MEBIBYTE: u64 = 1024 * 1024;

/// A workbook of one sheet has about twenty parts.
const MOST_PARTS: usize = 2_000;

/// A table of texts packs about tenfold; a bomb packs a thousandfold.
const MOST_RATIO: u64 = 100;

/// The largest part beside sheets and their texts: styles, relations, names. Readers keep these as a whole.
const LARGEST_PART: u64 = 8 * MEBIBYTE;

/// The most shared texts: the reader keeps all of them, and an empty one costs five bytes here and twenty there.
const MOST_TEXTS: usize = 1_500_000;

/// Refuses what is not a sound packed file, and what would unfold into more than `most` bytes.
pub fn check(file: &[u8], most: u64) -> Result<(), Trouble> {
    let mut archive = ZipArchive::new(Cursor::new(file)).map_err(damaged)?;
    if archive.len() > MOST_PARTS {
        return Err(Trouble::of_file(Flaw::TooManyParts { most: MOST_PARTS }));
    }
    let bomb = || Trouble::of_file(Flaw::Bomb { mebibytes: most / MEBIBYTE });
    let mut inflated = 0;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(damaged)?;
        let packed = part.compressed_size();
        let (is_kept, has_texts) = role(&part.name().map_err(damaged)?);
        let mut counted = Counted::default();
        let length = io::copy(&mut part.take(most + 1 - inflated), &mut counted).map_err(damaged)?;
        inflated += length;
        let too_dense = length > MEBIBYTE && length / packed.max(1) > MOST_RATIO;
        let too_long = is_kept && length > LARGEST_PART;
        if inflated > most || too_dense || too_long || (has_texts && counted.texts > MOST_TEXTS) {
            return Err(bomb());
        }
    }
    Ok(())
}

/// Whether a part is one that readers keep as a whole, and whether it holds the shared texts.
fn role(name: &str) -> (bool, bool) {
    let name = name.replace('\\', "/").to_ascii_lowercase();
    let has_texts = name.ends_with("sharedstrings.xml");
    let is_read = name.rsplit('.').next().is_some_and(|kind| matches!(kind, "xml" | "rels"));
    (is_read && !has_texts && !name.contains("worksheets/"), has_texts)
}

/// Counts the beginnings of shared texts, `<si`, with or without a prefix, in what streams by.
#[derive(Default)]
struct Counted {
    texts: usize,
    last: [u8; 2],
}

impl io::Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for byte in bytes {
            let [before, previous] = self.last;
            if *byte == b'i' && previous == b's' && matches!(before, b'<' | b':') {
                self.texts += 1;
            }
            self.last = [previous, *byte];
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn damaged(error: impl std::fmt::Display) -> Trouble {
    Trouble::of_file(Flaw::Damaged { detail: error.to_string() })
}
