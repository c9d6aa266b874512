//! Reports of online meetings: as the three programs write them, with people who call themselves otherwise, sent twice, and
//! damaged.

use super::{Class, class, rows};
use chrono::{DateTime, Duration, Utc};
use poem::http::StatusCode;
use poem::test::TestResponse;
use postup_app::meeting_log::{Choices, Reading};
use postup_domain::access::{Role, Scope};
use postup_domain::attendance::{AttendanceStatus, MarkSource};
use postup_domain::id::SessionId;
use postup_domain::rejection::Fault;
use postup_domain::text::Line;
use postup_tests::{Client, Ground, TestApp};

const ZOOM: &str = include_str!("logs/zoom.csv");
const TEAMS: &str = include_str!("logs/teams.tsv");
const MEET: &str = include_str!("logs/meet.csv");
/// As Teams writes it while the meeting is under way.
const LIST: &str = include_str!("logs/teams-list.tsv");

const PEOPLE: [[&str; 5]; 3] = [
    ["Дем’янчук", "Олексій", "Demianchuk", "Oleksii", "o.demianchuk@rada.test"],
    ["Коваль", "Юлія", "Koval", "Yuliia", "y.koval@rada.test"],
    ["Гай", "Ганна", "Hai", "Hanna", "h.hai@rada.test"],
];

struct Hall {
    house: TestApp,
    ground: Ground,
    class: Class,
    client: Client,
    token: String,
    starts_at: DateTime<Utc>,
}

impl Hall {
    /// A session of 90 minutes that is over.
    async fn new() -> Self {
        Self::of(PEOPLE.len()).await
    }

    /// The same of so many people, the first of them those with names.
    async fn of(count: usize) -> Self {
        let house = TestApp::new().await;
        let ground = Ground::new(&house).await;
        let class = class(&house, &ground, count).await;
        for (seat, names) in class.people.iter().zip(PEOPLE) {
            let text = "UPDATE person SET family_name = $1, given_name = $2, latin_family_name = $3, \
                        latin_given_name = $4, email = $5 WHERE id = (SELECT person_id FROM enrollment WHERE id = $6)";
            let values = names.into_iter().map(Into::into).chain([(*seat).into()]).collect();
            ground.run(text, values).await;
        }
        let trainer = class.trainer.person().unwrap();
        let token = ground.sign_in(trainer, &[(Role::Trainer, Scope::Cohort(class.cohort))]).await;
        house.clock.pass(Duration::hours(4));
        let (client, starts_at) = (house.client(), ground.now - Duration::minutes(30));
        Self { house, ground, class, client, token, starts_at }
    }

    /// A sample in which times stand as minutes after the start: `{us+10}`, `{uk-5}`.
    fn filled(&self, sample: &str) -> String {
        let mut pieces = sample.split('{');
        let mut text = pieces.next().unwrap().to_owned();
        for piece in pieces {
            let (time, rest) = piece.split_once('}').unwrap();
            let (kind, minutes) = time.split_at(time.find(['+', '-']).unwrap());
            let at = self.starts_at + Duration::minutes(minutes.parse().unwrap());
            let form = match kind {
                "us" => "%-m/%-d/%Y %I:%M:%S %p",
                "short" => "%-m/%-d/%y, %-I:%M:%S\u{202f}%p",
                "uk" => "%d.%m.%Y, %H:%M:%S",
                _ => "%H:%M",
            };
            text += &at.with_timezone(&chrono_tz::Europe::Kyiv).format(form).to_string();
            text += rest;
        }
        text
    }

    async fn read(&self, file: &[u8]) -> Result<Reading, String> {
        let permit =
            self.house.app.may_take_attendance(&self.class.trainer, self.class.session).await.unwrap();
        self.house.app.read_meeting_log(&permit, file).await.unwrap().map_err(|flaw| flaw.code)
    }

    /// Status and minutes of everybody after a report was entered.
    async fn after(&self, file: &[u8]) -> Vec<Option<(AttendanceStatus, i32)>> {
        let reading = self.read(file).await.unwrap();
        self.enter(self.class.session, &reading, &Choices::new()).await;
        self.standing().await
    }

    async fn enter(&self, session: SessionId, reading: &Reading, choices: &Choices) {
        let permit = self.house.app.may_take_attendance(&self.class.trainer, session).await.unwrap();
        let reason = Line::new("reason", "Звіт").unwrap();
        let app = &self.house.app;
        app.enter_meeting_log(&permit, &reading.participants, choices, &reason).await.unwrap();
    }

    async fn standing(&self) -> Vec<Option<(AttendanceStatus, i32)>> {
        let register =
            self.house.app.register(&self.class.trainer, self.class.session, None, 99).await.unwrap();
        let of = |person: &_| {
            let found = register.people.items.iter().find(|one| one.enrollment == *person).unwrap();
            found.standing.map(|now| (now.attendance.status, now.attendance.minutes))
        };
        self.class.people.iter().map(of).collect()
    }

    fn path(&self, rest: &str) -> String {
        format!("/teach/sessions/{}/log{rest}", self.class.session)
    }

    async fn upload(&self, path: &str, file: &[u8]) -> (StatusCode, String) {
        let mut body =
            b"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"log.csv\"\r\n\r\n".to_vec();
        body.extend(file);
        body.extend(b"\r\n--x--\r\n");
        let request = self.client.post(path).header("authorization", format!("Bearer {}", self.token));
        let request = request.header("accept-language", "en").content_type("multipart/form-data; boundary=x");
        told(request.body(body).send().await).await
    }

    async fn form(&self, fields: &[(&str, &str)]) -> (StatusCode, String) {
        let request =
            self.client.post(self.path("/entry")).header("authorization", format!("Bearer {}", self.token));
        told(request.header("accept-language", "en").form(&fields).send().await).await
    }
}

async fn told(answer: TestResponse) -> (StatusCode, String) {
    let status = answer.0.status();
    let text = answer.0.into_body().into_string().await.unwrap();
    (status, text.replace(['\u{2068}', '\u{2069}'], "").replace("&#38;", "&").replace("&#39;", "'"))
}

/// What a hidden field holds.
fn hidden<'p>(page: &'p str, name: &str) -> &'p str {
    let (_, rest) = page.split_once(&format!("name=\"{name}\" value=\"")).expect(page);
    rest.split_once('"').unwrap().0
}

/// What a browser sends of the lists on a page when nobody touches them.
fn untouched(page: &str) -> Vec<(&str, &str)> {
    let list = |list| -> (&str, &str) {
        let (list, _) = str::split_once(list, "</select>").unwrap();
        let name = list.split_once("name=\"").unwrap().1.split_once('"').unwrap().0;
        let chosen =
            list.split_once("\" selected").map_or("", |(before, _)| before.rsplit_once('"').unwrap().1);
        (name, chosen)
    };
    page.split("<select ").skip(1).map(list).collect()
}

/// The name of the field that says who somebody is.
fn asked(page: &str, name: &str) -> String {
    let (before, _) = page.split_once(&format!("Who is “{name}”?")).expect(page);
    before.rsplit_once("for=\"").unwrap().1.split_once('"').unwrap().0.to_owned()
}

fn wide(text: &str) -> Vec<u8> {
    [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
}

/// In Windows-1251.
fn legacy(text: &str) -> Vec<u8> {
    let byte = |letter: char| match letter {
        'А'..='я' => u8::try_from(u32::from(letter) - u32::from('А')).unwrap() + 0xc0,
        'І' => 0xb2,
        'і' => 0xb3,
        'ї' => 0xbf,
        'є' => 0xba,
        '’' => 0x92,
        other => u8::try_from(other).unwrap(),
    };
    text.chars().map(byte).collect()
}

const fn present(minutes: i32) -> Option<(AttendanceStatus, i32)> {
    Some((AttendanceStatus::Present, minutes))
}

#[tokio::test]
async fn a_report_of_zoom_counts_every_minute_once() {
    let hall = Hall::new().await;
    let zoom = format!("\u{feff}{}", hall.filled(ZOOM));
    let reading = hall.read(zoom.as_bytes()).await.unwrap();
    let flawed: Vec<_> = reading.flawed.iter().map(|one| (one.row, one.column, one.fault)).collect();
    assert_eq!(flawed, [(13, "joined", Fault::NotATime)]);
    assert_eq!(reading.participants.len(), 6, "{:?}", reading.participants);
    let late = Some((AttendanceStatus::Late, 70));
    assert_eq!(hall.after(zoom.as_bytes()).await, [present(60), present(75), late]);
    let marks = hall.house.app.marks_of_person(&hall.class.trainer, hall.class.session, hall.class.people[1]);
    let marks = marks.await.unwrap();
    assert!(marks.iter().all(|one| one.mark.source == MarkSource::Import && one.mark.kind.is_check()));
    let before = rows(&hall.ground).await;
    hall.after(zoom.as_bytes()).await;
    assert_eq!(rows(&hall.ground).await, before, "the same report again");
    assert_eq!(hall.house.app.check_invariants().await.unwrap(), []);
}

#[tokio::test]
async fn reports_of_teams_are_read_in_both_forms() {
    let hall = Hall::new().await;
    assert_eq!(hall.after(&wide(&hall.filled(TEAMS))).await, [present(70), present(50), None]);
    let other = Hall::new().await;
    let list = other.filled(LIST);
    let reading = other.read(&wide(&list)).await.unwrap();
    assert_eq!((reading.flawed.len(), reading.flawed[0].row, reading.flawed[0].column), (1, 3, "left"));
    assert_eq!(other.after(list.as_bytes()).await, [present(80), None, None]);
}

#[tokio::test]
async fn a_report_of_meet_is_read_with_what_it_counted_itself() {
    let hall = Hall::new().await;
    let meet = hall.filled(MEET);
    assert_eq!(hall.after(&legacy(&meet)).await, [present(70), present(45), None]);
}

#[tokio::test]
async fn whoever_is_not_recognized_is_told_by_a_human_and_known_the_next_time() {
    let hall = Hall::new().await;
    let (status, page) = hall.upload(&hall.path(""), hall.filled(ZOOM).as_bytes()).await;
    assert_eq!(status, StatusCode::OK, "{page}");
    for said in [
        "3 people were recognized",
        "3 participants were not",
        "row 13, time of joining",
        "by e-mail",
        "by name",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let before = rows(&hall.ground).await;
    assert_eq!(before[0], 0, "a look changes nothing");
    let log = hidden(&page, "log").to_owned();
    let [school, natalka, robot] = ["Школа міст", "Наталка", "AI Notetaker"].map(|name| asked(&page, name));
    let seat = hall.class.people[2].to_string();
    let said = [(school.as_str(), "nobody"), (natalka.as_str(), "walk_in"), (robot.as_str(), seat.as_str())];
    let look = [said.as_slice(), &[("log", log.as_str()), ("step", "look")]].concat();
    let (_, page) = hall.form(&look).await;
    assert!(page.contains("as chosen") && page.contains("Will be written down as not on the list"), "{page}");
    assert_eq!(rows(&hall.ground).await, before);
    let save = [said.as_slice(), &[("log", log.as_str()), ("step", "save")]].concat();
    assert_eq!(hall.form(&save).await.0, StatusCode::SEE_OTHER);
    assert_eq!(hall.standing().await, [present(60), present(75), present(90)], "two screens of one person");
    let guests = hall.house.app.walk_ins(&hall.class.trainer, hall.class.session).await.unwrap();
    assert_eq!((guests.len(), guests[0].name.as_str(), guests[0].minutes), (1, "Наталка", Some(90)));
    let kept = "SELECT COUNT(*) AS count FROM known_participant";
    assert_eq!(hall.ground.count(kept, vec![]).await, 3, "what is found by itself is not kept");
    let before = rows(&hall.ground).await;
    assert_eq!(hall.form(&save).await.0, StatusCode::SEE_OTHER);
    assert_eq!(rows(&hall.ground).await, before);

    let next = hall.ground.session(hall.class.cohort, hall.starts_at + Duration::minutes(100), 60).await;
    let path = format!("/teach/sessions/{next}/log");
    let (status, page) = hall.upload(&path, hall.filled(ZOOM).as_bytes()).await;
    assert_eq!(status, StatusCode::OK, "{page}");
    assert!(
        !page.contains("participants were not") && page.contains("not there during the session"),
        "{page}"
    );
    assert_eq!(page.matches("as chosen").count(), 3, "{page}");
    assert_eq!(hall.house.app.check_invariants().await.unwrap(), []);
}

#[tokio::test]
async fn whoever_was_recognized_stays_so_in_a_meeting_of_hundreds() {
    let hall = Hall::of(30).await;
    let strangers: String = (0..750).map(|number| format!("Хтось {number},{{t+0}},{{t+5}}\n")).collect();
    let file = "Name,Join time,Leave time\nОлексій Дем'янчук,{t+0},{t+60}\nKoval Yuliia,{t+0},{t+75}\n\
                Ганна Гай,{t+0},{t+80}\n"
        .to_owned()
        + &strangers;
    let (status, page) = hall.upload(&hall.path(""), hall.filled(&file).as_bytes()).await;
    assert_eq!(status, StatusCode::OK);
    let lists = untouched(&page);
    assert_eq!(lists.len(), 753);
    for step in ["look", "save"] {
        let sent = [lists.as_slice(), &[("log", hidden(&page, "log")), ("step", step)]].concat();
        let (status, page) = hall.form(&sent).await;
        assert!(status == StatusCode::SEE_OTHER || page.contains("3 people were recognized"), "{status}");
    }
    assert_eq!(hall.standing().await[..3], [present(60), present(75), present(80)]);
}

#[tokio::test]
async fn a_closed_register_takes_no_report() {
    let hall = Hall::new().await;
    let permit = hall.house.app.may_close_register(&hall.class.trainer, hall.class.session).await.unwrap();
    hall.house.app.close_register(&permit).await.unwrap();
    let before = rows(&hall.ground).await;
    let (status, page) = hall.upload(&hall.path(""), hall.filled(ZOOM).as_bytes()).await;
    assert!(status.is_success() && !page.contains("value=\"save\""), "{page}");
    let (status, page) = hall.form(&[("log", hidden(&page, "log")), ("step", "save")]).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("closed"), "{status} {page}");
    assert_eq!(rows(&hall.ground).await, before);
}

#[tokio::test]
async fn nothing_that_is_sent_breaks_the_reader() {
    let hall = Hall::new().await;
    for (file, code) in [
        (b"hello\nworld\n".as_slice(), "meeting-log-flaw-no-heading"),
        (
            b"Name,User Email,Total Duration (Minutes),Guest\nA,a@b.test,40,No\n",
            "meeting-log-flaw-no-heading",
        ),
        (b"PK\x03\x04rest", "meeting-log-flaw-workbook"),
        (b"\x89PNG\r\n\x1a\n\0\0", "import-flaw-not-text"),
        (b"Name,Join time,Leave time\n", "import-flaw-no-rows"),
        (b"Name,Join time,Leave time\n\"A,10:00,10:05\n", "import-flaw-open-quote"),
    ] {
        assert_eq!(hall.read(file).await.unwrap_err(), code);
        let (status, page) = hall.upload(&hall.path(""), file).await;
        assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("file-error"), "{page}");
    }
    let (status, page) = hall.upload(&hall.path(""), b"").await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("file-error"), "{page}");
    let many = format!(
        "Name,Join time,Leave time\n{}",
        (0..3_001).map(|n| format!("N{n},10:00,10:05\n")).collect::<String>()
    );
    assert_eq!(hall.read(many.as_bytes()).await.unwrap_err(), "import-flaw-too-many-rows");
    for log in ["x", "a\tb\t5-1", "a\tb\t1-99999999999999999999", "a\tb\tx"] {
        assert_eq!(hall.form(&[("log", log), ("step", "save")]).await.0, StatusCode::BAD_REQUEST, "{log}");
    }
    let before = rows(&hall.ground).await;
    for step in ["look", "save"] {
        for log in ["a\t\t0-10", "a\t\t1-8210266876799", "Гай Ганна\t\t8210266876000-8210266876799"] {
            let (status, page) = hall.form(&[("log", log), ("step", step)]).await;
            assert!(
                status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("no list of participants"),
                "{page}"
            );
        }
    }
    assert_eq!(rows(&hall.ground).await, before);
    let old = b"Name,Join time,Leave time\nA,2020-01-01T10:00:00Z,2020-01-01T10:05:00Z\n";
    let flawed: Vec<_> =
        hall.read(old).await.unwrap().flawed.iter().map(|one| (one.column, one.fault)).collect();
    assert_eq!(flawed, [("joined", Fault::FarFromSession)]);
    // Cut anywhere and with any byte changed it is read, or it is not; never more.
    let mut state = 1_u32;
    for sample in [ZOOM, TEAMS, MEET, LIST].map(|sample| hall.filled(sample)) {
        let file = wide(&sample);
        for file in [sample.as_bytes(), &file] {
            for _ in 0..60 {
                state ^= state << 13;
                state ^= state >> 17;
                state ^= state << 5;
                let at = usize::try_from(state).unwrap() % file.len();
                let mut changed = file.to_vec();
                changed[at] = state.to_le_bytes()[3];
                let _ = hall.read(&changed).await;
                let _ = hall.read(&file[..at]).await;
            }
        }
    }
}

#[tokio::test]
async fn the_interface_reads_a_report_and_enters_it_once() {
    let hall = Hall::new().await;
    let file = hall.filled(ZOOM);
    let send = async |rest: &str, body: String| {
        let path = format!("/api/v1/sessions/{}/meeting-log{rest}", hall.class.session);
        let request = hall.client.post(path).header("authorization", format!("Bearer {}", hall.token));
        let (status, text) =
            told(request.content_type("application/octet-stream").body(body).send().await).await;
        (status, serde_json::from_str::<serde_json::Value>(&text).unwrap())
    };
    let (status, look) = send("/preview", file.clone()).await;
    assert_eq!(status, StatusCode::OK, "{look}");
    let by: Vec<_> =
        look["participants"].as_array().unwrap().iter().map(|one| one["matched_by"].clone()).collect();
    let nobody = serde_json::Value::Null;
    assert_eq!(by, [nobody.clone(), "email".into(), "name".into(), "name".into(), nobody.clone(), nobody]);
    assert_eq!(look["participants"][1]["minutes"], 60);
    assert_eq!(
        (look["flawed"][0]["row"].as_i64(), look["flawed"][0]["code"].as_str()),
        (Some(13), Some("fault-not-a-time"))
    );
    assert_eq!(rows(&hall.ground).await[0], 0);
    let (_, said) = send("", file.clone()).await;
    assert_eq!((said["people"].as_i64(), said["open"].as_i64()), (Some(3), Some(3)), "{said}");
    let before = rows(&hall.ground).await;
    let (_, said) = send("", file).await;
    assert_eq!((said["people"].as_i64(), said["known"].as_i64()), (Some(0), Some(3)), "{said}");
    assert_eq!(rows(&hall.ground).await, before);
    let (status, problem) = send("", String::new()).await;
    assert_eq!(
        (status, problem["errors"][0]["pointer"].as_str()),
        (StatusCode::UNPROCESSABLE_ENTITY, Some("/file"))
    );
    let (status, problem) = send("", "hello".to_owned()).await;
    let code = Some("rejection-meeting-log-unreadable");
    assert_eq!((status, problem["code"].as_str()), (StatusCode::UNPROCESSABLE_ENTITY, code));
}
