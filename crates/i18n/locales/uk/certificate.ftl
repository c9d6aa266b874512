# Сертифікат.

## Аркуш, який друкують
certificate-sheet-heading = Сертифікат про підвищення кваліфікації
certificate-sheet-title = Сертифікат № { $number }: { $name }
certificate-sheet-number = Реєстраційний номер
certificate-sheet-edrpou = код ЄДРПОУ { $code }
certificate-sheet-awarded = Видано
certificate-sheet-achievement = на підтвердження успішного завершення програми підвищення кваліфікації
certificate-sheet-program = У межах програми
certificate-sheet-type = Вид програми
certificate-sheet-volume = Обсяг
certificate-sheet-volume-value =
    { $hours ->
        [one] { $hours } академічна година
        [few] { $hours } академічні години
        [many] { $hours } академічних годин
       *[other] { $hours } академічної години
    }, { $credits ->
        [one] { $credits } кредит ЄКТС
        [few] { $credits } кредити ЄКТС
        [many] { $credits } кредитів ЄКТС
       *[other] { $credits } кредиту ЄКТС
    }
certificate-sheet-form = Форма навчання
certificate-sheet-period = Строк навчання
certificate-sheet-place = Місце навчання
certificate-sheet-place-online = онлайн
certificate-sheet-issued = Дата видачі
certificate-sheet-outcomes = Результати навчання
certificate-sheet-annex = Додаток до сертифіката
certificate-sheet-check = Перевірити
certificate-sheet-qr = QR-код з адресою сторінки перевірки: { $url }
certificate-sheet-content-general = загальна
certificate-sheet-content-special = спеціальна
certificate-sheet-length-professional = професійна (сертифікатна)
certificate-sheet-length-short_term = короткострокова
certificate-sheet-form-in_person = очна
certificate-sheet-form-online = дистанційна
certificate-sheet-form-blended = змішана

## Стан
certificate-state-valid = дійсний
certificate-state-replaced = замінений іншим
certificate-state-revoked = анульований
certificate-state-expired = строк дії минув

## Чому анульовано
certificate-revocation-issued_in_error = видано помилково
certificate-revocation-rule_not_met = умову завершення не виконано
certificate-revocation-obtained_by_deceit = отримано обманом
certificate-revocation-decision_of_authority = рішення суду або органу влади
certificate-revocation-request_of_holder = на прохання власника або власниці

## Чому переоформлено
certificate-replacement-name_corrected = виправлено або змінено ім’я
certificate-replacement-facts_corrected = виправлено інші відомості

## На сторінках
certificate-one = Сертифікат
certificate-number = Сертифікат № { $number }
certificate-state = Стан
certificate-holder = Кому видано
certificate-provider = Хто видав
certificate-course = Програма підвищення кваліфікації
certificate-signatory = Підписує
certificate-cohort = Група
certificate-download = Завантажити PDF
certificate-download-of = Завантажити PDF сертифіката № { $number }
certificate-check = Сторінка перевірки
certificate-check-of = Сторінка перевірки сертифіката № { $number }
certificate-step-issued = видано

## Мої сертифікати
certificate-mine = Мої сертифікати
certificate-mine-empty = Сертифікатів ще немає
certificate-mine-empty-hint = Коли ви завершите курс, координатор програми видасть сертифікат. Він з’явиться тут, а ви отримаєте лист.
certificate-mine-note = Кадровій службі достатньо адреси сторінки перевірки або номера з вашим прізвищем.

## Видача
certificate-issue-title = Видача сертифікатів
certificate-issue-counts =
    { $people ->
        [one] У групі { $people } особа
        [few] У групі { $people } особи
       *[other] У групі { $people } осіб
    }. Можна видати: { $ready }. Уже видано: { $certified }.
certificate-issue-choose = Кому видати
certificate-issue-look = Переглянути перед видачею
certificate-issue-nobody = Виберіть, кому видати сертифікати.
certificate-issue-strangers = Сертифікатів не видано: хтось зі списку не має місця в цій групі, або ім’я не можна надрукувати.
certificate-issue-signatory = Сертифікатів не видано: у програмі неправильно вказано ім’я або посаду підписанта.
certificate-sample = Зразок
certificate-sample-of = Зразок сертифіката: { $name }
certificate-issued = Сертифікати видано. Кожній особі надіслано лист.
certificate-confirm-title =
    { $count ->
        [one] Видати { $count } сертифікат?
        [few] Видати { $count } сертифікати?
       *[other] Видати { $count } сертифікатів?
    }
certificate-confirm-lead = Номери буде присвоєно в цьому порядку. Після видачі дані в сертифікатах не змінюються; помилковий сертифікат можна лише анулювати, а його номер лишається зайнятим.
certificate-confirm-refused = Ці імена не можна надрукувати: у них є літера, якої немає в шрифті. Виправте ім’я або зніміть позначку, перш ніж видавати.
certificate-confirm-issue =
    { $count ->
        [one] Видати { $count } сертифікат
        [few] Видати { $count } сертифікати
       *[other] Видати { $count } сертифікатів
    }

## Реєстр
certificate-register = Реєстр виданих сертифікатів
certificate-register-lead = Усі номери в порядку видачі. Нічого не вилучають: анульований сертифікат лишається тут зі своїм станом.
certificate-register-series = Рік і хто видає
certificate-register-empty = Сертифікатів ще не видавали
certificate-register-empty-hint = Номери з’являться тут після першої видачі на сторінці групи.
certificate-csv-number = Реєстраційний номер
certificate-csv-issued = Дата видачі
certificate-csv-family-name = Прізвище
certificate-csv-given-name = Ім’я
certificate-csv-patronymic = По батькові
certificate-csv-course = Програма підвищення кваліфікації
certificate-csv-program = У межах програми
certificate-csv-hours = Годин
certificate-csv-credits = Кредитів ЄКТС
certificate-csv-starts = Початок навчання
certificate-csv-ends = Кінець навчання
certificate-csv-state = Стан
certificate-csv-reason = Причина

## Анулювання
certificate-revoke = Анулювати
certificate-revoke-lead = Скасувати анулювання не можна. Сторінка перевірки покаже дату й причину.
certificate-revoke-do = Анулювати сертифікат
certificate-reason = Причина
certificate-revoked = Сертифікат анульовано.
