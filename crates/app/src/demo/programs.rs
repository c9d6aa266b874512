//! The programs of the demonstration and what their memoranda promise. Days are counted from the day on which somebody
//! starts it.

use postup_domain::indicator::Measure;

/// A program under a memorandum; everything twice, in Ukrainian and English.
pub(super) struct Program {
    pub code: &'static str,
    pub title: (&'static str, &'static str),
    pub description: (&'static str, &'static str),
    pub memorandum: &'static str,
    pub runner: (&'static str, &'static str),
    pub funder: (&'static str, &'static str),
    pub signatory: (&'static str, &'static str),
    /// The office that answers questions: its name, address and telephone.
    pub office: (&'static str, &'static str, &'static str, &'static str),
    pub position: (&'static str, &'static str),
    /// The codes of its courses.
    pub courses: &'static [&'static str],
    pub indicators: &'static [Indicator],
}

/// What a memorandum promises; everything twice, in Ukrainian and English.
pub(super) struct Indicator {
    pub name: (&'static str, &'static str),
    pub definition: (&'static str, &'static str),
    pub unit: (&'static str, &'static str),
    pub measure: Measure,
    pub baseline: i64,
    pub target: i64,
    /// What was reported: the day, the value and the source.
    pub reports: &'static [(i64, i64, &'static str)],
}

/// The term of both memoranda: two years.
pub(super) const TERM: [i64; 2] = [-300, 430];

pub(super) const PROGRAMS: &[Program] = &[
    Program {
        code: "HROMADA",
        title: ("Спроможні громади", "Capable hromadas"),
        description: (
            "Навчання посадових осіб місцевого самоврядування за меморандумом міністерства та громадської організації.",
            "Training of officials of local self-government under a memorandum of a ministry and an NGO.",
        ),
        memorandum: "Меморандум № 1 (демонстрація)",
        runner: ("ГО «Поступ громад»", "NGO Progress of Hromadas"),
        funder: ("Фонд сталих міст", "Sustainable Cities Fund"),
        signatory: ("Марія Вишневецька", "Mariia Vyshnevetska"),
        office: ("Навчальний відділ", "Training office", "navchannia@postup.test", "+380 44 000 00 01"),
        position: ("голова правління", "Chair of the Board"),
        courses: &["WATER", "ACCESS", "SHELTER", "SERVICES"],
        indicators: &[
            Indicator {
                name: ("Посадові особи, які завершили навчання", "Officials who completed training"),
                definition: (
                    "Особи, які виконали умову завершення бодай одного курсу програми; кожну враховано один раз.",
                    "People who met the completion rule of at least one course of the program, each counted once.",
                ),
                unit: ("осіб", "people"),
                measure: Measure::PeopleTrained,
                baseline: 0,
                target: 400,
                reports: &[],
            },
            Indicator {
                name: ("Охоплені громади", "Hromadas reached"),
                definition: (
                    "Громади, у яких навчання завершила бодай одна посадова особа.",
                    "Hromadas in which at least one official has completed training.",
                ),
                unit: ("громад", "hromadas"),
                measure: Measure::Hromadas,
                baseline: 0,
                target: 300,
                reports: &[],
            },
            Indicator {
                name: (
                    "Громади, які ухвалили план безбар’єрності",
                    "Hromadas that adopted a plan for barrier-free places",
                ),
                definition: (
                    "Громади-учасниці, рада яких ухвалила план після навчання; рахуємо за рішеннями рад.",
                    "Participating hromadas whose council adopted a plan after the training, by decisions of councils.",
                ),
                unit: ("громад", "hromadas"),
                measure: Measure::Reported,
                baseline: 4,
                target: 60,
                reports: &[
                    (-200, 9, "Огляд рішень рад, квартал 1 (демонстрація)"),
                    (-110, 17, "Огляд рішень рад, квартал 2 (демонстрація)"),
                    (-20, 31, "Огляд рішень рад, квартал 3 (демонстрація)"),
                ],
            },
        ],
    },
    Program {
        code: "MISTO",
        title: ("Місто для людей", "A city for people"),
        description: (
            "Навчання з розвитку міст, спадщини, довкілля та агломерацій за меморандумом міністерства та школи управління.",
            "Training in urban development, heritage, environment and agglomerations under a memorandum of a ministry and a school of management.",
        ),
        memorandum: "Меморандум № 2 (демонстрація)",
        runner: ("ГО «Школа міського розвитку»", "NGO School of Urban Development"),
        funder: ("Програма партнерства міст", "Partnership of Cities Programme"),
        signatory: ("Остап Яворський", "Ostap Yavorskyi"),
        office: ("Відділ програм", "Program office", "prohramy@postup.test", "+380 32 000 00 02"),
        position: ("директор", "Director"),
        courses: &["CITY", "HERITAGE", "GREEN", "AGGLO"],
        indicators: &[
            Indicator {
                name: ("Завершені участі", "Participations completed"),
                definition: (
                    "Участі, у яких виконано умову завершення курсу; та сама особа на двох курсах – дві участі.",
                    "Participations that met the completion rule; the same person on two courses is two participations.",
                ),
                unit: ("участей", "participations"),
                measure: Measure::Completions,
                baseline: 0,
                target: 600,
                reports: &[],
            },
            Indicator {
                name: (
                    "Пам’ятки з чинним охоронним договором",
                    "Monuments with a protection agreement in force",
                ),
                definition: (
                    "Пам’ятки у громадах-учасницях, для яких укладено охоронний договір.",
                    "Monuments in participating hromadas for which a protection agreement was signed.",
                ),
                unit: ("пам’яток", "monuments"),
                measure: Measure::Reported,
                baseline: 12,
                target: 80,
                reports: &[(-60, 21, "Звіт органів охорони спадщини (демонстрація)")],
            },
        ],
    },
];
