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
