//! The pages: the screen of the room, the address behind its symbol, the field for digits, the own code.

use super::{Room, header, text};
use chrono::Duration;
use poem::http::StatusCode;
use postup_domain::login::LoginKind;

/// Every row there is, as one number for each table that a check-in could touch.
async fn rows(room: &Room) -> Vec<i64> {
    let mut counts = Vec::new();
    for table in [
        "mark",
        "attendance",
        "audit_entry",
        "check_in_key",
        "spoken_word",
        "head_count",
        "personal_code",
        "attempt",
    ] {
        counts.push(room.ground.count(&format!("SELECT COUNT(*) AS count FROM {table}"), vec![]).await);
    }
    counts
}

#[tokio::test]
async fn the_screen_shows_a_code_of_this_minute_and_how_many_are_in() {
    let room = Room::new(2).await;
    room.at(5);
    let path = format!("/teach/sessions/{}/check-in", room.session);
    let before = rows(&room).await;
    let page = text(room.get(&room.trainer, &path).await).await;
    assert!(page.contains("Show the code") && !page.contains("class=\"digits\""), "{page}");
    assert_eq!(rows(&room).await, before, "looking opens nothing");
    room.form(&room.trainer, &path, &[]).await.assert_status(StatusCode::SEE_OTHER);
    let page = text(room.get(&room.trainer, &path).await).await;
    let digits = room.digits().await;
    assert!(page.contains(&postup_domain::check_in::spaced(&digits)), "{page}");
    assert!(page.contains("0 of 2 checked in") && page.contains("data-live") && page.contains("<noscript>"));
    assert!(page.contains("<svg class=\"symbol\"") && !page.contains("style=") && !page.contains("<style"));
    room.outcome(0, &digits).await;
    room.house.clock.pass(Duration::seconds(60));
    let page = text(room.get(&room.trainer, &path).await).await;
    assert!(page.contains("1 of 2 checked in") && !page.contains(&postup_domain::check_in::spaced(&digits)));
    for (minutes, said) in [(-70, "opens at 08:30"), (-10, "begins at 09:30"), (95, "The check-in is over")] {
        room.at(minutes);
        let page = text(room.get(&room.trainer, &path).await).await;
        assert!(page.contains(said), "{said}: {page}");
    }
    let page = text(room.get_in(&room.trainer, &path, "uk").await).await;
    assert!(page.contains("lang=\""), "{page}");
}

#[tokio::test]
async fn whoever_is_signed_in_needs_one_tap_and_looking_checks_nobody_in() {
    let room = Room::new(1).await;
    room.at(5);
    let address = room.address().await;
    let before = rows(&room).await;
    let page = text(room.get(&room.people[0].token, &address).await).await;
    assert!(page.contains("I am here") && page.contains("Session"), "{page}");
    assert_eq!(rows(&room).await, before, "a GET checks nobody in");
    let (path, token) = address.rsplit_once('/').unwrap();
    let done = room.form(&room.people[0].token, path, &[("token", token)]).await;
    done.assert_status(StatusCode::SEE_OTHER);
    assert_eq!(header(&done, "location"), path);
    let flash = header(&done, "set-cookie");
    assert!(flash.contains("check-in-flash-recorded"), "{flash}");
    let page = text(room.get(&room.people[0].token, path).await).await;
    assert!(page.contains("You are checked in since") && !page.contains("I am here"), "{page}");
    let again = room.form(&room.people[0].token, path, &[("token", token)]).await;
    assert!(header(&again, "set-cookie").contains("check-in-flash-known"));
    assert_eq!(room.marks().await, 1);
    assert!(!page.contains("Соборна"), "the place is nobody's business here");
}

#[tokio::test]
async fn a_scan_waits_while_its_person_signs_in() {
    let room = Room::new(0).await;
    let email = "scanned@rada.test";
    let person = crate::login::person(&room.house, email).await;
    let actor = room.ground.actor(person, &[]);
    let permit = room.house.app.may_enroll(&actor, room.cohort, person).await.unwrap();
    room.house.app.enroll(permit).await.unwrap();
    room.at(5);
    let address = room.address().await;
    let scanned_at = room.house.app.now();
    let first = room.client.get(&address).send().await;
    first.assert_status(StatusCode::SEE_OTHER);
    assert_eq!(header(&first, "location"), format!("/sign-in?to={address}"));
    let kept = header(&first, "set-cookie");
    assert!(kept.starts_with("scan=") && kept.contains("; HttpOnly; SameSite=Lax"), "{kept}");
    let (path, token) = address.rsplit_once('/').unwrap();
    assert!(kept.contains(&format!("Path={path};")), "{kept}");
    let kept = kept.split(';').next().unwrap().to_owned();

    room.house.clock.pass(Duration::minutes(12));
    let visitor = postup_domain::access::Actor::visitor();
    let opened =
        room.house.app.sign_in(email, crate::login::PASSWORD, LoginKind::Web, &visitor).await.unwrap();
    let session = format!("postup={}", opened.token.reveal());
    let back = room.client.get(&address).header("cookie", format!("{session}; {kept}")).send().await;
    assert_eq!(header(&back, "set-cookie"), "", "an old code is not kept anew");
    let page = text(back).await;
    assert!(page.contains("name=\"token\""), "the button is there: {page}");
    let send = async |cookie: &str| {
        let request = room.client.post(path).header("cookie", cookie);
        request.form(&[("token", token)]).send().await
    };
    send(&session).await.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(room.marks().await, 0, "the address alone is worth nothing any more");
    send(&format!("{session}; {kept}")).await.assert_status(StatusCode::SEE_OTHER);
    let made = room.ground.count(
        "SELECT COUNT(*) AS count FROM mark WHERE device_at = $1 AND server_at > $1",
        vec![scanned_at.into()],
    );
    assert_eq!(made.await, 1, "it counts from the scan");
    room.client.get(format!("{path}/AAAAAAAAAAAAAAAA")).send().await.assert_header_is_not_exist("set-cookie");
}

#[tokio::test]
async fn digits_are_typed_and_faults_are_said_in_the_readers_language() {
    let room = Room::new(1).await;
    room.at(5);
    let digits = room.digits().await;
    let token = &room.people[0].token;
    for (typed, status, said) in [
        ("", StatusCode::UNPROCESSABLE_ENTITY, "aria-invalid"),
        ("000 001", StatusCode::UNPROCESSABLE_ENTITY, "None of your sessions has this code"),
    ] {
        let answer = room.form(token, "/check-in", &[("code", typed)]).await;
        answer.assert_status(status);
        assert!(text(answer).await.contains(said), "{typed}");
    }
    let done = room.form(token, "/check-in", &[("code", &postup_domain::check_in::spaced(&digits))]).await;
    assert_eq!(header(&done, "location"), format!("/check-in/{}", room.session));
    room.ground.run("UPDATE person SET language = 'uk'", vec![]).await;
    let answer = room.form(token, "/check-in", &[("code", "000001")]).await;
    assert!(text(answer).await.contains("Жодне з ваших занять не має зараз такого коду"));
    let page = text(room.get(token, &format!("/check-in/{}", room.session)).await).await;
    assert!(page.contains("Вас зареєстровано"), "{page}");
    let page =
        text(room.get(&room.trainer, &format!("/teach/sessions/{}/check-in", room.session)).await).await;
    assert!(page.contains("Зареєструвалися 1 із 1"), "{page}");
}

#[tokio::test]
async fn the_door_says_who_came_in_and_the_own_page_has_the_code() {
    let room = Room::new(2).await;
    room.at(5);
    let token = &room.people[0].token;
    let page = text(room.get(token, "/me/code").await).await;
    assert!(page.contains("You have no personal code"), "{page}");
    room.form(token, "/me/code", &[]).await.assert_status(StatusCode::SEE_OTHER);
    let page = text(room.get(token, "/me/code").await).await;
    let (_, rest) = page.split_once("class=\"digits\">").unwrap();
    let digits = rest.split_once('<').unwrap().0;
    assert!(page.contains("<svg class=\"symbol\"") && digits.len() == 12, "{digits}");
    let door = format!("/teach/sessions/{}/codes", room.session);
    let allowed = header(&room.get(&room.trainer, &door).await, "permissions-policy");
    assert!(allowed.contains("camera=(self)") && allowed.contains("geolocation=()"), "{allowed}");
    let elsewhere = header(&room.get(token, "/me/code").await, "permissions-policy");
    assert_eq!(elsewhere, "", "the edge adds what pages leave out");
    for (nth, said) in [(1, "Прізвище0000 Олена is checked in."), (2, "Прізвище0000 Олена was in already.")]
    {
        let done = room.form(&room.trainer, &door, &[("bearer", digits)]).await;
        done.assert_status(StatusCode::SEE_OTHER);
        let page = text(room.get(&room.trainer, &header(&done, "location")).await).await;
        assert!(page.contains(said), "{nth}: {page}");
    }
    let unknown = room.form(&room.trainer, &door, &[("bearer", "000 000 0000")]).await;
    unknown.assert_status(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(text(unknown).await.contains("belongs to nobody in this group"));
    let strange = format!("{door}?in={}&as=recorded", uuid::Uuid::nil());
    room.get(&room.trainer, &strange).await.assert_status_is_ok();
    room.form(token, "/me/code/closing", &[]).await.assert_status(StatusCode::SEE_OTHER);
    assert!(text(room.get(token, "/me/code").await).await.contains("You have no personal code"));
    assert_eq!(room.marks().await, 1);
}
