# Стан системи й налаштування.

health-title = Стан системи
health-nav = Адміністрування
health-all-well = Усе працює
health-database = База даних
health-database-answers = { $name } відповідає
health-database-size = займає { $size }
health-disk = Місце на диску бази
health-disk-free = вільно { $size }
health-disk-elsewhere = Диск сервера PostgreSQL звідси не видно
health-disk-unknown = Невідомо
health-worker = Фонова робота
health-worker-never = Ще не озивалася: запустіть postup worker
health-worker-beat = озвалася { $ago }
health-worker-silent = мовчить, востаннє озвалася { $ago }
health-mail = Черга листів
health-mail-none-late = жоден не чекає довше, ніж має
health-mail-late = найстаріший мав піти { $ago }
health-mail-look = Листи в черзі
health-mail-failed = Невдалі листи
health-mail-failed-look = Подивитися, чому
health-import = Останній файл
health-import-none = Файлів ще не надсилали
health-import-look = Усі файли
health-figures = Показники
health-figures-present = враховано все
health-figures-as-of = враховано не все: найдавнішу з неврахованих змін зроблено { $ago }
health-clock = Годинник
health-clock-back = Годинник відстає: останній запис зроблено в майбутньому
health-clock-change = остання зміна { $ago }
health-version = Версія
health-works = Що робить фонова робота
health-works-none = Тут стоятиме, що і коли зроблено востаннє, щойно фонова робота почнеться.
health-work = Робота
health-work-state = Стан
health-work-when = Востаннє
health-work-done = зроблено
health-work-failed = не вдалося
health-work-figures = Показники
health-work-answers = Відповіді, строк яких минув
health-work-decisions = Рішення, чи група відбудеться
health-work-reconfirmations = Запитання, чи люди ще прийдуть
health-work-reminders = Нагадування про заняття
health-work-registers = Журнали після занять
health-work-digests = Щоденні добірки листів
health-work-imports = Надіслані файли
health-work-jobs = Видача сертифікатів частинами
health-work-exports = Збирання довгих таблиць
health-work-forgotten-exports = Видалення таблиць після доби
health-work-forgotten-imports = Вилучення забутих файлів
health-work-expired-keys = Вилучення старих ключів
health-work-quotas = Звільнення квот
health-work-ended-links = Вилучення старих посилань
health-work-plea-documents = Вилучення старих документів до заяв
health-work-ended-logins = Вилучення старих входів
health-as-of = Станом на { $moment }.
health-again = Подивитися ще раз
health-settings = Налаштування
health-settings-lead = Такі налаштування діють зараз. Змінюють їх у файлі або середовищі сервера; паролі й секрети не показано.
health-setting = Ключ
health-setting-value = Значення
health-setting-none = не задано
health-mebibytes = { $amount } МіБ
health-gibibytes = { $amount } ГіБ
health-needs-you = { $count ->
    [one] Потребує уваги { $count } пункт
    [few] Потребують уваги { $count } пункти
    [many] Потребують уваги { $count } пунктів
   *[other] Потребують уваги { $count } пункту
}
health-database-pending = { $count ->
    [one] Схемі бракує { $count } кроку: запустіть postup migrate
    [few] Схемі бракує { $count } кроків: запустіть postup migrate
    [many] Схемі бракує { $count } кроків: запустіть postup migrate
   *[other] Схемі бракує { $count } кроку: запустіть postup migrate
}
health-mail-queue = { $count ->
    [one] { $count } лист чекає
    [few] { $count } листи чекають
    [many] { $count } листів чекають
   *[other] { $count } листа чекає
}
health-mail-failed-count = { $count ->
    [one] { $count } лист не дійшов
    [few] { $count } листи не дійшли
    [many] { $count } листів не дійшли
   *[other] { $count } листа не дійшло
}
health-figures-due = { $count ->
    [one] { $count } зміна чекає
    [few] { $count } зміни чекають
    [many] { $count } змін чекають
   *[other] { $count } зміни чекає
}
health-clock-apart = { $count ->
    [one] Годинники сервера й бази різняться на { $count } секунду
    [few] Годинники сервера й бази різняться на { $count } секунди
    [many] Годинники сервера й бази різняться на { $count } секунд
   *[other] Годинники сервера й бази різняться на { $count } секунди
}
health-seconds-ago = { $count ->
    [one] { $count } секунду тому
    [few] { $count } секунди тому
    [many] { $count } секунд тому
   *[other] { $count } секунди тому
}
health-minutes-ago = { $count ->
    [one] { $count } хвилину тому
    [few] { $count } хвилини тому
    [many] { $count } хвилин тому
   *[other] { $count } хвилини тому
}
health-hours-ago = { $count ->
    [one] { $count } годину тому
    [few] { $count } години тому
    [many] { $count } годин тому
   *[other] { $count } години тому
}
health-days-ago = { $count ->
    [one] { $count } день тому
    [few] { $count } дні тому
    [many] { $count } днів тому
   *[other] { $count } дня тому
}
