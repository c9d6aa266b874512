# Програми: значення переліків і назви полів.

program-title = Програма
program-state-draft = чернетка
program-state-published = опубліковано
program-state-archived = в архіві
program-code = Код
program-title-uk = Назва українською
program-title-en = Назва англійською
program-description-uk = Опис українською
program-description-en = Опис англійською
program-organization-id = Виконавець програми
program-partner-ids = Партнери
program-funder-ids = Донори
program-memorandum = Меморандум
program-memorandum-hint = Номер і дата так, як їх цитують
program-starts-on = Початок програми
program-ends-on = Кінець програми
program-signatory-name-uk = Підписант українською
program-signatory-name-en = Підписант англійською
program-signatory-position-uk = Посада підписанта українською
program-signatory-position-en = Посада підписанта англійською
program-contact = Кого запитати про курси
program-contact-hint = Показуємо всім на сторінках курсів і груп та в листах, якщо для групи не вказано іншого. Пишіть відділ, а не особисті дані.
program-contact-office-uk = Назва відділу українською
program-contact-office-en = Назва відділу англійською
program-contact-email = Електронна адреса відділу
program-contact-phone = Телефон відділу
