//! QR symbols as shapes to be drawn.

use qrcode::{Color, EcLevel, QrCode};

/// A text is longer than a symbol holds.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct TooLong(#[from] qrcode::types::QrError);

/// A symbol with error correction M, one unit a module, without the quiet zone around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// How many modules stand side by side.
    pub side: usize,
    /// The dark modules as a path of SVG. Neighbours of a row are one bar, so that no hairlines show between them.
    pub bars: String,
}

impl Symbol {
    pub fn of(text: &str) -> Result<Self, TooLong> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M)?;
        let (side, modules) = (code.width(), code.to_colors());
        let bars = modules.chunks(side).enumerate().flat_map(|(y, row)| bars_of_row(y, row)).collect();
        Ok(Self { side, bars })
    }
}

fn bars_of_row(y: usize, row: &[Color]) -> Vec<String> {
    let runs = row.chunk_by(|left, right| left == right);
    let placed = runs.scan(0, |next, run| {
        let x = *next;
        *next += run.len();
        Some((x, run))
    });
    placed
        .filter(|(_, run)| run.first() == Some(&Color::Dark))
        .map(|(x, run)| format!("M{x} {y}h{length}v1h-{length}z", length = run.len()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_symbol_has_every_dark_module_once() {
        let url = "https://postup.example.org/verify/1tj43w8nf03e4d4vt0k49qnfg5";
        let symbol = Symbol::of(url).unwrap();
        let code = QrCode::with_error_correction_level(url, EcLevel::M).unwrap();
        let dark = code.to_colors().iter().filter(|color| **color == Color::Dark).count();
        let bars = symbol
            .bars
            .split('h')
            .filter_map(|bar| bar.split_once("v1").and_then(|(length, _)| length.parse::<usize>().ok()));
        assert_eq!((bars.sum::<usize>(), symbol.side), (dark, code.width()));
        assert!(Symbol::of(&"x".repeat(5_000)).is_err());
    }
}
