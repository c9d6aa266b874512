//! Messages on pages.

use super::hall::{Hall, hidden, plan, typed};
use poem::http::StatusCode;
use postup_domain::id::EnrollmentId;
use postup_domain::message::RawMessage;
use serde_json::json;

#[tokio::test]
async fn one_language_serves_all_and_the_page_says_so() {
    let hall = Hall::new().await;
    hall.somebody("Коваль", "en", "confirmed").await;
    hall.somebody("Бабич", "uk", "confirmed").await;
    let fields = [("groups", "confirmed"), ("subject_uk", "Тема"), ("body_uk", "Вітаємо, {name}!")];
    let (status, _, page) = hall.form(&hall.path("/preview"), &fields).await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("1 person reads English but gets it in Ukrainian"), "{page}");
    assert!(page.contains("1 Ukrainian, 1 English"), "{page}");
    assert!(page.contains("Вітаємо, Олена Коваль!") && !page.contains("The letter in English"), "{page}");
    hall.send(&RawMessage {
        subject_uk: "Тема".to_owned(),
        body_uk: "Текст".to_owned(),
        ..typed(&["confirmed"])
    })
    .await;
    let letters = hall.deliver().await;
    assert_eq!(letters.len(), 2);
    for letter in letters {
        assert_eq!((letter.language, letter.subject.as_str()), ("uk", "Тема"));
        assert!(letter.html.contains("<html lang=\"uk\">") && letter.text.contains("Що зробити"));
    }
}

#[tokio::test]
async fn the_pages_ask_twice_and_show_what_became_of_it() {
    let hall = Hall::new().await;
    hall.somebody("Коваль", "uk", "confirmed").await;
    let (dead, _) = hall.somebody("Мертвий", "uk", "confirmed").await;
    let (silent, _) = hall.somebody("Мовчазна", "uk", "waitlisted").await;
    let refused = "INSERT INTO refused_address (address, since, reply) SELECT email, created_at, '550 no such user' \
                   FROM person WHERE id = $1";
    hall.ground.run(refused, vec![dead.into()]).await;
    hall.ground
        .run(
            "INSERT INTO mail_preference (person_id, rhythm, changed_at) VALUES ($1, 'none', $2)",
            vec![silent.into(), hall.ground.now.into()],
        )
        .await;
    let list = hall.page(&hall.path("")).await;
    assert!(list.contains("No messages yet"), "{list}");
    let form = hall.page(&hall.path("/new")).await;
    assert!(form.contains("seat confirmed: 2") && form.contains("on the waiting list: 1"), "{form}");

    let fields = [
        ("groups", "confirmed"),
        ("groups", "waitlisted"),
        ("subject_uk", "Тема <b>"),
        ("body_uk", "Рядок <script>alert(1)</script>"),
    ];
    let (status, _, page) = hall.form(&hall.path("/preview"), &fields).await;
    assert_eq!(status, StatusCode::OK);
    for said in [
        "3 people",
        "2 people get it at once",
        "For 1 person this is news",
        "1 of them wants no such mail",
        "It will not reach 1 person",
        "Send to 3 people",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(!page.contains("<script>alert"), "{page}");
    assert_eq!(hall.letters_written().await, 0, "looking sends nothing");
    let confirmation = hidden(&page, "confirmation").to_owned();
    let fields: Vec<(&str, &str)> =
        fields.iter().copied().chain([("confirmation", confirmation.as_str())]).collect();

    // Somebody comes between the look and the click: asked again, with the new count.
    hall.somebody("Нова", "uk", "confirmed").await;
    let (status, _, page) = hall.form(&hall.path(""), &fields).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.contains("4 people would get the letter now") && page.contains("Send to 4 people"),
        "{page}"
    );
    assert_eq!(hall.letters_written().await, 0);
    let confirmation = hidden(&page, "confirmation").to_owned();
    let fields: Vec<(&str, &str)> =
        fields[..4].iter().copied().chain([("confirmation", confirmation.as_str())]).collect();
    let (status, to, _) = hall.form(&hall.path(""), &fields).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    // A second click on the same page leads to the same message.
    let (status, again, _) = hall.form(&hall.path(""), &fields).await;
    assert_eq!((status, again.as_str()), (StatusCode::SEE_OTHER, to.as_str()));
    assert_eq!(hall.letters_written().await, 4);

    let page = hall.page(&to).await;
    assert!(page.contains("queued: 4") && page.contains("Мертвий Олена"), "{page}");
    assert_eq!(hall.deliver().await.len(), 2);
    let page = hall.page(&to).await;
    for said in ["sent: 2", "not delivered: 1", "not sent: 1", "550 no such user", "does not want mails"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let failed = hall.page(&format!("{to}?state=failed")).await;
    assert!(failed.contains("Мертвий") && !failed.contains("Коваль"), "{failed}");
    let list = hall.page(&hall.path("")).await;
    assert!(list.contains("Керівна Олена") && list.contains("Тема &#60;b&#62;"), "{list}");

    // Back to the form with everything in it.
    let back: Vec<(&str, &str)> = fields.iter().copied().chain([("edit", "yes")]).collect();
    let (status, _, page) = hall.form(&hall.path("/preview"), &back).await;
    assert_eq!(status, StatusCode::OK);
    assert!(
        page.contains("value=\"waitlisted\" checked") && page.contains("value=\"Тема &#60;b&#62;\""),
        "{page}"
    );
}

#[tokio::test]
async fn those_who_have_not_reconfirmed_can_be_chosen() {
    let hall = Hall::new().await;
    let now = hall.ground.now;
    let day = (now + chrono::Duration::days(30)).date_naive();
    hall.ground.run("UPDATE cohort SET starts_on = $1, ends_on = $1", vec![day.into()]).await;
    let ask = async |enrollment: EnrollmentId, state: &str, for_day: chrono::NaiveDate, hours: i64| {
        let text = "INSERT INTO reconfirmation (enrollment_id, token_hash, starts_on, asked_at, answer_by, silence, \
                    state) VALUES ($1, $2, $3, $4, $5, 'keep', $6)";
        let asked_at = now + chrono::Duration::hours(hours);
        let values = vec![
            enrollment.into(),
            enrollment.to_string().into(),
            for_day.into(),
            asked_at.into(),
            (now + chrono::Duration::hours(48)).into(),
            state.into(),
        ];
        hall.ground.run(text, values).await;
    };
    let people = [
        ("Запитана", "confirmed", Some(("asked", day, 1))),
        ("Мовчазна", "confirmed", Some(("silent", day, 1))),
        ("Згодна", "confirmed", Some(("confirmed", day, 1))),
        ("Незапитана", "confirmed", None),
        ("Давня", "confirmed", Some(("asked", day.pred_opt().unwrap(), 1))),
        ("Поверненець", "confirmed", Some(("asked", day, -1))),
        ("Відмовлена", "withdrawn", Some(("asked", day, 1))),
        ("Черга", "waitlisted", None),
    ];
    let mut ids = Vec::new();
    for (family, state, question) in people {
        let (_, id) = hall.somebody(family, "uk", state).await;
        if let Some((answer, day, hours)) = question {
            ask(id, answer, day, hours).await;
        }
        ids.push(id);
    }
    let form = hall.page(&hall.path("/new")).await;
    assert!(form.contains("asked whether they still come, not answered yet: 2"), "{form}");
    let chosen = async |groups: &[&str]| {
        let (permit, raw) = (hall.permit().await, typed(groups));
        hall.house.app.prepare_message(&permit, &plan(&raw)).await.unwrap().counts.people
    };
    assert_eq!(chosen(&["not_reconfirmed"]).await, 2);
    assert_eq!(chosen(&["not_reconfirmed", "waitlisted"]).await, 3);
    assert_eq!(chosen(&["not_reconfirmed", "confirmed"]).await, 6);
    let path = format!("/cohorts/{}/messages/preview", hall.cohort);
    let body = json!({"groups": ["not_reconfirmed"], "uk": {"subject": "Тема", "body": "Текст"}});
    let (_, preview) = hall.api("POST", &path, Some(&body)).await;
    assert_eq!(preview["reach"]["people"], 2, "{preview}");

    let reached = async || -> Vec<String> {
        let letters = hall.deliver().await;
        letters.iter().map(|letter| letter.to.name().unwrap().to_string()).collect()
    };
    hall.send(&typed(&["not_reconfirmed"])).await;
    assert_eq!(reached().await, ["Олена Запитана", "Олена Мовчазна"]);
    // Who answers before the letter goes out needs no reminder.
    hall.send(&typed(&["not_reconfirmed"])).await;
    let answered = "UPDATE reconfirmation SET state = 'confirmed' WHERE enrollment_id = $1";
    hall.ground.run(answered, vec![ids[0].into()]).await;
    assert_eq!(reached().await, ["Олена Мовчазна"]);
    let list = hall.page(&hall.path("")).await;
    assert!(list.contains("asked whether they still come, not answered yet"), "{list}");
}

#[tokio::test]
async fn faults_name_their_field_and_their_placeholder() {
    let hall = Hall::new().await;
    hall.somebody("Коваль", "uk", "confirmed").await;
    let fields = [("groups", "confirmed"), ("subject_uk", "Тема"), ("body_uk", "Шановна {surname}!")];
    let (status, _, page) = hall.form(&hall.path("/preview"), &fields).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("There is no placeholder {surname}"), "{page}");
    assert!(page.contains("href=\"#body_uk\"") && page.contains("Шановна {surname}!"), "{page}");
    let (status, _, page) = hall.form(&hall.path("/preview"), &[]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["groups", "subject_uk", "body_uk"] {
        assert!(page.contains(&format!("href=\"#{field}\"")), "{field}: {page}");
    }
    let nobody = [("groups", "offered"), ("subject_uk", "Тема"), ("body_uk", "Текст")];
    let (status, _, page) = hall.form(&hall.path("/preview"), &nobody).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("Nobody fits this selection"), "{page}");

    let path = format!("/cohorts/{}/messages/preview", hall.cohort);
    let body = json!({"groups": ["confirmed"], "uk": {"subject": "Тема", "body": "{surname"}});
    let (status, problem) = hall.api("POST", &path, Some(&body)).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(problem["errors"][0]["pointer"], "/uk/body");
    assert_eq!(problem["errors"][0]["code"], "fault-broken-placeholder");
}
