//! Certificates as JSON: issuing, revoking, reading, and the public check.

mod wire;

use super::Tag;
use super::paging;
use super::problem::{Failure, Problems};
use crate::caller::Caller;
use crate::paper;
use crate::policy::{Line, MANAGERS, Policy};
use crate::site::Site;
use crate::throttle::{EVERY_CHECK_TAKES, Throttle};
use poem::http::{HeaderValue, Method};
use poem::middleware::SetHeader;
use poem::web::RemoteAddr;
use poem::{Endpoint, EndpointExt, Request};
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::{Binary, Json};
use poem_openapi::{ApiResponse, OpenApi, ResponseContent};
use postup_app::Error;
use postup_app::certificate::Checked;
use postup_app::job;
use postup_domain::id::{CertificateId, CohortId, JobId};
use tokio::time::Instant;
use wire::{
    CertificateOut, IssueJob, IssuedCertificate, IssuedCertificates, NewCertificates, NewRevocation,
    PublicCertificate,
};

pub const POLICIES: &[Line] = &[
    (Method::POST, "/cohorts/:id/certificates", MANAGERS),
    (Method::GET, "/cohorts/:id/certificates", Policy::SignedIn),
    (Method::GET, "/jobs/:id", Policy::SignedIn),
    (Method::GET, "/certificates/:id", Policy::SignedIn),
    (Method::POST, "/certificates/:id/revocation", MANAGERS),
    (Method::GET, "/public/certificates/:code", Policy::Everyone),
];

/// See [`Tag::Certificates`].
pub struct CertificateApi {
    site: Site,
    throttle: Throttle,
}

#[derive(ResponseContent)]
enum Document {
    #[oai(content_type = "application/json; charset=utf-8")]
    Json(Json<CertificateOut>),
    #[oai(content_type = "application/pdf")]
    Pdf(Binary<Vec<u8>>),
}

#[derive(ApiResponse)]
enum Found {
    #[oai(status = 200)]
    Found(Document, #[oai(header = "Content-Disposition")] Option<String>),
}

#[derive(ApiResponse)]
enum Issued {
    /// Everybody on the list has a certificate now.
    #[oai(status = 201)]
    Issued(Json<IssuedCertificates>),
    /// They are too many to wait for: the work has begun, and `Location` says how far it is.
    #[oai(status = 202)]
    Begun(Json<IssueJob>, #[oai(header = "Location")] String),
}

#[derive(ApiResponse)]
enum Listed {
    #[oai(status = 200)]
    Listed(
        Json<Vec<IssuedCertificate>>,
        /// Leads to the next page.
        #[oai(header = "Link")]
        Option<String>,
    ),
}

#[OpenApi(tag = "Tag::Certificates")]
impl CertificateApi {
    /// Issues certificates to everybody on the list, or to nobody. The numbers have no gaps and follow the list. A long list
    /// is issued piece by piece after the answer; whoever of it no longer may have one by then is left out.
    #[oai(path = "/cohorts/:id/certificates", method = "post")]
    async fn issue(
        &self,
        caller: Caller,
        id: Path<CohortId>,
        body: Json<NewCertificates>,
    ) -> Result<Issued, Failure> {
        let app = &self.site.app;
        let permit = app.may_issue_certificates(&caller.0, id.0).await?;
        let list = body.0.enrollment_ids;
        let issued = match app.issue_under_way(&permit, &list).await? {
            Some(job) => job::Issued::Later(job),
            None => {
                paper::faults(&self.site, &app.draft_certificates(&permit, &list).await?).await?;
                app.issue_or_begin(permit, list).await?
            }
        };
        Ok(match issued {
            job::Issued::Now(certificates) => {
                let certificates = certificates.iter().map(IssuedCertificate::from).collect();
                Issued::Issued(Json(IssuedCertificates { certificates }))
            }
            job::Issued::Later(job) => {
                Issued::Begun(Json(IssueJob::from(&job)), format!("/api/v1/jobs/{}", job.id))
            }
        })
    }

    /// How far the issue of many certificates is.
    #[oai(path = "/jobs/:id", method = "get", operation_id = "find_job")]
    async fn job(&self, caller: Caller, id: Path<JobId>) -> Result<Json<IssueJob>, Failure> {
        Ok(Json(IssueJob::from(&self.site.app.job(&caller.0, id.0).await?)))
    }

    /// The certificates of a cohort that you may see, in the order of their numbers.
    #[oai(path = "/cohorts/:id/certificates", method = "get")]
    async fn list(
        &self,
        request: &Request,
        caller: Caller,
        id: Path<CohortId>,
        cursor: Query<Option<String>>,
        limit: Query<Option<u64>>,
    ) -> Result<Listed, Failure> {
        let (after, limit) = (paging::open(cursor.0.as_deref())?, paging::limit(limit.0)?);
        let found = self.site.app.certificates_of_cohort(&caller.0, id.0, after.as_ref(), limit).await?;
        let path = request.original_uri().path_and_query().map_or("", |path| path.as_str());
        let link = paging::next_link(path, found.next.as_ref());
        Ok(Listed::Listed(Json(found.items.iter().map(IssuedCertificate::from).collect()), link))
    }

    /// A certificate with everything it says: `{id}` or `{id}.json` as JSON, `{id}.pdf` as it is printed.
    #[oai(path = "/certificates/:id", method = "get")]
    async fn find(&self, caller: Caller, id: Path<String>) -> Result<Found, Failure> {
        let (id, wants_pdf) = match id.0.strip_suffix(".pdf") {
            Some(id) => (id, true),
            None => (id.0.strip_suffix(".json").unwrap_or(&id.0), false),
        };
        let id: CertificateId = id.parse().map_err(|_| Error::Missing("certificate"))?;
        let checked = self.site.app.certificate(&caller.0, id).await?;
        let facts = &checked.certificate.facts;
        if wants_pdf {
            let pdf = Document::Pdf(Binary(paper::pdf(&self.site, facts).await?));
            return Ok(Found::Found(pdf, Some(paper::disposition(facts))));
        }
        Ok(Found::Found(Document::Json(Json(self.written(&checked))), None))
    }

    /// Takes a certificate back for good. Its number stays taken.
    #[oai(path = "/certificates/:id/revocation", method = "post")]
    async fn revoke(
        &self,
        caller: Caller,
        id: Path<CertificateId>,
        body: Json<NewRevocation>,
    ) -> Result<Json<CertificateOut>, Failure> {
        let app = &self.site.app;
        let permit = app.may_revoke_certificate(&caller.0, id.0).await?;
        let certificate = app.revoke_certificate(permit, body.0.reason).await?;
        Ok(Json(self.written(&Checked { certificate, replaced_by: None })))
    }

    /// What a certificate says and whether it counts, for anybody who has its check code.
    ///
    /// A code that opens nothing is answered with 404 after the same time. Asking often ends in 429.
    #[oai(path = "/public/certificates/:code", method = "get", transform = "unlisted")]
    async fn check(
        &self,
        asker: &RemoteAddr,
        code: Path<String>,
    ) -> Result<Json<PublicCertificate>, Failure> {
        let began = Instant::now();
        self.throttle.admit(asker, self.site.app.now())?;
        let checked = self.site.app.check_by_code(&code.0).await?;
        tokio::time::sleep_until(began + EVERY_CHECK_TAKES).await;
        Ok(Json(PublicCertificate::from(&checked.ok_or(Error::Missing("certificate"))?)))
    }
}

/// Keeps the answers about a code, errors too, out of search engines and out of other sites' logs.
fn unlisted(endpoint: impl Endpoint) -> impl Endpoint {
    let headers = SetHeader::new()
        .overriding("x-robots-tag", HeaderValue::from_static("noindex, nofollow"))
        .overriding("referrer-policy", HeaderValue::from_static("no-referrer"));
    endpoint.with(Problems).with(headers)
}

impl CertificateApi {
    pub fn new(site: &Site) -> Self {
        Self { site: site.clone(), throttle: Throttle::of_checks() }
    }

    fn written(&self, checked: &Checked) -> CertificateOut {
        let url = self.site.app.check_url(&checked.certificate.facts.check_code);
        CertificateOut::new(checked, url)
    }
}
