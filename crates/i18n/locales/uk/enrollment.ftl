# Записи на навчання: заявка, черга, рішення, вихід; власні сторінки посадової особи.

## Стани
enrollment-state-nominated = направлено роботодавцем
enrollment-state-applied = очікує рішення
enrollment-state-employer-approved = погоджено, очікує рішення
enrollment-state-waitlisted = у черзі
enrollment-state-offered = місце запропоновано
enrollment-state-confirmed = місце підтверджено
enrollment-state-declined = відмова
enrollment-state-rejected = відхилено
enrollment-state-withdrawn = участь припинено
enrollment-state-transferred = переведено

## Як стоїть справа, для самої особи
enrollment-explain-applied = Вашу заявку отримано. Рішення ухвалює координатор програми; про нього ви дізнаєтеся з листа.
enrollment-explain-employer-approved = Вашу заявку погоджено.
enrollment-explain-waitlisted = { $queue ->
    [1] Ви перші в черзі
    [2] Ви другі в черзі
    [3] Ви треті в черзі
    [4] Ви четверті в черзі
    [5] Ви п’яті в черзі
    [6] Ви шості в черзі
    [7] Ви сьомі в черзі
    [8] Ви восьмі в черзі
    [9] Ви дев’яті в черзі
    [10] Ви десяті в черзі
    [one] Ваш номер у черзі – { $queue }
    [few] Ваш номер у черзі – { $queue }
    [many] Ваш номер у черзі – { $queue }
   *[other] Ваш номер у черзі – { $queue }
 }; місця надаємо в порядку надходження заявок.
enrollment-explain-confirmed = Місце за вами.
enrollment-explain-nominated = Вас направляє роботодавець. Погодьтеся, будь ласка, або відмовтеся; без вчасної відповіді направлення втратить силу.
enrollment-explain-offered = Ми тримаємо для вас місце. Погодьтеся, будь ласка, або відмовтеся; без вчасної відповіді воно перейде до наступної особи в черзі.
enrollment-explain-declined = Місця у вас тут немає: ви відмовилися або вчасної відповіді не було. Доки триває запис, можна подати заявку.
enrollment-explain-transferred = Ви продовжуєте навчання в іншій групі цього курсу.
enrollment-explain-rejected = Заявку відхилено. Доки триває запис, можна подати її знову.
enrollment-explain-withdrawn = Вашу участь у цій групі припинено. Доки триває запис, можна подати заявку знову.

## Як стоїть справа, про особу
enrollment-standing-applied = Очікує рішення координатора.
enrollment-standing-employer-approved = Заявку погоджено.
enrollment-standing-waitlisted = Номер у черзі – { $queue }; місця надаємо в порядку надходження заявок.
enrollment-standing-confirmed = Має місце.
enrollment-standing-nominated = Особу направив роботодавець; її запитали, відповіді ще немає.
enrollment-standing-offered = Місце тримаємо; особу запитали, відповіді ще немає.
enrollment-standing-declined = Особа відмовилася або не відповіла вчасно.
enrollment-standing-transferred = Навчання продовжено в іншій групі курсу.
enrollment-standing-rejected = Заявку відхилено.
enrollment-standing-withdrawn = Участь у групі припинено.

## Чому зроблено крок
enrollment-cause-seat-free = Було вільне місце.
enrollment-cause-no-seat-free = Вільних місць не було.
enrollment-cause-needs-decision = У цій групі рішення за кожною заявкою ухвалює координатор.
enrollment-cause-needs-approval = Заявку має погодити кадрова служба.
enrollment-cause-approved = Кадрова служба погодила заявку.
enrollment-cause-not-approved = Кадрова служба не погодила заявку.
enrollment-cause-approval-overdue = Кадрова служба не відповіла вчасно, тож заявка пішла далі.
enrollment-cause-approval-lapsed = Кадрова служба не відповіла вчасно, тож розгляд заявки припинено.
enrollment-cause-manager-confirmed = Координатор підтвердив заявку.
enrollment-cause-manager-rejected = Координатор відхилив заявку.
enrollment-cause-head-of-queue = Звільнилося місце, і його отримує перша особа в черзі.
enrollment-cause-nominated = Особу направив роботодавець.
enrollment-cause-nomination-accepted = Особа погодилася на направлення.
enrollment-cause-nomination-declined = Особа відмовилася від направлення.
enrollment-cause-offer-accepted = Особа погодилася зайняти місце.
enrollment-cause-offer-declined = Особа відмовилася від місця.
enrollment-cause-no-answer = Вчасної відповіді не було.
enrollment-cause-transferred = Переведено до іншої групи курсу.
enrollment-cause-transferred-here = Переведено з іншої групи курсу; відвідане там зараховуємо тут.
enrollment-cause-duty = Участь припинено через службові обов’язки.
enrollment-cause-illness = Участь припинено через хворобу.
enrollment-cause-alert = Участь припинено через безпекову ситуацію.
enrollment-cause-mobilization = Участь припинено через мобілізацію.
enrollment-cause-other = Участь припинено з іншої причини.
enrollment-history-noted = { $why } «{ $note }»

## Хто зробив
enrollment-by-self = ви
enrollment-by-person = учасник або учасниця
enrollment-by-staff = координатор програми

## Власні сторінки
enrollment-me-title = Моє навчання
enrollment-me-next = Найближче заняття
enrollment-me-next-none = Попереду занять немає
enrollment-me-next-none-hint = Щойно в групі, де ви маєте місце, призначать заняття, воно стоятиме тут.
enrollment-me-current = Групи
enrollment-me-past = Раніше
enrollment-me-empty = Ви ще нікуди не записалися
enrollment-me-empty-hint = Оберіть курс: тут ви бачитимете, на якому етапі ваша заявка і чого ще бракує для сертифіката.
enrollment-me-find = Переглянути курси
enrollment-me-certificates = Мої сертифікати
enrollment-show-cohort = Група { $code }
enrollment-show-dates = Дати
enrollment-show-venue = Місце проведення
enrollment-show-join = Приєднатися до заняття
enrollment-show-contact = Кого запитати
enrollment-show-place-later = Точне місце й посилання з’являться тут, щойно ваше місце підтвердять.
enrollment-show-sessions = Заняття
enrollment-show-sessions-empty = Занять ще не призначено
enrollment-show-sessions-empty-hint = Вони з’являться тут, щойно координатор їх призначить.
enrollment-show-session = Заняття
enrollment-show-when = Коли
enrollment-show-mark = Відвідування
enrollment-show-not-marked = ще без відмітки
enrollment-show-cancelled = скасовано
enrollment-show-history = Як це сталося
enrollment-show-public = Про групу

## Заявка
enrollment-applied-flash = Заявку отримано. Нижче видно, на якому вона етапі.

## Відповідь
enrollment-answer-title = Чи братимете ви участь?
enrollment-answer-by = Будь ласка, дайте відповідь до
enrollment-accept = Так, беру участь
enrollment-decline = Ні, відмовляюся
enrollment-accepted-flash = Дякуємо, відповідь отримано. Нижче видно, як стоїть справа.
enrollment-declined-flash = Вашу відмову отримано; дякуємо, що повідомили.
enrollment-answered-own = До моєї сторінки, після входу
enrollment-answer-dead = На це запитання вже відповіли, строк відповіді минув або посилання скопійовано не повністю. Як стоїть справа, видно після входу.
enrollment-approve-title = Погодити участь у навчанні?
enrollment-decide-yes = Погодити
enrollment-decide-no = Відхилити
enrollment-decide-yes-chosen = Погодити обраних
enrollment-decide-no-chosen = Відхилити обраних
enrollment-decide-everybody = Обрати всіх на цій сторінці
enrollment-decide-nobody = Зняти позначки
enrollment-decide-reason = Причина відмови
enrollment-decide-reason-hint = Потрібна, лише якщо відхиляєте; її прочитає особа.
enrollment-decide-choose = Обрати: { $name }
enrollment-decide-many-lead = Позначте людей. Рішення ухвалюємо щодо кожної особи окремо: відмова одній не зачіпає інших.
enrollment-decided-title = Дякуємо, ваше рішення враховано
enrollment-decided-more = Інші заявки, після входу
enrollment-decided = { $count ->
    [one] Ухвалено { $count } рішення:
    [few] Ухвалено { $count } рішення:
    [many] Ухвалено { $count } рішень:
   *[other] Ухвалено { $count } рішення:
 }
enrollment-decided-not = { $count ->
    [one] { $count } рішення не ухвалено:
    [few] { $count } рішення не ухвалено:
    [many] { $count } рішень не ухвалено:
   *[other] { $count } рішення не ухвалено:
 }

## Вихід
enrollment-withdraw = Припинити участь
enrollment-withdraw-title = Припинити участь у групі?
enrollment-withdraw-lead = Ваше місце одразу перейде до наступної особи в черзі. Якщо подасте заявку знову, ви станете в кінець черги.
enrollment-withdraw-reason = Чому ви припиняєте участь?
enrollment-withdraw-note = Кілька слів, якщо бажаєте
enrollment-withdraw-note-hint = Їх прочитає координатор.
enrollment-withdraw-confirm = Так, припинити
enrollment-withdraw-stay = Ні, залишитися
enrollment-reason = Причина
enrollment-note = Кілька слів
enrollment-withdrawn-flash = Вашу участь у групі припинено.
enrollment-reason-duty = Службові обов’язки
enrollment-reason-illness = Хвороба
enrollment-reason-alert = Безпекова ситуація
enrollment-reason-mobilization = Мобілізація
enrollment-reason-other = Інша причина

## Заявки, для координатора
enrollment-applications = Заявки
enrollment-applications-title = Заявки: { $code }
enrollment-applications-seats = Зайнято місць: { $confirmed } із { $capacity }
enrollment-applications-tabs = За станом
enrollment-applications-tab = { $state } ({ $count })
enrollment-applications-all = Усі
enrollment-applications-name = Прізвище та ім’я
enrollment-applications-employer = Місце роботи й посада
enrollment-applications-applied = Подано
enrollment-applications-state = Стан
enrollment-applications-queue = Номер у черзі – { $queue }
enrollment-applications-asked = Очікує погодження: { $office }
enrollment-applications-actions = Рішення
enrollment-applications-confirm = Підтвердити
enrollment-applications-confirm-for = Підтвердити: { $name }
enrollment-applications-reject = Відхилити
enrollment-applications-reject-for = Відхилити: { $name }
enrollment-applications-reject-reason = Причина, яку прочитає особа
enrollment-applications-details = Історія
enrollment-applications-empty = Тут нікого немає
enrollment-applications-empty-hint = Щойно хтось подасть заявку, вона з’явиться тут у порядку надходження.
enrollment-confirmed-flash = Місце підтверджено, лист уже в дорозі.
enrollment-queued-flash = Вільних місць немає: особа тепер у черзі, лист уже в дорозі.
enrollment-rejected-flash = Заявку відхилено, лист уже в дорозі.

## Чому
enrollment-next-automatic = Нічого робити не потрібно: вільне місце саме переходить до першої особи в черзі.
enrollment-next-offer = Щойно місце звільниться, першу особу в черзі запитаємо листом і триматимемо місце до відповіді.
enrollment-kept = { $count ->
    [one] { $count } вільне місце до { $day } тримаємо для: { $whom }
    [few] { $count } вільні місця до { $day } тримаємо для: { $whom }
    [many] { $count } вільних місць до { $day } тримаємо для: { $whom }
   *[other] { $count } вільних місць до { $day } тримаємо для: { $whom }
 }; { $place ->
    [0] потім, як справа стоїть зараз, місце дістанеться цій заявці.
    [one] потім, як справа стоїть зараз, номер у черзі буде { $place }.
    [few] потім, як справа стоїть зараз, номер у черзі буде { $place }.
    [many] потім, як справа стоїть зараз, номер у черзі буде { $place }.
   *[other] потім, як справа стоїть зараз, номер у черзі буде { $place }.
 }
enrollment-answer-until = Останній момент для відповіді: { $moment }.
enrollment-awaits-manager = Тепер рішення за координатором програми; про нього повідомимо листом.
enrollment-awaits-office = Очікує погодження: { $office }.
enrollment-decided-by-pass-on = Останній момент для відповіді: { $moment }; без неї заявка піде далі.
enrollment-decided-by-manager = Останній момент для відповіді: { $moment }; без неї рішення ухвалить координатор.
enrollment-decided-by-reject = Останній момент для відповіді: { $moment }; без неї розгляд заявки припиниться.
enrollment-noted = Причина: «{ $note }»
enrollment-rule = Місця надаємо за правилом { $version }.
enrollment-leave-until = Самостійно відмовитися від місця можна до { $date } включно.
enrollment-leave-closed = Самостійно відмовитися від місця можна було до { $date }. Якщо не можете навчатися, напишіть координаторові.

## Місце – колезі
enrollment-cause-substitutes = Направлено замість колеги; місце тримаємо до відповіді.
enrollment-cause-substituted = Місце передано колезі від того самого роботодавця.
enrollment-substitute = Направити колегу замість
enrollment-substitution-title = Хто навчатиметься замість?
enrollment-substitution-lead = { $name } одразу припиняє участь у групі. Колега отримає лист і погодиться або відмовиться; доти місце більше нікому не дістанеться. Останній момент для відповіді: { $moment }. Без відповіді місце перейде до черги.
enrollment-substitution-people = Колеги
enrollment-substitution-none = Обрати немає з кого
enrollment-substitution-none-hint = Тут стоятимуть працівники того самого роботодавця. Пошукайте за іншим прізвищем або попросіть координатора додати особу.
enrollment-person-id = Колега
enrollment-substitution-confirm = Передати місце
enrollment-substitution-closed = Час передавати місця в цій групі минув { $moment }. Напишіть координаторові.
enrollment-substitution-no-seat = Ця особа не має місця, яке можна передати колезі.
enrollment-substituted-flash = Місце передано. Колега отримає лист із запитанням; відповідь ви побачите тут.

## Продовження в іншій групі
enrollment-transfer = Продовжити в іншій групі
enrollment-transfer-title = У якій групі продовжити навчання?
enrollment-transfer-lead = Участь у цій групі одразу припиниться, а місце перейде до черги. У новій групі діють ті самі правила, що й для всіх: вільне місце, черга або рішення координатора. Відвідане досі буде там зараховано за тими самими темами курсу.
enrollment-transfer-none = Іншої відкритої групи цього курсу немає
enrollment-transfer-none-hint = Щойно якась група прийматиме заявки, вона з’явиться тут і в каталозі.
enrollment-cohort-id = Група
enrollment-transfer-confirm = Продовжити там
enrollment-transferred-flash = Це участь у новій групі; нижче видно, як стоїть справа.

## Чи братимуть участь
enrollment-cause-reconfirmation-declined = Незадовго до навчання надійшла відповідь, що участі не буде.
enrollment-cause-not-reconfirmed = Незадовго до навчання участь не підтверджено вчасно.
enrollment-explain-reconfirm-keep = Навчання незабаром: підтвердьте, будь ласка, що братимете участь. Без відповіді місце залишиться за вами. Останній момент для відповіді: { $moment }.
enrollment-explain-reconfirm-free = Навчання незабаром: підтвердьте, будь ласка, що братимете участь. Без відповіді місце перейде до черги. Останній момент для відповіді: { $moment }.
enrollment-explain-reconfirmed = Ви підтвердили участь: { $moment }.
enrollment-explain-not-reconfirmed = Ви не підтвердили участь вчасно; місце залишається за вами. Якщо не зможете навчатися, відмовтеся, будь ласка, від нього.
enrollment-standing-reconfirm-keep = Особу запитали, чи братиме вона участь; без відповіді місце залишиться за нею. Останній момент для відповіді: { $moment }.
enrollment-standing-reconfirm-free = Особу запитали, чи братиме вона участь; без відповіді місце перейде до черги. Останній момент для відповіді: { $moment }.
enrollment-standing-reconfirmed = Участь підтверджено: { $moment }.
enrollment-standing-not-reconfirmed = Особа не підтвердила участь вчасно; місце залишається за нею.
enrollment-reconfirm = Так, братиму участь
enrollment-not-coming = Ні, не зможу
enrollment-reconfirmed-flash = Дякуємо, чекаємо на вас.
enrollment-reconfirmation-asked = запитано про участь
enrollment-reconfirmation-confirmed = участь підтверджено
enrollment-reconfirmation-declined = не братиме участі
enrollment-reconfirmation-silent = участь не підтверджено
enrollment-reconfirmation-count = Чи братимуть участь ті, хто має місце:
enrollment-answered-account = У вас ще немає облікового запису. З ним видно ваші заняття, відвідування та сертифікат.
enrollment-answered-choose-password = Обрати пароль і мати обліковий запис

## Вимоги групи
enrollment-or = або
enrollment-asks-territory = Для тих, хто працює на території: { $asked }.
enrollment-asks-organization-kind = Для працівників організацій такого виду: { $asked }.
enrollment-asks-organization = Для працівників організації: { $asked }.
enrollment-asks-position-category = Для тих, хто обіймає посади категорії { $asked }.
enrollment-asks-appointment = Для таких учасників: { $asked }.
enrollment-asks-course = Спершу треба завершити курс «{ $asked }».
enrollment-unmet-territory = Група для тих, хто працює на території: { $asked }; { $known ->
    [yes] у профілі зазначено: { $has }
   *[no] у профілі зазначено інше місце роботи або не зазначено жодного
}.
enrollment-unmet-organization-kind = Група для працівників організацій такого виду: { $asked }; { $known ->
    [yes] у профілі зазначено: { $has }
   *[no] у профілі організації не зазначено
}.
enrollment-unmet-organization = Група для працівників організації: { $asked }; { $known ->
    [yes] у профілі зазначено: { $has }
   *[no] у профілі зазначено іншу організацію або не зазначено жодної
}.
enrollment-unmet-position-category = Група для тих, хто обіймає посади категорії { $asked }; { $known ->
    [yes] у профілі зазначено категорію { $has }
   *[no] у профілі категорії посади не зазначено
}.
enrollment-unmet-appointment = Група для таких учасників: { $asked }; { $known ->
    [yes] у профілі зазначено: { $has }
   *[no] у профілі не зазначено, виборна посада чи призначена
}.
enrollment-unmet-course = Спершу треба завершити курс «{ $asked }»; даних про його завершення немає.
enrollment-remedy-record = Якщо дані в профілі застарілі, їх можна виправити в налаштуваннях або через кадрову службу, а тоді спробувати ще раз.
enrollment-remedy-course = Якщо такий самий курс завершено деінде, про це можна повідомити на сторінці групи, вказавши документ. Коли курс зараховано або завершено, можна спробувати ще раз.
enrollment-equivalent-stated = Повідомлено, що замість курсу «{ $course }» завершено «{ $title }» ({ $provider }, { $day }). Чи зарахувати це, вирішує координатор групи.
enrollment-equivalent-accepted = «{ $title }» ({ $provider }, { $day }) зараховано замість курсу «{ $course }».
enrollment-equivalent-refused = «{ $title }» ({ $provider }, { $day }) не зараховано замість курсу «{ $course }». Можна повідомити про інше навчання або завершити сам курс.
enrollment-may-be-excepted = Координатор групи може зробити виняток.
enrollment-looked-at-by = Вимоги перевіряємо за правилом { $version }.
enrollment-cause-not-eligible = Вимог групи не виконано.
enrollment-cause-no-longer-eligible = Коли можна було надати місце, вимоги групи вже не виконувалися, тож воно перейшло до наступних у черзі.

## Інші заняття в той самий час
enrollment-clash = «{ $session }», { $moment }: у цей час є заняття курсу «{ $course }», група { $code }.
enrollment-clashes-before = Заняття цієї групи збігаються в часі з іншими вашими заняттями. Це не завадить подати заявку; вирішувати вам.
enrollment-clashes-own = Заняття цієї групи збігаються в часі з іншими вашими заняттями. Вирішувати вам.
enrollment-clashes = Заняття збігаються в часі з іншими заняттями цієї особи. Рішення за вами.
enrollment-cause-clashes = Звільнилося місце. Заняття групи збігаються в часі з іншими заняттями, тому спершу питаємо.
enrollment-cause-approval-presumed = Кадрова служба не відповіла вчасно; у цій групі це означає згоду.
enrollment-decided-by-approve = Останній момент для відповіді: { $moment }; без неї заявка вважатиметься погодженою.
enrollment-route = Кроки погодження
enrollment-route-change = Змінити кроки
enrollment-route-lead = Від одного до трьох кроків, один за одним. Подані заявки йдуть тими кроками, з якими почали; людина бачить кроки ще до подання заявки.
enrollment-route-idle = Зараз ці кроки не діють: заявки до групи розглядають інакше («{ $policy }»). Вони діятимуть, коли ви оберете «{ $needed }».
enrollment-route-step = Крок { $number }
enrollment-route-approver = Хто погоджує
enrollment-route-approver-employer = Кадрова служба роботодавця
enrollment-route-approver-organization = Інша організація з реєстру
enrollment-route-approver-manager = Координатор, останнім кроком
enrollment-route-none = Ніхто, такого кроку немає
enrollment-route-office = Яка організація
enrollment-route-office-hint = Лише для іншої організації: назва або код ЄДРПОУ
enrollment-route-hours = Скільки годин на рішення
enrollment-route-hours-hint = Від 1 до 720; рахуються години з 7 до 22. Без числа обмеження немає. Для координатора обмеження немає.
enrollment-route-silence = Коли час вийде
enrollment-route-silence-approve = Це означатиме згоду
enrollment-route-silence-pass-on = Заявка піде на наступний крок
enrollment-route-silence-reject = Заявку буде відхилено
enrollment-route-silence-manager = Одразу вирішить координатор
enrollment-route-saved-flash = Кроки збережено. Вони діють для нових заявок.
enrollment-route-employer = Кадрова служба роботодавця особи
enrollment-route-says = { $office }: { $time }.
enrollment-route-no-limit = без обмеження в часі
enrollment-route-within-approve = { $count ->
    [one] { $count } година денного часу; без відповіді заявка вважається погодженою
    [few] { $count } години денного часу; без відповіді заявка вважається погодженою
   *[other] { $count } годин денного часу; без відповіді заявка вважається погодженою
 }
enrollment-route-within-pass-on = { $count ->
    [one] { $count } година денного часу; без відповіді заявка йде далі
    [few] { $count } години денного часу; без відповіді заявка йде далі
   *[other] { $count } годин денного часу; без відповіді заявка йде далі
 }
enrollment-route-within-reject = { $count ->
    [one] { $count } година денного часу; без відповіді заявку відхиляють
    [few] { $count } години денного часу; без відповіді заявку відхиляють
   *[other] { $count } годин денного часу; без відповіді заявку відхиляють
 }
enrollment-route-within-manager = { $count ->
    [one] { $count } година денного часу; без відповіді вирішує координатор
    [few] { $count } години денного часу; без відповіді вирішує координатор
   *[other] { $count } годин денного часу; без відповіді вирішує координатор
 }
enrollment-route-then-manager = Рішення ухвалює координатор.
enrollment-route-then-seat = Після всіх погоджень місце надається одразу, а якщо вільних немає, людина стає в чергу.
enrollment-in-the-place-of = { $who } замість відсутньої особи: { $absent }
