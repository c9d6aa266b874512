# Імпорт таблиць людей і заявок: що не так із файлом (import-flaw-…), із рядком (import-fault-…), і сторінки.

import-flaw-empty = Файл порожній. Виберіть файл із таблицею.
import-flaw-too-large = Файл більший за { $most } МБ. Розділіть його на частини.
import-flaw-old-workbook = Це книга старого формату (.xls). Збережіть її як .xlsx або .csv.
import-flaw-not-text = Це не книга (.xlsx) і не текст (.csv). Збережіть таблицю в одному з цих форматів.
import-flaw-open-quote = Лапки відкривають клітинку й ніде не закриваються. Вилучіть або закрийте їх.
import-flaw-damaged = Файл пошкоджено: { $detail }. Збережіть його в табличній програмі ще раз.
import-flaw-bomb = Файл розгортається в більший обсяг, ніж має будь-яка наша таблиця. Збережіть лише аркуш із таблицею.
import-flaw-too-costly = Читання файлу забирає більше пам’яті чи часу, ніж потрібно таблиці. Збережіть лише аркуш із таблицею у форматі .csv.
import-flaw-too-many-cells = У таблиці понад { $most } заповнених клітинок. Розділіть її на частини.
import-flaw-too-wide = У рядку понад { $most } стовпців. Збережіть лише таблицю.
import-flaw-too-long = У клітинці понад { $most } знаків. Скоротіть її.
import-flaw-too-many-rows = У таблиці понад { $most } рядків. Розділіть її на частини.
import-flaw-no-sheet = У книзі немає аркушів.
import-flaw-no-heading = Жоден рядок не містить назв стовпців. Перший рядок таблиці має їх називати: { $columns }.
import-flaw-columns-missing = Бракує стовпців: { $columns }. Додайте їх до заголовка.
import-flaw-column-twice = Стовпець «{ $title }» трапляється двічі. Залиште один.
import-flaw-no-rows = Під заголовком немає рядків.
import-flaw-at-row = Рядок { $row }. { $flaw }

import-fault-repeated = про те саме вже йдеться в рядку { $row } файлу. Залиште один із них
import-fault-ambiguous = так називаються кілька організацій. Вкажіть код ЄДРПОУ або ідентифікатор
import-fault-not-yours = цей рядок надіслати не можна: ви можете додавати, змінювати й направляти лише людей своєї організації, і відмічати людей на заняттях, які ви проводите або організовуєте
import-fault-in-column = { $column }: { $fault }

import-verdict-new = новий
import-verdict-changed = зміниться
import-verdict-same = без змін
import-verdict-faulty = треба виправити

import-kind-people = Люди
import-kind-enrollments = Заявки
import-kind-nominations = Направлення

import-state-received = чекає на перевірку
import-state-checking = перевіряється
import-state-checked = перевірено, ще нічого не записано
import-state-committing = записується
import-state-committed = записано
import-state-refused = відхилено, нічого не записано
import-state-discarded = скасовано, нічого не записано

import-done = { $kind }: рядків { $rows }. Нових: { $new }, змінених: { $changed }, без змін: { $same }.
import-dry-run = Нічого не записано: це була лише перевірка.
import-nothing-written = Нічого не записано: треба виправити рядків { $faulty } з { $rows }.
import-row = Рядок { $row }: { $fault }
import-ignored = Пропущено стовпці: { $columns }.

import-title = Таблиці: імпорт та експорт
import-lead = Надішліть таблицю. Спершу кожен рядок перевіряється; нічого не записується, доки ви не підтвердите, а тоді записується все одразу.
import-kind = Що в рядках
import-kind-hint = Люди: стовпці email, family_name, given_name та інші. Заявки: стовпці cohort і email. Направлення: cohort і email, а для людей, яких ми ще не знаємо, й імена. Відмітки: cohort, session (початок заняття), email або line_code, а далі status, minutes, came_at, left_at. Перерви: cohort, session або organization, began_at, ended_at, cause; без причини це повітряна тривога.
import-file = Файл
import-file-hint = .xlsx або .csv із крапкою з комою, комою чи табуляцією; щонайбільше 10 МБ і 100 000 рядків. Порожня клітинка нічого не змінює, і нікого ніколи не вилучають.
import-send = Надіслати й перевірити
import-sent = Надіслані файли
import-none = Ще не надіслано жодного файлу
import-none-hint = Тут буде видно стан кожного файлу.
import-when = Надіслано
import-state = Стан
import-show-title = Файл { $name }
import-progress = { $rows ->
    [one] Уже переглянуто { $rows } рядок.
    [few] Уже переглянуто { $rows } рядки.
   *[other] Уже переглянуто { $rows } рядків.
}
import-refresh = Подивитися стан зараз
import-ready = Усі рядки можна записати. Нових: { $new }, змінених: { $changed }.
import-commit = Записати всі рядки
import-mend-first = Рядків, які треба виправити: { $faulty }. До того нічого не записується. Відкрийте рядок за його номером або виправте файл і надішліть його знову.
import-nothing-new = Усе в цьому файлі вже відоме. Записувати нічого.
import-report = Результати всіх рядків у форматі CSV
import-report-faulty = Лише рядки для виправлення у форматі CSV
import-send-mended = Надіслати виправлений файл
import-discard = Відкинути файл
import-discard-title = Відкинути файл?
import-discard-consequence = Перевірені рядки зникнуть, і з цього файлу нічого не буде записано. Файл можна буде надіслати ще раз.
import-written = Записано. Нових: { $new }, змінених: { $changed }.
import-rows = Рядки
import-tabs = Рядки за результатом перевірки
import-all-rows = усі
import-rows-none = Таких рядків немає.
import-row-number = Рядок
import-verdict = Результат
import-row-title = Рядок { $row }
import-mend = Виправити й перевірити
import-leave-out = Пропустити цей рядок
import-flash-received = Файл отримано, він перевіряється.
import-flash-committing = Рядки записуються.
import-flash-discarded = Файл скасовано. Нічого не записано.
import-flash-mended = Рядок виправлено.
import-flash-left-out = Рядок пропущено.
import-progress-writing = Підготовлено до запису рядків: { $done } з { $rows }.
import-progress-leave = Сторінку можна закрити й повернутися пізніше: робота триватиме без вас.

import-kind-marks = Відмітки
import-kind-interruptions = Перерви
import-about = Рядки, у яких не вказано заняття, стосуються цього: { $session }.
import-marks-table = Відмітки всіх занять таблицею
import-marks-send = надіслати заповнену
import-session-send = Внести відмітки або перерви з файлу
import-fault-ambiguous-session = тоді починаються кілька занять групи. Вкажіть і час початку або ідентифікатор заняття
import-fault-ambiguous-line = цей код мають двоє людей. Вкажіть електронну адресу
