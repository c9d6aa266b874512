# Чому правило сказало «ні» (rejection-…) і чому поле не можна прийняти (fault-…).
# Кожен код предметної області є ключем. Речення каже, що не так і що робити.

## Відмови правил
rejection-cohort-not-open = До цієї групи зараз не записують: її ще не відкрито, скасовано або завершено.
rejection-enrollment-not-yet-open = Запис до групи ще не почався. Він відкриється { $moment }.
rejection-enrollment-closed = Запис до групи закрився { $moment }. Подивіться інші групи цього курсу.
rejection-already-enrolled = Ця особа вже має заявку або місце в цій групі.
rejection-already-certified = Для цього навчання вже видано чинний сертифікат.
rejection-step-not-allowed = У нинішньому стані заявки ця дія неможлива. Оновіть сторінку, щоб побачити стан.
rejection-no-seat-left = Вільних місць немає.
rejection-capacity-below-confirmed = Місць не може бути менше, ніж уже підтверджено: { $count }.
rejection-register-closed = Журнал цього заняття закрито. Щоб виправити відмітку, координатор має відкрити його знову.
rejection-register-open = Журнал цього заняття вже відкрито.
rejection-session-not-begun = Журнал можна закрити лише після початку заняття.
rejection-session-cancelled = Це заняття скасовано.
rejection-not-on-register = Цієї особи немає в журналі заняття: вона не має місця в групі.
rejection-mark-differs = Відмітка з цим номером уже надійшла, але з іншим змістом. Нічого не змінено.
rejection-register-changed = Поки журнал був відкритий у вас, цю особу відмітив хтось інший. Порівняйте обидві відмітки.
rejection-reason-missing = Щоб виправити відмітку, вкажіть причину.
rejection-not-completed = Умову завершення курсу ще не виконано.
rejection-not-a-draft = Так можна змінювати лише чернетку.
rejection-not-published = Цього ще не опубліковано або вже знято з публікації.
rejection-still-in-use = Це не можна прибрати, доки ним користуються в іншому місці.
rejection-incomplete = Для публікації бракує даних: перевірте модулі, години й дати.
rejection-link-not-valid = Посилання вже використано або його строк минув. Замовте нове.
rejection-wrong-credentials = Адреса або пароль не збігаються. Перевірте розкладку й великі літери.
rejection-address-not-confirmed = Спершу підтвердьте адресу: відкрийте посилання з нашого листа.
rejection-too-many-attempts = Забагато спроб. Спробуйте знову { $moment }.
rejection-account-suspended = Цей обліковий запис призупинено. Зверніться до адміністратора.
rejection-certificate-not-valid = Цей сертифікат уже не чинний.
rejection-last-administrator = Не можна забрати права в останнього адміністратора.
rejection-place-occupied = На цю дату населений пункт у переліку тимчасово окупованих територій. Виберіть інше місце.

## Вади поля
fault-missing = Заповніть це поле
fault-too-long = Скоротіть текст: щонайбільше знаків – { $most }
fault-too-short = Додайте тексту: щонайменше знаків – { $least }
fault-forbidden-character = Приберіть невидимі або керівні знаки, що потрапили з копіюванням
fault-not-a-code = Код складається з великих латинських літер, цифр і дефісів, наприклад WATER-01
fault-not-an-address = Введіть адресу на зразок iryna@misto.gov.ua
fault-not-a-word = Виберіть один із варіантів
fault-not-a-number = Введіть число
fault-not-a-date = Такого дня немає в календарі: перевірте день, місяць і рік
fault-not-a-time = Введіть час як 10:00
fault-time-skipped = Такого часу цього дня не буває: годинники переводять на годину вперед
fault-out-of-range = Введіть число від { $least } до { $most }
fault-ends-before-start = Кінець не може бути раніше за початок
fault-outside-period = День має бути в межах програми або групи, до якої належить
fault-unknown = Такого запису немає. Виберіть зі списку або перевірте введене
fault-taken = Це вже зайнято. Введіть інше
fault-too-common = Такий пароль легко вгадати. Виберіть інший, наприклад чотири випадкові слова
fault-wrong-check-digit = Контрольна цифра не сходиться: перевірте всі цифри коду
