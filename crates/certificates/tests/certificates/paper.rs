//! What the PDF says, read back with tools that did not write it.

use std::path::{Path, PathBuf};

use postup_certificates::RenderError;
use postup_domain::certificate::Facts;
use tokio::process::Command;

use crate::facts::{self, check_url};
use crate::pool::renderer;

/// Renders and keeps the file, so that a failed test can be looked at.
async fn print(facts: &Facts, file: &str) -> PathBuf {
    let pdf = renderer("typeset").render(facts, &check_url(facts)).await.unwrap();
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(file);
    tokio::fs::write(&path, pdf).await.unwrap();
    path
}

pub async fn run(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output().await.unwrap();
    assert!(output.status.success(), "{program}: {output:?}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The text as one line, as somebody would copy it.
pub async fn text_of(file: &Path) -> String {
    let text = run("pdftotext", &[file.to_str().unwrap(), "-"]).await;
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub async fn pages_of(file: &Path) -> usize {
    let info = run("pdfinfo", &[file.to_str().unwrap()]).await;
    info.lines().find_map(|line| line.strip_prefix("Pages:")).unwrap().trim().parse().unwrap()
}

/// Every word must lie inside the inner line of the frame, in points of an A4 sheet on its side.
async fn assert_inside_the_frame(file: &Path) {
    let boxes = run("pdftotext", &["-bbox", file.to_str().unwrap(), "-"]).await;
    let mut words = 0;
    for word in boxes.lines().filter(|line| line.contains("<word")) {
        let side = |name: &str| -> f64 {
            let (_, rest) = word.split_once(&format!("{name}=\"")).unwrap();
            rest.split_once('"').unwrap().0.parse().unwrap()
        };
        let inside =
            side("xMin") > 30.0 && side("yMin") > 30.0 && side("xMax") < 812.0 && side("yMax") < 565.0;
        assert!(inside, "outside of the frame: {word}");
        words += 1;
    }
    assert!(words > 50, "the sheet is nearly empty");
}

pub async fn names_can_be_read_out_of_the_pdf_in_both_scripts() {
    let file = print(&facts::ordinary(), "ordinary.pdf").await;
    let text = text_of(&file).await;
    for name in ["Ґалаґан-Їжакевич Дар’я Єгорівна", "Daria Galagan-Yizhakevych"]
    {
        assert!(text.contains(name), "{name} is not in {text}");
    }
    assert_eq!(pages_of(&file).await, 1);
    assert_inside_the_frame(&file).await;
}

pub async fn everything_the_employer_needs_is_printed() {
    let facts = facts::ordinary();
    let file = print(&facts, "employer.pdf").await;
    let text = text_of(&file).await;
    let url = check_url(&facts);
    for fact in [
        "ПК 2026/000123",
        "код ЄДРПОУ 37472062",
        "Безбар’єрність міського простору",
        "Barrier-free urban space",
        "спеціальна, короткострокова",
        "special, short-term",
        "45 академічних годин, 1,5 кредиту ЄКТС",
        "45 academic hours, 1.5 ECTS credits",
        "змішана",
        "1–30 вересня 2026",
        "1–30 September 2026",
        "м. Суми",
        "2 жовтня 2026",
        "Голова правління",
        "Oleh Shcherbukha",
        "проводить аудит доступності",
        "audits the accessibility",
        url.as_str(),
    ] {
        assert!(text.contains(fact), "{fact} is not in {text}");
    }
    let info = run("pdfinfo", &[file.to_str().unwrap()]).await;
    for property in ["Tagged:          yes", "Дар’я", "CreationDate:    Fri Oct  2"] {
        assert!(info.contains(property), "{property} is not in {info}");
    }
    let bytes = tokio::fs::read(&file).await.unwrap();
    let metadata = String::from_utf8_lossy(&bytes);
    for claim in ["<pdfuaid:part>1<", "<pdfaid:part>2<", "<pdfaid:conformance>A<"] {
        assert!(metadata.contains(claim), "{claim} is not in the metadata");
    }
    let structure = run("pdfinfo", &["-struct-text", file.to_str().unwrap()]).await;
    for tag in ["H1", "Figure", "LI"] {
        assert!(structure.contains(tag), "{tag} is not in {structure}");
    }
}

pub async fn equal_facts_give_equal_bytes() {
    let facts = facts::ordinary();
    let url = check_url(&facts);
    let (one, other) = (renderer("typeset"), renderer("typeset"));
    let first = one.render(&facts, &url).await.unwrap();
    let between = one.render(&facts::long(), &url).await.unwrap();
    let again = one.render(&facts, &url).await.unwrap();
    let elsewhere = other.render(&facts, &url).await.unwrap();
    assert!(first == again && first == elsewhere, "equal facts gave different bytes");
    assert_ne!(first, between);
    assert!(first.len() < 64_000, "{} bytes", first.len());
}

pub async fn long_names_and_titles_stay_on_the_sheet() {
    let facts = facts::long();
    assert!(facts.holder.in_ukrainian().chars().count() > 60);
    assert!(facts.course.uk.as_str().chars().count() > 250);
    let file = print(&facts, "long.pdf").await;
    assert_inside_the_frame(&file).await;
    assert!(pages_of(&file).await <= 2);
    // Only the outcomes may move: the foot belongs to the first page.
    let first_page = run("pdftotext", &["-l", "1", file.to_str().unwrap(), "-"]).await;
    assert!(first_page.contains(&check_url(&facts)) && first_page.contains("Олег Щербуха"), "{first_page}");
}

pub async fn many_outcomes_move_to_a_second_page() {
    let facts = facts::many_outcomes();
    let file = print(&facts, "outcomes.pdf").await;
    assert_eq!(pages_of(&file).await, 2);
    assert_inside_the_frame(&file).await;
    let text = text_of(&file).await;
    for outcome in
        ["6. веде діалог із користувачами", "6. works with wheelchair users", "Додаток до сертифіката"]
    {
        assert!(text.contains(outcome), "{outcome} is not in {text}");
    }
}

pub async fn markup_in_facts_is_printed_as_it_stands() {
    let mut facts = facts::ordinary();
    let tricky = "#read(\"/etc/passwd\") ] [ $x^2$ *bold* _it_ \\u{41} <a> @b //c /*d*/ `e` ~ --- \"q\" '";
    facts.course = facts::title(tricky, "= Not a heading");
    facts.outcomes.uk = facts::list(&["- #sys.inputs", "+ #panic()", "#import \"@preview/x:1.0.0\""]);
    let text = text_of(&print(&facts, "markup.pdf").await).await;
    for literal in [tricky, "= Not a heading", "- #sys.inputs", "+ #panic()", "#import \"@preview/x:1.0.0\""]
    {
        assert!(text.contains(literal), "{literal} is not in {text}");
    }
}

pub async fn a_character_that_no_font_has_is_refused_and_hurts_nobody_else() {
    let renderer = renderer("typeset");
    let mut facts = facts::ordinary();
    facts.holder.given_name = facts::name("龍");
    let url = check_url(&facts);
    let refused = renderer.render(&facts, &url).await;
    assert!(matches!(&refused, Err(RenderError::Refused(reason)) if !reason.is_empty()), "{refused:?}");
    assert!(renderer.render(&facts::ordinary(), &url).await.is_ok());
}
