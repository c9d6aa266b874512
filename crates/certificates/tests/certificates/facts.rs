//! Facts to print.

use postup_domain::certificate::{CheckCode, Facts, Holder, Place, Provider, Signatory};
use postup_domain::cohort::Form;
use postup_domain::course::{ContentType, Hours, LengthType};
use postup_domain::organization::Edrpou;
use postup_domain::text::{Both, Line, Name, Title};

pub fn name(text: &str) -> Name {
    Name::new("name", text).unwrap()
}

pub fn title(uk: &str, en: &str) -> Both<Title> {
    Both::new(Title::new("title", uk).unwrap(), Title::new("title", en).unwrap())
}

fn line(text: &str) -> Line {
    Line::new("line", text).unwrap()
}

pub fn list(items: &[&str]) -> Vec<String> {
    items.iter().map(|item| (*item).to_owned()).collect()
}

/// The address of the check page, as the QR symbol has it.
pub fn check_url(facts: &Facts) -> String {
    format!("https://postup.example.org/verify/{}", facts.check_code)
}

/// A certificate as most are.
pub fn ordinary() -> Facts {
    let hours = Hours::from_hundredths(4_500);
    Facts {
        registration_number: "ПК 2026/000123".parse().unwrap(),
        check_code: CheckCode::from_bytes(
            *b"\x3a\x91\x07\xc4\x55\xe0\x1b\x88\xd2\x6f\x40\x99\x13\x7a\xbe\x05",
        ),
        holder: Holder {
            family_name: name("Ґалаґан-Їжакевич"),
            given_name: name("Дар’я"),
            patronymic: Some(name("Єгорівна")),
            latin_family_name: name("Galagan-Yizhakevych"),
            latin_given_name: name("Daria"),
        },
        provider: Provider {
            name: title(
                "Громадська організація «Академія спроможних громад»",
                "NGO “Academy of Capable Hromadas”",
            ),
            edrpou: Some(Edrpou::new("edrpou", "37472062").unwrap()),
        },
        program: title("Спроможні громади: міста без бар’єрів", "Capable hromadas: cities without barriers"),
        course: title(
            "Безбар’єрність міського простору та доступність громадських будівель",
            "Barrier-free urban space and accessibility of public buildings",
        ),
        content_type: ContentType::Special,
        length_type: LengthType::ShortTerm,
        hours,
        ects_credits: hours.credits().to_string(),
        form: Form::Blended,
        starts_on: "2026-09-01".parse().unwrap(),
        ends_on: "2026-09-30".parse().unwrap(),
        outcomes: Both::new(
            list(&[
                "проводить аудит доступності будівлі за державними будівельними нормами",
                "складає план усунення бар’єрів із бюджетом і строками",
                "веде діалог із користувачами кріслом колісним і незрячими мешканцями",
            ]),
            list(&[
                "audits the accessibility of a building against the state building norms",
                "draws up a plan for removing barriers with budget and dates",
                "works with wheelchair users and blind residents as partners",
            ]),
        ),
        place: Place::City(title("м. Суми", "Sumy")),
        issued_on: "2026-10-02".parse().unwrap(),
        signatory: Signatory {
            name: Both::new(name("Олег Щербуха"), name("Oleh Shcherbukha")),
            position: Both::new(line("Голова правління"), line("Chair of the Board")),
        },
    }
}

/// The longest names and titles that may reasonably come.
pub fn long() -> Facts {
    let mut facts = ordinary();
    facts.holder.family_name = name("Переяслав-Хмельницький-Новгород-Сіверський");
    facts.holder.given_name = name("Володимира-Станіслава");
    facts.holder.patronymic = Some(name("Всеволодославівна"));
    facts.holder.latin_family_name = name("Pereiaslav-Khmelnytskyi-Novhorod-Siverskyi");
    facts.holder.latin_given_name = name("Volodymyra-Stanislava");
    facts.course = title(&long_title(&facts.course.uk), &long_title(&facts.course.en));
    facts.program = title(&long_title(&facts.program.uk), &long_title(&facts.program.en));
    facts.signatory.position = Both::new(
        line("Перший заступник директора з навчально-методичної роботи та міжнародної співпраці"),
        line("First Deputy Director for Teaching, Methodology and International Cooperation"),
    );
    facts.provider.name = title(
        "Державний вищий навчальний заклад «Міжрегіональний інститут підвищення кваліфікації посадових осіб місцевого самоврядування та керівників комунальних підприємств»",
        "State Higher Educational Institution “Interregional Institute for Advanced Training of Local Self-Government Officials and Heads of Municipal Enterprises”",
    );
    facts
}

fn long_title(start: &Title) -> String {
    let words = std::iter::repeat_n(start.as_str(), 5).collect::<Vec<_>>().join("; ");
    words.chars().take(255).collect::<String>()
}

/// More outcomes than the first page has room for.
pub fn many_outcomes() -> Facts {
    let mut facts = ordinary();
    let repeat = |items: &[String]| {
        (1..=6).flat_map(|round| items.iter().map(move |item| format!("{round}. {item}"))).collect::<Vec<_>>()
    };
    facts.outcomes = Both::new(repeat(&facts.outcomes.uk), repeat(&facts.outcomes.en));
    facts
}
