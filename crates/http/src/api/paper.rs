//! Sheets that were signed, as they are entered.

use super::Tag;
use super::problem::Failure;
use crate::caller::{self, Caller};
use crate::policy::{Line as PolicyLine, TEACHERS};
use crate::site::Site;
use poem::Request;
use poem::http::Method;
use poem_openapi::param::Path;
use poem_openapi::payload::Json;
use poem_openapi::{Object, OpenApi};
use postup_app::Error;
use postup_app::attendance::{PaperEntered, PaperLook, PaperSheet, ReadLine, Unread};
use postup_domain::attendance::{LineMeaning, MOST_LINES, MarkSource, NotALine, typed_codes};
use postup_domain::id::{EnrollmentId, SessionId};
use postup_domain::rejection::{Checks, Fault};
use postup_domain::text::Line;
use postup_i18n::{Locale, Words};

pub const POLICIES: &[PolicyLine] = &[
    (Method::POST, "/sessions/:id/sheet", TEACHERS),
    (Method::POST, "/sessions/:id/sheet/preview", TEACHERS),
];

/// What is read off a sheet.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
struct SheetInput {
    /// The codes of the lines that are signed, as typed or scanned.
    #[oai(default)]
    codes: Vec<String>,
    /// Further people who have signed, by their enrollments.
    #[oai(default)]
    enrollment_ids: Vec<EnrollmentId>,
    /// Whoever has neither signed nor a mark was absent.
    #[oai(default)]
    others_absent: bool,
    /// Names on lines that were left blank: people who are not on the list.
    #[oai(default)]
    walk_ins: Vec<String>,
    /// Needed where a signature changes what the register says, and where the register is closed.
    reason: Option<String>,
}

impl SheetInput {
    fn read(self) -> Result<PaperSheet, Error> {
        let mut checks = Checks::default();
        let codes = checks.take(typed_codes("codes", &self.codes.join("\n")));
        let most = i64::try_from(MOST_LINES).unwrap_or(i64::MAX);
        for (field, count) in
            [("enrollment_ids", self.enrollment_ids.len()), ("walk_ins", self.walk_ins.len())]
        {
            if count > MOST_LINES {
                checks.note(field, Fault::OutOfRange { least: 0, most });
            }
        }
        let walk_ins =
            self.walk_ins.iter().filter_map(|name| checks.take(Line::new("walk_ins", name))).collect();
        let reason = checks.take(Line::optional("reason", &self.reason.unwrap_or_default())).flatten();
        checks.finish()?;
        Ok(PaperSheet {
            ticked: self.enrollment_ids,
            codes: codes.unwrap_or_default(),
            others_absent: self.others_absent,
            walk_ins,
            reason,
        })
    }
}

/// A code that names no line of the sheet.
#[derive(Debug, Object)]
struct UnreadCode {
    typed: String,
    why: NotALine,
    /// In the caller's language.
    detail: String,
    /// The session of the same cohort whose sheet it stands on.
    #[oai(skip_serializing_if_is_none)]
    session_id: Option<SessionId>,
}

impl UnreadCode {
    fn new(locale: Locale, code: Unread) -> Self {
        let key = match code.elsewhere {
            Some(_) => "paper-unread-elsewhere".to_owned(),
            None => format!("paper-unread-{}", code.why.as_str().replace('_', "-")),
        };
        Self {
            detail: Words::embedded().text(locale, &key),
            typed: code.typed,
            why: code.why,
            session_id: code.elsewhere,
        }
    }
}

/// A line of a sheet.
#[derive(Debug, Object)]
struct SheetLine {
    enrollment_id: EnrollmentId,
    /// Surname first.
    name: String,
    code: String,
    meaning: LineMeaning,
}

impl From<ReadLine> for SheetLine {
    fn from(ReadLine { line, meaning, .. }: ReadLine) -> Self {
        Self {
            enrollment_id: line.enrollment,
            name: line.name.in_register(),
            code: line.code.to_string(),
            meaning,
        }
    }
}

/// What entering a sheet would do.
#[derive(Debug, Object)]
struct SheetPreview {
    /// In the printed order.
    lines: Vec<SheetLine>,
    unread: Vec<UnreadCode>,
    /// Those of them who are not written down yet.
    walk_ins: Vec<String>,
}

/// What entering a sheet has done.
#[derive(Debug, Object)]
struct SheetEntered {
    /// Marked present whom nobody had marked.
    signed: usize,
    /// Signed, and known to have been there.
    known: usize,
    /// Signed, where the register said the opposite.
    changed: usize,
    /// Marked absent.
    absent: usize,
    /// In a closed register: changes that wait for a second person.
    proposed: usize,
    /// Walk-ins who were written down.
    walk_ins: usize,
    /// Codes that were passed over.
    unread: Vec<UnreadCode>,
}

/// The operations.
pub struct PaperApi {
    pub site: Site,
}

#[OpenApi(tag = "Tag::Attendance")]
impl PaperApi {
    /// Enters a sheet that was signed
    ///
    /// Whoever signed is marked present. The same sheet again changes nothing; a code that names no line is passed over and
    /// named. In a closed register the changes are proposed, and count once another person confirms them.
    #[oai(path = "/sessions/:id/sheet", method = "post", operation_id = "enterSheet")]
    async fn enter(
        &self,
        request: &Request,
        caller: Caller,
        id: Path<SessionId>,
        body: Json<SheetInput>,
    ) -> Result<Json<SheetEntered>, Failure> {
        let permit = self.site.app.may_take_attendance(&caller.0, id.0).await?;
        let sheet = body.0.read()?;
        let PaperEntered { signed, known, changed, absent, proposed, walk_ins, unread } =
            self.site.app.enter_paper(&permit, &sheet, None, MarkSource::Api).await?;
        let locale = caller::locale(request);
        let unread = unread.into_iter().map(|code| UnreadCode::new(locale, code)).collect();
        Ok(Json(SheetEntered { signed, known, changed, absent, proposed, walk_ins, unread }))
    }

    /// A look at a sheet before it is entered; changes nothing
    #[oai(path = "/sessions/:id/sheet/preview", method = "post", operation_id = "previewSheet")]
    async fn preview(
        &self,
        request: &Request,
        caller: Caller,
        id: Path<SessionId>,
        body: Json<SheetInput>,
    ) -> Result<Json<SheetPreview>, Failure> {
        self.site.app.may_take_attendance(&caller.0, id.0).await?;
        let PaperLook { lines, unread, walk_ins, .. } =
            self.site.app.look_at_paper(&caller.0, id.0, &body.0.read()?).await?;
        let locale = caller::locale(request);
        Ok(Json(SheetPreview {
            lines: lines.into_iter().map(SheetLine::from).collect(),
            unread: unread.into_iter().map(|code| UnreadCode::new(locale, code)).collect(),
            walk_ins: walk_ins.iter().map(ToString::to_string).collect(),
        }))
    }
}
