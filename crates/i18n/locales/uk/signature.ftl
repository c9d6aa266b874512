# Аркуші підписів: сам документ (signature-sheet-…) і посилання на нього.

signature-sheet-title = Аркуш підписів: група { $code }, { $day }
signature-sheet-title-cohort = Аркуші підписів: група { $code }
signature-sheet-as-of = Список станом на { $moment }
signature-sheet-session = Заняття
signature-sheet-when = Коли
signature-sheet-cohort = Група
signature-sheet-trainers = Тренери
signature-sheet-number = №
signature-sheet-name = Прізвище, ім’я, по батькові
signature-sheet-code = Код рядка
signature-sheet-came = Час приходу
signature-sheet-left = Час виходу
signature-sheet-signature = Підпис
signature-sheet-page = Сторінка
signature-sheet-of = з
signature-sheet-note = { $count ->
    [one] У списку { $count } особа.
    [few] У списку { $count } особи.
   *[other] У списку { $count } осіб.
} Хто прийшов і не знайшов себе у списку, пише своє ім’я в рядку з плюсом.

signature-link = Аркуш підписів (PDF)
signature-link-other = англійською
signature-link-cohort = Аркуші підписів на всі заняття (PDF)
