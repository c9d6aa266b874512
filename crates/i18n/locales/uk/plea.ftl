# Відсутність, про яку повідомлено заздалегідь, і оскарження відміток.

plea-kind-absence = Відсутність
plea-kind-appeal = Оскарження
plea-ask-absence = Повідомити про відсутність
plea-ask-appeal = Оскаржити відмітку
plea-lead-absence = Рішення ухвалить тренер або координатор, вам надішлють листа. Час пропущеного заняття не зараховується, навіть якщо причину визнано поважною.
plea-lead-appeal = Якщо можливо, рішення ухвалить не той, хто поставив відмітку. Вам надішлють листа. Оскаржити можна, поки журнал відкрито, і ще { $days } після його закриття.
plea-lead-appeal-until = Якщо можливо, рішення ухвалить не той, хто поставив відмітку. Вам надішлють листа. Оскаржити можна до { $until }. Журнал уже закрито, тож зміну ще має підтвердити друга людина.
plea-days = { $count ->
    [one] { $count } день
    [few] { $count } дні
    [many] { $count } днів
   *[other] { $count } дня
 }
plea-stands-now = Зараз у журналі: { $mark }
plea-stands = У журналі
plea-text = Пояснення
plea-text-hint = Його прочитають тренери й координатор групи
plea-document = Номер документа
plea-document-hint = Номер і дата документа або де його можна побачити
plea-file = Файл документа
plea-file-hint = PDF, JPEG або PNG, до 5 МБ. Побачать лише ви й ті, хто ухвалює рішення
plea-send = Надіслати
plea-made = Надіслано
plea-read = Переглянути звернення
plea-state-waiting = чекає на рішення
plea-state-granted = задоволено
plea-state-refused = відхилено
plea-state-proposed = задоволено, чекає на підтвердження другої людини
plea-state-unconfirmed = не підтверджено другою людиною
plea-agenda = Чекає на ваше рішення
plea-agenda-corrections = { $count ->
    [one] { $count } виправлення закритого журналу
    [few] { $count } виправлення закритого журналу
    [many] { $count } виправлень закритого журналу
   *[other] { $count } виправлення закритого журналу
 }
plea-waiting = Звернення, що чекають на рішення
plea-closed = Журнал закрито: якщо задовольните, зміну ще має підтвердити друга людина.
plea-verdict = Рішення
plea-decide-absence-granted = Визнати причину поважною
plea-decide-absence-refused = Відхилити
plea-decide-appeal-granted = Змінити відмітку
plea-decide-appeal-refused = Залишити як є
plea-decide = Зберегти рішення
plea-mark = Що має казати журнал?
plea-mark-hint = Лише якщо змінюєте відмітку
plea-minutes = Хвилин присутності
plea-reason = Причина рішення
plea-reason-hint-absence = Людина прочитає її в листі. Якщо відхиляєте, вона потрібна
plea-reason-hint-appeal = Людина прочитає її в листі
plea-sent-flash = Надіслано. Про рішення вам надішлють листа.
plea-decided-flash = Рішення збережено.
