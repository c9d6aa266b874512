# Листи: що, коли, де й що зробити – у перших чотирьох рядках.

## Спільне
mail-when = Коли
mail-where = Де
mail-valid-until = Діє до
mail-number = Номер
mail-form = Форма
mail-about = Курс
mail-from = Пише
mail-seats = Вільних місць
mail-apply-by = Заявки до
mail-ask = Запитання
mail-to-do = Що зробити
mail-course = «{ $title }» ({ $code })
mail-until = { $start }, до { $end }
mail-first-session = { $period }; перше заняття { $occasion }
mail-where-online = онлайн; посилання з’явиться на сторінці вашого навчання
mail-where-later = місце повідомимо окремо
mail-form-in-person = очно
mail-form-online = онлайн
mail-form-blended = змішано: очно й онлайн
mail-footer = Цей лист надіслано автоматично, відповідати на нього не треба.
mail-sent-by = { $installation }, { $origin }
mail-leave = Не отримувати таких листів

## Обліковий запис
mail-confirm-address-subject = Підтвердьте електронну адресу
mail-confirm-address-what = Щоб завершити реєстрацію, підтвердьте, що ця адреса ваша.
mail-confirm-address-do = Відкрийте посилання й натисніть «Підтвердити»
mail-confirm-address-more = Якщо ви не реєструвалися, нічого не робіть: без підтвердження обліковий запис не запрацює.
mail-reset-password-subject = Новий пароль
mail-reset-password-what = Хтось, імовірно ви, просить задати новий пароль до вашого облікового запису.
mail-reset-password-do = Відкрийте посилання й задайте новий пароль
mail-reset-password-more = Якщо це були не ви, нічого не робіть: пароль лишиться попереднім.
mail-already-registered-subject = У вас уже є обліковий запис
mail-already-registered-what = На цю адресу намагалися зареєструвати обліковий запис, але він уже є.
mail-already-registered-do = Увійдіть; якщо забули пароль, там само можна задати новий
mail-already-registered-more = Якщо це були не ви, нічого не робіть: нічого не змінилося.

## Зарахування
mail-application-received-subject = Заявку отримано: { $title }
mail-application-received-what = Вашу заявку на навчання отримано: { $course }.
mail-application-received-do = Нічого. Координатор розгляне заявку, і ми напишемо вам. Стан заявки видно тут
mail-application-moved-on-subject = Заявка йде далі: { $title }
mail-application-moved-on-what = Розгляд вашої заявки просунувся: { $course }.
mail-application-moved-on-do = Нічого. Ми напишемо вам про рішення. Стан заявки видно тут
mail-approval-asked-subject = Потрібна ваша згода: { $title }
mail-approval-asked-what = Людина з вашої організації подала заявку на навчання, і її має погодити кадрова служба: { $course }.
mail-approval-asked-do = Погодьте або відхиліть тут, вхід не потрібен
mail-approval-asked-more = Посилання діє один раз і лише для цієї заявки; нікому його не пересилайте.
mail-applicant = Хто подав заявку
mail-seat-confirmed-subject = Місце підтверджено: { $title }
mail-seat-confirmed-what = Ваше місце підтверджено: { $course }.
mail-seat-confirmed-do = Занотуйте дату. Розклад і матеріали тут
mail-seat-confirmed-more = Якщо не зможете навчатися, відмовтеся на тій самій сторінці: місце дістанеться наступній людині.
mail-waitlisted-subject = Ви в списку очікування: { $title }
mail-waitlisted-what = Вільних місць немає, тож ви в списку очікування: { $course }.
mail-waitlisted-what-at = Вільних місць немає, тож ви в списку очікування під номером { $position }: { $course }.
mail-waitlisted-do = Нічого. Щойно місце звільниться, воно стане вашим, і ми напишемо. Ваше місце в черзі тут
mail-promoted-subject = Місце звільнилося, воно ваше: { $title }
mail-promoted-what = Місце звільнилося, і тепер воно ваше: { $course }.
mail-promoted-do = Перевірте, чи можете навчатися. Розклад тут
mail-promoted-more = Якщо вже не зможете навчатися, відмовтеся на тій самій сторінці: місце дістанеться наступній людині.
mail-answer-by = Відповісти до
mail-seat-offered-subject = Для вас є місце: { $title }
mail-seat-offered-what = Звільнилося місце, і ми тримаємо його для вас, доки ви не відповісте: { $course }.
mail-seat-offered-do = Погодьтеся або відмовтеся тут
mail-seat-offered-more = Якщо вчасної відповіді не буде, місце перейде до наступної особи в черзі.
mail-nomination-asked-subject = Вас направляють на навчання: { $title }
mail-nomination-asked-what = Ваш роботодавець направляє вас на навчання: { $course }.
mail-nomination-asked-do = Погодьтеся або відмовтеся тут
mail-nomination-asked-more = Без вашої згоди нічого не станеться: якщо вчасної відповіді не буде, направлення втратить силу.
mail-answer-declined-subject = Вашу відмову отримано: { $title }
mail-answer-declined-what = Ви відмовилися, і ми це врахували: { $course }.
mail-answer-declined-do = Нічого. Що й коли відбулося, видно тут
mail-answer-overdue-subject = Час на відповідь минув: { $title }
mail-answer-overdue-what = Вчасної відповіді не було, тож місце перейшло далі: { $course }.
mail-answer-overdue-do = Якщо все ще хочете навчатися, подайте заявку знову, доки триває запис
mail-transferred-subject = Вас переведено до іншої групи: { $title }
mail-transferred-what = Вашу участь у цій групі завершено, бо ви продовжуєте в іншій групі того самого курсу: { $course }.
mail-transferred-do = Нічого. Що й коли відбулося, видно тут
mail-rejected-subject = Заявку відхилено: { $title }
mail-rejected-what = Вашу заявку відхилено: { $course }.
mail-rejected-do = Причину видно тут
mail-rejected-more = Інші курси, на які можна подати заявку, є на головній сторінці.
mail-withdrawn-subject = Навчання припинено: { $title }
mail-withdrawn-what = Ваше зарахування припинено: { $course }.
mail-withdrawn-do = Нічого. Що й коли відбулося, видно тут
mail-withdrawn-more = Якщо це сталося без вашого відома, зверніться до координатора групи.

## Заняття
mail-session-tomorrow-subject = Нагадуємо про заняття: { $title }
mail-session-tomorrow-what = Нагадуємо про заняття «{ $session }», курс { $course }.
mail-session-tomorrow-do = Прийдіть або під’єднайтеся вчасно. Подробиці тут
mail-session-changed-subject = Заняття змінено: { $title }
mail-session-changed-what = Час або місце заняття «{ $session }» змінено, курс { $course }.
mail-session-changed-do = Занотуйте новий час і місце. Увесь розклад тут
mail-session-cancelled-subject = Заняття скасовано: { $title }
mail-session-cancelled-what = Заняття «{ $session }» не відбудеться, курс { $course }.
mail-session-cancelled-do = Не приходьте. Решта розкладу тут
mail-was = Раніше
mail-was-where = Раніше було місце
mail-moved-too = Змінено також
mail-moved-to = «{ $session }», { $time }
mail-moved-from = { $said } (раніше { $before })
mail-taught-session-changed-subject = Ваше заняття змінено: { $title }
mail-taught-session-changed-what = Час або місце заняття «{ $session }», яке ви проводите, змінено, курс { $course }.
mail-taught-session-changed-do = Занотуйте новий час і місце. Заняття тут
mail-taught-session-cancelled-subject = Ваше заняття скасовано: { $title }
mail-taught-session-cancelled-what = Заняття «{ $session }», яке ви мали проводити, не відбудеться, курс { $course }.
mail-taught-session-cancelled-do = Не приходьте. Заняття тут
mail-counted = Зараховано
mail-counted-minutes = { $held } із { $planned } хв
mail-session-interrupted-subject = Заняття переривали: { $title }
mail-session-interrupted-what-held = Заняття «{ $session }» переривали, та воно зараховується повністю, курс { $course }.
mail-session-interrupted-what-partly-held = Заняття «{ $session }» переривали, тож зараховується лише частина часу, курс { $course }.
mail-session-interrupted-what-not-held = Заняття «{ $session }» переривали, тож воно не зараховується, курс { $course }.
mail-session-interrupted-do = Нічого. Скільки часу вам бракує й де його можна надолужити, видно тут
mail-make-up-planned-subject = Відпрацювання заняття: { $title }
mail-make-up-planned-what = Втрачений час відпрацюють на занятті «{ $session }», курс { $course }.
mail-make-up-planned-do = Занотуйте час і місце. Увесь розклад тут
mail-guest-place-given-subject = Ви гість на занятті: { $title }
mail-guest-place-given-what = Пропущене можна надолужити на занятті «{ $session }», курс { $course }. Ви приходите як гість, а зараховують це у вашій групі.
mail-guest-place-given-do = Занотуйте час і місце. Якщо прийти не зможете, відмовтеся від місця тут
mail-guest-place-ended-subject = Ви більше не гість на занятті: { $title }
mail-guest-place-ended-what = Ваше гостьове місце на занятті «{ $session }», курс { $course }, скасовано.
mail-guest-place-ended-do = Ваш поступ у курсі тут

## Рішення про групу
mail-decide-by = Вирішити до
mail-people = Учасників
mail-people-of = { $people }, потрібно щонайменше { $minimum }
mail-attendance-at-risk-subject = Відвіданість близько до межі: { $title }
mail-attendance-at-risk-what = Якщо пропустити ще щось із переліченого, завершити курс { $course } у цій групі не вийде.
mail-attendance-at-risk-what-officer = { $person }: якщо пропустити ще щось із переліченого, завершити курс { $course } у цій групі не вийде.
mail-attendance-at-risk-do = Подивіться, що зараховано й що ще попереду
mail-credited-of = { $credited } хв із потрібних { $required }
mail-not-to-miss = Не пропустіть
mail-plea-made-subject-absence = Повідомлення про відсутність: { $title }
mail-plea-made-subject-appeal = Оскарження відмітки: { $title }
mail-plea-made-what-absence = Учасник або учасниця не зможе бути на занятті «{ $session }» і просить визнати причину поважною, курс { $course }.
mail-plea-made-what-appeal = Оскаржено відмітку за заняття «{ $session }», курс { $course }.
mail-plea-made-do = Ухваліть рішення на сторінці журналу
mail-plea-decided-subject-absence = Ваша відсутність: { $title }
mail-plea-decided-subject-appeal = Ваше оскарження: { $title }
mail-plea-decided-what-absence-granted = Причину вашої відсутності на занятті «{ $session }» визнано поважною, курс { $course }. Час пропущеного заняття не зараховується.
mail-plea-decided-what-absence-refused = Причину вашої відсутності на занятті «{ $session }» не визнано поважною, курс { $course }.
mail-plea-decided-what-appeal-granted = Оскарження задоволено: відмітку за заняття «{ $session }» змінено, курс { $course }.
mail-plea-decided-what-appeal-refused = Оскарження відхилено: відмітка за заняття «{ $session }» лишається, курс { $course }.
mail-plea-decided-what-absence-unconfirmed = Причину вашої відсутності на занятті «{ $session }» мала підтвердити друга людина й не підтвердила, курс { $course }.
mail-plea-decided-what-appeal-unconfirmed = Зміну відмітки за заняття «{ $session }» мала підтвердити друга людина й не підтвердила, курс { $course }. Відмітка лишається.
mail-plea-decided-do = Подивіться, що зараховано й що ще попереду
mail-asked-by = Від кого
mail-asked = Пояснення
mail-reason = Причина рішення
mail-register-unfilled-subject = Журнал ще не закрито: { $title }
mail-register-unfilled-what = Журнал заняття «{ $session }» ще не закрито, курс { $course }.
mail-register-unfilled-do = Відмітьте тих, кого бракує, і закрийте журнал тут
mail-register-unfilled-more = Від журналу залежать години й сертифікати учасників. Відмітки, що чекають на пристрої, надійдуть, щойно він буде в мережі.
mail-marked = Відмічено
mail-marked-of = { $marked } з { $people }
mail-closes-at = Закриється сам
mail-cohort-confirmed-subject = Група відбудеться: { $title }
mail-cohort-confirmed-what = Учасників достатньо, тож група відбудеться: { $course }.
mail-cohort-confirmed-do = Нічого. Стан вашої участі видно тут
mail-cohort-cancelled-subject = Групу скасовано: { $title }
mail-cohort-cancelled-what = Групу скасовано, занять не буде: { $course }.
mail-cohort-cancelled-do = Не приходьте. Інші групи цього курсу шукайте в каталозі; що сталося, видно тут
mail-decision-due-subject = Чи відбудеться група: { $title }
mail-decision-due-what = Група чекає на ваше рішення: { $course }.
mail-decision-due-do = Підтвердьте або скасуйте групу тут
mail-decision-due-more = Якщо на кінець цього дня учасників буде достатньо, групу підтвердимо без вас. Якщо замало, а рішення від вас немає, за день, щонайпізніше на початку навчання, групу скасуємо. Кожен, хто подав заявку, отримає один лист про рішення.

## Сертифікат
mail-certificate-issued-subject = Ваш сертифікат: { $title }
mail-certificate-issued-what = Вам видано сертифікат за курс «{ $title }».
mail-certificate-issued-do = Завантажте його у своєму кабінеті
mail-certificate-issued-check = Перевірити сертифікат може кожен: { $link }

## Тексти листів
mail-template-failed-subject = Власний текст листа «{ $kind }» не працює
mail-template-failed-what = Лист «{ $kind }» не вдалося скласти вашим текстом. Люди отримують звичайний, жоден лист не пропав.
mail-template-failed-do = Виправте текст або поверніть звичайний тут

## Запрошення громад
mail-cohort-invitation-subject = Запрошуємо на навчання: { $title }
mail-cohort-invitation-what = Запрошуємо { $organization } направити людей на навчання: { $course }. З вашої громади за цим напрямом ще ніхто не навчався.
mail-cohort-invitation-do = Виберіть, кого направити, тут

## Повідомлення координатора
mail-cohort-message-do = Прочитайте повідомлення; розклад і стан вашого навчання тут
mail-cohort-news-do = Нічого, якщо в повідомленні не сказано іншого. Стан вашої заявки тут

## Огляд дня
mail-daily-digest-subject = { $count ->
    [one] Огляд дня: { $count } повідомлення
    [few] Огляд дня: { $count } повідомлення
   *[other] Огляд дня: { $count } повідомлень
 }
mail-daily-digest-what = { $count ->
    [one] За день назбиралося { $count } повідомлення.
    [few] За день назбиралося { $count } повідомлення.
   *[other] За день назбиралося { $count } повідомлень.
 }
mail-daily-digest-do = Нічого. Як часто вам писати, можна вибрати тут

## Стан повідомлень
mail-state-queued = у черзі
mail-state-held = чекає огляду дня
mail-state-sent = надіслано
mail-state-failed = не доставлено
mail-state-dropped = не надсилали
mail-dropped-expired = минув час, до якого лист мав сенс
mail-dropped-recipient-gone = такої людини вже немає
mail-dropped-recipient-suspended = обліковий запис призупинено
mail-dropped-overtaken = стан уже змінився, лист був би неправдивим
mail-dropped-not-theirs = це вже не стосується цієї людини
mail-dropped-unwanted = людина не хоче листів цього виду

## Назви листів
mail-name-confirm-address = Підтвердження адреси
mail-name-already-registered = Обліковий запис уже є
mail-name-reset-password = Новий пароль
mail-name-application-received = Заявку отримано
mail-name-application-moved-on = Заявка йде далі
mail-name-approval-asked = Запит на погодження
mail-name-seat-confirmed = Місце підтверджено
mail-name-waitlisted = Список очікування
mail-name-promoted = Місце звільнилося
mail-name-seat-offered = Місце запропоновано
mail-name-nomination-asked = Направлення на навчання
mail-name-answer-declined = Відмову отримано
mail-name-answer-overdue = Час на відповідь минув
mail-name-transferred = Переведено до іншої групи
mail-name-rejected = Заявку відхилено
mail-name-withdrawn = Навчання припинено
mail-name-session-tomorrow = Нагадування про заняття
mail-name-session-changed = Заняття змінено
mail-name-session-cancelled = Заняття скасовано
mail-name-taught-session-changed = Зміна заняття, для тренера
mail-name-taught-session-cancelled = Скасування заняття, для тренера
mail-name-session-interrupted = Заняття переривали
mail-name-make-up-planned = Відпрацювання заняття
mail-name-guest-place-given = Гостьове місце на занятті
mail-name-guest-place-ended = Гостьове місце скасовано
mail-name-register-unfilled = Журнал не закрито
mail-name-attendance-at-risk = Відвіданість близько до межі
mail-name-plea-made = Відсутність або оскарження: потрібне рішення
mail-name-plea-decided = Рішення щодо відсутності або оскарження
mail-name-cohort-confirmed = Група відбудеться
mail-name-cohort-cancelled = Групу скасовано
mail-name-decision-due = Потрібне рішення
mail-name-certificate-issued = Сертифікат
mail-name-template-failed = Власний текст не працює
mail-name-cohort-invitation = Запрошення направити людей
mail-name-cohort-message = Повідомлення координатора
mail-name-cohort-news = Новини групи від координатора
mail-name-daily-digest = Огляд дня

## Сторінка листів
mail-title = Листи
mail-lead = Що сталося з кожним листом. Текстів тут немає: лист складається мовою людини в мить надсилання.
mail-empty = Листів ще немає
mail-empty-more = Тут буде видно кожен лист про ваші групи: кому, чи дійшов, а якщо ні – чому.
mail-column-person = Кому
mail-column-message = Лист
mail-column-state = Стан
mail-column-attempts = Спроб
mail-column-reply = Остання відповідь
mail-next-try = наступна спроба { $moment }
mail-held = буде в огляді дня, { $moment }
mail-finished = { $moment }
mail-send-again = Надіслати ще раз
mail-sent-again = Лист повернуто в чергу, його буде надіслано за хвилину.

## Чого хочуть від листів
mail-wishes-title = Листи
mail-wishes-lead = Виберіть, коли надсилати те, без чого можна обійтися. Раз на день означає о { $hour }:00 за Києвом; що не може чекати до того часу, надійде одразу.
mail-wishes-must-have = Листи про вашу адресу, заявку, місце, зміни занять і сертифікати надходять завжди й одразу.
mail-wishes-saved = Вибір збережено.
mail-rhythm = Необов’язкові листи
mail-rhythm-at-once = одразу
mail-rhythm-daily = раз на день одним листом
mail-rhythm-none = не надсилати
mail-wanted = Яких необов’язкових листів хочете
mail-unsubscribe-title = Листи «{ $kind }»
mail-unsubscribe-lead = Натисніть кнопку, і таких листів ви більше не отримуватимете.
mail-unsubscribe-submit = Відписатися
mail-unsubscribe-done = Таких листів ви більше не отримуватимете.
mail-unsubscribe-undo = Отримувати знову
mail-unsubscribe-settings = Усі налаштування листів
mail-unsubscribe-dead = Це посилання не з нашого листа або скопійоване не повністю. Відписатися можна й у налаштуваннях.

## Листи демонстрації
mail-demo-title = Листи демонстрації
mail-demo-lead = Ці листи нікуди не надіслано: демонстрація складає їх у теку. Останні зверху.
mail-demo-empty = Листів ще немає
mail-demo-empty-more = Подайте заявку або зареєструйтеся, і лист з’явиться тут.
mail-demo-from = Від кого
mail-demo-to = Кому
mail-demo-date = Коли
mail-demo-text = Простий текст
mail-demo-html = Показати оформлений лист

## Місце передано колезі
mail-leaves = Припиняє участь
mail-comes = Запитуємо
mail-seat-passed-on-subject = Місце передають колезі: { $title }
mail-seat-passed-on-what = Місце у вашій групі передають колезі: { $course }.
mail-seat-passed-on-do = Нічого. Відповідь колеги буде тут
mail-name-seat-passed-on = Місце передано колезі

## Курс, на який чекали
mail-apply = Подати заявку
mail-course-opened-subject = Курс, на який ви чекаєте: { $title }
mail-course-opened-what = Оголошено групу курсу, на який ви чекаєте: { $course }.
mail-course-opened-do = Перегляньте групу й подайте заявку в дні запису
mail-course-opened-more = Ви отримали цей лист, бо просили повідомити. На сторінці курсу можна від цього відмовитися.
mail-name-course-opened = Курс, на який чекають
## Чи братимуть участь
mail-reconfirmation-asked-subject = Чи братимете ви участь? { $title }
mail-reconfirmation-asked-what = Навчання незабаром, і місце за вами: { $course }.
mail-reconfirmation-asked-do = Дайте відповідь тут: так чи ні
mail-name-reconfirmation-asked = Підтвердження участі

## Курс деінде замість нашого
mail-person = Хто
mail-document = Документ
mail-equivalent-stated-subject = Чи зарахувати замість курсу: { $title }
mail-equivalent-stated-what = Просять зарахувати навчання деінде замість курсу «{ $title }».
mail-equivalent-stated-do = Перегляньте документ і вирішіть
mail-name-equivalent-stated = Прохання зарахувати курс
mail-equivalent-decided-subject = Щодо зарахування замість курсу: { $title }
mail-equivalent-decided-what = Є рішення про ваше навчання деінде замість курсу «{ $title }».
mail-equivalent-decided-do = Перегляньте групу; якщо курс зараховано, можна подати заявку
mail-name-equivalent-decided = Рішення про зарахування курсу
mail-stand-in-named-subject = Погодження заявок на час відсутності: { $absent }
mail-stand-in-named-what = Заявки замість відсутньої особи ({ $absent }) погоджує { $deputy }.
mail-stand-in-named-do = Перегляньте, що чекає
mail-stand-in-named-more = Це право лише погоджувати заявки, і лише на ці дні. Листи про нові заявки надходитимуть обом.
mail-name-stand-in-named = Заміщення на час відсутності
mail-stand-in-ended-subject = Погодження заявок на час відсутності завершено: { $absent }
mail-stand-in-ended-what = { $deputy } більше не погоджує заявок замість відсутньої особи ({ $absent }).
mail-stand-in-ended-do = Нічого. Заявки знову погоджує кадрова служба
mail-stand-in-ended-more = Ухвалені рішення залишаються чинними.
mail-name-stand-in-ended = Заміщення завершено
mail-organization = Організація
