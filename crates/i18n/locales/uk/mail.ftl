# Листи: що, коли, де й що зробити – у перших чотирьох рядках.

## Спільне
mail-when = Коли
mail-where = Де
mail-valid-until = Діє до
mail-number = Номер
mail-form = Форма
mail-ask = Запитання
mail-to-do = Що зробити
mail-course = «{ $title }» ({ $code })
mail-until = { $start }, до { $end }
mail-first-session = { $period }; перше заняття { $occasion }
mail-where-online = онлайн; посилання з’явиться на сторінці вашого навчання
mail-where-later = місце повідомимо окремо
mail-form-in_person = очно
mail-form-online = онлайн
mail-form-blended = змішано: очно й онлайн
mail-footer = Цей лист надіслано автоматично, відповідати на нього не треба.
mail-sent-by = { $installation }, { $origin }

## Обліковий запис
mail-confirm_address-subject = Підтвердьте електронну адресу
mail-confirm_address-what = Щоб завершити реєстрацію, підтвердьте, що ця адреса ваша.
mail-confirm_address-do = Відкрийте посилання й натисніть «Підтвердити»
mail-confirm_address-more = Якщо ви не реєструвалися, нічого не робіть: без підтвердження обліковий запис не запрацює.
mail-reset_password-subject = Новий пароль
mail-reset_password-what = Хтось, імовірно ви, просить задати новий пароль до вашого облікового запису.
mail-reset_password-do = Відкрийте посилання й задайте новий пароль
mail-reset_password-more = Якщо це були не ви, нічого не робіть: пароль лишиться попереднім.
mail-already_registered-subject = У вас уже є обліковий запис
mail-already_registered-what = На цю адресу намагалися зареєструвати обліковий запис, але він уже є.
mail-already_registered-do = Увійдіть; якщо забули пароль, там само можна задати новий
mail-already_registered-more = Якщо це були не ви, нічого не робіть: нічого не змінилося.

## Зарахування
mail-application_received-subject = Заявку отримано: { $title }
mail-application_received-what = Вашу заявку на навчання отримано: { $course }.
mail-application_received-do = Нічого. Координатор розгляне заявку, і ми напишемо вам. Стан заявки видно тут
mail-seat_confirmed-subject = Місце підтверджено: { $title }
mail-seat_confirmed-what = Ваше місце підтверджено: { $course }.
mail-seat_confirmed-do = Занотуйте дату. Розклад і матеріали тут
mail-seat_confirmed-more = Якщо не зможете навчатися, відмовтеся на тій самій сторінці: місце дістанеться наступній людині.
mail-waitlisted-subject = Ви в списку очікування: { $title }
mail-waitlisted-what = Вільних місць немає, тож ви в списку очікування: { $course }.
mail-waitlisted-what-at = Вільних місць немає, тож ви в списку очікування під номером { $position }: { $course }.
mail-waitlisted-do = Нічого. Щойно місце звільниться, воно стане вашим, і ми напишемо. Ваше місце в черзі тут
mail-promoted-subject = Місце звільнилося, воно ваше: { $title }
mail-promoted-what = Місце звільнилося, і тепер воно ваше: { $course }.
mail-promoted-do = Перевірте, чи можете навчатися. Розклад тут
mail-promoted-more = Якщо вже не зможете навчатися, відмовтеся на тій самій сторінці: місце дістанеться наступній людині.
mail-rejected-subject = Заявку відхилено: { $title }
mail-rejected-what = Вашу заявку відхилено: { $course }.
mail-rejected-do = Причину видно тут
mail-rejected-more = Інші курси, на які можна подати заявку, є на головній сторінці.
mail-withdrawn-subject = Навчання припинено: { $title }
mail-withdrawn-what = Ваше зарахування припинено: { $course }.
mail-withdrawn-do = Нічого. Що й коли відбулося, видно тут
mail-withdrawn-more = Якщо це сталося без вашого відома, зверніться до координатора групи.

## Заняття
mail-session_tomorrow-subject = Завтра заняття: { $title }
mail-session_tomorrow-what = Завтра заняття «{ $session }», курс { $course }.
mail-session_tomorrow-do = Прийдіть або під’єднайтеся вчасно. Подробиці тут
mail-session_changed-subject = Заняття змінено: { $title }
mail-session_changed-what = Час або місце заняття «{ $session }» змінено, курс { $course }.
mail-session_changed-do = Занотуйте новий час і місце. Увесь розклад тут
mail-session_cancelled-subject = Заняття скасовано: { $title }
mail-session_cancelled-what = Заняття «{ $session }» не відбудеться, курс { $course }.
mail-session_cancelled-do = Не приходьте. Решта розкладу тут

## Сертифікат
mail-certificate_issued-subject = Ваш сертифікат: { $title }
mail-certificate_issued-what = Вам видано сертифікат за курс «{ $title }».
mail-certificate_issued-do = Завантажте його у своєму кабінеті
mail-certificate_issued-check = Перевірити сертифікат може кожен: { $link }

## Стан повідомлень
mail-state-queued = у черзі
mail-state-sent = надіслано
mail-state-failed = не доставлено
mail-state-dropped = не надсилали
mail-dropped-expired = минув час, до якого лист мав сенс
mail-dropped-recipient_gone = такої людини вже немає
mail-dropped-recipient_suspended = обліковий запис призупинено
mail-dropped-overtaken = стан уже змінився, лист був би неправдивим
mail-dropped-not_theirs = це вже не стосується цієї людини
