# Перерви в заняттях: що спинило, скільки зараховано, відпрацювання.

interruption-cause = Причина
interruption-cause-air-raid-alert = повітряна тривога
interruption-cause-power = немає світла
interruption-cause-connection = немає зв’язку
interruption-cause-other = інша причина

## Журнал
interruption-pause = Призупинити заняття
interruption-pause-hint = Перерва почнеться зараз. Оберіть причину:
interruption-resume = Продовжити заняття
interruption-lasts = Заняття призупинено з { $since }: { $cause }.
interruption-counts-partly = зараховується { $held } із { $planned } хвилин
interruption-counts-not = заняття не зараховується
interruption-proposal = Втрачений час варто відпрацювати. Пропонуємо { $day }, { $from }–{ $to }.
interruption-proposal-none = Втрачений час варто відпрацювати, але до кінця навчання групи вільного дня в розкладі немає.
interruption-make-up = Запланувати відпрацювання
interruption-made-up = Відпрацювання: { $when }.
interruption-link = Перерви в занятті

## Сторінка перерв
interruption-title = Перерви: { $title }
interruption-list = Перерви в занятті
interruption-none = Перерв не було
interruption-none-hint = Якщо заняття спиняли, а ви не встигли це відмітити, запишіть перерву нижче.
interruption-when = Коли
interruption-span = { $from }–{ $to }
interruption-span-open = з { $from }, триває
interruption-mend = Виправити
interruption-mend-this = Виправити: { $when }
interruption-mend-title = Виправити перерву
interruption-mend-lead = Попередній запис лишиться в історії разом із причиною змін.
interruption-note = Записати перерву
interruption-note-save = Записати
interruption-began-at = Початок
interruption-ended-at = Кінець
interruption-ended-at-hint = Лишіть порожнім, якщо перерва триває
interruption-reason = Чому змінюєте?
interruption-reason-hint = Буде видно в історії заняття
interruption-withdraw = Такої перерви не було
interruption-withdrawn = Перерви не було: { $said }
interruption-end = Справжній кінець заняття
interruption-ended = Записано: { $when }.
interruption-real-end = Коли заняття закінчилося
interruption-real-end-hint = Лише якщо не за розкладом. Час понад розклад відпрацьовує втрачений
interruption-history = Історія перерв

## Правило
interruption-rule = Перерва, що почалася в останні { $final } хв або тривала не довше { $overrun } хв від початку, нічого не забирає. Якщо від початку заняття вона тривала довше, заняття не зараховується.
interruption-earlier-rule-partly = За інших перерв, якщо їх не відпрацьовано, зараховується лише решта часу.
interruption-earlier-rule-not-held = За інших перерв, якщо їх не відпрацьовано, заняття не зараховується.
interruption-rule-source = Підстава: { $source }.
interruption-rule-default = Правило за замовчуванням, за зразком положення Києво-Могилянської академії.
interruption-rule-change = Змінити правило
interruption-policy-title = Як зараховувати перервані заняття
interruption-policy-from-now = Нове правило діє для занять, що почнуться після збереження. Зараховане раніше не зміниться.
interruption-final-minutes = Останні хвилини заняття
interruption-final-minutes-hint = Перерва, що почалася в ці хвилини, нічого не забирає
interruption-overrun-minutes = Хвилини після початку
interruption-overrun-minutes-hint = Якщо перерва від початку заняття триває довше, заняття не зараховується
interruption-earlier = Інші перерви, які не відпрацьовано
interruption-earlier-partly = зараховувати решту часу
interruption-earlier-not-held = не зараховувати заняття
interruption-source = Документ, на підставі якого
interruption-source-hint = Назва, дата й номер наказу чи положення
interruption-policy-save = Зберегти правило
interruption-policy-all = Попередні правила
interruption-policy-since = Діє з { $when }

## Щойно зроблено
interruption-paused-flash = Заняття призупинено.
interruption-resumed-flash = Заняття триває.
interruption-noted-flash = Перерву записано.
interruption-corrected-flash = Перерву виправлено.
interruption-ended-flash = Час закінчення записано.
interruption-policy-flash = Правило збережено.
