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
figures-how-small = { $count ->
   *[other] Кількість, меншу за { $count } і більшу за нуль, ми не називаємо, щоб нікого не можна було впізнати. Рядок із таким числом приховано цілком, у ньому стоїть [c]; разом із ним приховано стільки інших рядків, скільки треба, щоб число не випливало з підсумків, сусідніх рядків чи іншої таблиці. Таблицю, яка сказала б забагато, не показано.
}
figures-show-all = Показати все
figures-from = Від місяця початку
figures-from-start = від першого
figures-until = До місяця початку
figures-until-now = до останнього
figures-map-title = Хто завершив навчання, за областями
figures-map-name = Мапа з 27 плиток: скільки осіб завершили навчання в кожному регіоні
figures-map-most = { $count ->
    [one] Найбільше осіб завершили навчання в регіоні { $name }: { $count } особа.
    [few] Найбільше осіб завершили навчання в регіоні { $name }: { $count } особи.
   *[other] Найбільше осіб завершили навчання в регіоні { $name }: { $count } осіб.
}
figures-map-none = { $count ->
    [one] Ще ніхто не завершив у { $count } регіоні: { $names }.
    [few] Ще ніхто не завершив у { $count } регіонах: { $names }.
   *[other] Ще ніхто не завершив у { $count } регіонах: { $names }.
}
figures-map-nobody = Навчання ще ніхто не завершив.
figures-map-kept = { $count ->
    [one] Число { $count } регіону не показано, щоб нікого не можна було впізнати.
    [few] Числа { $count } регіонів не показано, щоб нікого не можна було впізнати.
   *[other] Числа { $count } регіонів не показано, щоб нікого не можна було впізнати.
}
figures-kept-back = [c] не показано
figures-series-title = Місяць за місяцем
figures-series-name = Стовпчики: участі з місцем за місяцем початку групи і скільки з них завершено
figures-series-message = { $count ->
    [one] Найбільше участей почалося в місяці { $month }: { $count } місце, завершено: { $completed }.
    [few] Найбільше участей почалося в місяці { $month }: { $count } місця, завершено: { $completed }.
   *[other] Найбільше участей почалося в місяці { $month }: { $count } місць, завершено: { $completed }.
}
figures-series-all = участі з місцем
figures-series-completed = з них завершено
figures-reach-title = Охоплення громад
figures-reach-name = Мапа з 27 плиток: у якій частці громад кожної області, у відсотках, навчання завершила бодай одна особа
figures-reach-message = { $count ->
    [one] У { $reached } з { $count } громади навчання завершила бодай одна особа.
    [few] У { $reached } з { $count } громад навчання завершила бодай одна особа.
   *[other] У { $reached } з { $count } громад навчання завершила бодай одна особа.
}
figures-reach-caption = Громади, у яких навчання завершила бодай одна особа
figures-reach-reached = Охоплено
figures-reach-hromadas = Усього громад
figures-threshold = { $count ->
    [one] [c] – не показано: за цим числом стоїть менше ніж { $count } особа або з нього можна обчислити таке число.
    [few] [c] – не показано: за цим числом стоїть менше ніж { $count } особи або з нього можна обчислити таке число.
    [many] [c] – не показано: за цим числом стоїть менше ніж { $count } осіб або з нього можна обчислити таке число.
   *[other] [c] – не показано: за цим числом стоїть менше ніж { $count } особи або з нього можна обчислити таке число.
}
figures-rounded = Числа за місяцями округлено вниз до кратного { $base }: точні разом із таблицею курсів видали б малі кількості осіб.
figures-withheld = За рядками цієї таблиці стоїть замало людей: її буде показано, щойно нікого в ній не можна буде впізнати.
figures-how-reach = Громаду охоплено, коли навчання завершила бодай одна особа з посадою в ній; усі громади – за чинним кодифікатором. У Києві та Севастополі громад немає.
figures-public-participations = Участі з місцем
figures-public-people = Особи з місцем
figures-public-completed = Завершені участі
figures-public-people-completed = Особи, які завершили
