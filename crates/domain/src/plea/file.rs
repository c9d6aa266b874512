//! A document that somebody sends along: a scan or a photo.

use crate::rejection::{Fault, Invalid};
use crate::text::{Line, tidy};
use crate::words;

/// Bytes of a document at most.
pub const LARGEST_FILE: usize = 5 * 1024 * 1024;
/// Characters of its name that are kept.
const LONGEST_NAME: usize = 100;

words! {
    /// What a document may be: nothing that a program would run.
    FileKind {
        Pdf = "pdf",
        Jpeg = "jpeg",
        Png = "png",
    }
}

impl FileKind {
    /// By its first bytes: names and headers say what their sender likes.
    pub fn of(content: &[u8]) -> Option<Self> {
        let signatures: [(Self, &[u8]); 3] =
            [(Self::Pdf, b"%PDF-"), (Self::Jpeg, b"\xff\xd8\xff"), (Self::Png, b"\x89PNG\r\n\x1a\n")];
        signatures.into_iter().find(|(_, first)| content.starts_with(first)).map(|(kind, _)| kind)
    }

    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }
}

/// What is known of a document without reading it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attached {
    /// As its sender called it.
    pub name: Line,
    pub kind: FileKind,
    pub bytes: i32,
}

/// A document with what is in it.
#[derive(Clone, PartialEq, Eq)]
pub struct PleaFile {
    pub name: Line,
    pub kind: FileKind,
    pub content: Vec<u8>,
}

// What is in it is nobody's business who reads a log.
impl std::fmt::Debug for PleaFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PleaFile")
            .field("kind", &self.kind)
            .field("bytes", &self.content.len())
            .finish_non_exhaustive()
    }
}

impl PleaFile {
    /// Looks at what was sent; a form in which no file was chosen sends one without name and content.
    pub fn read(name: &str, content: Vec<u8>) -> Result<Option<Self>, Invalid> {
        if name.trim().is_empty() && content.is_empty() {
            return Ok(None);
        }
        if content.len() > LARGEST_FILE {
            return Err(Invalid::new("file", Fault::TooLarge { mebibytes: LARGEST_FILE / (1024 * 1024) }));
        }
        let kind = FileKind::of(&content).ok_or_else(|| Invalid::new("file", Fault::NotADocument))?;
        Ok(Some(Self { name: named(name, kind)?, kind, content }))
    }

    pub fn attached(&self) -> Attached {
        let bytes = i32::try_from(self.content.len()).unwrap_or(i32::MAX);
        Attached { name: self.name.clone(), kind: self.kind, bytes }
    }
}

/// The last part of a path, without what no name needs; some browsers send the whole of it.
fn named(raw: &str, kind: FileKind) -> Result<Line, Invalid> {
    let last = raw.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = tidy(last).chars().take(LONGEST_NAME).collect();
    Line::new("file", &kept).or_else(|_| Line::new("file", &format!("document.{kind}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_what_its_bytes_say() {
        let read = |name: &str, content: &[u8]| PleaFile::read(name, content.to_vec());
        assert_eq!(read("", b""), Ok(None));
        for (name, content, kind, kept) in [
            ("довідка.pdf", b"%PDF-1.7".as_slice(), FileKind::Pdf, "довідка.pdf"),
            ("C:\\scans\\a b.exe", b"\xff\xd8\xff\xe0", FileKind::Jpeg, "a b.exe"),
            ("../../\u{202e}x", b"\x89PNG\r\n\x1a\n....", FileKind::Png, "document.png"),
            ("", b"%PDF-1.4", FileKind::Pdf, "document.pdf"),
        ] {
            let file = read(name, content).unwrap().unwrap();
            assert_eq!((file.kind, file.name.as_str()), (kind, kept));
        }
        for content in [b"".as_slice(), b"<html>", b"PK\x03\x04", b"<svg/>", b" %PDF-1.7", b"%PD", b"MZ"] {
            let fault = read("a.pdf", content).unwrap_err();
            assert_eq!((fault.field.as_str(), fault.fault), ("file", Fault::NotADocument), "{content:?}");
        }
        let mut huge = b"%PDF-".to_vec();
        huge.resize(LARGEST_FILE, 0);
        assert!(PleaFile::read("a", huge.clone()).unwrap().is_some());
        huge.push(0);
        assert_eq!(PleaFile::read("a", huge).unwrap_err().fault, Fault::TooLarge { mebibytes: 5 });
        let long = read(&"я".repeat(5_000), b"%PDF-").unwrap().unwrap();
        assert_eq!(long.name.as_str().chars().count(), LONGEST_NAME);
    }
}
