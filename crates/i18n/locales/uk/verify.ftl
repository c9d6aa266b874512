# Публічна перевірка сертифіката.

verify-title = Перевірка сертифіката
verify-lead = Дізнайтеся, чи виданий сертифікат і чи він дійсний.
verify-code = Код перевірки
verify-code-hint = 26 літер і цифр з адреси поряд із QR-кодом
verify-or-number = Або за номером і прізвищем
verify-number = Реєстраційний номер
verify-number-hint = Як надруковано на сертифікаті, наприклад ПК 2026/000123
verify-surname = Прізвище
verify-surname-hint = Як надруковано на сертифікаті, українською або латинкою
verify-submit = Перевірити
verify-another = Перевірити інший
verify-code-malformed = Це не код перевірки: у ньому 26 латинських літер і цифр
verify-nothing = Введіть код або номер із прізвищем
verify-number-missing = Додайте реєстраційний номер
verify-surname-missing = Додайте прізвище
verify-heading-valid = Сертифікат дійсний
verify-heading-revoked = Сертифікат анульовано
verify-heading-replaced = Сертифікат замінено іншим
verify-heading-expired = Строк дії сертифіката минув
verify-revoked-why = Анульовано { $moment }. Причина: { $reason }.
verify-replaced-why = Замінено { $moment } сертифікатом № { $number }. Причина: { $reason }.
verify-expired-why = Строк дії минув { $moment }.
verify-state-unknown = невідомий
verify-unknown = Такого сертифіката немає
verify-unknown-why = Ми не видавали сертифіката з такими даними. Перевірте, чи правильно їх переписано.
verify-as-of = Станом на { $moment } за Києвом
