//! Typesetting: a document in, the bytes of a PDF out. Runs inside the jailed child only.

use std::sync::LazyLock;

use chrono::{Datelike, Timelike};
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::document::Document;
use crate::symbol::{Symbol, TooLong};

const CERTIFICATE: &str = include_str!("../templates/certificate.typ");
const SIGNATURES: &str = include_str!("../templates/signatures.typ");
const YEAR: &str = include_str!("../templates/year.typ");

/// How many documents a memoized result may go unused before it is forgotten. Without forgetting, memory grows with
/// every document.
const MEMORY_OF_DOCUMENTS: usize = 10;

/// Why a document did not become a PDF.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PdfError {
    #[error("the check address does not fit into a QR symbol: {0}")]
    Qr(#[from] TooLong),
    #[error("the texts cannot be handed to the template: {0}")]
    Texts(#[from] serde_json::Error),
    #[error("the date is none that a PDF can carry")]
    Date,
    #[error("{0}")]
    Typesetting(String),
}

/// Typesets one document as PDF/UA-1 and PDF/A-2a. Equal documents give equal bytes: identity and time are the document's
/// own, nothing comes from the clock.
pub(crate) fn typeset(document: &Document) -> Result<Vec<u8>, PdfError> {
    let (template, sheet, symbol) = match document {
        Document::Certificate(sheet) => {
            (&FILES.certificate, serde_json::to_vec(sheet)?, qr_symbol(&sheet.check_url)?)
        }
        Document::Signatures(list) => (&FILES.signatures, serde_json::to_vec(list)?, String::new()),
        Document::Year(year) => (&FILES.year, serde_json::to_vec(year)?, String::new()),
    };
    let desk =
        Desk { template: template.clone(), sheet: Bytes::new(sheet), symbol: Bytes::from_string(symbol) };
    let pdf = print(&desk, document);
    comemo::evict(MEMORY_OF_DOCUMENTS);
    pdf
}

/// Reads the fonts and the standard library, so that the first certificate does not wait for them.
pub(crate) fn lay_out_fonts() {
    LazyLock::force(&BOOK);
    LazyLock::force(&LIBRARY);
}

fn print(desk: &Desk, of: &Document) -> Result<Vec<u8>, PdfError> {
    let document: PagedDocument = typst::compile(desk).output.map_err(|errors| complaint(&errors))?;
    let standards = PdfStandards::new(&[PdfStandard::Ua_1, PdfStandard::A_2a])
        .map_err(|error| PdfError::Typesetting(error.message().to_string()))?;
    let options = PdfOptions {
        ident: Smart::Custom(of.identity()),
        creator: Smart::Custom(Some("Postup".to_owned())),
        timestamp: Some(Timestamp::new_utc(time(of)?)),
        standards,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&document, &options).map_err(|errors| complaint(&errors))
}

fn time(of: &Document) -> Result<Datetime, PdfError> {
    let time = of.time();
    let part = |number: u32| u8::try_from(number).map_err(|_| PdfError::Date);
    let (month, day) = (part(time.month())?, part(time.day())?);
    let (hour, minute, second) = (part(time.hour())?, part(time.minute())?, part(time.second())?);
    Datetime::from_ymd_hms(time.year(), month, day, hour, minute, second).ok_or(PdfError::Date)
}

/// The QR symbol of the address alone (standards CERT-22). The quiet zone is the paper around it.
fn qr_symbol(check_url: &str) -> Result<String, PdfError> {
    let symbol = Symbol::of(check_url)?;
    let (side, bars) = (symbol.side, symbol.bars);
    Ok(format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"><path d="{bars}"/></svg>"#
    ))
}

fn complaint(errors: &[SourceDiagnostic]) -> PdfError {
    let messages: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
    PdfError::Typesetting(messages.join("; "))
}

/// The files there are. Their ids are made once: Typst keeps every id it has ever seen, and has room for 65,535.
struct Files {
    certificate: Source,
    signatures: Source,
    year: Source,
    sheet: FileId,
    symbol: FileId,
}

static FILES: LazyLock<Files> = LazyLock::new(|| Files {
    certificate: Source::new(file_id("certificate.typ"), CERTIFICATE.to_owned()),
    signatures: Source::new(file_id("signatures.typ"), SIGNATURES.to_owned()),
    year: Source::new(file_id("year.typ"), YEAR.to_owned()),
    sheet: file_id("sheet.json"),
    symbol: file_id("qr.svg"),
});

#[expect(clippy::expect_used, reason = "constant names, seen to be good by every test of this crate")]
fn file_id(name: &str) -> FileId {
    RootedPath::new(VirtualRoot::Project, VirtualPath::new(name).expect("a plain file name")).intern()
}

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

static FONTS: LazyLock<Vec<Font>> =
    LazyLock::new(|| typst_assets::fonts().flat_map(|bytes| Font::iter(Bytes::new(bytes))).collect());

static BOOK: LazyLock<LazyHash<FontBook>> =
    LazyLock::new(|| LazyHash::new(FontBook::from_fonts(FONTS.iter())));

/// Everything a template can see: itself, the sheet and the symbol. There is no file system, no package and no clock
/// behind it.
struct Desk {
    template: Source,
    sheet: Bytes,
    symbol: Bytes,
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &BOOK
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.template.id() { Ok(self.template.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == FILES.sheet {
            Ok(self.sheet.clone())
        } else if id == FILES.symbol {
            Ok(self.symbol.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
