//! The product as JSON at `/api/v1`.

pub mod answer;
pub mod approval;
pub mod audit;
pub mod auth;
pub mod calendar;
pub mod certificate;
pub mod check_in;
mod clash;
pub mod cohort;
pub mod completion;
pub mod correction;
pub mod correspondence;
pub mod course;
pub mod coverage;
pub mod docs;
pub mod enrollment;
pub mod equivalent;
pub mod export;
pub mod grant;
pub mod guest;
pub mod import;
pub mod interest;
pub mod interruption;
pub mod meeting_log;
pub mod message;
pub mod nomination;
pub mod nominee;
pub mod notification;
pub mod organization;
pub mod paging;
pub mod paper;
pub mod parameters;
pub mod person;
pub mod plea;
pub mod policed;
pub mod problem;
pub mod program;
pub mod progress;
pub mod quota;
pub mod reconfirmation;
pub mod record;
pub mod register;
pub mod requirement;
pub mod route;
pub mod session;
pub mod signature;
pub mod stand_in;
pub mod statement;
pub mod statistics;
pub mod substitution;
pub mod teaching;
pub mod template;
pub mod territory;
pub mod timetable;
pub mod trainer;
pub mod transfer;
pub mod venue;

use crate::policy::{Line, Unpoliced};
use crate::site::Site;
use poem::{Endpoint, EndpointExt, Response, Route, get};
use poem_openapi::{OpenApiService, Tags};
use policed::Policed;
use problem::Problems;

/// The groups of operations.
#[derive(Tags)]
pub enum Tag {
    Access,
    Territories,
    Organizations,
    People,
    Programs,
    Courses,
    Cohorts,
    Sessions,
    Enrollments,
    Attendance,
    Certificates,
    Notifications,
    Imports,
    Statistics,
}

/// Every operation of the interface. A noun joins here: its struct, and its table of policies below.
fn operations(site: &Site) -> impl poem_openapi::OpenApi + 'static {
    // Groups, since a tuple has at most sixteen places.
    (
        (
            auth::AuthApi { site: site.clone() },
            grant::GrantApi { site: site.clone() },
            organization::OrganizationApi { site: site.clone() },
            person::PersonApi { site: site.clone() },
            trainer::TrainerApi { site: site.clone() },
            notification::NotificationApi { site: site.clone() },
            message::MessageApi { site: site.clone() },
            template::TemplateApi { site: site.clone() },
            correspondence::CorrespondenceApi { site: site.clone() },
            calendar::CalendarApi { site: site.clone() },
            certificate::CertificateApi::new(site),
            program::ProgramApi { site: site.clone() },
            import::ImportApi { site: site.clone() },
            nominee::NomineeApi { site: site.clone() },
            requirement::RequirementApi { site: site.clone() },
            equivalent::EquivalentApi { site: site.clone() },
        ),
        (
            course::CourseApi { site: site.clone() },
            interest::InterestApi { site: site.clone() },
            cohort::CohortApi { site: site.clone() },
            session::SessionApi { site: site.clone() },
            statistics::StatisticsApi { site: site.clone() },
            territory::TerritoryApi { site: site.clone() },
            enrollment::EnrollmentApi::new(site.clone()),
            approval::ApprovalApi { site: site.clone() },
            quota::QuotaApi::new(site.clone()),
            coverage::CoverageApi { site: site.clone() },
            nomination::NominationApi { site: site.clone() },
            substitution::SubstitutionApi { site: site.clone() },
            transfer::TransferApi { site: site.clone() },
            reconfirmation::ReconfirmationApi { site: site.clone() },
            register::RegisterApi::new(site.clone()),
            completion::CompletionApi::new(site.clone()),
        ),
        (
            interruption::InterruptionApi { site: site.clone() },
            correction::CorrectionApi { site: site.clone() },
            check_in::CheckInApi { site: site.clone() },
            route::RouteApi { site: site.clone() },
            guest::GuestApi { site: site.clone() },
            signature::SignatureApi { site: site.clone() },
            paper::PaperApi { site: site.clone() },
            meeting_log::MeetingLogApi { site: site.clone() },
            venue::VenueApi { site: site.clone() },
            timetable::TimetableApi { site: site.clone() },
            plea::PleaApi { site: site.clone() },
            stand_in::StandInApi { site: site.clone() },
        ),
        (
            progress::ProgressApi { site: site.clone() },
            record::RecordApi { site: site.clone() },
            teaching::TeachingApi { site: site.clone() },
            statement::StatementApi { site: site.clone() },
            audit::AuditApi { site: site.clone() },
            export::ExportApi { site: site.clone() },
        ),
    )
}

/// Who may call which operation.
pub fn policies() -> Vec<Line> {
    let tables = [
        auth::POLICIES,
        audit::POLICIES,
        grant::POLICIES,
        organization::POLICIES,
        person::POLICIES,
        trainer::POLICIES,
        notification::POLICIES,
        message::POLICIES,
        template::POLICIES,
        correspondence::POLICIES,
        calendar::POLICIES,
        certificate::POLICIES,
        program::POLICIES,
        export::POLICIES,
        import::POLICIES,
        course::POLICIES,
        interest::POLICIES,
        cohort::POLICIES,
        session::POLICIES,
        stand_in::POLICIES,
        record::POLICIES,
        teaching::POLICIES,
        statement::POLICIES,
        statistics::POLICIES,
        progress::POLICIES,
        territory::POLICIES,
        enrollment::POLICIES,
        approval::POLICIES,
        interruption::POLICIES,
        correction::POLICIES,
        check_in::POLICIES,
        plea::POLICIES,
        quota::POLICIES,
        route::POLICIES,
        coverage::POLICIES,
        requirement::POLICIES,
        equivalent::POLICIES,
        nomination::POLICIES,
        substitution::POLICIES,
        transfer::POLICIES,
        guest::POLICIES,
        reconfirmation::POLICIES,
        nominee::POLICIES,
        register::POLICIES,
        signature::POLICIES,
        paper::POLICIES,
        meeting_log::POLICIES,
        completion::POLICIES,
        venue::POLICIES,
        timetable::POLICIES,
        // The last place, so that every noun's line ends alike.
        &[],
    ];
    tables.concat()
}

/// The document that describes the interface.
pub fn document(site: &Site) -> Result<String, Unpoliced> {
    Ok(docs::completed(&described(site)?.spec()))
}

fn described(
    site: &Site,
) -> Result<OpenApiService<Policed<impl poem_openapi::OpenApi + 'static>, ()>, Unpoliced> {
    let operations = Policed::new(operations(site), policies())?;
    Ok(OpenApiService::new(operations, "Postup", "1")
        .description("Training programs for city officials. The same rights as in the pages; errors are problem documents.")
        .server("/api/v1"))
}

/// What lies under `/api`.
pub(crate) fn service(site: &Site) -> Result<impl Endpoint<Output = Response> + 'static, Unpoliced> {
    let service = described(site)?;
    let bare = service.spec();
    let spec = docs::completed(&bare);
    let docs = docs::page(&service.swagger_ui_html().replace(&bare, &spec));
    Ok(Route::new()
        .at("/docs", get(docs))
        .at("/v1/openapi.json", get(docs::document(spec)))
        .nest("/v1", service)
        .with(Problems))
}
