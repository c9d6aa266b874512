//! Made-up courses.

use postup_domain::course::{RawPlan, RawUnit};

/// A course in short; everything twice, in Ukrainian and English.
struct Outline {
    code: &'static str,
    title: (&'static str, &'static str),
    summary: (&'static str, &'static str),
    outcomes: (&'static str, &'static str),
    subject: &'static str,
    length_type: &'static str,
    attendance_percent: &'static str,
    units: &'static [(&'static str, &'static str, &'static str)],
}

const OUTLINES: &[Outline] = &[
    Outline {
        code: "WATER",
        title: ("Водопостачання громади в надзвичайних умовах", "Water supply of a hromada in emergencies"),
        summary: (
            "Як забезпечити людей водою, коли мережа пошкоджена або немає струму: запаси, підвезення, контроль якості, договори з сусідами.",
            "How to give people water when the network is damaged or the power is out: stocks, delivery, quality control, agreements with neighbors.",
        ),
        outcomes: (
            "складати план аварійного водопостачання громади\nобирати та перевіряти резервні джерела\nорганізувати підвезення води для лікарень і шкіл",
            "draw up a hromada's plan of emergency water supply\nchoose and test reserve sources\norganize water delivery for hospitals and schools",
        ),
        subject: "water_supply",
        length_type: "short_term",
        attendance_percent: "80",
        units: &[
            ("Резервні джерела", "Reserve sources", "2"),
            ("Підвезення і пункти видачі", "Delivery and distribution points", "2"),
            ("План громади", "The plan of a hromada", "2"),
        ],
    },
    Outline {
        code: "ACCESS",
        title: ("Доступність міських об’єктів: практикум", "Accessibility of city facilities: a workshop"),
        summary: (
            "Обстежуємо вхід, коридор і санвузол так, щоб побачити їх очима людини на кріслі колісному, і складаємо перелік робіт.",
            "We survey an entrance, a corridor and a toilet with the eyes of a person in a wheelchair, and make a list of works.",
        ),
        outcomes: (
            "проводити обстеження доступності за державними будівельними нормами\nскладати перелік робіт за пріоритетом",
            "survey accessibility by the state building norms\nrank the necessary works",
        ),
        subject: "accessibility",
        length_type: "short_term",
        attendance_percent: "100",
        units: &[("Обстеження на місці", "Survey on site", "2")],
    },
    Outline {
        code: "SHELTER",
        title: ("Інфраструктура цивільного захисту міста", "Civil-security infrastructure of a city"),
        summary: (
            "Мережа укриттів, оповіщення, евакуація: як планувати, утримувати й пояснювати мешканцям.",
            "Shelters, warning, evacuation: how to plan and maintain them, and how to explain them to residents.",
        ),
        outcomes: (
            "оцінювати потребу в укриттях\nпланувати їх утримання на рік\nготувати зрозумілі повідомлення для мешканців",
            "assess the need for shelters\nplan their maintenance for a year\nwrite notices that residents understand",
        ),
        subject: "civil_security",
        length_type: "professional",
        attendance_percent: "75",
        units: &[
            ("Мережа укриттів", "A network of shelters", "20"),
            ("Оповіщення й евакуація", "Warning and evacuation", "20"),
            ("Утримання та кошти", "Maintenance and money", "20"),
        ],
    },
    Outline {
        code: "CITY",
        title: ("Управління містом: дані, бюджет, участь", "City management: data, budget, participation"),
        summary: (
            "Від питання мешканця до рядка бюджету: як рішення міста спираються на дані й на розмову з людьми.",
            "From a resident's question to a line of the budget: how a city's decisions rest on data and on talking with people.",
        ),
        outcomes: (
            "читати бюджет громади\nставити питання до відкритих даних\nпроводити консультації з мешканцями",
            "read the budget of a hromada\nask questions of open data\nhold consultations with residents",
        ),
        subject: "city_management",
        length_type: "short_term",
        attendance_percent: "80",
        units: &[("Дані", "Data", "4"), ("Бюджет", "Budget", "4"), ("Участь", "Participation", "4")],
    },
];

/// Every course as somebody would type it.
pub fn courses() -> Vec<RawPlan> {
    OUTLINES
        .iter()
        .map(|outline| RawPlan {
            code: outline.code.to_owned(),
            title_uk: outline.title.0.to_owned(),
            title_en: outline.title.1.to_owned(),
            summary_uk: outline.summary.0.to_owned(),
            summary_en: outline.summary.1.to_owned(),
            outcomes_uk: outline.outcomes.0.to_owned(),
            outcomes_en: outline.outcomes.1.to_owned(),
            subject: outline.subject.to_owned(),
            content_type: "special".to_owned(),
            length_type: outline.length_type.to_owned(),
            attendance_percent: outline.attendance_percent.to_owned(),
            final_score: String::new(),
            units: outline
                .units
                .iter()
                .map(|(uk, en, hours)| RawUnit {
                    title_uk: (*uk).to_owned(),
                    title_en: (*en).to_owned(),
                    hours: (*hours).to_owned(),
                })
                .collect(),
        })
        .collect()
}
