# Хвилини зі звітів онлайн-зустрічей.

meeting-log-link = Хвилини зі звіту зустрічі (Zoom, Teams, Meet)
meeting-log-title = Звіт зустрічі: { $title }
meeting-log-lead = Надішліть список учасників, який зберегли Zoom, Microsoft Teams чи Google Meet. Перед збереженням ви побачите, кого впізнано і скільки часу вони були на зустрічі.
meeting-log-file = Звіт
meeting-log-file-hint = Файл CSV з часом входу й виходу, до 1 МБ. Час без поясу читаємо за годинником заняття.
meeting-log-send = Прочитати
meeting-log-help = Де взяти звіт
meeting-log-help-zoom = Звіти → Використання → кількість учасників → Експорт. Не вмикайте «Показати унікальних користувачів», щоб кожен вхід мав свій час.
meeting-log-help-teams = Вкладка «Відвідуваність» наради → Завантажити. Файл надсилайте без змін.
meeting-log-help-meet = Відкрийте звіт про відвідуваність з листа організатору як таблицю, потім Файл → Завантажити → CSV.
meeting-log-look-title = Перевірте перед збереженням
meeting-log-recognized = { $count ->
    [one] Впізнано { $count } особу.
    [few] Впізнано { $count } особи.
    [many] Впізнано { $count } осіб.
   *[other] Впізнано { $count } особи.
 }
meeting-log-open = { $count ->
    [one] Ще { $count } учасника не впізнано: вкажіть, хто це, або залиште без рішення.
    [few] Ще { $count } учасників не впізнано: вкажіть, хто це, або залиште без рішення.
    [many] Ще { $count } учасників не впізнано: вкажіть, хто це, або залиште без рішення.
   *[other] Ще { $count } учасника не впізнано: вкажіть, хто це, або залиште без рішення.
 }
meeting-log-flawed = { $count ->
    [one] { $count } рядок не прочитано, його пропущено:
    [few] { $count } рядки не прочитано, їх пропущено:
    [many] { $count } рядків не прочитано, їх пропущено:
   *[other] { $count } рядка не прочитано, їх пропущено:
 }
meeting-log-flaw-row = рядок { $row }, { $column }: { $fault }
meeting-log-column-joined = час входу
meeting-log-column-left = час виходу
meeting-log-column-duration = тривалість
meeting-log-column-action = вхід чи вихід
meeting-log-flaw-workbook = Це книга Excel. Збережіть її як CSV (текст із роздільниками) і надішліть той файл.
meeting-log-flaw-no-heading = Не знайдено таблиці з іменами та часом входу. У Zoom не вмикайте «Показати унікальних користувачів»; з Teams і Meet надсилайте файл без змін.
meeting-log-participants = Учасники зустрічі
meeting-log-participant = Учасник
meeting-log-time = На зустрічі
meeting-log-visits = { $count ->
    [one] { $count } вхід
    [few] { $count } входи
    [many] { $count } входів
   *[other] { $count } входу
 }
meeting-log-who = Хто це
meeting-log-who-is = Хто це – «{ $name }»?
meeting-log-who-open = Не вирішено
meeting-log-who-walk-in = Немає у списку: записати
meeting-log-who-nobody = Ніхто: ведучий, бот, другий екран
meeting-log-by-email = за поштою
meeting-log-by-name = за ім’ям
meeting-log-by-choice = за вашим вибором
meeting-log-effect = У журналі
meeting-log-effect-known = без змін
meeting-log-effect-outside = не було під час заняття
meeting-log-effect-changed = { $before } → { $after }
meeting-log-walk-ins = Буде записано як осіб, яких немає у списку групи:
meeting-log-nothing = Зберігати нічого.
meeting-log-save = Зберегти
meeting-log-again = Переглянути ще раз
meeting-log-other = Інший файл
meeting-log-reason = Звіт онлайн-зустрічі
meeting-log-saved-flash = Хвилини збережено.
