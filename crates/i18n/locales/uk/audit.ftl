# Журнал дій.

audit-title = Журнал дій
audit-lead = Хто, що, коли й чому змінив. Записи не можна ні виправити, ні вилучити.
audit-author = Хто це зробив
audit-author-hint = Електронна адреса людини
audit-action = Що зроблено
audit-kind = Із чим
audit-id = З чим саме
audit-id-hint = Ідентифікатор із адреси сторінки; разом із полем «Із чим»
audit-from = Від дня
audit-until = До дня включно
audit-all = Показати все
audit-none = Записів не знайдено
audit-none-lead = Приберіть одну з умов або розширте період.
audit-csv = Завантажити знайдене як CSV
audit-when = Коли
audit-what = Що
audit-who = Хто
audit-why = Чому
audit-somebody = людина, якої ви не бачите
audit-itself = система сама
audit-by-import = за файлом, який надіслано
audit-thing-history = уся історія
audit-cut = Записів забагато, щоб переглянути всі за раз. Старіші ще не переглянуто: перейдіть далі.
audit-copied = за зразком іншої групи
audit-detail-web = через сторінку входу
audit-detail-bearer = програмою
audit-detail-named = названо за іменем і поштою
audit-detail-letter = за посиланням із листа
audit-detail-employer = змінено місце роботи
audit-detail-renamed = змінено назву
audit-detail-projector = за кодом з екрана
audit-detail-word = за словом, яке назвали в залі
audit-detail-personal-code = за особистим кодом
audit-detail-by-hand = лише вручну
audit-detail-as-the-organization = як в організації
audit-stood-in = Рішення ухвалила особа, яка заміщувала відсутню.
audit-until-moment = до { $moment }
audit-quota = { $seats }, до { $day }
audit-indicator-before = Було: ціль { $target } до { $day }
audit-indicator-value = { $value } станом на { $day }
audit-import-tally = Нових рядків: { $new }, змінених: { $changed }, без змін: { $same }
audit-meeting-log = { $people }; записано тих, кого немає у списку групи: { $guests }
audit-row = Рядок { $count }
audit-version = Версія { $count }

audit-kind-account = Обліковий запис
audit-kind-audit = Журнал дій
audit-kind-certificate = Сертифікат
audit-kind-codifier-edition = Кодифікатор
audit-kind-cohort = Група
audit-kind-course = Курс
audit-kind-enrollment = Участь
audit-kind-equivalent = Навчання деінде
audit-kind-export = Таблиця
audit-kind-figures = Зведені цифри
audit-kind-grant = Роль
audit-kind-import = Файл
audit-kind-indicator = Показник
audit-kind-login = Вхід
audit-kind-nominee = Названа людина
audit-kind-notification = Лист
audit-kind-organization = Організація
audit-kind-person = Людина
audit-kind-program = Програма
audit-kind-session = Заняття
audit-kind-stand-in = Заміщення
audit-kind-template = Текст листа
audit-kind-venue = Місце

audit-did-account-confirmed = Адресу підтверджено
audit-did-account-created = Обліковий запис створено
audit-did-account-password-changed = Пароль змінено
audit-did-account-password-reset = Пароль задано наново за посиланням із листа
audit-did-account-registered = Зареєстровано
audit-did-account-reset-asked = Замовлено новий пароль
audit-did-account-restored = Обліковий запис відновлено
audit-did-account-suspended = Обліковий запис призупинено
audit-did-audit-taken = Журнал дій завантажено
audit-did-certificate-issued = Сертифікат видано
audit-did-certificate-revoked = Сертифікат анульовано
audit-did-check-in-opened = Самостійну відмітку відкрито
audit-did-check-in-word = Слово для відмітки названо
audit-did-cohort-archived = Групу сховано в архів
audit-did-cohort-cancelled = Групу скасовано
audit-did-cohort-certificates-issued = Сертифікати групи видано
audit-did-cohort-confirmed = Вирішено, що група відбудеться
audit-did-cohort-created = Групу створено
audit-did-cohort-edited = Групу змінено
audit-did-cohort-exception = Зроблено виняток із вимог
audit-did-cohort-invited = Запрошення розіслано
audit-did-cohort-issue-begun = Видачу сертифікатів розпочато
audit-did-cohort-issue-stopped = Видачу сертифікатів зупинено
audit-did-cohort-published = Групу опубліковано
audit-did-cohort-reconfirmation-asked = Запитано, чи учасники прийдуть
audit-did-cohort-requirements = Вимоги групи змінено
audit-did-cohort-route-changed = Шлях заявок змінено
audit-did-course-archived = Курс сховано в архів
audit-did-course-created = Курс створено
audit-did-course-edited = Курс змінено
audit-did-course-published = Курс опубліковано
audit-did-course-versioned = Створено нову версію курсу
audit-did-enrollment-applied = Заявку подано
audit-did-enrollment-asked-again = Запитано ще раз
audit-did-enrollment-assessed = Підсумкову оцінку записано
audit-did-enrollment-confirmed = Місце підтверджено
audit-did-enrollment-declined = Особа відмовилася від місця
audit-did-enrollment-employer-approved = Заявку погоджено роботодавцем
audit-did-enrollment-nominated = Направлено на навчання
audit-did-enrollment-offered = Місце запропоновано
audit-did-enrollment-reconfirmed = Особа підтвердила, що прийде
audit-did-enrollment-rejected = Заявку відхилено
audit-did-enrollment-transferred = Переведено до іншої групи
audit-did-enrollment-waitlisted = Внесено до списку очікування
audit-did-enrollment-withdrawn = Участь припинено
audit-did-equivalent-accepted = Навчання деінде зараховано
audit-did-equivalent-refused = Навчання деінде не зараховано
audit-did-equivalent-stated = Повідомлено про навчання деінде
audit-did-export-asked = Довгу таблицю замовлено
audit-did-export-begun = Таблицю завантажено
audit-did-export-discarded = Довгу таблицю видалено
audit-did-export-gathered = Довгу таблицю зібрано
audit-did-figures-downloaded = Цифри без приховування завантажено
audit-did-grant-given = Роль надано
audit-did-grant-taken = Роль скасовано
audit-did-guest-ended = Особа відмовилася від гостьового місця
audit-did-guest-given = Надано гостьове місце на занятті
audit-did-import-checked = Файл перевірено
audit-did-import-commit-wished = Запис файлу замовлено
audit-did-import-committed = Файл записано
audit-did-import-discarded = Файл відкинуто
audit-did-import-received = Файл надіслано
audit-did-import-refused = Файл не прийнято
audit-did-import-row-left-out = Рядок файлу пропущено
audit-did-import-row-mended = Рядок файлу виправлено
audit-did-indicator-added = Показник додано
audit-did-indicator-archived = Показник сховано в архів
audit-did-indicator-edited = Показник змінено
audit-did-indicator-reported = Значення показника внесено
audit-did-indicator-restored = Показник повернено з архіву
audit-did-interest-ended = Зацікавленість у курсі знято
audit-did-interest-noted = Зацікавленість у курсі записано
audit-did-login-all-ended = Усі входи завершено
audit-did-login-ended = Вихід
audit-did-login-failed = Невдалий вхід
audit-did-login-opened = Вхід
audit-did-message-sent = Повідомлення групі надіслано
audit-did-nominee-asked-again = Названу людину запитано ще раз
audit-did-nominee-named = Людину названо за адресою
audit-did-notification-sent-again = Лист надіслано ще раз
audit-did-organization-added = Організацію додано
audit-did-organization-edited = Організацію змінено
audit-did-organization-interruptions-judged = Змінено, як рахувати перерви занять
audit-did-person-added = Людину додано
audit-did-person-calendar-closed = Адресу календаря закрито
audit-did-person-calendar-opened = Адресу календаря відкрито
audit-did-person-code-renewed = Особистий код замінено
audit-did-person-code-void = Особистий код скасовано
audit-did-person-edited = Дані людини змінено
audit-did-person-language = Мову змінено
audit-did-person-mail = Бажання щодо листів змінено
audit-did-person-subscribed = На листи підписано знову
audit-did-person-unsubscribed = Від листів відписано
audit-did-program-archived = Програму сховано в архів
audit-did-program-created = Програму створено
audit-did-program-edited = Програму змінено
audit-did-program-published = Програму опубліковано
audit-did-quota-added = Квоту додано
audit-did-quota-edited = Квоту змінено
audit-did-quota-released = Місця квоти звільнено
audit-did-register-absence-asked = Про відсутність повідомлено
audit-did-register-absence-document = До відсутності додано документ
audit-did-register-absence-granted = Відсутність визнано поважною
audit-did-register-absence-refused = Відсутність не визнано поважною
audit-did-register-appeal-asked = Відмітку оскаржено
audit-did-register-appeal-document = До оскарження додано документ
audit-did-register-appeal-granted = Оскарження задоволено
audit-did-register-appeal-refused = Оскарження відхилено
audit-did-register-checked-in = Особа відмітилася сама
audit-did-register-closed = Журнал закрито
audit-did-register-closing-ruled = Правило закриття журналів змінено
audit-did-register-correction-confirmed = Зміну в закритому журналі підтверджено
audit-did-register-correction-proposed = Запропоновано зміну в закритому журналі
audit-did-register-correction-refused = Зміну в закритому журналі відхилено
audit-did-register-heads-counted = Людей у залі пораховано
audit-did-register-marked = Присутність відмічено
audit-did-register-reopened = Журнал відкрито знову
audit-did-register-settled = Суперечливі відмітки узгоджено
audit-did-register-meeting-log = Внесено звіт онлайн-зустрічі
audit-did-register-walk-in = Записано особу, якої немає у списку групи
audit-did-register-walk-in-merged = Особу, якої не було у списку, знайдено серед зарахованих
audit-did-session-cancelled = Заняття скасовано
audit-did-session-edited = Заняття змінено
audit-did-session-ended = Заняття завершено
audit-did-session-interrupted = Заняття перервано
audit-did-session-interruption-corrected = Запис про перерву виправлено
audit-did-session-planned = Заняття заплановано
audit-did-session-resumed = Заняття продовжено
audit-did-stand-in-ended = Заміщення припинено
audit-did-stand-in-named = Названо, хто заміщує
audit-did-template-reset = Листу повернено початковий текст
audit-did-template-saved = Текст листа змінено
audit-did-territory-imported = Кодифікатор завантажено
audit-did-venue-added = Місце додано
audit-did-venue-archived = Місце сховано в архів
audit-did-venue-edited = Місце змінено
audit-did-venue-restored = Місце повернено з архіву
audit-count-rows = { $count ->
    [one] { $count } рядок
    [few] { $count } рядки
    [many] { $count } рядків
   *[other] { $count } рядка
 }
audit-count-recipients = { $count ->
    [one] { $count } отримувач
    [few] { $count } отримувачі
    [many] { $count } отримувачів
   *[other] { $count } отримувача
 }
audit-count-authorities = { $count ->
    [one] { $count } орган місцевого самоврядування
    [few] { $count } органи місцевого самоврядування
    [many] { $count } органів місцевого самоврядування
   *[other] { $count } органу місцевого самоврядування
 }
audit-count-certificates = { $count ->
    [one] { $count } сертифікат
    [few] { $count } сертифікати
    [many] { $count } сертифікатів
   *[other] { $count } сертифіката
 }
audit-count-marks = { $count ->
    [one] { $count } відмітка
    [few] { $count } відмітки
    [many] { $count } відміток
   *[other] { $count } відмітки
 }
audit-count-requirements = { $count ->
    [one] { $count } вимога
    [few] { $count } вимоги
    [many] { $count } вимог
   *[other] { $count } вимоги
 }
audit-count-closing = { $count ->
    [one] через { $count } годину
    [few] через { $count } години
    [many] через { $count } годин
   *[other] через { $count } години
 }
