//! What hostile files cost the process that reads them, in memory and time, and what is said of them.

use super::*;
use crate::territory::files::{cell, pack, packed};
use postup_app::settings::{Program, Settings};
use postup_tests::outside::CountingEntropy;
use std::io::{Read as _, Write as _};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration as Time, Instant};

const MEBIBYTE: usize = 1024 * 1024;
const SHEET: &str = "xl/worksheets/sheet1.xml";

/// A workbook taken apart.
struct Book(Vec<(String, Vec<u8>)>);

impl Book {
    /// A heading and a person.
    fn sound() -> Self {
        Self::of(&(heading() + &row(2, ["a@rada.test", "Коваль", "Іван"])))
    }

    fn of(rows: &str) -> Self {
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(pack(rows))).unwrap();
        let parts = (0..archive.len()).map(|index| {
            let mut part = archive.by_index(index).unwrap();
            let mut content = Vec::new();
            part.read_to_end(&mut content).unwrap();
            (part.name().unwrap().into_owned(), content)
        });
        Self(parts.collect())
    }

    /// The same with another part, which the workbook speaks of where it has to.
    fn with(mut self, name: &str, content: impl Into<Vec<u8>>) -> Self {
        let kind = name.trim_start_matches("xl/").trim_end_matches(".xml");
        if matches!(kind, "sharedStrings" | "styles") {
            let link = format!(
                "<Relationship Id=\"r{kind}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" \
                 Target=\"{kind}.xml\"/></Relationships>"
            );
            self.change("xl/_rels/workbook.xml.rels", "</Relationships>", &link);
        }
        self.0.push((name.to_owned(), content.into()));
        self
    }

    fn change(&mut self, name: &str, from: &str, to: &str) {
        let (_, content) = self.0.iter_mut().find(|(part, _)| part == name).unwrap();
        let text = String::from_utf8(std::mem::take(content)).unwrap();
        assert!(text.contains(from), "{name} has no {from}");
        *content = text.replacen(from, to, 1).into_bytes();
    }

    fn changed(mut self, name: &str, from: &str, to: &str) -> Self {
        self.change(name, from, to);
        self
    }

    fn packed(self) -> Vec<u8> {
        packed(self.0.iter().map(|(name, content)| (name.clone(), content.as_slice())))
    }
}

fn row(number: u32, texts: [&str; 3]) -> String {
    let cells = ('A'..).zip(texts).map(|(column, text)| cell(&format!("{column}{number}"), text));
    format!("<row r=\"{number}\">{}</row>", cells.collect::<String>())
}

fn heading() -> String {
    row(1, ["email", "family_name", "given_name"])
}

/// Bytes that do not pack.
fn noise(count: usize) -> Vec<u8> {
    let mut state = 1_u32;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        b'a' + u8::try_from(state % 26).unwrap()
    };
    (0..count).map(|_| next()).collect()
}

/// In the packed file, every such text is another one of the same length.
fn replaced(mut file: Vec<u8>, from: &[u8], to: &[u8]) -> Vec<u8> {
    let places: Vec<usize> =
        (0..file.len() - from.len()).filter(|at| file[*at..].starts_with(from)).collect();
    assert!(!places.is_empty());
    for at in places {
        file[at..at + to.len()].copy_from_slice(to);
    }
    file
}

/// The length that each part declares, in both places, is a lie: so many bytes.
fn lying(mut file: Vec<u8>, length: u32) -> Vec<u8> {
    for (mark, at) in [(b"PK\x03\x04", 22), (b"PK\x01\x02", 24)] {
        let places: Vec<usize> =
            (0..file.len() - 30).filter(|place| file[*place..].starts_with(mark)).collect();
        for place in places {
            file[place + at..place + at + 4].copy_from_slice(&length.to_le_bytes());
        }
    }
    file
}

fn entities(depth: usize) -> String {
    let mut text = "<!DOCTYPE sst [<!ENTITY e0 \"ha\">".to_owned();
    for level in 1..depth {
        text += &format!("<!ENTITY e{level} \"{}\">", format!("&e{};", level - 1).repeat(10));
    }
    format!("{text}]><sst><si><t>&e{};</t></si></sst>", depth - 1)
}

/// Texts that are all different, so that they pack as texts of people do.
fn texts(count: usize) -> String {
    let letters = String::from_utf8(noise(count * 6)).unwrap();
    let text = |at: usize| format!("<si><t>{}</t></si>", &letters[at * 6..at * 6 + 6]);
    format!("<sst>{}</sst>", (0..count).map(text).collect::<String>())
}

fn text(head: &str, rest: impl IntoIterator<Item = u8>) -> Vec<u8> {
    let mut file = head.as_bytes().to_vec();
    file.extend(rest);
    file.truncate(10 * MEBIBYTE);
    file
}

/// Each with what may be said of it: why it is refused, or `ok` where it is harmless and taken.
fn corpus() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let nested = "<row r=\"2\">".repeat(1_000_000) + &"</row>".repeat(1_000_000);
    let deep = format!("<row r=\"2\"><c r=\"A2\" t=\"inlineStr\">{}", "<is>".repeat(100_000));
    let formats: String = noise(4 * MEBIBYTE)
        .chunks(24)
        .map(|code| format!("<numFmt numFmtId=\"1\" formatCode=\"{}\"/>", str::from_utf8(code).unwrap()))
        .collect();
    let far = heading() + "<row r=\"1048576\">" + &cell("XFD1048576", "x") + "</row>";
    let sheets: String =
        (2..100_000).map(|n| format!("<sheet name=\"{n}\" sheetId=\"{n}\" r:id=\"rId1\"/>")).collect();
    let sound = || Book::sound().packed();
    let half = sound().len() / 2;
    let parts = (0..2_001).fold(Book::sound(), |book, n| book.with(&format!("xl/media/{n}"), "x"));
    let head = "email;family_name;given_name\n";
    let lines = |line: &str| text(head, line.bytes().cycle().take(10 * MEBIBYTE));
    let long = String::from_utf8(noise(4 * MEBIBYTE)).unwrap();
    vec![
        ("sound", sound(), "ok"),
        ("zeros", Book::sound().with("xl/a", vec![0; 70 * MEBIBYTE]).packed(), "import-flaw-bomb"),
        ("a hundredfold", Book::sound().with("xl/a", vec![0; 2 * MEBIBYTE]).packed(), "import-flaw-bomb"),
        ("a cell far off", pack(&far), "import-flaw-no-rows"),
        (
            "a boast of its size",
            Book::sound()
                .changed(SHEET, "<sheetData>", "<dimension ref=\"A1:XFD1048576\"/><sheetData>")
                .packed(),
            "ok",
        ),
        ("deep nesting", pack(&(heading() + &nested)), "import-flaw-bomb"),
        ("deep nesting in a cell", pack(&(heading() + &deep)), "import-flaw-damaged"),
        (
            "many sheets",
            Book::sound().changed("xl/workbook.xml", "</sheets>", &(sheets + "</sheets>")).packed(),
            "ok",
        ),
        ("many texts", Book::sound().with("xl/sharedStrings.xml", texts(1_000_000)).packed(), "ok"),
        (
            "too many texts",
            Book::sound().with("xl/sharedStrings.xml", texts(1_600_000)).packed(),
            "import-flaw-bomb",
        ),
        (
            "styles",
            Book::sound().with("xl/styles.xml", format!("<styleSheet><numFmts>{formats}")).packed(),
            "import-flaw-bomb",
        ),
        (
            "entities in texts",
            Book::sound().with("xl/sharedStrings.xml", entities(10)).packed(),
            "ok import-flaw-damaged",
        ),
        (
            "entities in the sheet",
            Book::sound()
                .changed(
                    SHEET,
                    "<worksheet",
                    &(entities(10).split("<sst>").next().unwrap().to_owned() + "<worksheet"),
                )
                .changed(SHEET, "Коваль", "&e9;")
                .packed(),
            "ok import-flaw-damaged",
        ),
        (
            "an entity from a file",
            Book::sound()
                .changed(
                    SHEET,
                    "<worksheet",
                    "<!DOCTYPE w [<!ENTITY f SYSTEM \"file:///etc/passwd\">]><worksheet",
                )
                .changed(SHEET, "Коваль", "&f;")
                .packed(),
            "ok import-flaw-damaged",
        ),
        ("parts", parts.packed(), "import-flaw-bomb"),
        ("one long cell", pack(&(heading() + &row(2, ["a@rada.test", &long, "x"]))), "ok"),
        ("cut off", sound()[..half].to_vec(), "import-flaw-damaged"),
        ("no directory", sound()[..sound().len() - 30].to_vec(), "import-flaw-damaged"),
        ("nothing declared", lying(sound(), 0), "ok import-flaw-damaged"),
        ("four gigabytes declared", lying(sound(), u32::MAX), "ok import-flaw-damaged"),
        (
            "the same part twice",
            replaced(
                Book::sound().with("xl/worksheets/sheet2.xml", "<x/>").packed(),
                b"sheet2.xml",
                b"sheet1.xml",
            ),
            "ok import-flaw-damaged import-flaw-no-heading",
        ),
        (
            "ways out of the folder",
            Book::sound()
                .with("../../../../tmp/postup-escaped", "x")
                .with("/tmp/postup-escaped", "x")
                .packed(),
            "ok",
        ),
        ("one line", text("", noise(10 * MEBIBYTE)), "import-flaw-no-heading"),
        ("separators", text("", [b';'; 1].into_iter().cycle().take(10 * MEBIBYTE)), "import-flaw-too-wide"),
        (
            "quotation marks",
            text(head, std::iter::repeat_n(b'"', 10 * MEBIBYTE)),
            "import-flaw-open-quote ok",
        ),
        ("many cells", lines("a;"), "import-flaw-too-wide"),
        ("many rows", lines("a;b;c\n"), "import-flaw-too-many-rows"),
        ("many wide rows", lines(&("a;".repeat(16_000) + "\n")), "import-flaw-too-many-cells"),
    ]
}

/// What the process said last, the most memory it had in KiB, and how long it took.
fn cost_of(file: Vec<u8>) -> (String, u64, Time) {
    let begun = Instant::now();
    let mut process = Command::new(postup_tests::child())
        .arg("people")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let (mut input, mut output) = (process.stdin.take().unwrap(), process.stdout.take().unwrap());
    std::thread::spawn(move || input.write_all(&file));
    let listener = std::thread::spawn(move || {
        let mut said = Vec::new();
        output.read_to_end(&mut said).unwrap();
        String::from_utf8(said).unwrap()
    });
    let status = format!("/proc/{}/status", process.id());
    let mut peak = 0;
    while process.try_wait().unwrap().is_none() {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let now = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
        peak = peak.max(now.unwrap_or_default());
        std::thread::sleep(Time::from_millis(1));
    }
    let said = listener.join().unwrap();
    let last = said.lines().last().unwrap_or_default().to_owned();
    let code = last.split('"').find(|word| word.starts_with("import-flaw")).map(str::to_owned);
    (code.unwrap_or(if last == "\"over\"" { "ok".to_owned() } else { last }), peak, begun.elapsed())
}

#[test]
fn every_hostile_file_costs_little_and_is_refused_or_harmless() {
    let mut wrong = Vec::new();
    for (name, file, expected) in corpus() {
        assert!(file.len() <= 10 * MEBIBYTE, "{name} has {} bytes", file.len());
        let (said, peak, took) = cost_of(file);
        println!("{name:<26} {said:<32} {:>5} MiB {took:?}", peak / 1024);
        // Ten seconds where the program is optimised.
        let is_cheap = peak <= 256 * 1024 && took < Time::from_secs(100);
        if !is_cheap || !expected.split(' ').any(|one| one == said) {
            wrong.push(format!("{name}: {said}, {peak} KiB, {took:?}"));
        }
    }
    assert!(!std::path::Path::new("/tmp/postup-escaped").exists());
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Damaged at random, the same at every run.
fn damaged(sound: &[u8], seed: usize) -> Vec<u8> {
    let dice = noise(4_000);
    let roll = |at: usize, below: usize| {
        let at = (seed * 13 + at * 5) % (dice.len() - 4);
        dice[at..at + 4].iter().fold(0, |sum, die| sum * 26 + usize::from(die - b'a')) % below
    };
    let mut file = sound.to_vec();
    for hit in 0..=roll(0, 12) {
        let place = roll(hit * 3 + 1, file.len());
        match roll(hit * 3 + 2, 4) {
            0 => file[place] ^= 1 << roll(hit, 8),
            1 => file.truncate(place.max(1)),
            2 => file
                .splice(place..place, sound[..roll(hit + 7, 200).min(sound.len())].iter().copied())
                .for_each(drop),
            _ => file[place] = b"\0;\"\n<&=\xff"[roll(hit + 5, 8)],
        }
    }
    file
}

#[test]
fn a_file_damaged_at_random_gets_an_answer() {
    let workbook = files::workbook(PEOPLE);
    let text = PEOPLE.replace('\t', ";");
    let sounds = [workbook.as_slice(), text.as_bytes(), &legacy(&text)];
    let mut answers = std::collections::BTreeMap::new();
    for seed in 0..240 {
        let (said, peak, _) = cost_of(damaged(sounds[seed % 3], seed));
        assert!(said == "ok" || said.starts_with("import-flaw-"), "{seed}: {said}");
        assert!(peak <= 256 * 1024, "{seed}: {peak} KiB");
        *answers.entry(said).or_insert(0) += 1;
    }
    println!("{answers:?}");
    assert!(answers.len() >= 4 && answers["ok"] > 10, "{answers:?}");
}

/// The same house with another program that reads.
fn reading_by(house: &TestApp, path: &str, arguments: &[&str]) -> postup_app::App {
    let arguments = arguments.iter().map(Into::into).collect();
    let table_reader = Program { path: path.into(), arguments };
    let settings = Settings { table_reader, ..Settings::default() };
    postup_app::App::new(house.store.clone(), house.clock.clone(), Arc::new(CountingEntropy::new()), settings)
}

#[tokio::test]
async fn a_process_that_dies_or_babbles_is_the_end_of_its_file_and_of_nothing_else() {
    let house = TestApp::new().await;
    Ground::new(&house).await;
    let permit = Actor::system().may_import_file().unwrap();
    let poor = format!("ulimit -d 20000; exec {} $0", postup_tests::child().display());
    let scripts =
        [&*poor, "exit 1", "kill -9 $$", "cat", "echo '\"over\"x'", "yes | tr -d '\\n' | head -c 9000000"];
    let file = text("", noise(9 * MEBIBYTE));
    for script in scripts {
        house.clock.pass(Duration::seconds(1));
        let app = reading_by(&house, "/bin/sh", &["-c", script]);
        let job = app.receive_import(&permit, ImportKind::People, "a.csv", file.clone()).await.unwrap();
        app.work_imports().await.unwrap();
        let job = app.import(&Actor::system(), job.id).await.unwrap();
        assert_eq!(job.state, JobState::Refused, "{script}");
        assert!(job.flaw.as_deref().unwrap().contains("import-flaw-too-costly"), "{script}: {:?}", job.flaw);
    }
    let job = checked(&house, &Actor::system(), ImportKind::People, PEOPLE).await;
    assert_eq!(job.tally, tally(3, 0, 0, 0));
}

#[tokio::test]
async fn a_file_waits_while_there_is_no_program_to_read_it() {
    let house = TestApp::new().await;
    Ground::new(&house).await;
    let permit = Actor::system().may_import_file().unwrap();
    let app = reading_by(&house, "/nowhere/postup", &[]);
    let job = app.receive_import(&permit, ImportKind::People, "a.csv", PEOPLE.into()).await.unwrap();
    assert!(app.work_imports().await.is_err());
    house.clock.pass(Duration::minutes(2));
    house.app.work_imports().await.unwrap();
    let job = house.app.import(&Actor::system(), job.id).await.unwrap();
    assert_eq!((job.state, job.tally), (JobState::Checked, tally(3, 0, 0, 0)));
}
