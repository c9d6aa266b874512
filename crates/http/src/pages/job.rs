//! Long work: how far it is, for whoever asked for it. The page is the same after a reload, and complete without scripts.

use askama::Template;
use poem::web::{Data, Path};
use poem::{Response, handler};
use postup_domain::id::JobId;
use postup_domain::job::{Job, Progress};

use super::Pages;
use super::error::PageError;
use super::page::Page;
use crate::policy::Policy;
use crate::site::Site;

pub fn pages(pages: Pages) -> Pages {
    pages.get("/jobs/:id", Policy::SignedIn, show)
}

#[derive(Template)]
#[template(path = "job/show.html")]
struct Show<'a> {
    page: &'a Page,
    title: String,
    tone: &'static str,
    state: String,
    /// How many of how many, in words.
    counted: String,
    done: usize,
    total: usize,
    is_under_way: bool,
    since: String,
    /// How many were left out, since they no longer were as they had to be.
    left_out: Option<String>,
    /// Why it stopped.
    why: Option<String>,
    /// Where what was made is, for whoever may see it.
    result: Option<String>,
    job: Job,
}

#[handler]
async fn show(page: Page, id: Path<String>, site: Data<&Site>) -> Result<Response, PageError> {
    let id: JobId = id.parse().map_err(|_| PageError::Missing)?;
    let job = site.app.job(&page.actor, id).await?;
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let (done, total, made) = (job.done, job.wanted.len(), job.made);
    let left_out = done.saturating_sub(made);
    let may_issue = site.app.may_issue_certificates(&page.actor, job.cohort).await.is_ok();
    page.show(&Show {
        page: &page,
        title: page.tn("job-issue-title", count(total)),
        tone: match job.state {
            Progress::Waiting | Progress::Running => "going",
            Progress::Done => "good",
            Progress::Stopped => "bad",
        },
        state: page.word("job-state", job.state),
        counted: page.t2("job-counted", "done", count(done), "total", count(total)),
        is_under_way: job.state.is_under_way(),
        since: page.t1("job-since", "moment", page.moment(&job.created_at)),
        left_out: (left_out > 0).then(|| page.tn("job-left-out", count(left_out))),
        why: job.reason.map(|reason| page.word("job-stopped", reason)),
        result: may_issue.then(|| format!("/manage/cohorts/{}/certificates", job.cohort)),
        done,
        total,
        job,
    })
}
