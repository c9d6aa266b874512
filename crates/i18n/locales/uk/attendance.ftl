# Журнали: відмітки, закриття й повторне відкриття; сторінки тренера.

attendance-kind-present = присутність
attendance-kind-late = запізнення
attendance-kind-excused = поважна причина
attendance-kind-absent = відсутність
attendance-kind-check-in = вхід
attendance-kind-check-out = вихід
attendance-kind-minutes = пораховані хвилини
attendance-kind-correction = виправлення
attendance-register-open = відкрито
attendance-register-closed = закрито
attendance-register-reopened = відкрито повторно
attendance-minutes = { $count ->
    [one] Зараховано { $count } хвилину
    [few] Зараховано { $count } хвилини
    [many] Зараховано { $count } хвилин
   *[other] Зараховано { $count } хвилини
 }

## Огляд
attendance-teach-title = Мої заняття
attendance-teach-today = Сьогодні
attendance-teach-today-empty = Сьогодні занять немає
attendance-teach-today-empty-hint = Заняття ваших груп з’являються тут у свій день.
attendance-teach-open = Незакриті журнали
attendance-teach-open-empty = Усі журнали закрито
attendance-teach-open-empty-hint = Журнал стоїть тут від початку заняття, доки ви його не закриєте.
attendance-teach-next = Наступні сім днів

## Журнал
attendance-title = Журнал: { $title }
attendance-bar = Відмічено { $marked } із { $people }
attendance-people = Учасники за прізвищем
attendance-person = Особа
attendance-mark = Відмітка
attendance-minutes-label = Хвилини, якщо рахували
attendance-minutes-for = Хвилини присутності: { $name }
attendance-reason = Причина змін
attendance-reason-hint = Потрібна лише там, де ви змінюєте наявну відмітку.
attendance-reason-mistake = Помилка під час відмічання
attendance-reason-late-news = Стало відомо пізніше
attendance-reason-document = Надано документ
attendance-reason-technical = Технічні труднощі
attendance-save = Зберегти
attendance-more = Інші дії
attendance-everyone = Решта – присутні
attendance-empty = Ще ніхто не має місця
attendance-empty-hint = Щойно місця підтвердять, люди з’являться тут.
attendance-not-begun = Журнал можна закрити після початку заняття.
attendance-cancelled = Це заняття скасовано, присутність не відмічають.
attendance-closed = Журнал закрито. Щоб виправити відмітку, відкрийте відмітки людини й запропонуйте виправлення; його підтвердить інша людина.
attendance-close = Закрити журнал
attendance-close-title = Закрити журнал?
attendance-close-all = Відмічено всіх.
attendance-close-missing = { $count ->
    [one] { $count } особа не має відмітки й вважатиметься відсутньою.
    [few] { $count } особи не мають відмітки й вважатимуться відсутніми.
    [many] { $count } осіб не мають відмітки й вважатимуться відсутніми.
   *[other] { $count } особи не мають відмітки й вважатимуться відсутніми.
 }
attendance-close-lead = Після цього відкрити його знову зможе лише координатор, із зазначенням причини.
attendance-close-confirm = Так, закрити
attendance-reopen = Відкрити журнал знову
attendance-reopen-reason = Чому журнал відкривають знову?
attendance-conflict = Цих людей тим часом відмітив хтось інший. Чужих відміток не змінено: порівняйте, оберіть і збережіть ще раз.
attendance-conflict-yours = ваша відмітка: { $mark }
attendance-conflict-theirs = у журналі: { $mark }
attendance-refused = Ці відмітки не прийнято
attendance-person-history = Відмітки: { $name }
attendance-history = Закриття й повторні відкриття

## Щойно зроблено
attendance-saved-flash = Відмітки збережено.
attendance-everyone-flash = Усіх, хто не мав відмітки, відмічено як присутніх. Змініть відмітки тим, хто запізнився чи не прийшов.
attendance-closed-flash = Журнал закрито.
attendance-reopened-flash = Журнал знову відкрито.

## Розбіжності
attendance-disputes = Відмітки, щодо яких потрібне рішення
attendance-disputes-lead = Нічого не перезаписано. Оберіть, що залишити чинним; інші відмітки зберігаються в історії як відкладені.
attendance-stands = Що чинне?
attendance-dispute-stands = чинна зараз
attendance-dispute-made = { $who }, зроблено { $made }, надійшло { $arrived }
attendance-dispute-late = { $who }, зроблено { $made }, надійшло { $arrived }, коли журнал уже закрили
attendance-dispute-none = Жодна з цих
attendance-settlement = Чому?
attendance-settle = Ухвалити рішення
attendance-settled-flash = Рішення ухвалено. Інші відмітки зберігаються в історії.
attendance-find = Знайти особу
attendance-find-go = Показати
attendance-rule = Обліковано за правилом { $version }, чинним від { $since }
attendance-rule-text = Чинна та відмітка, яку ніхто не замінив. «Присутність» – увесь запланований час, «запізнення» – той самий час без 15 хвилин, якщо хвилин не рахували і їх не виміряли вхід та вихід; «поважна причина» і «відсутність» – нуль хвилин. Понад запланований час нічого не зараховують. Якщо заняття переривали, вхід і вихід рахують за ті хвилини, коли навчання тривало; переривання, яке нічого не забирає, зараховують тим, хто був на початку перерви або коли заняття продовжили. Якщо двоє відмітили по-різному, не знаючи одне про одного, зберігаються обидві відмітки, а рішення ухвалює людина. Порядок надходження відміток не має значення. Відмітки за правилом 1 зберігають свій зміст: чинна та, що надійшла останньою. Так само вхід і вихід за правилом 2: їм зараховують стільки хвилин, скільки тривало навчання, хоч би які саме. Хто реєструється кодом чи словом до початку, тому час рахується від початку; скановане більш як за годину до нього, коли заняття було призначено на інший час, не рахується.

## На пристрої
attendance-roll = По одній особі
attendance-roll-back = Назад
attendance-roll-next = Далі
attendance-roll-title = Перекличка: { $title }
attendance-roll-end = Перекличку завершено.
attendance-grid = Усі заняття групи
attendance-grid-title = Відвідування: { $code }
attendance-grid-lead = Стовпець – заняття, рядок – особа. Заголовок стовпця веде до журналу.
attendance-grid-sum = Хвилини
attendance-device-title = Журнали на цьому пристрої
attendance-device-lead = Відмічайте, як завжди, з мережею чи без неї: усе зберігається на цьому пристрої й буде доставлено, щойно сервер стане доступним.
attendance-device-nobody = На цьому пристрої ніхто не увійшов. Увійдіть, коли буде мережа.
attendance-device-script = Без скриптів ця сторінка потребує мережі.
attendance-device-nothing = На цьому пристрої немає журналів. Відкрийте «Мої заняття» там, де є мережа.
attendance-device-waiting = Ще не доставлено: { $count }, від { $time }
attendance-device-delivered = Усе доставлено
attendance-device-offline = немає зв’язку
attendance-device-sign-in = Увійдіть, щоб доставити
attendance-device-at-once = Змінено під час відмічання
attendance-device-full = На пристрої немає місця, тому відмітку не збережено. Звільніть місце або запишіть її на папері.
attendance-device-not-kept = Відмітку не вдалося зберегти на пристрої. Запишіть її на папері й оновіть сторінку.
attendance-device-leave = Ще не доставлено відміток: { $count }. Вони залишаться на цьому пристрої і будуть доставлені, коли ви знову увійдете тут. Усе одно вийти?
attendance-device-place = { $number } із { $all }
attendance-device-dismiss = Прибрати

## Не зі списку
attendance-walk-ins = Присутні, яких немає у списку
attendance-walk-in = Ім’я або код
attendance-walk-in-hint = Нікого не відсилайте: запишіть ім’я зараз, а хто це, вкажете згодом.
attendance-walk-in-add = Записати
attendance-walk-in-flash = Записано.
attendance-walk-in-merge = Це ця особа
attendance-walk-in-merged = Знайдено у списку
attendance-who = Ім’я чи пошта зі списку
attendance-who-was = Хто «{ $name }»?
attendance-merged-flash = Об’єднано; обидві історії збережено.
attendance-close-disputed = { $count ->
    [one] Відмітки { $count } особи розходяться; спершу ухваліть рішення.
    [few] Відмітки { $count } осіб розходяться; спершу ухваліть рішення.
    [many] Відмітки { $count } осіб розходяться; спершу ухваліть рішення.
   *[other] Відмітки { $count } особи розходяться; спершу ухваліть рішення.
 }
attendance-device-little = на пристрої майже немає місця
