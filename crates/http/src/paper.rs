//! Certificates on paper, typeset on demand from frozen facts and tried out before they are issued; lists to be signed.

use crate::site::Site;
use postup_app::Error;
use postup_app::certificate::Draft;
use postup_app::statement::OwnStatement;
use postup_certificates::RenderError;
use postup_domain::attendance::SignatureSheet;
use postup_domain::certificate::{CheckCode, Facts};
use postup_domain::id::EnrollmentId;
use postup_domain::rejection::{Fault, Invalid};
use postup_i18n::Locale;

/// The PDF of frozen facts. Equal facts give equal bytes.
pub async fn pdf(site: &Site, facts: &Facts) -> Result<Vec<u8>, Error> {
    let url = site.app.check_url(&facts.check_code);
    site.renderer.render(facts, &url).await.map_err(|error| match error {
        // Its reason may quote names, which do not belong into the log.
        RenderError::Refused(_) => Error::Broken("issued facts cannot be typeset".to_owned()),
        other => {
            tracing::warn!(error = %other, "a certificate was not typeset");
            Error::Busy
        }
    })
}

/// The PDF of the sheets of some sessions of one cohort.
pub async fn signatures(site: &Site, sheets: &[SignatureSheet], locale: Locale) -> Result<Vec<u8>, Error> {
    let (now, zone) = (site.app.now(), site.look.time_zone);
    site.renderer.signatures(locale, sheets, now, zone).await.map_err(|error| match error {
        RenderError::Refused(_) => Error::Broken("a signature sheet cannot be typeset".to_owned()),
        other => {
            tracing::warn!(error = %other, "a signature sheet was not typeset");
            Error::Busy
        }
    })
}

/// The PDF of somebody's year.
pub async fn year(site: &Site, own: &OwnStatement, locale: Locale) -> Result<Vec<u8>, Error> {
    let at = (site.app.now(), site.look.time_zone);
    let check = |code: &CheckCode| site.app.check_url(code);
    let set = site.renderer.year(locale, &own.person.name, &own.statement, check, at).await;
    set.map_err(|error| match error {
        RenderError::Refused(_) => Error::Broken("a statement cannot be typeset".to_owned()),
        other => {
            tracing::warn!(error = %other, "a statement was not typeset");
            Error::Busy
        }
    })
}

/// How a browser treats it: shows it, under the code of the cohort and the day of a single session.
pub fn signatures_disposition(sheets: &[SignatureSheet]) -> String {
    let code = sheets.first().map(|sheet| safe(sheet.meeting.code.as_str())).unwrap_or_default();
    let name = match sheets {
        [one] => format!("signatures-{code}-{}", one.meeting.local_start.0.date()),
        _ => format!("signatures-{code}"),
    };
    format!("inline; filename=\"{name}.pdf\"")
}

/// Whose certificates cannot be typeset, for example because no font has a letter of theirs. Tries the first and the
/// longest, and everybody with a letter that is in neither alphabet; the others differ in nothing that matters.
pub async fn refused(site: &Site, drafts: &[Draft]) -> Result<Vec<EnrollmentId>, Error> {
    let longest = drafts.iter().max_by_key(|draft| length(&draft.facts)).map(|draft| draft.enrollment);
    let mut refused = Vec::new();
    for (place, draft) in drafts.iter().enumerate() {
        let at_risk = place == 0 || Some(draft.enrollment) == longest || has_rare_letters(&draft.facts);
        if !at_risk {
            continue;
        }
        let url = site.app.check_url(&draft.facts.check_code);
        match site.renderer.render(&draft.facts, &url).await {
            Ok(_) => {}
            Err(RenderError::Refused(_)) => refused.push(draft.enrollment),
            Err(error) => {
                tracing::warn!(%error, "a certificate could not be tried out");
                return Err(Error::Busy);
            }
        }
    }
    Ok(refused)
}

/// The same as faults of a list of enrollments.
pub async fn faults(site: &Site, drafts: &[Draft]) -> Result<(), Error> {
    let refused = refused(site, drafts).await?;
    let fault = |(place, draft): (usize, &Draft)| {
        let field = format!("enrollment_ids.{place}");
        refused.contains(&draft.enrollment).then(|| Invalid::new(field, Fault::ForbiddenCharacter))
    };
    let faults: Vec<Invalid> = drafts.iter().enumerate().filter_map(fault).collect();
    if faults.is_empty() { Ok(()) } else { Err(faults.into()) }
}

fn names(facts: &Facts) -> impl Iterator<Item = char> {
    let text = format!("{}{}", facts.holder.in_ukrainian(), facts.holder.in_latin());
    text.chars().collect::<Vec<_>>().into_iter()
}

fn length(facts: &Facts) -> usize {
    names(facts).count()
}

fn has_rare_letters(facts: &Facts) -> bool {
    let plain = |letter: char| {
        letter.is_ascii_alphabetic()
            || matches!(letter, ' ' | '-' | '’' | '\'' | 'ʼ' | 'Ґ' | 'ґ' | 'Є' | 'є' | 'І' | 'і' | 'Ї' | 'ї')
            || matches!(letter, 'А'..='Щ' | 'а'..='щ' | 'Ь' | 'ь' | 'Ю' | 'ю' | 'Я' | 'я')
    };
    names(facts).any(|letter| !plain(letter))
}

/// The name of the downloaded file: letters of the number that every file system knows.
pub fn file_name(facts: &Facts) -> String {
    format!("certificate-{}.pdf", safe(facts.registration_number.as_str()))
}

fn safe(text: &str) -> String {
    let safe: String = text.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    safe.trim_matches('-').to_owned()
}

/// How a browser treats the file: shows it, under this name.
pub fn disposition(facts: &Facts) -> String {
    format!("inline; filename=\"{}\"", file_name(facts))
}
