# Що можна підставити в текст.
pattern-placeholder-name = ім’я та прізвище людини
pattern-placeholder-course = назва курсу
pattern-placeholder-cohort = код групи
pattern-placeholder-dates = дати групи й перше заняття
pattern-placeholder-place = місце; точну адресу побачать лише ті, чиє місце підтверджено
pattern-placeholder-link = посилання, за яким людина діє або читає далі
pattern-placeholder-deadline = до якого часу відповісти або вирішити
pattern-placeholder-reason = пояснення, чому так
pattern-placeholder-position = номер у черзі
pattern-placeholder-contact = кого запитати
pattern-placeholder-session = тема заняття
pattern-placeholder-time = коли заняття
pattern-placeholder-number = номер сертифіката
pattern-placeholder-check = посилання, за яким сертифікат може перевірити кожен
pattern-placeholder-people = скільки учасників
pattern-placeholder-minimum = скільки учасників потрібно
