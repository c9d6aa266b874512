//! The frame of every page: language, headers of the document, errors, pages about the site.

use poem::http::StatusCode;
use postup_tests::TestApp;

async fn html(answer: poem::test::TestResponse) -> String {
    answer.0.into_body().into_string().await.unwrap()
}

#[tokio::test]
async fn pages_about_the_site_speak_both_languages_and_load_nothing_inline() {
    let house = TestApp::new().await;
    let client = house.client();
    let roles = ["official", "trainer", "officer", "manager", "analyst", "administrator"];
    let guides = roles.map(|role| format!("/help/{role}"));
    for path in ["/help", "/privacy", "/accessibility"].into_iter().chain(guides.iter().map(String::as_str)) {
        for language in ["uk", "en"] {
            let answer = client.get(path).header("accept-language", language).send().await;
            answer.assert_status_is_ok();
            let page = html(answer).await;
            assert!(page.contains(&format!("<html lang=\"{language}\">")), "{path}");
            assert_eq!(page.matches("<h1>").count(), 1, "{path}");
            assert!(page.contains("help@postup.test"), "{path} names whom to write to");
            assert_eq!(page.matches("<script").count(), page.matches("<script src=\"/assets/").count());
            assert!(!page.contains("<style") && !page.contains("style="), "{path}");
            if let Some(picture) = page.split('"').find(|part| part.ends_with(".webp")) {
                let shown = client.get(picture).send().await;
                shown.assert_content_type("image/webp");
                assert!(picture.ends_with(&format!("-{language}.webp")) && path.starts_with("/help/"));
                assert!(shown.0.into_body().into_bytes().await.unwrap().starts_with(b"RIFF"));
            } else {
                assert!(!path.starts_with("/help/"), "{path} has no picture");
            }
        }
    }
}

#[tokio::test]
async fn an_empty_installation_says_what_will_stand_here() {
    let house = TestApp::new().await;
    let client = house.client();
    for (path, language, words) in [
        ("/", "uk", "Зараз жодна група не приймає заявок"),
        ("/", "en", "No figures yet"),
        ("/courses", "uk", "Курсів ще не опубліковано"),
        (
            "/courses?q=%D0%B2%D0%BE%D0%B4%D0%B0&subject=nonsense&after=%27",
            "en",
            "No such courses at present",
        ),
    ] {
        let answer = client.get(path).header("accept-language", language).send().await;
        answer.assert_status_is_ok();
        assert!(html(answer).await.contains(words), "{path} in {language}");
    }
    for path in ["/courses/NONE-01", "/cohorts/nonsense", "/cohorts/0198a000-0000-7000-8000-000000000000"] {
        client.get(path).send().await.assert_status(StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn assets_are_kept_for_ever_under_the_address_of_their_content() {
    let house = TestApp::new().await;
    let client = house.client();
    let page = html(client.get("/help").send().await).await;
    let address = page.split('"').find(|part| part.ends_with("app.css")).unwrap().to_owned();
    let kept = client.get(&address).send().await;
    kept.assert_header("cache-control", "public, max-age=31536000, immutable");
    kept.assert_content_type("text/css; charset=utf-8");
    client.get("/assets/older/app.css").send().await.assert_header("cache-control", "public, max-age=60");
    client.get("/assets/older/none.css").send().await.assert_status(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_visitor_changes_the_language_and_stays_where_they_are() {
    let house = TestApp::new().await;
    let client = house.client();
    let send = |to: &str| {
        let form = [("language", "en"), ("to", to)].map(|(name, value)| (name.to_owned(), value.to_owned()));
        client.post("/language").form(&form).send()
    };
    let answer = send("/privacy?from=mail").await;
    answer.assert_status(StatusCode::SEE_OTHER);
    answer.assert_header("location", "/privacy?from=mail");
    let cookie = answer.0.headers().get("set-cookie").unwrap().to_str().unwrap().to_owned();
    assert!(cookie.starts_with("language=en; Path=/;"), "{cookie}");
    let page =
        client.get("/privacy").header("cookie", "language=en").header("accept-language", "uk").send().await;
    assert!(html(page).await.contains("<html lang=\"en\">"));
    send("https://evil.example/").await.assert_header("location", "/");
    send("//evil.example/").await.assert_header("location", "/");
}

#[tokio::test]
async fn an_error_is_a_page_with_a_way_out() {
    let house = TestApp::new().await;
    let client = house.client();
    for (language, title) in [("uk", "Такої сторінки немає"), ("en", "There is no such page")]
    {
        let answer = client.get("/no-such-page").header("accept-language", language).send().await;
        answer.assert_status(StatusCode::NOT_FOUND);
        let page = html(answer).await;
        assert!(page.contains(&format!("<h1>{title}</h1>")), "{page}");
        assert!(page.contains("href=\"/courses\"") && page.contains("href=\"/sign-in\""));
    }
    let form = [("language", "ja"), ("to", "/")];
    client.post("/language").form(&form).send().await.assert_status(StatusCode::BAD_REQUEST);
}
