# Складники сторінок: зразки для тих, хто розвиває сайт. Є лише в демонстрації.
component-title = Складники сторінок
component-kicker = Для тих, хто розвиває сайт
component-lead = Усі складники в усіх станах, із довгими іменами та словами.
component-text = Запис закриється за два дні; місце звільниться, якщо відповіді не буде до вівторка.
component-more = Докладніше
component-name = Пархоменко-Севрюкова Владислава-Анастасія Костянтинівна
component-employer = Виконавчий комітет Переяславської міської ради Бориспільського району
component-word = газоелектроводопостачальномонтажний
component-hint = Так, як у паспорті
component-first = Доступність міських закладів
component-second = Водопостачання та водовідведення в громадах із пошкодженою мережею
component-third = Агломерації
component-count = Скільки місць
component-day = Коли починається
component-hour = О котрій
component-choice = Напрям
component-agree = Можу взяти участь особисто
component-remark = Примітка
component-file = Таблиця
component-pressed = Натиснуто: усе спрацювало.
component-clashes = У цей самий час:
component-type = Текст
component-buttons = Кнопки
component-fields = Поля
component-errors = Поля з помилками
component-states = Стани
component-notices = Повідомлення
component-filters = Фільтри та вигляди
component-tables = Таблиця
component-lists = Списки й факти
component-tasks = Кроки та завдання
component-task-dates = Дати й місця
component-task-sessions = Заняття та їхні приміщення з укриттям
component-task-trainers = Тренери
component-task-letters = Листи
component-task-hint = Можна зробити будь-коли до початку.
component-task-done = завершено
component-task-begun = розпочато
component-task-waits = чекає на вас
component-task-gone = скасовано
component-task-open = ще не розпочато
component-progress = Робота, що триває
component-figures = Показники
component-picture = Доступність вивчають частіше, ніж воду: 100 участей проти 60.
component-history = Історія рішення
component-event-confirmed = Місце підтверджено
component-event-applied = Заявку подано
component-event-why = Звільнилося місце: інша особа відмовилася.
component-empty = Порожньо
component-empty-title = Занять ще немає
component-letter = Лист
component-letter-text =
    Вітаємо!

    Заняття відбудеться у вівторок, 12 травня, о 10:00 за Києвом.
    https://postup.test/me/enrollments/0198a000-0000-7000-8000-000000000000
