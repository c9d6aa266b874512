# Closing registers: the rule, reminders, corrections after the closing.

closing-title = When registers are closed
closing-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
 }
closing-by-rule = A register closes by itself { $hours } after the end of its session. If nobody is marked in it, a person closes it.
closing-by-hand = Registers are closed by hand only.
closing-reminders = While a register stays open, we remind the trainers after { $trainers } and the coordinator after { $managers }.
closing-as-organization = By the rule of the organization.
closing-from-now = A new rule counts for sessions that end after it is saved.
closing-close-hours = Hours after the end until it closes
closing-close-hours-hint = Leave empty to close by hand only
closing-trainer-hours = Hours until the trainers are reminded
closing-manager-hours = Hours until the coordinator is reminded
closing-appeals = People can appeal against a mark for { $days } after the register was closed.
closing-source-said = According to: { $source }.
closing-source-none = These times are the product’s own: no act of the law sets them.
closing-appeal-days = Days after the closing in which people can appeal against a mark
closing-appeal-days-hint = From 1 to 90
closing-source = The document that says so
closing-source-hint = For example the training regulations: title, number, date
closing-end = Follow the organization again
closing-all = All rules
closing-since = Since { $when }
closing-flash = The rule is saved.

## Corrections after the closing
correction-propose = Correct the closed register
correction-lead = A correction counts once another person, a trainer or the coordinator, has confirmed it.
correction-kind = What should it say?
correction-minutes = Minutes present
correction-minutes-hint = Only where they were counted
correction-reason = Why do you correct it?
correction-propose-go = Propose the correction
correction-waiting = Corrections that wait for confirmation
correction-second-person = You proposed this, so another person has to confirm it.
correction-confirm = Confirm
correction-refuse = Refuse
correction-refusal-reason = Why do you refuse it? (optional)
correction-confirmed = Correction confirmed: { $said }
correction-refused = Correction refused: { $said }
correction-proposed-flash = The correction waits for another person to confirm it.
correction-decided-flash = The decision is saved.
