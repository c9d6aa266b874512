# Кредити за рік: власна довідка та облік роботодавця.

statement-title = Навчання за { $year } рік
statement-link = Довідка за рік: години й кредити
statement-years = Роки
statement-year = Рік
statement-course = Програма
statement-dates = Коли
statement-hours = Години
statement-credits = Кредити ЄКТС
statement-number = Сертифікат
statement-certificates = Сертифікати
statement-standing = Як стоїть справа
statement-total = Разом
statement-missing = до орієнтира на рік ще { $hours }
statement-met = орієнтир на рік досягнуто
statement-empty = Цього року ще немає сертифікатів
statement-empty-hint = Щойно ви завершите курс і отримаєте сертифікат, його години й кредити з’являться тут.
statement-download = Завантажити таблицю
statement-elsewhere = Зараховане навчання деінде
statement-elsewhere-how = Ці документи прийнято замість попередніх курсів. Години за ними тут не рахуємо: їх визнає ваша служба управління персоналом за самим документом.
statement-elsewhere-counts = Зараховано замість курсу «{ $course }».
statement-how = Як рахуємо
statement-how-counted = Рахуємо сертифікати, видані через Поступ, крім анульованих і замінених. Навчання належить до того року, коли воно завершилося. 1 кредит ЄКТС – 30 академічних годин; нічого не округлюємо вгору. Якщо той самий курс пройдено протягом року кілька разів, рахуємо його один раз – за сертифікатом із найбільшою кількістю годин.
statement-repeated = Цей курс уже враховано цього року. За сертифікатом – { $hours }.
statement-need = { $count ->
    [one] Орієнтир – { $count } кредит
    [few] Орієнтир – { $count } кредити
    [many] Орієнтир – { $count } кредитів
   *[other] Орієнтир – { $count } кредиту
 } за календарний рік. Для державних службовців обов’язковий щонайменше 1 кредит; для посадових осіб місцевого самоврядування він стане обов’язковим, коли набуде чинності Закон № 3077-IX. Кредити нараховує служба управління персоналом.
statement-hand-in = Покажіть цю сторінку чи сертифікати в кадровій службі: за номером кожен сертифікат можна перевірити.
statement-ledger = Кредити працівників за { $year } рік
statement-ledger-link = Кредити працівників
statement-ledger-lead = Хто скільки годин і кредитів має за рік і кому скільки ще бракує.
statement-ledger-empty = Нікого не знайдено
statement-ledger-empty-hint = Тут видно людей, у чиєму профілі зазначено вашу організацію. Перевірте написання імені або приберіть його.
statement-ledger-note = Показуємо людей, які зараз працюють у вашій організації, з усіма їхніми сертифікатами за рік, хоч би хто був тоді роботодавцем. Навчання, підтверджене лише паперами, сюди не входить.
statement-name = Ім’я або адреса

## Довідка як документ (PDF)
statement-pdf = Довідка (PDF)
statement-sheet-heading = Довідка про навчання за { $year } рік
statement-sheet-as-of = Станом на { $moment }
statement-sheet-total-hours = Разом годин
statement-sheet-total-credits = Разом кредитів ЄКТС
statement-sheet-need = Орієнтир, кредитів
statement-sheet-met = досягнуто
statement-sheet-missing = { $hours ->
    [one] ще { $hours } година
    [few] ще { $hours } години
    [many] ще { $hours } годин
   *[other] ще { $hours } години
 }
statement-sheet-course = Програма підвищення кваліфікації
statement-sheet-dates = Коли
statement-sheet-hours = Години
statement-sheet-credits = Кредити
statement-sheet-number = Сертифікат і де його перевірити
statement-sheet-page = Сторінка
statement-sheet-of = з
statement-sheet-none = За цей рік сертифікатів немає.
statement-sheet-how = Враховано сертифікати, видані через Поступ, крім анульованих і замінених. Навчання належить до того року, коли воно завершилося. 1 кредит ЄКТС – 30 академічних годин; нічого не округлено вгору. Курс, пройдений протягом року кілька разів, враховано один раз.
statement-sheet-repeated = уже враховано цього року
statement-sheet-accrual = Кредити нараховує служба управління персоналом за документами. Кожен сертифікат можна перевірити за вказаною адресою.
