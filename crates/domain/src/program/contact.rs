//! Whom to ask about the courses of a program.

use super::{RawPlan, both};
use crate::rejection::{Checks, Fault, Invalid};
use crate::text::{Both, EmailAddress, Line, Title};

/// An office that answers questions. It is shown to everybody, so it is no person's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    pub office: Both<Title>,
    pub email: EmailAddress,
    pub phone: Option<Line>,
}

/// The office as typed; none when nothing was.
pub(super) fn contact(checks: &mut Checks, raw: &RawPlan) -> Option<Contact> {
    let typed = [&raw.contact_office_uk, &raw.contact_office_en, &raw.contact_email, &raw.contact_phone];
    if typed.iter().all(|text| text.trim().is_empty()) {
        return None;
    }
    let names = [raw.contact_office_uk.as_str(), raw.contact_office_en.as_str()];
    let office = both(checks, ["contact_office_uk", "contact_office_en"], names, Title::new);
    let email = checks.take(EmailAddress::new("contact_email", &raw.contact_email));
    let phone = checks.take(phone("contact_phone", &raw.contact_phone))?;
    Some(Contact { office: office?, email: email?, phone })
}

/// A telephone as people write it: digits with spaces, hyphens and brackets, perhaps after a plus.
fn phone(field: &'static str, raw: &str) -> Result<Option<Line>, Invalid> {
    let Some(line) = Line::optional(field, raw)? else { return Ok(None) };
    let text = line.as_str();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let rest = text.strip_prefix('+').unwrap_or(text);
    let is_one = (5..=15).contains(&digits)
        && rest.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '-' | '(' | ')'));
    if is_one { Ok(Some(line)) } else { Err(Invalid::new(field, Fault::NotAPhone)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(fields: [&str; 4]) -> (Option<Contact>, Vec<(String, Fault)>) {
        let [uk, en, email, phone] = fields.map(str::to_owned);
        let raw = RawPlan {
            contact_office_uk: uk,
            contact_office_en: en,
            contact_email: email,
            contact_phone: phone,
            ..RawPlan::default()
        };
        let mut checks = Checks::default();
        let contact = contact(&mut checks, &raw);
        (contact, checks.into_faults().into_iter().map(|one| (one.field, one.fault)).collect())
    }

    #[test]
    fn an_office_is_whole_or_not_there() {
        assert_eq!(read(["", " ", "", ""]), (None, vec![]));
        let (office, faults) =
            read(["Навчальний відділ", "Training office", "Ask@School.test", "+380 (44) 123-45-67"]);
        assert_eq!(faults, []);
        let office = office.unwrap();
        assert_eq!((office.email.as_str(), office.phone.is_some()), ("ask@school.test", true));
        let (none, faults) = read(["Навчальний відділ", "", "nobody", "дзвоніть"]);
        assert_eq!(none, None);
        let fields: Vec<&str> = faults.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(fields, ["contact_office_en", "contact_email", "contact_phone"]);
        for phone in ["12", "+38 044 123 45 67 дод. 5", "1234567890123456", "04+4123456"] {
            let (_, faults) = read(["А", "A", "a@b.test", phone]);
            assert_eq!(faults, [("contact_phone".to_owned(), Fault::NotAPhone)], "{phone}");
        }
    }
}
