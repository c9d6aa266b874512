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
        code: "SERVICES",
        title: ("Базові послуги громади без перерв", "Basic services of a hromada without breaks"),
        summary: (
            "Опалення, відходи, транспорт, адміністративні послуги: що має працювати завжди, скільки це коштує і як домовлятися з підприємствами.",
            "Heating, waste, transport, administrative services: what has to work at all times, what it costs, and how to agree on it with utilities.",
        ),
        outcomes: (
            "складати перелік критичних послуг громади\nрахувати собівартість послуги\nукладати договори з чіткими показниками якості",
            "list the critical services of a hromada\nreckon the cost of a service\nmake contracts with clear measures of quality",
        ),
        subject: "basic_services",
        length_type: "short_term",
        attendance_percent: "75",
        units: &[
            ("Критичні послуги", "Critical services", "3"),
            ("Собівартість і тариф", "Cost and tariff", "3"),
            ("Договори й показники", "Contracts and measures", "3"),
        ],
    },
    Outline {
        code: "CITY",
        title: ("Розвиток міста: простір, дані, участь", "Urban development: space, data, participation"),
        summary: (
            "Від питання мешканця до рядка бюджету й лінії на плані: як рішення про місто спираються на дані й на розмову з людьми.",
            "From a resident's question to a line of the budget and a line on the plan: how decisions about a city rest on data and on talking with people.",
        ),
        outcomes: (
            "читати просторовий план і бюджет громади разом\nставити питання до відкритих даних\nпроводити консультації з мешканцями",
            "read the spatial plan and the budget of a hromada together\nask questions of open data\nhold consultations with residents",
        ),
        subject: "urban_development",
        length_type: "short_term",
        attendance_percent: "80",
        units: &[
            ("Дані", "Data", "4"),
            ("Простір і бюджет", "Space and budget", "4"),
            ("Участь", "Participation", "4"),
        ],
    },
    Outline {
        code: "HERITAGE",
        title: (
            "Збереження архітектури: від обліку до ремонту",
            "Preserving architecture: from the register to repair",
        ),
        summary: (
            "Як описати пам’ятку, захистити її під час обстрілів і ремонту та знайти кошти на відновлення.",
            "How to describe a monument, protect it from shelling and from repair, and find the money to restore it.",
        ),
        outcomes: (
            "складати облікову картку пам’ятки\nпланувати першочергові протиаварійні роботи\nготувати заявку на грант",
            "fill in the record of a monument\nplan the first works against collapse\nwrite an application for a grant",
        ),
        subject: "architecture",
        length_type: "short_term",
        attendance_percent: "80",
        units: &[
            ("Облік і захист", "Register and protection", "5"),
            ("Протиаварійні роботи", "Works against collapse", "5"),
            ("Кошти", "Money", "5"),
        ],
    },
    Outline {
        code: "GREEN",
        title: (
            "Екологічні стандарти в рішеннях громади",
            "Environmental standards in a hromada's decisions",
        ),
        summary: (
            "Вода, повітря, відходи, зелені зони: які норми діють, хто їх перевіряє і як врахувати довкілля в кожному проєкті.",
            "Water, air, waste, green areas: which norms hold, who checks them, and how to mind the environment in every project.",
        ),
        outcomes: (
            "застосовувати стратегічну екологічну оцінку\nскладати план поводження з відходами\nчитати дані спостережень за довкіллям",
            "apply strategic environmental assessment\ndraw up a plan of waste management\nread the data of environmental monitoring",
        ),
        subject: "environment",
        length_type: "short_term",
        attendance_percent: "75",
        units: &[
            ("Норми й оцінка", "Norms and assessment", "4"),
            ("Відходи", "Waste", "4"),
            ("Спостереження", "Monitoring", "4"),
        ],
    },
    Outline {
        code: "AGGLO",
        title: (
            "Агломерації: місто й сусідні громади разом",
            "Agglomerations: a city and its neighbors together",
        ),
        summary: (
            "Спільний транспорт, дороги, вода, лікарні: як місту й сусіднім громадам домовитися, порахувати частки й жити за договором.",
            "Shared transport, roads, water, hospitals: how a city and the hromadas around it agree, reckon their shares and live by the contract.",
        ),
        outcomes: (
            "визначати межі агломерації за даними про поїздки\nготувати договір про співробітництво громад\nрахувати частки у спільному проєкті",
            "find the limits of an agglomeration from data on journeys\nprepare a contract of cooperation of hromadas\nreckon the shares of a joint project",
        ),
        subject: "agglomerations",
        length_type: "professional",
        attendance_percent: "70",
        units: &[
            ("Межі й дані", "Limits and data", "20"),
            ("Договори", "Contracts", "20"),
            ("Спільні проєкти", "Joint projects", "20"),
        ],
    },
];

/// Every course as somebody would type it.
pub(crate) fn courses() -> impl Iterator<Item = RawPlan> {
    OUTLINES.iter().map(Outline::typed)
}

impl Outline {
    fn typed(&self) -> RawPlan {
        let unit = |(uk, en, hours): &(&str, &str, &str)| RawUnit {
            title_uk: (*uk).to_owned(),
            title_en: (*en).to_owned(),
            hours: (*hours).to_owned(),
        };
        RawPlan {
            code: self.code.to_owned(),
            title_uk: self.title.0.to_owned(),
            title_en: self.title.1.to_owned(),
            summary_uk: self.summary.0.to_owned(),
            summary_en: self.summary.1.to_owned(),
            outcomes_uk: self.outcomes.0.to_owned(),
            outcomes_en: self.outcomes.1.to_owned(),
            subject: self.subject.to_owned(),
            content_type: "special".to_owned(),
            length_type: self.length_type.to_owned(),
            attendance_percent: self.attendance_percent.to_owned(),
            final_score: String::new(),
            units: self.units.iter().map(unit).collect(),
        }
    }
}
