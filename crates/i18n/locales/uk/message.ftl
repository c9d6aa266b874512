# Повідомлення координатора людям групи.
message-title = Повідомлення
message-new = Написати повідомлення
message-to-person = Написати цій людині
message-empty = Повідомлень ще немає
message-empty-more = Тут буде видно, що, кому й коли написано і чи дійшли листи.
message-groups = Кому
message-group-confirmed = місце підтверджено
message-group-not-reconfirmed = запитані про участь, ще не відповіли
message-group-waitlisted = у черзі
message-group-applied = очікують рішення
message-group-offered = місце запропоновано
message-group-nominated = направлені роботодавцем, ще не відповіли
message-group-of = { $group }: { $people }
message-to = Кому: { $name }
message-to-one = одна людина
message-recipients = Одержувачів
message-author = Хто написав
message-sent-at = Коли
message-subject = Тема
message-languages = Заповніть хоча б одну мову. Якщо другої немає, усі отримають лист тією, що є.
message-in-uk = Українською
message-in-en = Англійською
message-subject-uk = Тема українською
message-body-uk = Текст українською
message-subject-en = Тема англійською
message-body-en = Текст англійською
message-body-hint = Лише текст; порожній рядок починає новий абзац. Курс, дати, ваше ім’я й посилання на сторінку навчання додамо під текстом.
message-placeholders = Що можна підставити
message-look = Переглянути перед надсиланням
message-confirm-title = Перевірте й надішліть
message-people = { $count ->
    [one] { $count } людина
    [few] { $count } людини
   *[other] { $count } людей
 }
message-read-uk = { $count } українською
message-read-en = { $count } англійською
message-by-language = Мова людей: { $uk }, { $en }.
message-must-have = { $count ->
    [one] { $count } людина отримає лист одразу: вона має місце або її про нього запитано.
    [few] { $count } людини отримають лист одразу: вони мають місце або їх про нього запитано.
   *[other] { $count } людей отримають лист одразу: вони мають місце або їх про нього запитано.
 }
message-optional = { $count ->
    [one] Для { $count } людини це новина: лист надійде так, як вона вибрала для необов’язкових листів.
    [few] Для { $count } людей це новина: лист надійде так, як вони вибрали для необов’язкових листів.
   *[other] Для { $count } людей це новина: лист надійде так, як вони вибрали для необов’язкових листів.
 }
message-unwanted = { $count ->
    [one] З них { $count } таких листів не хоче й не отримає.
    [few] З них { $count } таких листів не хочуть і не отримають.
   *[other] З них { $count } таких листів не хочуть і не отримають.
 }
message-unreachable = { $count ->
    [one] До { $count } людини лист не дійде: адреса не приймає пошти або обліковий запис призупинено.
    [few] До { $count } людей лист не дійде: адреса не приймає пошти або обліковий запис призупинено.
   *[other] До { $count } людей лист не дійде: адреса не приймає пошти або обліковий запис призупинено.
 }
message-fallback-uk = { $count ->
    [one] { $count } людина читає англійською, але отримає лист українською: англійського тексту немає.
    [few] { $count } людини читають англійською, але отримають лист українською: англійського тексту немає.
   *[other] { $count } людей читають англійською, але отримають лист українською: англійського тексту немає.
 }
message-fallback-en = { $count ->
    [one] { $count } людина читає українською, але отримає лист англійською: українського тексту немає.
    [few] { $count } людини читають українською, але отримають лист англійською: українського тексту немає.
   *[other] { $count } людей читають українською, але отримають лист англійською: українського тексту немає.
 }
message-sample-uk = Лист українською
message-sample-en = Лист англійською
message-sample-of = Так його побачить людина з найдовшим ім’ям: { $name }
message-send = { $count ->
    [one] Надіслати { $count } людині
    [few] Надіслати { $count } людям
   *[other] Надіслати { $count } людям
 }
message-back = Змінити
message-sent-flash = Повідомлення надсилається.
message-fate = { $state }: { $count }
message-letters = Листи
message-letters-none = Таких листів немає.
