# Завершення: висновок, чого бракує і чи ще можна встигнути.

completion-state-completed = завершено
completion-state-in-progress = триває
completion-state-not-completed = не завершено

## Чого бракує
completion-nothing-planned = Занять ще не призначено.
completion-make-up-owed = { $minutes ->
    [one] { $minutes } хвилину втрачено через перерви, відпрацювання ще не заплановано.
    [few] { $minutes } хвилини втрачено через перерви, відпрацювання ще не заплановано.
    [many] { $minutes } хвилин втрачено через перерви, відпрацювання ще не заплановано.
   *[other] { $minutes } хвилини втрачено через перерви, відпрацювання ще не заплановано.
 }
completion-minutes-missing = { $missing ->
    [one] Бракує { $missing } хвилини присутності
    [few] Бракує { $missing } хвилин присутності
    [many] Бракує { $missing } хвилин присутності
   *[other] Бракує { $missing } хвилини присутності
 }; незакриті заняття ще можуть дати { $available }.
completion-registers-open = { $count ->
    [one] Ще не закрито { $count } журнал.
    [few] Ще не закрито { $count } журнали.
    [many] Ще не закрито { $count } журналів.
   *[other] Ще не закрито { $count } журналу.
 }
completion-score-missing = Підсумкової оцінки ще немає; потрібно щонайменше { $required }.
completion-score-too-low = Підсумкова оцінка – { $score }; потрібно щонайменше { $required }.

## Чи ще можна встигнути
completion-me-completed = Умову курсу виконано. Сертифікат видає координатор програми.
completion-me-in-progress = Ви ще можете завершити цей курс.
completion-me-not-completed = Виконати умову курсу в цій групі вже не вийде.
completion-rule = Умова: щонайменше { $percent } запланованого часу.
completion-rule-score = Умова: щонайменше { $percent } запланованого часу і підсумкова оцінка не нижче { $score }.

## Таблиця групи
completion-title = Завершення: { $code }
completion-lead = Умову виконали { $completed } із { $people }.
completion-name = Прізвище та ім’я
completion-minutes = Хвилини
completion-minutes-of = { $credited } із { $required }
completion-score = Підсумкова оцінка
completion-verdict = Висновок
completion-missing = Чого бракує
completion-score-save = Зберегти
completion-score-for = Підсумкова оцінка: { $name }
completion-saved-flash = Підсумкову оцінку збережено.
completion-empty = Ще ніхто не має місця
completion-empty-hint = Висновки з’являться тут, щойно місця підтвердять.
completion-carried = { $count ->
    [one] Із них { $count } хвилину відвідано в іншій групі й зараховано тут.
    [few] Із них { $count } хвилини відвідано в іншій групі й зараховано тут.
    [many] Із них { $count } хвилин відвідано в іншій групі й зараховано тут.
   *[other] Із них { $count } хвилини відвідано в іншій групі й зараховано тут.
 }
completion-ways = Де ще можна здобути хвилини
completion-needed = не можна пропустити
completion-unfilled = відбулося, журнал ще не заповнено
completion-elsewhere-title = Завершити в іншій групі
completion-elsewhere = Група { $code }, { $dates }: одразу зарахують { $credited } хв, заняття можуть дати ще { $available } хв, потрібно { $required } хв.
completion-elsewhere-go = Перейти до групи { $code }
