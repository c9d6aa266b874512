//! What was typed outlives the sign-in under which it was typed; what is sent twice counts once, with files too.

use crate::desk::{Desk, PASSWORD};
use chrono::Duration;
use poem::http::StatusCode;
use poem::test::TestResponse;

const WRONG: &str = "не той пароль зовсім";

/// The words of a page, and what its hidden fields hold.
struct Shown {
    html: String,
    hidden: Vec<(String, String)>,
}

impl Shown {
    async fn new(answer: TestResponse, status: StatusCode) -> Self {
        assert_eq!(answer.0.status(), status);
        let html = answer.0.into_body().into_string().await.unwrap();
        let main = html.split("<main").nth(1).unwrap();
        let hidden = main.split("<input type=\"hidden\" name=\"").skip(1).map(|rest| {
            let (name, rest) = rest.split_once("\" value=\"").unwrap();
            (plain(name), plain(rest.split_once('"').unwrap().0))
        });
        let hidden = hidden.collect();
        Self { html, hidden }
    }

    fn and<'s>(&'s self, more: &[(&'s str, &'s str)]) -> Vec<(&'s str, &'s str)> {
        let hidden = self.hidden.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        hidden.chain(more.iter().copied()).collect()
    }
}

fn plain(text: &str) -> String {
    let marks = [("&#60;", "<"), ("&#62;", ">"), ("&#34;", "\""), ("&#39;", "'"), ("&#38;", "&")];
    marks.iter().fold(text.to_owned(), |text, (code, mark)| text.replace(code, mark))
}

async fn sign_in(desk: &Desk, asked: &Shown, password: &str) -> TestResponse {
    let own = [("email", "manager@postup.test"), ("password", password)];
    desk.client.post("/sign-in").form(&asked.and(&own)).send().await
}

/// From the page that asks to sign in again to the page that offers to send; answers it with the new cookie.
async fn come_back(desk: &Desk, asked: &Shown) -> (Shown, String) {
    assert!(asked.html.contains("набране не пропало"), "{}", asked.html);
    let again = Shown::new(sign_in(desk, asked, WRONG).await, StatusCode::UNPROCESSABLE_ENTITY).await;
    assert!(!again.html.contains(WRONG));
    let opened = sign_in(desk, &again, PASSWORD).await;
    let cookie = opened.0.headers().get("set-cookie").unwrap().to_str().unwrap();
    let cookie = cookie.split(';').next().unwrap().to_owned();
    (Shown::new(opened, StatusCode::OK).await, cookie)
}

/// Sends a form after the sign-in has ended, signs in again, and sends what was kept.
async fn late(desk: &Desk, path: &str, typed: &[(&str, &str)]) -> TestResponse {
    desk.house.clock.pass(Duration::days(2));
    let asked = Shown::new(desk.form(&desk.manager, path, typed).await, StatusCode::FORBIDDEN).await;
    let (offer, cookie) = come_back(desk, &asked).await;
    let sent: Vec<_> = typed.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    assert_eq!(offer.hidden, sent, "everything is there, as it was typed");
    assert!(offer.html.contains(&format!("action=\"{path}\"")), "{}", offer.html);
    desk.client.post(path).header("cookie", cookie).form(&offer.and(&[])).send().await
}

#[tokio::test]
async fn a_filled_form_outlives_the_sign_in() {
    let mut desk = Desk::new().await;
    let program = desk.program("P").await;
    let courses = format!("/manage/programs/{program}/courses");
    let course = [
        ("_once", "one"),
        ("code", "LATE"),
        ("title_uk", "Вода & <труби> \"міста\""),
        ("title_en", "Water"),
        ("subject", "water_supply"),
        ("content_type", "general"),
        ("length_type", "short_term"),
        ("attendance_percent", "80"),
        ("units.0.title_uk", "Насоси"),
        ("units.0.title_en", "Pumps"),
        ("units.0.hours", "7,5"),
        ("do", "save"),
    ];
    late(&desk, &courses, &course).await.assert_status(StatusCode::SEE_OTHER);
    let organization = desk.organization.to_string();
    let another = [
        ("code", "P-2"),
        ("title_uk", "Міста"),
        ("title_en", "Cities"),
        ("organization_id", organization.as_str()),
        ("starts_on_day", "1"),
        ("starts_on_month", "1"),
        ("starts_on_year", "2027"),
        ("ends_on_day", "31"),
        ("ends_on_month", "12"),
        ("ends_on_year", "2028"),
        ("signatory_name_uk", "Ткач І."),
        ("signatory_name_en", "Tkach I."),
        ("signatory_position_uk", "керівник"),
        ("signatory_position_en", "director"),
    ];
    late(&desk, "/manage/programs", &another).await.assert_status(StatusCode::SEE_OTHER);
    // A fault is told in the form itself, as ever.
    let faulty = late(&desk, "/manage/programs", &[("code", "P-3"), ("title_uk", "Далі")]).await;
    let shown = Shown::new(faulty, StatusCode::UNPROCESSABLE_ENTITY).await;
    assert!(shown.html.contains("value=\"Далі\"") && shown.html.contains("errors-title"));
    desk.manager = desk.staff("later", &[]).await.1;
    let secret = [("old_password", WRONG), ("password", WRONG)];
    desk.house.clock.pass(Duration::days(60));
    let answer = desk.form(&desk.manager, "/me/settings/password", &secret).await;
    let html = answer.0.into_body().into_string().await.unwrap();
    assert!(!html.contains(WRONG), "a password is never shown again: {html}");
}

fn with_file(boundary: &str, key: &str, content: &str) -> String {
    let field = |name: &str, value: &str| {
        format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let file = "Content-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\nContent-Type: text/csv";
    format!(
        "{}{}--{boundary}\r\n{file}\r\n\r\n{content}\r\n--{boundary}--\r\n",
        field("_once", key),
        field("kind", "people")
    )
}

async fn import(desk: &Desk, by: (&str, &str), boundary: &str, key: &str, content: &str) -> TestResponse {
    let kind = format!("multipart/form-data; boundary={boundary}");
    let body = with_file(boundary, key, content);
    desk.client.post("/manage/imports").header(by.0, by.1).content_type(kind).body(body).send().await
}

const ROWS: &str = "email;family_name;given_name\na@rada.test;Коваль;Іван\n";

#[tokio::test]
async fn a_form_with_a_file_sent_twice_counts_once() {
    let desk = Desk::new().await;
    let bearer = format!("Bearer {}", desk.manager);
    let own = ("authorization", bearer.as_str());
    let mut ways = Vec::new();
    for boundary in ["----one", "----two"] {
        let answer = import(&desk, own, boundary, "abc", ROWS).await;
        answer.assert_status(StatusCode::SEE_OTHER);
        ways.push(answer.0.headers().get("location").unwrap().clone());
    }
    assert_eq!(ways[0], ways[1]);
    let other = import(&desk, own, "----one", "abc", "email\nb@rada.test\n").await;
    other.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    let list = desk.get(&desk.manager, "/manage/imports").await.0.into_body().into_string().await.unwrap();
    assert_eq!(list.matches("href=\"/manage/imports/0").count(), 1);
    let next = import(&desk, own, "----one", "another", ROWS).await;
    assert_ne!(next.0.headers().get("location").unwrap(), &ways[0]);
}

#[tokio::test]
async fn of_a_form_with_a_file_everything_but_the_file_is_kept() {
    let desk = Desk::new().await;
    desk.house.clock.pass(Duration::days(2));
    let bearer = format!("Bearer {}", desk.manager);
    let late = import(&desk, ("authorization", &bearer), "----one", "abc", ROWS).await;
    let asked = Shown::new(late, StatusCode::FORBIDDEN).await;
    assert!(!asked.html.contains("Коваль;Іван"));
    let (offer, cookie) = come_back(&desk, &asked).await;
    let kept = [("_once", "abc"), ("kind", "people")].map(|(a, b)| (a.to_owned(), b.to_owned()));
    assert_eq!(offer.hidden, kept);
    for part in ["enctype=\"multipart/form-data\"", "name=\"file\" type=\"file\"", "Виберіть файл ще раз"]
    {
        assert!(offer.html.contains(part), "{part}: {}", offer.html);
    }
    import(&desk, ("cookie", &cookie), "----two", "abc", ROWS).await.assert_status(StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_page_says_how_long_its_reader_stays_signed_in() {
    let desk = Desk::new().await;
    let told = async |token: &str| {
        let html = desk.get(token, "/courses").await.0.into_body().into_string().await.unwrap();
        let idle = html.split("data-idle=\"").nth(1).map(|rest| rest.split('"').next().unwrap().to_owned());
        (idle.map(|seconds| seconds.parse::<i64>().unwrap()), html.contains("Вхід діє до"))
    };
    let (idle, said) = told(&desk.manager).await;
    let idle = idle.unwrap();
    assert!(idle > 0 && said);
    desk.house.clock.pass(Duration::seconds(idle - 1));
    let (after, _) = told(&desk.manager).await;
    assert!(after.is_some(), "the promise is kept, and put off by every request");
    desk.house.clock.pass(Duration::days(2));
    assert_eq!(told(&desk.manager).await, (None, false));
}
