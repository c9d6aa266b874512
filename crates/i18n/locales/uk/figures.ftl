# Показники: відкрита статистика й результати для аналітиків.
figures-statistics-title = Результати навчання
figures-statistics-lead = Скільки посадових осіб громад подали заявки, навчалися, завершили навчання й отримали сертифікати в усій країні.
figures-insight-title = Результати
figures-empty-title = Поки що рахувати нічого
figures-empty-hint = Числа з’являться, щойно хтось подасть першу заявку.
figures-count-people-certified = { $count ->
    [one] особа має сертифікат
    [few] особи мають сертифікат
   *[other] осіб мають сертифікат
}
figures-count-people-completed = { $count ->
    [one] особа завершила навчання
    [few] особи завершили навчання
   *[other] осіб завершили навчання
}
figures-count-participations = { $count ->
    [one] участь із підтвердженим місцем
    [few] участі з підтвердженим місцем
   *[other] участей із підтвердженим місцем
}
figures-hours-credited = годин навчання зараховано
figures-funnel = Від заявки до сертифіката
figures-stage = Етап
figures-stage-applied = Подали заявку
figures-stage-confirmed = Мають місце
figures-stage-present = Були на занятті
figures-stage-completed = Завершили
figures-stage-certified = Мають сертифікат
figures-participations = Участі
figures-people = Особи
figures-share = Частка від заявок
figures-lost = { $count ->
    [one] на { $count } менше, ніж на попередньому етапі
    [few] на { $count } менше, ніж на попередньому етапі
   *[other] на { $count } менше, ніж на попередньому етапі
}
figures-completion-rate = Рівень завершення
figures-hours = Зараховано годин
figures-total = Разом
figures-not-stated = Не вказано
figures-table-caption = участі / особи
figures-pair-hint = Перше число – участі, друге – особи: хто навчався двічі, той одна особа й дві участі. Рівень завершення – частка тих, хто завершив, серед тих, хто мав місце.
figures-as-csv = Завантажити таблицю (CSV)
figures-as-json = Ті самі числа як дані (JSON)
figures-by = Показати за
figures-by-all = усім
figures-by-oblast = Область
figures-by-raion = Район
figures-by-hromada = Громада
figures-by-organization = Установа
figures-by-course = Курс
figures-by-subject = Напрям
figures-by-program = Програма
figures-by-funder = Донор
figures-by-month = Місяць початку
figures-how-title = Як це пораховано
figures-how-people = Особи й участі – два різні числа: та сама людина на двох курсах – одна особа й дві участі.
figures-how-stages = Кожен етап рахує тих, хто його досяг: місце підтверджено; бодай одне заняття відвідано; виконано умову завершення курсу; чинний сертифікат видано.
figures-how-hours = Години – зараховані хвилини присутності на заняттях, поділені на 60; нічого не округлено вгору.
figures-how-small = Детальніші таблиці стануть відкритими тоді, коли малі числа в них буде захищено, щоб ніхто не впізнав окремої людини.
