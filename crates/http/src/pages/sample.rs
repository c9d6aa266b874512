//! One page with every part, to look at and to check.

use askama::Template;
use chrono::DateTime;
use postup_domain::access::Actor;
use postup_domain::rejection::{Fault, Invalid};
use postup_i18n::Locale;

use super::form::{Choice, Form};
use super::page::{Event, Page};

pub(crate) fn page(locale: Locale, path: &str) -> Page {
    Page {
        locale,
        installation: "Поступ".to_owned(),
        demo: true,
        actor: Actor::visitor(),
        name: None,
        path: path.to_owned(),
        flash: None,
        once: "0198a000-0000-7000-8000-000000000000".to_owned(),
        now: DateTime::UNIX_EPOCH,
    }
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r##"
{%- extends "layout.html" -%}
{%- import "components/form.html" as field -%}
{%- import "components/part.html" as part -%}
{%- block prefix -%}{{ field::prefix(page, form) }}{%- endblock -%}
{%- block title -%}Зразок{%- endblock -%}
{%- block content -%}
{{ part::crumbs(page, trail) }}
<h1>Зразок усіх частин сторінки</h1>
{{ field::errors(page, form) }}
<p class="lead">Курс вчить бачити місто очима людини, якій важко пересуватися. <a href="/x">Посилання</a>.</p>
{{ part::tag("good", "підтверджено") }} {{ part::tag("going", "триває") }} {{ part::tag("caution", "список очікування") }} {{ part::tag("bad", "відкликано") }} {{ part::tag("", "чернетка") }}
{% call part::notice("caution") %}<p>Запис закриється за 2 дні.</p>{% endcall %}
{{ part::seats("Вільно 12 із 30 місць", 60) }}
<div class="figures wide">{{ part::figure("1 204", "особи", "Станом на 12.05.2026, 10:00") }}{{ part::figure("1 612", "участей") }}{{ part::figure("71 %", "завершили") }}</div>
<h2>Форма</h2>
<form class="form" method="post" action="/" novalidate>
{{ field::once(page) }}
{{ field::text(page, form, "family_name", "common-family-name", autocomplete="family-name") }}
{{ field::text(page, form, "patronymic", "common-patronymic", optional=true) }}
{{ field::email(page, form, "email", "common-email", hint="common-date-hint") }}
{{ field::password(page, form, "password", "common-password") }}
{{ field::number(page, form, "capacity", "common-people") }}
{{ field::date(page, form, "starts_on", "common-date-day") }}
{{ field::time(page, form, "at", "common-date-day") }}
{{ field::select(page, form, "subject", "common-section-courses", options) }}
{{ field::radios(page, form, "form", "common-language", options) }}
{{ field::segments(form, "mark", "Коваль Олена", options) }}
{{ field::checkbox(page, form, "agreed", "common-yes") }}
{{ field::textarea(page, form, "reason", "common-details") }}
{{ field::submit(page, "common-save", back="/") }}
</form>
<h2>Таблиця</h2>
<table class="stack wide"><caption>Завершення за областями</caption>
<thead><tr><th scope="col">Область</th><th scope="col" class="right">Особи</th><th scope="col" class="right">Участі</th></tr></thead>
<tbody><tr><th scope="row">Сумська область</th><td class="right" data-label="Особи">120</td><td class="right" data-label="Участі">161</td></tr>
<tr><th scope="row">Івано-Франківська область</th><td class="right" data-label="Особи">99</td><td class="right" data-label="Участі">101</td></tr></tbody></table>
{{ part::pager(page, "/a", "/b") }}
<h2>Історія</h2>
{{ part::timeline(events) }}
<dl class="facts">{{ part::fact("Тривалість", "45 годин") }}{{ part::fact("Місце", "Суми") }}</dl>
{{ part::steps(steps) }}
{% call part::empty("Ще немає занять") %}<p>Тут стоятимуть заняття, щойно координатор їх додасть.</p>{% endcall %}
{{ field::action(page, "/x", "common-delete", class="word") }}
{%- endblock -%}
"##
)]
struct Sample<'a> {
    page: &'a Page,
    form: Form,
    options: Vec<Choice>,
    trail: Vec<(String, String)>,
    events: Vec<Event>,
    steps: Vec<(String, bool)>,
}

fn sample(page: &Page) -> String {
    let form = Form::blank(page.locale)
        .with("capacity", "30")
        .with("subject", "b")
        .with("mark", "b")
        .with("starts_on", "2026-05-12");
    let faults = [Invalid::new("family_name", Fault::Missing), Invalid::new("starts_on", Fault::NotADate)];
    let event = |what: &str, why: &str| Event {
        what: what.to_owned(),
        why: why.to_owned(),
        when: "12.05.2026, 10:00".to_owned(),
        who: "Коваль Олена".to_owned(),
        link: Some(("/me".to_owned(), "Ткач Ірина".to_owned())),
    };
    Sample {
        page,
        form: form.blame(&faults),
        options: [("a", "присутня"), ("b", "запізнилася"), ("c", "поважна причина"), ("d", "відсутня")]
            .map(|(value, label)| Choice::new(value, label))
            .to_vec(),
        trail: vec![("/".to_owned(), "Головна".to_owned()), ("/courses".to_owned(), "Курси".to_owned())],
        events: vec![event("Місце підтверджено", "Звільнилося місце."), event("Заявку подано", "")],
        steps: vec![("Дані".to_owned(), false), ("Умови".to_owned(), true), ("Готово".to_owned(), false)],
    }
    .render()
    .unwrap()
}

#[test]
fn every_complaint_is_tied_to_its_field() {
    let html = sample(&page(Locale::Uk, "/courses"));
    for expected in [
        r##"<a href="#family_name">Прізвище: заповніть це поле</a>"##,
        r#"id="family_name""#,
        r#"aria-invalid="true" aria-describedby=" family_name-error""#,
        r#"id="family_name-error""#,
        r##"<a href="#starts_on">"##,
        r#"aria-describedby="starts_on-hint starts_on-error""#,
        r#"<title>Помилка: Зразок – Поступ</title>"#,
        r#"<html lang="uk">"#,
        r#"<a href="/courses" aria-current="page">"#,
        r#"name="starts_on_month" value="5""#,
        r#"<option value="b" selected>"#,
    ] {
        assert!(html.contains(expected), "{expected} is not in {html}");
    }
}

#[test]
fn nothing_is_inline() {
    for locale in Locale::ALL {
        let html = sample(&page(locale, "/"));
        for inline in ["style=", "<style", " onclick", " onsubmit", " onchange", "javascript:"] {
            assert!(!html.contains(inline), "{inline}");
        }
        assert_eq!(html.matches("<script").count(), html.matches("<script src=").count());
    }
}
