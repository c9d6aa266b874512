# Керування: програми, курси, групи, заняття очима координатора.

manage-title = Керування
manage-programs = Програми
manage-courses = Курси
manage-cohorts = Групи
manage-mail = Листи
manage-cohort = Група
manage-next = Що триває й що попереду
manage-next-none = Жодної групи попереду
manage-next-none-hint = Тут стоятимуть групи, які навчаються або скоро почнуть. Додайте групу на сторінці її курсу.
manage-seats = { $taken } з { $of } місць зайнято
manage-seats-taken = Місця
manage-waiting = У черзі

## Дії та їхні наслідки
manage-publish = Опублікувати
manage-archive = До архіву
manage-keep = Ні, залишити як є
manage-done-created = Чернетку створено.
manage-done-saved = Зміни збережено.
manage-done-published = Опубліковано: тепер це бачать усі.
manage-done-archived = Перенесено до архіву.
manage-done-planned = Розклад доповнено.
manage-done-confirmed = Групу підтверджено. Усім, хто в ній, надсилаємо листи.
manage-done-cancelled = Скасовано. Учасникам надсилаємо листи.
manage-edited-meanwhile = Поки ви заповнювали форму, хтось зберіг інші зміни. Відкрийте сторінку знову й повторіть свої.
manage-code-hint = Великі латинські літери, цифри й дефіси, наприклад WATER-01
manage-needed-to-publish = Потрібно, щоб опублікувати

## Програми
manage-program-new = Нова програма
manage-program-edit = Зміна програми
manage-program-term = Строк
manage-program-signatory = Підписує сертифікати
manage-programs-none = Програм ще немає
manage-programs-none-hint = Програма об’єднує курси за одним меморандумом. Почніть зі створення програми.

## Курси
manage-course-new = Новий курс
manage-course-edit = Зміна курсу
manage-course-new-where = Новий курс додають на сторінці його програми.
manage-courses-none = Курсів немає
manage-courses-none-hint = Тут стоятимуть курси ваших програм.
manage-course-version = версія { $number }
manage-course-bands = Професійна програма – від 2 кредитів ЄКТС (60 годин), короткострокова – до 1 кредиту (30 годин)
manage-course-units-hint = Обсяг курсу – сума годин модулів. Порожній модуль не зберігається.
manage-course-unit = Модуль { $number }
manage-course-unit-add = Додати ще один модуль

## Групи
manage-cohort-new = Нова група курсу «{ $course }»
manage-cohort-edit = Зміна групи
manage-cohort-add = Додати групу
manage-cohort-new-where = Нову групу додають на сторінці її курсу.
manage-cohort-copied = Умови взято з останньої групи цього курсу. Введіть код і дати.
manage-cohort-when = Код і дні
manage-cohort-where = Форма й місце
manage-cohort-rules = Правила групи
manage-cohort-rules-lead = Більшості груп підходить те, що вже стоїть.
manage-cohort-queue = Черга й заміни
manage-cohort-settlement = Знайти населений пункт
manage-cohort-settlement-hint = Назва міста, селища чи села або код КАТОТТГ. Для дистанційної форми залиште порожнім.
manage-cohort-settlement-several = Таких населених пунктів кілька: виберіть один
manage-cohorts-none = Груп немає
manage-cohorts-none-hint = Тут стоятимуть групи, щойно ви їх додасте.
manage-enrollment-window = від { $from } до { $until } включно
manage-applications = Заявки й учасники
manage-trainers = Тренери
manage-completion = Результати
manage-certificates = Сертифікати
manage-public-page = Сторінка для всіх
manage-cohort-confirm = Група відбудеться
manage-cohort-cancel = Скасувати групу
manage-cohort-cancel-title = Скасувати групу?
manage-cohort-cancel-consequence = { $count ->
    [0] Місць ще ніхто не має. Відновити скасовану групу не можна.
    [one] Лист про скасування отримає { $count } особа. Відновити скасовану групу не можна.
    [few] Лист про скасування отримають { $count } особи. Відновити скасовану групу не можна.
    [many] Лист про скасування отримають { $count } осіб. Відновити скасовану групу не можна.
   *[other] Лист про скасування отримають { $count } особи. Відновити скасовану групу не можна.
 }

## Заняття
manage-session-new = Додати заняття
manage-session-edit = Зміна заняття
manage-sessions-none = Занять ще немає
manage-sessions-none-hint = Додайте перше заняття: день, час і місце.
manage-session-cancel = Скасувати заняття
manage-session-cancel-title = Скасувати заняття?
manage-session-cancel-consequence = Відновити скасоване заняття не можна.

manage-publish-title = Опублікувати?
manage-cohort-publish-consequence = Групу побачать усі, і в дні запису вона прийматиме заявки. Чернеткою вона вже не стане: її можна буде змінити або скасувати.
manage-course-publish-consequence = Курс побачать усі в каталозі. Чернеткою він уже не стане: його можна буде змінити або перенести до архіву.
manage-program-publish-consequence = Програму та її показники побачать усі. Чернеткою вона вже не стане: її можна буде змінити або перенести до архіву.
manage-archive-title = Перенести до архіву?
manage-archive-consequence = В архіві все можна переглянути, але нічого не можна змінити. Повернути з архіву не можна. Інші цієї сторінки більше не побачать.
manage-cohort-confirm-title = Підтвердити, що група відбудеться?
manage-cohort-confirm-consequence = { $count ->
    [one] Лист про це отримає { $count } людина з місцем і всі, хто чекає. Взяти рішення назад не можна, лише скасувати групу.
    [few] Лист про це отримають { $count } людини з місцями й усі, хто чекає. Взяти рішення назад не можна, лише скасувати групу.
    [many] Лист про це отримають { $count } людей із місцями й усі, хто чекає. Взяти рішення назад не можна, лише скасувати групу.
   *[other] Лист про це отримають { $count } людини з місцями й усі, хто чекає.
 }
