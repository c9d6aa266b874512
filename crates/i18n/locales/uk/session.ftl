# Заняття: назви полів.

session-title-uk = Тема українською
session-title-en = Тема англійською
session-unit-id = Модуль
session-on = День
session-from = Початок
session-from-hint = Наприклад, 10:00
session-to = Кінець
session-to-hint = Час, раніший за початок, означає наступний день
session-zone = Час місцевий, часовий пояс { $zone }.
session-venue = Місце
session-link = Посилання
session-link-short = посилання
session-link-hint = Починається з https://. Побачать лише учасники
session-times = Скільки занять
session-times-hint = Більше ніж одне повторюється щотижня в той самий час
session-makes-up = Це заняття відпрацьовує час, втрачений через перерву. Учасники отримають лист.
