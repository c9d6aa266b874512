# Слова, спільні для всіх сторінок: дії, навігація, форми, підрахунки.

## Дії
common-save = Зберегти
common-cancel = Скасувати
common-back = Назад
common-edit = Змінити
common-delete = Вилучити
common-send = Надіслати
common-search = Знайти
common-show = Показати
common-filter-more = Уточнити
common-filter-apply = Показати
common-filter-clear = Скинути фільтри
common-download-csv = Завантажити CSV
common-all = Усі
common-choose = Виберіть
common-none = немає
common-optional = необов’язково
common-password-show = Показати пароль
common-password-hide = Сховати пароль

## Рамка сторінки
common-installation = Поступ
common-tagline = Навчання посадових осіб місцевого самоврядування
common-skip-to-content = Перейти до змісту
common-page-title-error = Помилка: { $title }
common-navigation = Розділи
common-navigation-footer = Про цей сайт
common-breadcrumbs = Ви тут
common-sign-in = Увійти
common-sign-out = Вийти
common-home = Головна
common-section-courses = Курси
common-section-statistics = Статистика
common-section-verify = Перевірка
common-section-me = Моє навчання
common-section-teach = Заняття
common-section-employer = Мої працівники
common-section-manage = Керування
common-section-insight = Показники
common-section-admin = Адміністрування
common-footer-help = Допомога
common-footer-privacy = Персональні дані
common-footer-accessibility = Доступність
common-footer-figures = Як пораховано показники
common-footer-data = Дані та API
common-footer-behind = Навчання за меморандумом міністерства та громадської організації. Звітність про результати відкрита для всіх.
common-demo-banner = Демонстрація: люди й події вигадані.
common-demo-mail = Листи

## Форми
common-error-summary-title = Перевірте введене
common-error-summary-lead = Ще нічого не збережено. Виправте позначене й надішліть ще раз.
common-error-prefix = Помилка:
common-date-day = День
common-date-month = Місяць
common-date-year = Рік
common-date-hint = Наприклад, 12 5 2026
common-time-hint = Наприклад, 10:00. Час за Києвом

## Таблиці й списки
common-pager = Сторінки списку
common-pager-first = На початок
common-pager-next = Далі
common-table-actions = Дії

## Підрахунки
common-count-people = { $count ->
    [one] { $count } особа
    [few] { $count } особи
    [many] { $count } осіб
   *[other] { $count } особи
 }
common-count-hours = { $hours ->
    [one] { $hours } година
    [few] { $hours } години
    [many] { $hours } годин
   *[other] { $hours } години
 }
common-count-academic-hours = { $hours ->
    [one] { $hours } академічна година
    [few] { $hours } академічні години
    [many] { $hours } академічних годин
   *[other] { $hours } академічної години
 }
common-count-credits = { $credits ->
    [one] { $credits } кредит ЄКТС
    [few] { $credits } кредити ЄКТС
    [many] { $credits } кредитів ЄКТС
   *[other] { $credits } кредиту ЄКТС
 }
common-count-seats = { $count ->
    [one] { $count } місце
    [few] { $count } місця
    [many] { $count } місць
   *[other] { $count } місця
 }
common-count-minutes = { $count ->
    [one] { $count } хвилина
    [few] { $count } хвилини
    [many] { $count } хвилин
   *[other] { $count } хвилини
 }
common-as-of = Станом на { $moment }
common-how-counted = Як пораховано

## Люди
common-family-name = Прізвище
common-given-name = Ім’я
common-patronymic = По батькові
common-email = Електронна пошта
common-password = Пароль

## Історія
common-history = Історія
common-history-by = { $who }
common-history-by-system = За правилом, автоматично

## Кінець сеансу
common-stays-until = Вхід діє до { $moment } і подовжується щоразу, коли ви відкриваєте сторінку. Якщо він скінчиться, поки ви заповнюєте форму, набране не пропаде.
common-ending-soon = О { $time } вхід скінчиться, якщо нічого не робити.
common-ending-final = О { $time } потрібно буде ввійти знову. Набране не пропаде.
common-ending-over = Вхід скінчився. Надсилайте форму спокійно: ми попросимо ввійти, а набране не пропаде.
common-ending-stay = Лишитися
