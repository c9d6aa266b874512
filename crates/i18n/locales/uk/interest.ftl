# Хто чекає на курс, що ще не має дати.

interest-title = Повідомте, коли буде нова група
interest-lead = Напишемо вам, щойно відкриється група цього курсу, що вам підходить: онлайн або у вашій області. Ваше побажання побачить координатор програми й знатиме, де групи потрібні.
interest-place = Громада або область
interest-place-hint = Почніть вводити назву. Якщо збігів буде кілька, запропонуємо вибрати.
interest-form = Бажана форма
interest-any-form = будь-яка
interest-month = З якого місяця
interest-any-month = будь-коли
interest-submit = Повідомте мене
interest-change = Змінити побажання
interest-end = Більше не чекаю
interest-noted = Записали. Повідомимо, щойно відкриється відповідна група.
interest-ended = Ви більше не чекаєте на цей курс.
interest-waiting = Ви чекаєте на нову групу з { $since }: { $place }; форма: { $form }.
interest-waiting-from = Ви чекаєте на нову групу з { $since } (підійде { $month } або пізніше): { $place }; форма: { $form }.
interest-me = Курси, на які ви чекаєте
interest-me-open = Уже є відкриті групи

## Для координатора
interest-demand = Хто чекає на курс
interest-demand-people = { $count ->
    [one] На курс чекає { $count } особа
    [few] На курс чекають { $count } особи
    [many] На курс чекають { $count } осіб
   *[other] На курс чекає { $count } особи
 }
interest-demand-how = Рахуємо людей, а не заявки. Хто вже має місце, стоїть у черзі або дістав запрошення до групи цього курсу, сюди не входить.
interest-demand-none = Тут поки ніхто не чекає
interest-demand-none-hint = Люди записуються на сторінці курсу: «Повідомте, коли буде нова група».
interest-proposals = Які групи можна відкрити
interest-proposals-none = Стільки людей поруч поки не набирається. Спробуйте менше число.
interest-least = Найменше людей на групу
interest-count = Порахувати
interest-people = { $count ->
    [one] { $count } особа чекає
    [few] { $count } особи чекають
    [many] { $count } осіб чекають
   *[other] { $count } особи чекає
 }
interest-prepare = Підготувати групу
interest-regions = Де чекають
interest-waiting-people = Людей
