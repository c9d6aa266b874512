# Закриття журналів: правило, нагадування, виправлення після закриття.

closing-title = Коли закриваються журнали
closing-hours = { $count ->
    [one] { $count } годину
    [few] { $count } години
    [many] { $count } годин
   *[other] { $count } години
 }
closing-by-rule = Журнал закривається сам через { $hours } після кінця заняття. Якщо в ньому нікого не відмічено, його закриває людина.
closing-by-hand = Журнали закривають лише вручну.
closing-reminders = Про незакритий журнал нагадуємо: тренерам через { $trainers }, координаторові через { $managers }.
closing-as-organization = За правилом організації.
closing-from-now = Нове правило діє для занять, що закінчаться після збереження.
closing-close-hours = Через скільки годин після кінця закривати
closing-close-hours-hint = Лишіть порожнім, щоб закривати лише вручну
closing-trainer-hours = Через скільки годин нагадати тренерам
closing-manager-hours = Через скільки годин нагадати координаторові
closing-appeals = Відмітку можна оскаржити протягом { $days } після закриття журналу.
closing-source-said = Підстава: { $source }.
closing-source-none = Це строки системи: акт законодавства їх не визначає.
closing-appeal-days = Скільки днів після закриття можна оскаржити відмітку
closing-appeal-days-hint = Від 1 до 90
closing-source = Документ, що це визначає
closing-source-hint = Наприклад, положення про навчання: назва, номер, дата
closing-end = Повернути правило організації
closing-all = Усі правила
closing-since = Чинне від { $when }
closing-flash = Правило збережено.

## Виправлення після закриття
correction-propose = Виправити закритий журнал
correction-lead = Виправлення набуде чинності, коли його підтвердить інша людина: тренер або координатор.
correction-kind = Як має бути?
correction-minutes = Хвилин присутності
correction-minutes-hint = Лише якщо їх рахували
correction-reason = Чому виправляєте?
correction-propose-go = Запропонувати виправлення
correction-waiting = Виправлення, що чекають на підтвердження
correction-second-person = Це запропонували ви, тож підтвердити має інша людина.
correction-confirm = Підтвердити
correction-refuse = Відхилити
correction-refusal-reason = Чому відхиляєте? (необов’язково)
correction-confirmed = Виправлення підтверджено: { $said }
correction-refused = Виправлення відхилено: { $said }
correction-proposed-flash = Виправлення чекає на підтвердження іншої людини.
correction-decided-flash = Рішення збережено.
