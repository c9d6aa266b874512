//! The audit trail, as JSON.

use super::Tag;
use super::paging::{limit, next_link, offset, open};
use super::problem::Failure;
use crate::caller::Caller;
use crate::policy::{ADMINISTRATORS, Line};
use crate::site::Site;
use chrono::{DateTime, FixedOffset, Utc};
use poem::http::{Method, Uri};
use poem_openapi::param::Query;
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, Object, OpenApi};
use postup_app::Error;
use postup_domain::audit::Search;
use postup_domain::id::{AuditId, PersonId};
use postup_domain::rejection::Fault;

/// Who may call which operation.
pub const POLICIES: &[Line] = &[(Method::GET, "/audit", ADMINISTRATORS)];

/// One line of the trail. It is never changed and never removed.
#[derive(Debug, Object)]
#[oai(rename = "AuditEntry")]
struct EntryView {
    id: AuditId,
    at: DateTime<FixedOffset>,
    /// Absent when the system did it by itself.
    author_id: Option<PersonId>,
    author_name: Option<String>,
    /// What was done, noun first: `enrollment.confirmed`.
    action: String,
    /// The noun of the thing: `enrollment`.
    subject_kind: String,
    subject_id: String,
    /// What the thing is called in Ukrainian and in English, where it has a name.
    subject_name_uk: Option<String>,
    subject_name_en: Option<String>,
    /// The reason or another detail.
    detail: String,
}

#[derive(ApiResponse)]
enum Listed {
    /// Newest first. A page may hold fewer lines than wished, or none, while the header `Link` leads on.
    #[oai(status = 200)]
    Ok(Json<Vec<EntryView>>, #[oai(header = "Link")] Option<String>),
}

/// The operations.
pub struct AuditApi {
    pub site: Site,
}

#[OpenApi(tag = "Tag::Access")]
impl AuditApi {
    /// The audit trail
    #[oai(path = "/audit", method = "get", operation_id = "list_audit")]
    #[expect(clippy::too_many_arguments, reason = "one for each parameter of the query")]
    async fn list(
        &self,
        caller: Caller,
        uri: &Uri,
        /// Who did it.
        author: Query<Option<PersonId>>,
        /// What was done, e.g. `enrollment.confirmed`.
        action: Query<Option<String>>,
        /// The noun of the thing, e.g. `enrollment`.
        kind: Query<Option<String>>,
        /// Which one; needs `kind`.
        id: Query<Option<String>>,
        /// At this instant or later.
        from: Query<Option<DateTime<Utc>>>,
        /// Before this instant.
        until: Query<Option<DateTime<Utc>>>,
        cursor: Query<Option<String>>,
        #[oai(name = "limit")] most: Query<Option<u64>>,
    ) -> Result<Listed, Failure> {
        let permit = caller.0.may_read_audit()?;
        if id.0.is_some() && kind.0.is_none() {
            return Err(Error::field("kind", Fault::Missing).into());
        }
        let (after, most) = (open(cursor.0.as_deref())?, limit(most.0)?);
        let search = Search {
            author: author.0,
            action: action.0,
            subject_kind: kind.0,
            subject_id: id.0,
            from: from.0,
            until: until.0,
        };
        let told = self.site.app.audit_told(&permit, &caller.0, &search, after.as_ref(), most).await?;
        let address = uri.path_and_query().map_or("", |path| path.as_str());
        let link = next_link(address, told.page.next.as_ref());
        let view = |entry: &postup_domain::audit::Entry| {
            let name = told.thing(entry).and_then(|thing| thing.name.clone());
            EntryView {
                id: entry.id,
                at: offset(entry.at, self.site.look.time_zone),
                author_id: entry.author,
                author_name: told.name(entry.author).map(str::to_owned),
                action: entry.action.clone(),
                subject_kind: entry.subject_kind.clone(),
                subject_id: entry.subject_id.clone(),
                subject_name_uk: name.as_ref().map(|name| name.uk.clone()),
                subject_name_en: name.map(|name| name.en),
                detail: entry.detail.clone(),
            }
        };
        Ok(Listed::Ok(Json(told.page.items.iter().map(view).collect()), link))
    }
}
