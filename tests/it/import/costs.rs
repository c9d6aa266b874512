//! What hostile files cost, measured in a process of their own: memory through /proc, time by the clock.

use super::*;
use crate::territory::files::{cell, pack, packed};
use std::process::Command;
use std::time::Instant;

const MEBIBYTE: usize = 1024 * 1024;

/// Each with the reasons for which it may be refused; none where it is taken, since it is harmless.
fn corpus() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let part = |name: &str, text: &str| {
        let sheet = pack(&heading());
        let parts = [(name.to_owned(), text.as_bytes())];
        with_parts(&sheet, &parts)
    };
    let far = format!("{}<row r=\"1048576\">{}</row>", heading(), cell("XFD1048576", "x"));
    let nested = format!("{}{}{}", heading(), "<row r=\"2\">".repeat(1_000_000), "</row>".repeat(1_000_000));
    let many_texts = |count: usize| format!("<sst>{}</sst>", "<si/>".repeat(count));
    let formats: String = (0..150_000)
        .map(|id| format!("<numFmt numFmtId=\"{id}\" formatCode=\"{:064}\"/>", id * 7919))
        .collect();
    let laughs = "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;\">]>"
        .to_owned()
        + &many_texts(3);
    let parts: Vec<(String, &[u8])> =
        (0..2_001).map(|n| (format!("xl/media/{n}"), b"x".as_slice())).collect();
    let wide = format!("<row r=\"2\">{}</row>", cell("A2", &"я".repeat(2 * MEBIBYTE)));
    vec![
        (
            "zeros",
            packed([("xl/a".to_owned(), vec![0; 70 * MEBIBYTE].as_slice())].into_iter()),
            "import-flaw-bomb",
        ),
        ("a cell far off", pack(&far), "import-flaw-no-rows"),
        ("deep nesting", pack(&nested), "import-flaw-bomb"),
        (
            "texts, thirteen million",
            part("xl/sharedStrings.xml", &many_texts(13_000_000)),
            "import-flaw-bomb",
        ),
        (
            "texts, as many as may be",
            part("xl/sharedStrings.xml", &many_texts(1_400_000)),
            "import-flaw-bomb",
        ),
        ("styles", part("xl/styles.xml", &format!("<styleSheet>{formats}</styleSheet>")), "import-flaw-bomb"),
        ("entities", part("xl/sharedStrings.xml", &laughs), "import-flaw-no-rows import-flaw-damaged"),
        ("parts", packed(parts.into_iter()), "import-flaw-bomb"),
        ("one long cell", pack(&(heading() + &wide)), "import-flaw-bomb"),
        ("one line", vec![b'a'; 10 * MEBIBYTE], "import-flaw-no-heading"),
        ("separators", vec![b';'; 10 * MEBIBYTE], "import-flaw-too-wide"),
        (
            "quotation marks",
            b"email;family_name;given_name\n"
                .iter()
                .copied()
                .chain(std::iter::repeat_n(b'"', 10 * MEBIBYTE - 29))
                .collect(),
            "import-flaw-open-quote",
        ),
        (
            "cells",
            ("email;family_name;given_name\n".to_owned() + &"a;".repeat(5 * MEBIBYTE - 20)).into(),
            "import-flaw-too-wide",
        ),
    ]
}

fn heading() -> String {
    format!(
        "<row r=\"1\">{}{}{}</row>",
        cell("A1", "email"),
        cell("B1", "family_name"),
        cell("C1", "given_name")
    )
}

/// The workbook with more parts.
fn with_parts(workbook: &[u8], more: &[(String, &[u8])]) -> Vec<u8> {
    use std::io::Read as _;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(workbook)).unwrap();
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        parts.push((part.name().unwrap().into_owned(), content));
    }
    let links = "xl/_rels/workbook.xml.rels";
    for (name, content) in &mut parts {
        if name == links {
            let text = String::from_utf8(content.clone()).unwrap();
            let kind = |name: &str| {
                format!("http://schemas.openxmlformats.org/officeDocument/2006/relationships/{name}")
            };
            let added = format!(
                "<Relationship Id=\"rId8\" Type=\"{}\" Target=\"sharedStrings.xml\"/>\
                 <Relationship Id=\"rId9\" Type=\"{}\" Target=\"styles.xml\"/></Relationships>",
                kind("sharedStrings"),
                kind("styles")
            );
            *content = text.replace("</Relationships>", &added).into_bytes();
        }
    }
    let all = parts.iter().map(|(name, content)| (name.clone(), content.as_slice()));
    packed(all.chain(more.iter().map(|(name, content)| (name.clone(), *content))))
}

/// A line of /proc/self/status in KiB.
fn status(name: &str) -> u64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = text.lines().find(|line| line.starts_with(name)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// Sends every file of the corpus; prints what each came to. Does nothing unless it is the child.
#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "the test starts itself anew, and says so by the environment")]
async fn alone_with_hostile_files() {
    if std::env::var_os("POSTUP_TEST_ALONE").is_none() {
        return;
    }
    let house = TestApp::new().await;
    Ground::new(&house).await;
    for (name, file, reason) in corpus() {
        let before = status("VmRSS:");
        // The peak is counted anew from here on.
        std::fs::write("/proc/self/clear_refs", "5").unwrap();
        let begun = Instant::now();
        let job = checked(&house, &Actor::system(), ImportKind::People, file).await;
        let (took, grown) = (begun.elapsed().as_millis(), status("VmHWM:").saturating_sub(before));
        let flaw = job.flaw.unwrap_or_default();
        let code = flaw.split('"').nth(3).unwrap_or_default();
        println!("\ncase\t{name}\t{reason}\t{code}\t{grown}\t{took}");
    }
}

#[test]
fn every_hostile_file_costs_little_and_is_refused_or_harmless() {
    let program = std::env::current_exe().unwrap();
    let child = Command::new(program)
        .args(["--exact", "import::costs::alone_with_hostile_files", "--nocapture", "--test-threads=1"])
        .env("POSTUP_TEST_ALONE", "yes")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&child.stdout);
    assert!(child.status.success(), "{said} {}", String::from_utf8_lossy(&child.stderr));
    let cases: Vec<Vec<&str>> = said
        .lines()
        .filter(|line| line.starts_with("case\t"))
        .map(|line| line.split('\t').collect())
        .collect();
    assert_eq!(cases.len(), corpus().len(), "{said}");
    for case in &cases {
        assert!(case[2] == case[3] || case[2].split(' ').any(|code| code == case[3]), "{}: {said}", case[1]);
        let (grown, took): (u64, u64) = (case[4].parse().unwrap(), case[5].parse().unwrap());
        assert!(grown <= 256 * 1024, "{} KiB: {}", grown, case[1]);
        // Ten seconds where nothing else is built and the program is optimised.
        assert!(took <= 60_000, "{took} ms: {}", case[1]);
    }
    println!("{said}");
}
