# Територіальні одиниці за кодифікатором: назви, пошук, імпорт.

## Назва разом зі словом, яке каже, що це
territory-name-crimea = Автономна Республіка Крим
territory-name-oblast = { $name } область
territory-name-special-status-city = місто { $name }
territory-name-raion = { $name } район
territory-name-hromada = { $name } громада
territory-name-city = місто { $name }
territory-name-urban-settlement = селище міського типу { $name }
territory-name-settlement = селище { $name }
territory-name-village = село { $name }
territory-name-city-district = { $name } район міста

## Імпорт
territory-import-done = Видання від { $day }: одиниць { $units }. Додано { $added }, перейменовано { $renamed }, переміщено { $moved }, вилучено { $removed }, без змін { $unchanged }.
territory-import-refused = Файл не прийнято, нічого не змінено. Зауважень: { $total }.
territory-import-more = Ще зауважень: { $total }.
territory-import-too-many-removals = Файл не прийнято, нічого не змінено: у ньому немає { $removed } із { $present } чинних одиниць, це понад { $percent } %. Якщо це справді нове повне видання, повторіть із --allow-removals.

## Зауваження до файлу
territory-finding-file = { $flaw }
territory-finding-row = Рядок { $row }: { $flaw }
territory-finding-cell = Рядок { $row }, стовпець { $column }: { $flaw }
territory-flaw-empty = файл порожній
territory-flaw-too-large = файл більший за { $most } МіБ; це не кодифікатор
territory-flaw-old-workbook = це книга старого формату .xls; збережіть її як .xlsx
territory-flaw-not-text = це не книга .xlsx і не текст у кодуванні UTF-8; збережіть таблицю як .xlsx або як CSV UTF-8
territory-flaw-damaged = файл пошкоджений, його не вдається прочитати до кінця ({ $detail }); завантажте його ще раз
territory-flaw-too-many-parts = у книзі понад { $most } частин; це не кодифікатор
territory-flaw-bomb = книга розпаковується у підозріло великий вміст (дозволено { $most } МіБ); це не кодифікатор
territory-flaw-too-many-cells = у таблиці понад { $most } клітинок; це не кодифікатор
territory-flaw-no-heading = немає рядка заголовків; потрібні сім стовпців від «Перший рівень» до «Назва об’єкта», у тексті їх розділяє крапка з комою
territory-flaw-wrong-title = тут має бути заголовок «{ $expected }», а стоїть «{ $found }»
territory-flaw-too-long = текст довший за { $most } знаків
territory-flaw-beyond-columns = праворуч від семи стовпців стоїть «{ $found }»; там нічого не має бути
territory-flaw-no-code = немає коду; він має бути в одному зі стовпців A–E
territory-flaw-gap = клітинка порожня, а праворуч є код; коди вищих одиниць мають іти підряд
territory-flaw-code-prefix = «{ $found }» – не код: код починається латинськими літерами UA
territory-flaw-code-length = «{ $found }» – не код: після UA має бути рівно 17 цифр
territory-flaw-code-digit = «{ $found }» – не код: після UA мають бути лише цифри
territory-flaw-code-first-level = «{ $found }» – не код: перші дві цифри означають область і не бувають нулями
territory-flaw-duplicate-code = код { $code } уже є в рядку { $row }
territory-flaw-unknown-category = «{ $found }» – не категорія; має бути одна з літер O, K, P, H, M, T, X, C, B
territory-flaw-wrong-level = код { $code } означає рівень { $code_level }, а категорія { $category } – рівень { $category_level }
territory-flaw-no-name = немає назви
territory-flaw-bad-name = «{ $found }» – не назва: вона починається літерою і містить лише літери, цифри, пробіл, апостроф, дефіс, крапку, дужки, №
territory-flaw-no-parent = одиниця категорії { $category } мусить мати вищу одиницю, а її немає
territory-flaw-parent-above-first = одиниця категорії { $category } – першого рівня, над нею нічого не має бути
territory-flaw-parent-missing = вищої одиниці { $parent } немає у файлі
territory-flaw-parent-not-above = { $parent } не може бути вищою одиницею: її рівень не вищий
territory-flaw-wrong-path = вищі одиниці не такі, як у рядку безпосередньо вищої: має бути { $expected }, а стоїть { $found }
territory-flaw-after-end = під таблицею стоїть «{ $found }»; після порожнього рядка нічого не має бути
territory-flaw-no-units = під заголовками немає жодного рядка
