//! Issuing, as a deliberate act: who completed and who not, a choice, a look at it, and only then the numbers.

use crate::caller::Caller;
use crate::explain;
use crate::pages::error::PageError;
use crate::pages::form::Form;
use crate::pages::page::{Page, go};
use crate::paper;
use crate::reason;
use crate::site::Site;
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Data, Path};
use poem::{Response, handler};
use postup_app::Error;
use postup_app::certificate::Nominee;
use postup_app::job::Issued;
use postup_domain::access::MayIssueCertificates;
use postup_domain::completion::CompletionState;
use postup_domain::id::{CertificateId, CohortId, EnrollmentId};

/// One person in the list.
pub(in crate::pages) struct Row {
    pub enrollment: EnrollmentId,
    pub name: String,
    pub tone: &'static str,
    pub verdict: String,
    /// What is missing.
    pub reasons: Vec<String>,
    pub certificate: Option<(CertificateId, String)>,
    pub ready: bool,
}

impl Row {
    fn new(page: &Page, nominee: &Nominee) -> Self {
        let verdict = &nominee.verdict;
        let tone = match verdict.state {
            CompletionState::Completed => "good",
            CompletionState::InProgress => "going",
            CompletionState::NotCompleted => "bad",
        };
        let live = nominee.candidate.live.as_ref();
        Self {
            enrollment: nominee.candidate.enrollment,
            name: nominee.candidate.name.in_register(),
            tone,
            verdict: page.word("completion-state", verdict.state),
            reasons: verdict.reasons.iter().map(|reason| explain::missing(page.locale, *reason)).collect(),
            certificate: live.map(|(id, number)| (*id, number.to_string())),
            ready: nominee.is_ready(),
        }
    }
}

#[derive(Template)]
#[template(path = "certificate/list.html")]
struct List<'a> {
    page: &'a Page,
    cohort: CohortId,
    rows: Vec<Row>,
    /// How many there are, can be certified, and have been.
    counts: String,
    any_ready: bool,
    /// Where to see how far the issue is that is under way.
    job: Option<String>,
    refusal: Option<String>,
}

#[derive(Template)]
#[template(path = "certificate/confirm.html")]
struct Confirm<'a> {
    page: &'a Page,
    cohort: CohortId,
    rows: Vec<Row>,
    /// Whose names cannot be printed.
    refused: Vec<String>,
}

fn cohort_id(text: &str) -> Result<CohortId, PageError> {
    text.parse().map_err(|_| PageError::Missing)
}

fn chosen(form: &Form) -> Result<Vec<EnrollmentId>, PageError> {
    form.all("enrollment_ids").map(|id| id.parse().map_err(|_| PageError::Unreadable)).collect()
}

async fn show_list(
    page: &Page,
    site: &Site,
    permit: &MayIssueCertificates,
    refusal: Option<String>,
) -> Result<Response, PageError> {
    let nominees = site.app.preview_certificates(permit).await?;
    let rows: Vec<Row> = nominees.iter().map(|nominee| Row::new(page, nominee)).collect();
    let ready = rows.iter().filter(|row| row.ready).count();
    let certified = rows.iter().filter(|row| row.certificate.is_some()).count();
    let status = if refusal.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let job = site.app.job_for(permit).await?.map(|job| format!("/jobs/{}", job.id));
    let template = List {
        page,
        cohort: permit.cohort(),
        counts: page.say(
            "certificate-issue-counts",
            &[("people", rows.len().into()), ("ready", ready.into()), ("certified", certified.into())],
        ),
        any_ready: ready > 0 && job.is_none(),
        job,
        rows,
        refusal,
    };
    page.show_as(status, &template)
}

/// The list again, with why nothing was issued; an error that is no refusal stays one.
async fn refuse(
    page: &Page,
    site: &Site,
    permit: &MayIssueCertificates,
    error: Error,
) -> Result<Response, PageError> {
    let why = match &error {
        Error::Rejected(rejection) => reason::rejection(page.locale, rejection),
        Error::Invalid(faults) if faults.iter().any(|fault| fault.field.starts_with("signatory")) => {
            page.t("certificate-issue-signatory")
        }
        Error::Invalid(faults) if faults.iter().any(|fault| fault.field.contains('.')) => {
            page.t("certificate-issue-strangers")
        }
        Error::Invalid(_) => page.t("certificate-issue-nobody"),
        _ => return Err(error.into()),
    };
    show_list(page, site, permit, Some(why)).await
}

#[handler]
pub async fn list(
    page: Page,
    Data(site): Data<&Site>,
    Caller(actor): Caller,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let permit = site.app.may_issue_certificates(&actor, cohort_id(&id)?).await?;
    show_list(&page, site, &permit, None).await
}

/// Asks once more; changes nothing.
#[handler]
pub async fn confirm(
    page: Page,
    Data(site): Data<&Site>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, PageError> {
    let permit = site.app.may_issue_certificates(&actor, cohort_id(&id)?).await?;
    let wanted = chosen(&form)?;
    let drafts = match site.app.draft_certificates(&permit, &wanted).await {
        Ok(drafts) => drafts,
        Err(error) => return refuse(&page, site, &permit, error).await,
    };
    let refused = paper::refused(site, &drafts).await?;
    let nominees = site.app.preview_certificates(&permit).await?;
    let row = |draft: &postup_app::certificate::Draft| {
        nominees
            .iter()
            .find(|one| one.candidate.enrollment == draft.enrollment)
            .map(|one| Row::new(&page, one))
    };
    let rows: Vec<Row> = drafts.iter().filter_map(row).collect();
    let named = |row: &&Row| refused.contains(&row.enrollment);
    let refused: Vec<String> = rows.iter().filter(named).map(|row| row.name.clone()).collect();
    page.show(&Confirm { page: &page, cohort: permit.cohort(), rows, refused })
}

#[handler]
pub async fn issue(
    page: Page,
    Data(site): Data<&Site>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, PageError> {
    let permit = site.app.may_issue_certificates(&actor, cohort_id(&id)?).await?;
    let wanted = chosen(&form)?;
    match try_issue(site, permit.clone(), wanted).await {
        Ok(Issued::Now(_)) => {
            let to = format!("/manage/cohorts/{}/certificates", permit.cohort());
            Ok(go(&to, Some("certificate-issued")))
        }
        Ok(Issued::Later(job)) => Ok(go(&format!("/jobs/{}", job.id), None)),
        Err(error) => refuse(&page, site, &permit, error).await,
    }
}

async fn try_issue(
    site: &Site,
    permit: MayIssueCertificates,
    wanted: Vec<EnrollmentId>,
) -> Result<Issued, Error> {
    if let Some(job) = site.app.issue_under_way(&permit, &wanted).await? {
        return Ok(Issued::Later(job));
    }
    let drafts = site.app.draft_certificates(&permit, &wanted).await?;
    paper::faults(site, &drafts).await?;
    site.app.issue_or_begin(permit, wanted).await
}

/// What the certificate of one person would look like; it has no number.
#[handler]
pub async fn sample(
    Data(site): Data<&Site>,
    Caller(actor): Caller,
    Path((id, enrollment)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let permit = site.app.may_issue_certificates(&actor, cohort_id(&id)?).await?;
    let enrollment: EnrollmentId = enrollment.parse().map_err(|_| PageError::Missing)?;
    let drafts = site.app.draft_certificates(&permit, &[enrollment]).await?;
    let draft = drafts.first().ok_or(PageError::Missing)?;
    super::document(site, &draft.facts).await
}
