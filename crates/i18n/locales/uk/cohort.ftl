# Групи: значення переліків, назви полів, сторінка групи.

cohort-name = Група { $code }
cohort-form = Форма навчання
cohort-form-in-person = очна
cohort-form-online = дистанційна
cohort-form-blended = змішана
cohort-language = Мова навчання
cohort-language-uk = українська
cohort-language-en = англійська
cohort-state = Стан
cohort-state-draft = чернетка
cohort-state-published = опубліковано
cohort-state-cancelled = скасовано
cohort-state-archived = в архіві
cohort-policy = Як розглядають заявки
cohort-policy-open = Вільне місце надається одразу
cohort-policy-approval = Заявку розглядає координатор
cohort-policy-employer = Кроками: зазвичай спершу погоджує роботодавець, потім вирішує координатор
cohort-policy-nomination = Лише за направленням роботодавця
cohort-waitlist-policy = Кому переходить вільне місце
cohort-waitlist-policy-automatic = Першій особі в черзі, одразу
cohort-waitlist-policy-offer = Першій особі в черзі, якщо вона вчасно погодиться
cohort-answer-hours = Скільки годин на відповідь
cohort-answer-hours-hint = Рахуємо лише час із 7:00 до 22:00. 48 годин – це трохи більш ніж три дні.
cohort-held = { $count ->
    [one] { $count } місце тримаємо для тих, хто має відповісти
    [few] { $count } місця тримаємо для тих, хто має відповісти
    [many] { $count } місць тримаємо для тих, хто має відповісти
   *[other] { $count } місця тримаємо для тих, хто має відповісти
 }

## Поля
cohort-code = Код групи
cohort-starts-on = Початок навчання
cohort-ends-on = Кінець навчання
cohort-territory = Населений пункт
cohort-venue = Точне місце проведення
cohort-venue-hint = Побачать лише учасники
cohort-time-zone = Часовий пояс
cohort-capacity = Кількість місць
cohort-enrollment-opens-on = Запис відкривається
cohort-enrollment-closes-on = Останній день запису
cohort-withdrawal-closes-on = Останній день, коли можна відмовитися самостійно
cohort-withdrawal-closes-on-hint = Пізніше знімає з групи лише координатор. Порожньо – без обмежень.
cohort-minimum = Найменша кількість учасників
cohort-minimum-hint = Порожньо – група відбудеться за будь-якої кількості.
cohort-decision-on = Останній день для рішення, чи відбудеться група
cohort-decision-on-hint = Не пізніше першого дня навчання. Якщо на кінець дня людей досить, групу підтвердимо самі. Якщо ні, ви маєте ще день, щонайдовше до початку навчання; без вашого рішення групу скасуємо.
cohort-decision-owner = Вирішує
cohort-contact = До кого звертатися

## Сторінка групи
cohort-dates = Дати
cohort-place = Де
cohort-place-online = Онлайн; посилання отримують учасники
cohort-place-settlement = { $settlement }; точну адресу отримують учасники після підтвердження місця
cohort-place-later = Населений пункт буде вказано згодом; адресу отримують лише учасники
cohort-seats = Місця
cohort-fit-good = вам підходить
cohort-fit-not = поки не підходить
cohort-nearness-online = доступна звідусіль
cohort-nearness-hromada = у вашій громаді
cohort-nearness-raion = у вашому районі
cohort-nearness-oblast = у вашій області
cohort-nearness-country = в іншій області
cohort-seats-left = { $left ->
    [0] Вільних місць немає, усього { $of }
    [one] Вільно { $left } місце з { $of }
    [few] Вільно { $left } місця з { $of }
    [many] Вільно { $left } місць із { $of }
   *[other] Вільно { $left } місця з { $of }
 }
cohort-seats-least = { $left ->
    [one] Вільно щонайменше { $left } місце з { $of }
    [few] Вільно щонайменше { $left } місця з { $of }
    [many] Вільно щонайменше { $left } місць із { $of }
   *[other] Вільно щонайменше { $left } місця з { $of }
 }
cohort-seats-all = Усього місць: { $of }
cohort-waitlist-few = { $count ->
    [one] У списку очікування менше ніж { $count } особа
    [few] У списку очікування менше ніж { $count } особи
    [many] У списку очікування менше ніж { $count } осіб
   *[other] У списку очікування менше ніж { $count } особи
 }
cohort-waitlist = { $count ->
    [one] У списку очікування { $count } особа
    [few] У списку очікування { $count } особи
    [many] У списку очікування { $count } осіб
   *[other] У списку очікування { $count } особи
 }
cohort-minimum-tentative = Попередній набір: потрібно щонайменше { $minimum ->
    [one] { $minimum } особу
    [few] { $minimum } особи
    [many] { $minimum } осіб
   *[other] { $minimum } особи
 }, місце вже мають { $people }. Чи відбудеться група, вирішать до { $date } включно й напишуть усім.
cohort-minimum-open = Попередній набір: потрібно щонайменше { $minimum ->
    [one] { $minimum } особу
    [few] { $minimum } особи
    [many] { $minimum } осіб
   *[other] { $minimum } особи
 }. Чи відбудеться група, вирішать до { $date } включно й напишуть усім.
cohort-minimum-confirmed = Група відбудеться (потрібно було щонайменше { $minimum })
cohort-minimum-people = Щонайменше { $minimum }, рішення до { $date }
cohort-enrollment = Запис
cohort-enrollment-until = Заявки приймають до { $date } включно
cohort-enrollment-from = Запис відкриється { $moment }
cohort-enrollment-over = Запис завершено { $date }
cohort-schedule = Розклад
cohort-schedule-empty = Розклад ще складають
cohort-schedule-empty-hint = Дати занять з’являться тут. Учасникам про них напишуть.
cohort-session-when = Коли
cohort-session-what = Заняття
cohort-session-cancelled = скасовано
cohort-private-note = Список учасників і точні адреси бачать лише учасники, тренери та координатор.
cohort-apply = Подати заявку
cohort-apply-waitlist = Стати в список очікування
cohort-apply-sign-in = Увійти й подати заявку
cohort-apply-open-note = Вільне місце буде за вами одразу. Підтвердження надійде листом.
cohort-apply-approval-note = Заявку розгляне координатор. Рішення надійде листом.
cohort-apply-employer-note = Вашу заявку погоджують крок за кроком. Про кожен крок повідомимо листом.
cohort-apply-nomination-note = До цієї групи слухачів направляє кадрова служба роботодавця.
cohort-apply-waitlist-note = Коли місце звільниться, ви отримаєте його за чергою й дізнаєтеся листом.
cohort-mine = Моя заявка
cohort-mine-state = Стан вашої заявки: { $state }

## Квоти
cohort-quotas = Квоти
cohort-quotas-lead = Частину місць можна до певного дня тримати для певних людей. Того дня вільні з них стають загальними й одразу переходять до черги. Кожен бачить, що й для кого тримаємо.
cohort-quotas-empty = Місць ні для кого не тримаємо
cohort-quotas-empty-hint = Кожне вільне місце отримує той, хто звернувся першим.
cohort-quota-new = Тримати місця
cohort-quota-whom = Для кого
cohort-quota-used = Зайнято
cohort-quota-how = Як стоїть справа
cohort-quota-release = Відпустити зараз
cohort-quota-seats = Скільки місць
cohort-quota-release-on = Вільні місця стають загальними
cohort-quota-place-hint = Для території: назва області, району чи громади
cohort-quota-employer-hint = Для однієї організації: її назва або код ЄДРПОУ
cohort-quota-kind-territory = Територія
cohort-quota-kind-organization-kind = Вид організації
cohort-quota-kind-organization = Організація
cohort-quota-kind-position-category = Категорія посади
cohort-quota-kind-appointment = Як обійняли посаду
cohort-quota-kind-uncovered = Громади, де ще ніхто не навчався
cohort-quota-position-category = посади категорії { $category }
cohort-quota-appointment-elected = виборні посадові особи
cohort-quota-appointment-appointed = призначені посадові особи
cohort-quota-uncovered = громади, де ще ніхто не завершив курсу за цим напрямом
cohort-quota-kept = { $count ->
    [one] { $count } місце до { $day } тримаємо для: { $whom }.
    [few] { $count } місця до { $day } тримаємо для: { $whom }.
    [many] { $count } місць до { $day } тримаємо для: { $whom }.
   *[other] { $count } місця до { $day } тримаємо для: { $whom }.
 }
cohort-quota-open = Місця, які тримали для: { $whom } – тепер доступні всім.
cohort-quota-active = { $count ->
    [one] { $count } місце з { $seats } до { $day } тримаємо для: { $whom }.
    [few] { $count } місця з { $seats } до { $day } тримаємо для: { $whom }.
    [many] { $count } місць із { $seats } до { $day } тримаємо для: { $whom }.
   *[other] { $count } місць із { $seats } до { $day } тримаємо для: { $whom }.
 }
cohort-quota-released = { $count ->
    [one] { $count } місце, яке тримали для: { $whom } – тепер доступне всім.
    [few] { $count } місця, які тримали для: { $whom } – тепер доступні всім.
    [many] { $count } місць, які тримали для: { $whom } – тепер доступні всім.
   *[other] { $count } місць, які тримали для: { $whom } – тепер доступні всім.
 }
cohort-quota-added-flash = Відтепер ці місця тримаємо.
cohort-quota-released-flash = Місця відпущено; вільні перейшли до черги.
cohort-coverage = Громади, де ще ніхто не навчався
cohort-coverage-count = У { $count } громадах із { $of } ще ніхто не завершив курсу за цим напрямом.
cohort-coverage-how = Рахуємо за чинними громадами офіційного кодифікатора й за територією, яку люди вказали, подаючи заявку.
cohort-coverage-lead = Виберіть громади або всю область: кадровик кожної місцевої ради отримає один лист із запрошенням направити людей.
cohort-coverage-oblast = { $name }: { $count }
cohort-coverage-whole = Усі громади області
cohort-coverage-hromadas = Громади
cohort-coverage-invite = Запросити вибрані
cohort-coverage-again = Запросити ще раз
cohort-coverage-nominated = { $count ->
    [0] нікого не направлено
    [one] направлено { $count } людину
    [few] направлено { $count } людини
   *[other] направлено { $count } людей
 }
cohort-coverage-invited = { $name }: запрошено { $moment } ({ $by }), лист { $fate }; { $nominated }
cohort-coverage-ready = { $name }: ще не запрошено; { $nominated }
cohort-coverage-nobody = { $name }: у Поступі немає кадровика, написати нікому
cohort-coverage-no-office = Місцевої ради цієї громади в Поступі ще немає
cohort-coverage-invited-flash = Запрошення надсилаються. Що з них вийшло, видно нижче.

## Передання місць
cohort-substitution-closes-on = Останній день, коли роботодавець може направити колегу замість
cohort-substitution-closes-on-hint = До першого дня навчання. Пізніше місця передає лише координатор. Порожньо – до початку навчання.
cohort-quota-seat = Це місце до { $day } тримаємо для: { $whom }. Передати його можна лише такому колезі.

## Чи братимуть участь
cohort-reconfirm = Підтвердження участі
cohort-reconfirm-days = За скільки днів до початку запитати, чи людина братиме участь
cohort-reconfirm-days-hint = Кожен, хто має місце, отримає лист уранці того дня. Відповісти треба в межах годин на відповідь, щонайпізніше до полудня напередодні навчання. 0 – не запитувати.
cohort-reconfirm-silence = Якщо вчасної відповіді немає
cohort-reconfirm-silence-keep = місце залишається за особою
cohort-reconfirm-silence-free = місце переходить до черги
cohort-reconfirming = { $count ->
    [one] За { $count } день до початку; без відповіді { $silence }
    [few] За { $count } дні до початку; без відповіді { $silence }
    [many] За { $count } днів до початку; без відповіді { $silence }
   *[other] За { $count } дня до початку; без відповіді { $silence }
 }
cohort-reconfirming-none = Нікого не запитують

## Вимоги до учасників
cohort-requirements = Вимоги до учасників
cohort-requirements-lead = Вимоги перевіряємо, коли людина подає заявку чи її направляють, і ще раз перед тим, як надати місце. Хто вже має місце, зберігає його.
cohort-requirements-empty = Група для всіх
cohort-requirements-empty-hint = Додайте вимогу, якщо група не для всіх.
cohort-requirements-alternatives = З кількох вимог одного виду досить виконати одну; кожен попередній курс потрібен окремо.
cohort-requirements-unmet-own = За теперішніми даними заявку буде відхилено.
cohort-requirements-excepted-own = Для вас зроблено виняток: вимоги групи вам не завадять.
cohort-requirement-met = виконано
cohort-requirement-unmet = не виконано
cohort-condition = Вимога
cohort-condition-asks = Для кого
cohort-condition-new = Нова вимога
cohort-condition-remove = Прибрати
cohort-condition-territory = Територія
cohort-condition-organization-kind = Вид організації
cohort-condition-organization = Організація
cohort-condition-position-category = Категорія посади
cohort-condition-appointment = Виборна чи призначена посада
cohort-condition-course = Попередній курс
cohort-exceptions = Винятки
cohort-exceptions-lead = Людина, для якої зроблено виняток, може подати заявку попри вимоги. Причину збережемо в журналі.
cohort-exception-email = Електронна адреса людини
cohort-exception-reason = Причина
cohort-exception-make = Зробити виняток
cohort-exception-made = Виняток зроблено.

## Навчання деінде
cohort-equivalents = Навчання деінде
cohort-equivalents-lead = Якщо ви завершили такий самий курс в іншому місці, повідомте про нього. Координатор групи перегляне документ і вирішить, чи зарахувати його.
cohort-equivalents-state = Повідомити про курс, завершений деінде
cohort-equivalents-none = Група не потребує попередніх курсів.
cohort-equivalents-waiting = Чекають на рішення
cohort-equivalents-decided = Уже вирішено
cohort-equivalents-empty = Ніхто ще не повідомляв про навчання деінде.
cohort-equivalents-decide = Вирішити
cohort-equivalents-stated = Дякуємо. Координатор групи вирішить, чи зарахувати курс; ви отримаєте листа.
cohort-equivalents-done = Рішення збережено, людина отримає листа.
equivalent-course-id = Замість якого курсу
equivalent-title = Назва завершеного курсу
equivalent-provider = Хто навчав
equivalent-completed-on = Коли завершено
equivalent-document = Документ
equivalent-document-hint = Номер сертифіката або посилання, за яким його можна перевірити.
equivalent-reason = Причина
equivalent-reason-hint = Людина її прочитає. Для відмови – обов’язково.
equivalent-accept = Зарахувати
equivalent-refuse = Не зараховувати

cohort-copy = Нова група за зразком цієї
cohort-copy-title = Нова група за зразком { $code }
cohort-copy-lead = Розклад, квоти, вимоги, шлях заявок, тренерів та умови візьмемо з цієї групи. Спершу покажемо, що вийде: нічого не буде записано, доки ви не підтвердите.
cohort-copy-first-day-hint = Заняття відбудуться в ті самі дні тижня й о тій самій годині за годинником групи: якщо перший день припадає на інший день тижня, заняття починаються з найближчого свого дня після нього.
cohort-copy-look = Показати, що вийде
cohort-copy-preview = Нова група { $code }: ще не записано
cohort-copy-nothing-yet = За зразком групи { $code }. Учасників у ній не буде; група стане чернеткою, яку бачите лише ви.
cohort-copy-left = Не переходить до нової групи
cohort-copy-keep = Створити чернетку
cohort-tasks = Що потрібно, щоб відкрити групу
cohort-tasks-done = Усе готово.
cohort-tasks-rest = Підготовка: зроблено й необов’язкове
cohort-about = Про групу
cohort-waits = Чекає на вас
cohort-waits-minimum = Вирішіть, чи відбудеться група
cohort-waits-applications = { $count ->
    [one] { $count } заявка чекає рішення
    [few] { $count } заявки чекають рішення
    [many] { $count } заявок чекають рішення
   *[other] { $count } заявки чекає рішення
 }
cohort-waits-registers = { $count ->
    [one] { $count } журнал ще не закрито
    [few] { $count } журнали ще не закрито
    [many] { $count } журналів ще не закрито
   *[other] { $count } журналу ще не закрито
 }
cohort-task-course = Курс і програму опубліковано
cohort-task-course-hint = Без цього групу не можна опублікувати.
cohort-task-days = Дні запису
cohort-task-days-hint = Запис уже закінчився: змініть дні.
cohort-task-timetable = Розклад
cohort-task-timetable-hint = Заплановано { $planned } з { $of } академічних годин по 45 хвилин.
cohort-task-place = Місце або посилання
cohort-task-trainers = Тренери
cohort-task-quotas = Квоти
cohort-task-messages = Повідомлення учасникам
cohort-task-state-done = Завершено
cohort-task-state-partly = Розпочато
cohort-task-state-missing = Ще не розпочато
cohort-task-state-optional = За потреби
cohort-mail-failed = Листи, які не дійшли
cohort-mail-failed-all = Усі листи цієї групи, які не дійшли
cohort-tasks-left = { $count ->
    [one] Залишився { $count } пункт.
    [few] Залишилося { $count } пункти.
    [many] Залишилося { $count } пунктів.
   *[other] Залишилося { $count } пункту.
 }
cohort-task-units-hint = { $count ->
    [one] Без заняття { $count } модуль.
    [few] Без заняття { $count } модулі.
    [many] Без заняття { $count } модулів.
   *[other] Без заняття { $count } модуля.
 }
cohort-task-place-hint = { $count ->
    [one] { $count } заняття не має ні місця, ні посилання.
    [few] { $count } заняття не мають ні місця, ні посилання.
    [many] { $count } занять не мають ні місця, ні посилання.
   *[other] { $count } заняття не мають ні місця, ні посилання.
 }
cohort-task-trainers-hint = { $count ->
    [one] { $count } тренер
    [few] { $count } тренери
    [many] { $count } тренерів
   *[other] { $count } тренера
 }
cohort-task-quotas-hint = { $count ->
    [one] { $count } квота
    [few] { $count } квоти
    [many] { $count } квот
   *[other] { $count } квоти
 }
cohort-copy-without-place = { $count ->
    [one] { $count } заняття залишиться без місця: те, що було, уже в архіві.
    [few] { $count } заняття залишаться без місця: те, що було, уже в архіві.
    [many] { $count } занять залишаться без місця: те, що було, уже в архіві.
   *[other] { $count } заняття залишаться без місця: те, що було, уже в архіві.
 }
cohort-copy-without-unit = { $count ->
    [one] { $count } заняття залишиться без модуля: у новій версії курсу такого немає.
    [few] { $count } заняття залишаться без модуля: у новій версії курсу таких немає.
    [many] { $count } занять залишаться без модуля: у новій версії курсу таких немає.
   *[other] { $count } заняття залишаться без модуля: у новій версії курсу таких немає.
 }
cohort-quota-release-title = Відпустити місця?
cohort-quota-release-consequence = { $count ->
    [one] { $count } вільне місце відразу стане загальним і перейде до черги. Знову тримати його для тих самих людей може бути вже пізно.
    [few] { $count } вільні місця відразу стануть загальними й перейдуть до черги. Знову тримати їх для тих самих людей може бути вже пізно.
    [many] { $count } вільних місць відразу стануть загальними й перейдуть до черги. Знову тримати їх для тих самих людей може бути вже пізно.
   *[other] { $count } вільного місця відразу стануть загальними й перейдуть до черги.
 }
