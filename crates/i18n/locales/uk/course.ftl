# Курси: значення переліків, назви полів, сторінки каталогу.

## Напрям навчання
course-subject = Напрям
course-subject-urban-development = Розвиток міст
course-subject-civil-security = Інфраструктура цивільної безпеки
course-subject-accessibility = Безбар’єрність міських об’єктів
course-subject-basic-services = Базові послуги
course-subject-water-supply = Водопостачання
course-subject-architecture = Збереження архітектури
course-subject-environment = Екологічні норми
course-subject-agglomerations = Агломерації
course-subject-city-management = Управління містом

## Вид програми
course-content-type = Вид за змістом
course-content-type-general = загальна програма
course-content-type-special = спеціальна програма
course-length-type = Вид за обсягом
course-length-type-professional = професійна (сертифікатна) програма
course-length-type-short-term = короткострокова програма
course-band-professional-below-two = Професійна програма має обсяг не менше 2 кредитів ЄКТС (60 годин). Перевірте години модулів.
course-band-short-term-above-one = Короткострокова програма має обсяг не більше 1 кредиту ЄКТС (30 годин). Перевірте години модулів.

## Стан
course-state-draft = чернетка
course-state-published = опубліковано
course-state-archived = в архіві

## Поля
course-code = Код
course-title-uk = Назва українською
course-title-en = Назва англійською
course-summary-uk = Стислий опис українською
course-summary-en = Стислий опис англійською
course-outcomes-uk = Результати навчання українською, один у рядку
course-outcomes-en = Результати навчання англійською, один у рядку
course-attendance-percent = Найменша відвіданість, %
course-final-score = Найменший підсумковий бал
course-final-score-hint = Залиште порожнім, якщо підсумкового контролю немає
course-units = Модулі
course-hours = Години

## Каталог
course-catalog = Курси
course-catalog-title = Курси підвищення кваліфікації
course-catalog-lead = Для посадових осіб місцевого самоврядування, безоплатно. Кредити за сертифікатом нараховує ваша служба управління персоналом.
course-catalog-text = Слова в назві чи описі
course-catalog-oblast = Область
course-catalog-form = Форма
course-catalog-language = Мова
course-catalog-free = Є вільні місця
course-catalog-start = Початок навчання
course-catalog-find = Знайти
course-catalog-found = { $count ->
    [one] Знайдено { $count } курс; спершу той, що почнеться найраніше.
    [few] Знайдено { $count } курси; спершу ті, що почнуться найраніше.
    [many] Знайдено { $count } курсів; спершу ті, що почнуться найраніше.
   *[other] Знайдено { $count } курсу; спершу ті, що почнуться найраніше.
 }
course-catalog-guessed = Точно такого, як { $words }, не знайдено, тому показуємо схоже.
course-catalog-sought = Ви шукали:
course-catalog-without = прибрати
course-catalog-nearest = Можливо, вам підійде
course-catalog-empty = Таких курсів зараз немає
course-catalog-empty-hint = Приберіть один із фільтрів або перевірте написання. Апострофи, г/ґ і великі літери значення не мають.
course-catalog-none = Курсів ще не опубліковано
course-catalog-none-hint = Тут стоятимуть курси, щойно координатор програми їх опублікує.
course-open-cohorts = { $count ->
    [0] Зараз немає відкритих груп
    [one] { $count } відкрита група
    [few] { $count } відкриті групи
    [many] { $count } відкритих груп
   *[other] { $count } відкритої групи
 }
course-free-seats = { $count ->
    [one] вільне { $count } місце
    [few] вільні { $count } місця
    [many] вільно { $count } місць
   *[other] вільно { $count } місця
 }
course-free-seats-least = { $count ->
    [one] вільно щонайменше { $count } місце
    [few] вільно щонайменше { $count } місця
    [many] вільно щонайменше { $count } місць
   *[other] вільно щонайменше { $count } місця
 }
course-waitlist-only = місць немає, є список очікування
course-next-start = початок { $date }

## Сторінка курсу
course-volume = Обсяг
course-outcomes = Чого ви навчитеся
course-rule = Як завершити курс
course-rule-attendance = Щоб завершити курс, треба відвідати щонайменше { $percent } навчального часу.
course-rule-attendance-score = Щоб завершити курс, треба відвідати щонайменше { $percent } навчального часу й набрати на підсумковому контролі щонайменше { $score } зі 100 балів.
course-certificate-note = Хто завершив курс, отримує сертифікат про підвищення кваліфікації на { $hours }.
course-ask = Кого запитати
course-free-of-charge = безоплатно
course-program = Програма
course-open = Відкриті групи
course-open-none = Зараз немає груп, до яких можна записатися
course-open-none-hint = Нову групу буде показано тут, щойно координатор програми її відкриє.
course-units-caption = З чого складається курс
course-unit = Модуль
course-total = Разом

course-copy = Новий курс за зразком цього
course-copied = Усе взято з курсу { $code }. Введіть новий код і змініть, що треба; курс стане чернеткою.
