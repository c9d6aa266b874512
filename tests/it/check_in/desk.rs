//! What the trainer does: the word, the codes at the door, the heads; and who may.

use super::{Room, code_of, json, text};
use poem::http::StatusCode;
use postup_domain::access::{Role, Scope};
use postup_domain::attendance::MarkSource;
use postup_domain::check_in::SpokenWord;
use postup_domain::cohort::EnrollmentPolicy;
use postup_i18n::{Locale, Words};
use serde_json::{Value, json as body};

#[test]
fn every_word_of_the_lists_can_be_said() {
    for locale in Locale::ALL {
        let list = Words::embedded().text(locale, "check-in-words");
        let words: Vec<SpokenWord> =
            list.split(',').map(|word| SpokenWord::new("word", word).expect(word)).collect();
        let mut heard: Vec<String> = words.iter().map(SpokenWord::heard).collect();
        heard.sort();
        heard.dedup();
        assert_eq!(heard.len(), words.len(), "{locale}: two sound alike");
        assert!(words.len() >= 200, "{locale}: {} words are guessed too soon", words.len());
    }
}

#[tokio::test]
async fn the_last_word_that_was_said_opens_and_is_picked_in_the_readers_language() {
    let room = Room::new(3).await;
    room.at(5);
    let path = format!("/api/v1/sessions/{}/spoken-word", room.session);
    let said =
        json(room.send("put", &room.trainer, &path, body!({ "word": "Синій птах" })).await, StatusCode::OK);
    assert_eq!(said.await["spoken_word"], "Синій птах");
    assert_eq!(room.outcome(0, "синiй птах").await, "recorded");
    let marks = room.house.app.marks_of_person(&room.trains, room.session, room.people[0].seat);
    assert_eq!(marks.await.unwrap()[0].mark.source, MarkSource::Word);
    let picked = json(room.send("put", &room.trainer, &path, body!({})).await, StatusCode::OK).await;
    let picked = picked["spoken_word"].as_str().unwrap();
    let english = Words::embedded().text(Locale::En, "check-in-words");
    assert!(english.split(',').any(|word| word.trim() == picked), "{picked}");
    assert_eq!(room.refusal(1, "синій птах").await, "rejection-check-in-code-unknown");
    assert_eq!(room.outcome(1, &picked.to_uppercase()).await, "recorded");
    let bad = room.send("put", &room.trainer, &path, body!({ "word": "12" })).await;
    let bad = json(bad, StatusCode::UNPROCESSABLE_ENTITY).await;
    assert_eq!(bad["errors"][0]["pointer"], "/word");
    let said = "SELECT COUNT(*) AS count FROM audit_entry WHERE action = 'check_in.word'";
    assert_eq!(room.ground.count(said, vec![]).await, 2);
    assert_eq!(room.house.app.check_invariants().await.unwrap(), []);
}

#[tokio::test]
async fn a_personal_code_lets_its_person_into_the_own_sessions_only() {
    let mut room = Room::new(2).await;
    let sister = room.ground.cohort(5, EnrollmentPolicy::Open).await;
    let guest = room.ground.person("Сусідка").await;
    let guest = room.seated(guest, sister).await;
    room.people.push(guest);
    room.at(5);
    let mine = "/api/v1/me/personal-code";
    room.get(&room.people[0].token, mine).await.assert_status(StatusCode::NOT_FOUND);
    let renew = async |who: usize| {
        let made = room.send("put", &room.people[who].token, mine, Value::Null).await;
        json(made, StatusCode::OK).await["code"].as_str().unwrap().to_owned()
    };
    let path = format!("/api/v1/sessions/{}/check-ins", room.session);
    let show =
        async |code: &str| room.send("post", &room.trainer, &path, body!({ "personal_code": code })).await;
    let first = renew(0).await;
    let spaced = format!(" {}-{} {}\n", &first[..3], &first[3..6], &first[6..]);
    let said = json(show(&spaced).await, StatusCode::OK).await;
    assert_eq!(
        (said["outcome"].as_str(), said["name"].as_str()),
        (Some("recorded"), Some("Прізвище0000 Олена"))
    );
    let said = json(show(&first).await, StatusCode::OK).await;
    assert_eq!(said["outcome"], "known");
    let marks =
        room.house.app.marks_of_person(&room.trains, room.session, room.people[0].seat).await.unwrap();
    assert_eq!((marks.len(), marks[0].mark.source), (1, MarkSource::PersonalCode));
    assert_eq!(marks[0].mark.author, room.trains.person(), "whoever scanned it answers for it");

    let (old, stranger) = (renew(1).await, renew(2).await);
    let new = renew(1).await;
    assert_ne!(old, new);
    for void in [&old, &stranger, &"0000000000".to_owned()] {
        assert_eq!(code_of(show(void).await).await, "rejection-personal-code-unknown");
    }
    assert_eq!(code_of(show("12").await).await, "error-invalid", "no code at all");
    let gone = room.client.delete(mine).header("authorization", format!("Bearer {}", room.people[1].token));
    gone.send().await.assert_status(StatusCode::NO_CONTENT);
    assert_eq!(code_of(show(&new).await).await, "rejection-personal-code-unknown");
    let typed = body!({ "code": renew(1).await });
    let typed = room.send("post", &room.people[1].token, "/api/v1/check-ins", typed).await;
    assert_eq!(code_of(typed).await, "rejection-check-in-code-unknown", "one's own code is for the trainer");
    assert_eq!(room.marks().await, 1);
    assert_eq!(room.house.app.check_invariants().await.unwrap(), []);
}

#[tokio::test]
async fn heads_stand_beside_the_check_ins_with_words_for_the_difference() {
    let room = Room::new(3).await;
    room.at(5);
    let digits = room.digits().await;
    room.outcome(0, &digits).await;
    room.outcome(1, &digits).await;
    let path = format!("/teach/sessions/{}/heads", room.session);
    for (typed, english, ukrainian) in [
        ("2", "As many as are marked", "Стільки ж, скільки позначено"),
        ("3", "1 person in the room is not marked.", "У залі є 1 людина без позначки."),
        ("7", "5 people in the room are not marked.", "У залі є 5 людей без позначки."),
        ("1", "1 more is marked than is in the room.", "Позначено на 1 людину більше, ніж є в залі."),
        ("0", "2 more are marked than are in the room.", "Позначено на 2 людини більше, ніж є в залі."),
    ] {
        let written = room.form(&room.trainer, &path, &[("heads", typed)]).await;
        written.assert_status(StatusCode::SEE_OTHER);
        let register = format!("/teach/sessions/{}", room.session);
        room.ground.run("UPDATE person SET language = 'en'", vec![]).await;
        let page = text(room.get(&room.trainer, &register).await).await;
        assert!(page.contains(english), "{typed}");
        assert!(page.contains("2 checked in · 2 of 3 present or late"), "{page}");
        room.ground.run("UPDATE person SET language = 'uk'", vec![]).await;
        let page = text(room.get(&room.trainer, &register).await).await;
        assert!(page.contains(ukrainian), "{typed}");
    }
    room.ground.run("UPDATE person SET language = 'en'", vec![]).await;
    for (typed, said) in [("", "enter"), ("many", "number"), ("-1", "0"), ("10001", "10,000")] {
        let answer = room.form(&room.trainer, &path, &[("heads", typed)]).await;
        answer.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
        let page = text(answer).await;
        assert!(page.contains("aria-invalid") && page.to_lowercase().contains(said), "{typed}: {page}");
    }
    let api = format!("/api/v1/sessions/{}/head-counts", room.session);
    let said =
        json(room.send("post", &room.trainer, &api, body!({ "people": 4 })).await, StatusCode::OK).await;
    assert_eq!((said["heads"]["people"].as_i64(), said["difference"].as_i64()), (Some(4), Some(2)));
    assert_eq!((said["checked_in"].as_i64(), said["there"].as_i64()), (Some(2), Some(2)));
    let counts = "SELECT COUNT(*) AS count FROM head_count";
    assert_eq!(room.ground.count(counts, vec![]).await, 6, "every count is kept");
    let trail = "SELECT COUNT(*) AS count FROM audit_entry WHERE action = 'register.heads_counted'";
    assert_eq!(room.ground.count(trail, vec![]).await, 6);
    for table in ["head_count", "check_in_key", "mark"] {
        assert!(room.ground.attempt(&format!("DELETE FROM {table}"), vec![]).await.is_err(), "{table}");
    }
    let changed = room.ground.attempt("UPDATE head_count SET people = 1", vec![]).await;
    assert!(changed.is_err());
}

#[tokio::test]
async fn only_whoever_holds_the_session_has_its_desk() {
    let room = Room::new(1).await;
    room.at(5);
    let sister = room.ground.cohort(5, EnrollmentPolicy::Open).await;
    let other = room.ground.person("Інша").await;
    let other = room.ground.sign_in(other, &[(Role::Trainer, Scope::Cohort(sister))]).await;
    let id = room.session;
    for token in [&other, &room.people[0].token] {
        for (method, path, sent) in [
            ("put", format!("/api/v1/sessions/{id}/check-in"), Value::Null),
            ("put", format!("/api/v1/sessions/{id}/spoken-word"), body!({ "word": "лелека" })),
            ("post", format!("/api/v1/sessions/{id}/check-ins"), body!({ "personal_code": "0000000000" })),
            ("post", format!("/api/v1/sessions/{id}/head-counts"), body!({ "people": 1 })),
        ] {
            let answer = room.send(method, token, &path, sent).await;
            answer.assert_status(StatusCode::FORBIDDEN);
        }
        for path in ["check-in", "word", "heads", "codes"] {
            let path = format!("/teach/sessions/{id}/{path}");
            room.get(token, &path).await.assert_status(StatusCode::FORBIDDEN);
            room.form(token, &path, &[]).await.assert_status(StatusCode::FORBIDDEN);
        }
        room.get(token, &format!("/api/v1/sessions/{id}/check-in"))
            .await
            .assert_status(StatusCode::FORBIDDEN);
    }
    let made = "SELECT COUNT(*) AS count FROM check_in_key";
    assert_eq!(room.ground.count(made, vec![]).await, 0);
}
