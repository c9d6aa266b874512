//! What a certificate says and whether it counts, in the reader's language.

use crate::pages::page::Page;
use postup_app::certificate::Checked;
use postup_domain::certificate::{CertificateState, Facts, Place, Standing};
use postup_i18n::Value;

/// A certificate as pages show it.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The tone of the tag: "good", "bad", "caution".
    pub tone: &'static str,
    /// One word or two: "дійсний".
    pub state: String,
    /// The same as a heading: "Сертифікат дійсний".
    pub heading: String,
    /// Since when and why it does not count; empty while it does.
    pub why: String,
    pub number: String,
    pub holder: String,
    pub course: String,
    /// Label and text of every claim, in the order of the printed sheet.
    pub claims: Vec<(String, String)>,
    pub outcomes: Vec<String>,
}

/// Says a certificate.
pub fn shown(page: &Page, checked: &Checked) -> Shown {
    let facts = &checked.certificate.facts;
    let state = checked.certificate.standing.state();
    Shown {
        tone: tone(state),
        state: page.t(&format!("certificate-state-{state}")),
        heading: page.t(&format!("verify-heading-{state}")),
        why: why(page, checked),
        number: facts.registration_number.to_string(),
        holder: facts.holder.in_ukrainian(),
        course: page.pick(&facts.course).to_string(),
        claims: claims(page, facts),
        outcomes: page.pick(&facts.outcomes).clone(),
    }
}

/// How a state is coloured, always beside its word.
pub fn tone(state: CertificateState) -> &'static str {
    match state {
        CertificateState::Valid => "good",
        CertificateState::Revoked => "bad",
        CertificateState::Replaced | CertificateState::Expired => "caution",
    }
}

fn why(page: &Page, checked: &Checked) -> String {
    match &checked.certificate.standing {
        Standing::Valid => String::new(),
        Standing::Revoked { reason, at } => page.t2(
            "verify-revoked-why",
            "moment",
            page.moment(at),
            "reason",
            page.t(&format!("certificate-revocation-{reason}")),
        ),
        Standing::Replaced { reason, at, .. } => page.say(
            "verify-replaced-why",
            &[
                ("moment", page.moment(at).into()),
                ("reason", page.t(&format!("certificate-replacement-{reason}")).into()),
                ("number", checked.replaced_by.as_ref().map(ToString::to_string).unwrap_or_default().into()),
            ],
        ),
        Standing::Expired { at } => page.t1("verify-expired-why", "moment", page.moment(at)),
    }
}

fn claims(page: &Page, facts: &Facts) -> Vec<(String, String)> {
    let label = |what: &str| page.t(&format!("certificate-sheet-{what}"));
    let holder = format!("{} / {}", facts.holder.in_ukrainian(), facts.holder.in_latin());
    let content = label(&format!("content-{}", facts.content_type));
    let length = label(&format!("length-{}", facts.length_type));
    let hours = facts.hours.to_string();
    let volume = page.say(
        "certificate-sheet-volume-value",
        &[("hours", Value::try_number(&hours)), ("credits", Value::try_number(&facts.ects_credits))],
    );
    let place = match &facts.place {
        Place::Online => label("place-online"),
        Place::City(city) => page.pick(city).to_string(),
    };
    let signatory = &facts.signatory;
    vec![
        (label("number"), facts.registration_number.to_string()),
        (page.t("certificate-holder"), holder),
        (page.t("certificate-course"), page.pick(&facts.course).to_string()),
        (label("program"), page.pick(&facts.program).to_string()),
        (page.t("certificate-provider"), provider(page, facts)),
        (label("type"), format!("{content}, {length}")),
        (label("volume"), volume),
        (label("form"), label(&format!("form-{}", facts.form))),
        (label("period"), page.period(&facts.starts_on, &facts.ends_on)),
        (label("place"), place),
        (label("issued"), page.date(&facts.issued_on)),
        (
            page.t("certificate-signatory"),
            format!("{}, {}", page.pick(&signatory.name), page.pick(&signatory.position)),
        ),
    ]
}

fn provider(page: &Page, facts: &Facts) -> String {
    let name = page.pick(&facts.provider.name);
    match &facts.provider.edrpou {
        Some(code) => format!("{name}, {}", page.t1("certificate-sheet-edrpou", "code", code.as_str())),
        None => name.to_string(),
    }
}
