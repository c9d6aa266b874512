# Таблиці, які завантажують.

export-title = Таблиці для завантаження
export-lead = Ці файли мають потрібні стовпці, і їх можна виправити й надіслати знову. У них лише те, що ви маєте право бачити.
export-take = Завантажити
export-gather = Зібрати таблицю
export-gather-cohort = Зібрати відмітки групи
export-long = Таблицю, у якій понад { $rows } рядків, спершу збирають частинами. Сторінку можна закрити: таблицю буде зібрано без вас.
export-own = Ваші таблиці
export-asked = Замовлено
export-state-waiting = чекає своєї черги
export-state-gathering = збирається
export-state-ready = готова
export-state-stopped = зупинено
export-state-discarded = видалено вами
export-state-expired = уже не зберігається
export-show-title = Таблиця: { $what }
export-counted = Зібрано рядків: { $done } із приблизно { $rows }
export-rows = { $count ->
    [one] У таблиці { $count } рядок.
    [few] У таблиці { $count } рядки.
    [many] У таблиці { $count } рядків.
   *[other] У таблиці { $count } рядка.
 }
export-kept = У таблиці є персональні дані, тому вона зберігається лише до { $moment }, і завантажити її можете тільки ви.
export-take-xlsx = Завантажити XLSX
export-take-csv = Завантажити CSV
export-stop = Зупинити й видалити
export-discard = Видалити зараз
export-again = Зібрати знову
export-ended-stopped = Поки таблицю збирали, ваші права змінилися. Зібраного не збережено, щоб у таблиці не змішалися різні права.
export-ended-discarded = Ви видалили цю таблицю.
export-ended-expired = Таблицю зберігали добу, або її замінила новіша.
export-flash-discarded = Таблицю видалено.
