# Сторінки кадрової служби: свої працівники на навчанні та направлення.

employer-title = Мої працівники на навчанні
employer-nominate = Направити на навчання
employer-empty = Ще ніхто з ваших працівників не навчається
employer-empty-hint = Направте людей на курс: ми запитаємо кожну особу листом і покажемо тут її відповідь.
employer-course = Курс
employer-standing = Як стоїть справа
employer-letter = Лист із запитанням
employer-ask-again = Надіслати ще раз
employer-asked-again-flash = Лист надіслано ще раз. Строк відповіді той самий.
employer-choose-cohort = Оберіть групу
employer-no-cohorts = Зараз жодна група не приймає заявок
employer-no-cohorts-hint = Щойно відкриється запис, група з’явиться тут і в каталозі.
employer-choose-people = Кого направляєте?
employer-choose-people-lead = Кожна особа отримає лист і погодиться або відмовиться. Якщо є вільне місце, тримаємо його до відповіді; без вчасної відповіді воно звільниться.
employer-people = Працівники вашої організації
employer-nominate-chosen = Направити обраних
employer-nobody-chosen = Позначте принаймні одну особу.
employer-nominated-flash = Направлено. Кожна особа отримає лист із запитанням.
employer-refused = Цих осіб направити не вдалося:
