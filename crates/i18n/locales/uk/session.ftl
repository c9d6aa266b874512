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
session-times-hint = Разом із першим, щонайбільше 30. Залиште 1, якщо вказуєте останній день
session-makes-up = Це заняття відпрацьовує час, втрачений через перерву. Учасники отримають лист.
session-venue-id = Приміщення зі списку
session-venue-id-hint = Список ведуть у розділі «Приміщення»
session-venue-other = Інше місце або онлайн
session-venue-detail = Кімната або інше місце
session-venue-detail-hint = До приміщення зі списку – подробиця, наприклад, кімната; без нього – уся адреса
session-series = Повторення
session-every = Повторювати
session-every-week = щотижня
session-every-day = щодня
session-weekdays = Дні тижня
session-weekdays-hint = Якщо жодного не вибрано, заняття буде в той самий день тижня, що й перше
session-weekday-monday = понеділок
session-weekday-tuesday = вівторок
session-weekday-wednesday = середа
session-weekday-thursday = четвер
session-weekday-friday = п’ятниця
session-weekday-saturday = субота
session-weekday-sunday = неділя
session-until = Останній день
session-until-hint = Замість кількості занять
session-except = Пропустити дні
session-except-hint = Наприклад, 25.12.2026, 01.01.2027
session-look = Перевірити
session-look-title = Перевірте розклад
session-look-move-title = Перевірте зміну
session-plan = Додати до розкладу
session-move = Змінити й повідомити
session-change-again = Виправити
session-time = { $start }, до { $end }
session-was = Було
session-will-be = Буде
session-place-was = Було місце
session-told-participants = { $count ->
    [one] Лист про це отримає { $count } учасник.
    [few] Лист про це отримають { $count } учасники.
    [many] Лист про це отримають { $count } учасників.
   *[other] Лист про це отримають { $count } учасника.
 }
session-told-trainers = { $count ->
    [one] Лист отримає і { $count } тренер.
    [few] Лист отримають і { $count } тренери.
    [many] Лист отримають і { $count } тренерів.
   *[other] Лист отримають і { $count } тренера.
 }
session-told-nobody = Повідомляти про це нікого не треба.
session-overlaps = У той самий час відбувається ще щось. Це не завадить; вирішувати вам.
session-overlap-cohort = { $slot }: у цієї групи тоді ж заняття «{ $session }», { $from }–{ $until }.
session-overlap-venue = { $slot }: приміщення тоді зайняте, «{ $session }», група { $code }, { $from }–{ $until }.
session-overlap-trainer = { $slot }: { $person } тоді веде заняття «{ $session }», група { $code }, { $from }–{ $until }.
session-overlap-people = { $count ->
    [one] { $slot }: { $count } учасник тоді має заняття «{ $session }», група { $code }, { $from }–{ $until }.
    [few] { $slot }: { $count } учасники тоді мають заняття «{ $session }», група { $code }, { $from }–{ $until }.
    [many] { $slot }: { $count } учасників тоді мають заняття «{ $session }», група { $code }, { $from }–{ $until }.
   *[other] { $slot }: { $count } учасника тоді мають заняття «{ $session }», група { $code }, { $from }–{ $until }.
 }
session-scope = Що змінити
session-scope-hint = Наступним зміняться час і місце; тема в кожного своя
session-scope-one = лише це заняття
session-scope-rest = це й наступні заняття повторення
session-rest = Наступні заняття
