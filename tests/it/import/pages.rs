//! The same through pages and through the interface.

use super::*;
use poem::http::StatusCode;
use postup_tests::Client;

const BAD: &str = "email;family_name;given_name\na@rada.test;Коваль;Іван\nнемає;Коваль;<b>Іван</b>\n";

/// A form with a file, as a browser sends it.
fn form(kind: &str, file: &str) -> String {
    format!(
        "--x\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\n{kind}\r\n\
         --x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"C:\\список.csv\"\r\n\
         Content-Type: text/csv\r\n\r\n{file}\r\n--x--\r\n"
    )
}

async fn send(
    client: &Client,
    token: &str,
    path: &str,
    kind: &str,
    body: String,
) -> (StatusCode, String, String) {
    let request =
        client.post(path).header("authorization", format!("Bearer {token}")).header("accept-language", "en");
    let answer = request.content_type(kind).body(body).send().await.0;
    told(answer).await
}

async fn get(client: &Client, token: &str, path: &str) -> (StatusCode, String, String) {
    let request =
        client.get(path).header("authorization", format!("Bearer {token}")).header("accept-language", "en");
    told(request.send().await.0).await
}

/// What a page of a file says.
pub async fn read(house: &TestApp, token: &str, job: &Job, rest: &str) -> (StatusCode, String) {
    let (status, _, body) = get(&house.client(), token, &format!("/manage/imports/{}{rest}", job.id)).await;
    (status, body)
}

async fn told(answer: poem::Response) -> (StatusCode, String, String) {
    let location =
        answer.headers().get("location").map(|to| to.to_str().unwrap().to_owned()).unwrap_or_default();
    (answer.status(), location, answer.into_body().into_string().await.unwrap())
}

#[tokio::test]
async fn a_file_is_sent_mended_and_written_on_pages() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let officer = ground.person("Кадрова").await;
    let scope = Scope::Everything;
    let token = ground.sign_in(officer, &[(Role::ProgramManager, scope)]).await;
    let client = house.client();
    let multipart = "multipart/form-data; boundary=x";
    let urlencoded = "application/x-www-form-urlencoded";

    let (status, _, page) = get(&client, &token, "/manage/imports").await;
    assert!(status.is_success() && page.contains("multipart/form-data"), "{page}");
    let (status, _, page) = send(&client, &token, "/manage/imports", multipart, form("people", "")).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{page}");
    let large = form("people", &"a".repeat(10 * 1024 * 1024 + 1));
    let (status, _, page) = send(&client, &token, "/manage/imports", multipart, large).await;
    let is_said = page.contains("more than 10 MB. Make it smaller")
        && page.contains("aria-describedby=\"file-hint file-error");
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && is_said, "{page}");
    let (status, path, page) = send(&client, &token, "/manage/imports", multipart, form("people", BAD)).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
    let (_, _, page) = get(&client, &token, &path).await;
    let going = page.contains("0 rows looked at") && page.contains("<progress id=\"progress\">");
    assert!(going && page.contains(&format!("data-live=\"{path}\"")), "{page}");
    house.app.work_imports().await.unwrap();
    let (_, _, page) = get(&client, &token, &path).await;
    assert!(page.contains("список.csv") && page.contains("to be mended: 1"), "{page}");
    assert!(!page.contains("<b>") && !page.contains("/commit"), "{page}");
    let (_, _, report) = get(&client, &token, &format!("{path}/report.csv?verdict=faulty")).await;
    assert!(
        report.starts_with("\u{feff}row;verdict;reason;email;") && report.lines().count() == 2,
        "{report}"
    );

    let discarding = format!("{path}/discarding");
    assert!(page.contains(&format!("href=\"{discarding}\"")), "{page}");
    let (_, _, question) = get(&client, &token, &discarding).await;
    assert!(question.contains("список.csv") && question.contains("It can be sent again"), "{question}");
    assert!(question.contains(&format!("action=\"{discarding}\"")), "{question}");

    let row = format!("{path}/rows/3");
    let (status, _, page) = get(&client, &token, &row).await;
    assert!(status.is_success() && page.contains("value=\"немає\""), "{page}");
    let still = "email=x&family_name=a&given_name=b".to_owned();
    let (status, _, page) = send(&client, &token, &row, urlencoded, still).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("value=\"x\""), "{status} {page}");
    let good = "email=b%40rada.test&family_name=%D0%9A&given_name=%D0%86".to_owned();
    let (status, back, _) = send(&client, &token, &row, urlencoded, good).await;
    assert_eq!((status, back), (StatusCode::SEE_OTHER, format!("{path}?verdict=faulty")));
    let (status, _, _) = send(&client, &token, &format!("{path}/commit"), urlencoded, String::new()).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let (_, _, page) = get(&client, &token, &path).await;
    assert!(page.contains("<progress id=\"progress\" max=\"2\" value=\"0\">"), "{page}");
    house.app.work_imports().await.unwrap();
    let (_, _, page) = get(&client, &token, &path).await;
    assert!(page.contains("Written. New: 2") && !page.contains("data-live"), "{page}");
    let (status, ..) = get(&client, &token, &discarding).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "what was written is not thrown away");
    let (status, _, page) = send(&client, &token, &format!("{path}/commit"), urlencoded, String::new()).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("cannot be written now"), "{page}");
    let (_, _, table) = get(&client, &token, "/manage/exports/people.csv").await;
    assert!(table.contains("b@rada.test;") && table.starts_with("\u{feff}email;"), "{table}");
    let (status, ..) = get(&client, &token, "/manage/exports/people.xls").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let request =
        client.get("/manage/exports/people.xlsx").header("authorization", format!("Bearer {token}"));
    let answer = request.send().await.0;
    assert_eq!(answer.headers()["content-disposition"], "attachment; filename=\"people.xlsx\"");
    let workbook = answer.into_body().into_vec().await.unwrap();
    let people = checked(&house, &Actor::system(), ImportKind::People, workbook).await;
    assert!(people.tally.same >= 2 && people.tally.rows() == people.tally.same, "{:?}", people.tally);
    let other = ground.person("Сторонній").await;
    let other = ground.sign_in(other, &[(Role::PersonnelOfficer, Scope::Organization(ground.council))]).await;
    assert_eq!(get(&client, &other, &path).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_file_is_sent_looked_at_and_written_through_the_interface() {
    let house = TestApp::new().await;
    let ground = Ground::new(&house).await;
    let officer = ground.person("Кадрова").await;
    let token = ground.sign_in(officer, &[(Role::ProgramManager, Scope::Everything)]).await;
    let client = house.client();
    let bytes = "application/octet-stream";
    let file = BAD.to_owned();
    let (status, path, _) =
        send(&client, &token, "/api/v1/imports?kind=people&file_name=a.csv", bytes, file).await;
    assert_eq!(status, StatusCode::ACCEPTED);
    house.app.work_imports().await.unwrap();
    let (_, _, job) = get(&client, &token, &path).await;
    assert!(job.contains("\"state\":\"checked\"") && job.contains("\"rows_faulty\":1"), "{job}");
    let (_, _, rows) = get(&client, &token, &format!("{path}/rows?verdict=faulty")).await;
    assert!(rows.contains("\"code\":\"fault-not-an-address\"") && rows.contains("\"number\":3"), "{rows}");
    let (status, _, problem) = send(&client, &token, &format!("{path}/commit"), bytes, String::new()).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && problem.contains("import-not-ready"), "{problem}");
    let (status, ..) = send(&client, &token, &format!("{path}/discarding"), bytes, String::new()).await;
    assert_eq!(status, StatusCode::OK);

    let good = "email;family_name;given_name\na@rada.test;Коваль;Іван\n".to_owned();
    let (_, path, _) = send(&client, &token, "/api/v1/imports?kind=people", bytes, good).await;
    house.app.work_imports().await.unwrap();
    let (status, ..) = send(&client, &token, &format!("{path}/commit"), bytes, String::new()).await;
    assert_eq!(status, StatusCode::ACCEPTED);
    house.app.work_imports().await.unwrap();
    assert!(get(&client, &token, &path).await.2.contains("\"state\":\"committed\""));
    let (status, _, problem) =
        send(&client, &token, "/api/v1/imports?kind=people", bytes, String::new()).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && problem.contains("/file"), "{problem}");
}
