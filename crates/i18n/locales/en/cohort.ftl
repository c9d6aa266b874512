# Cohorts: values of enumerations, names of fields, page of a cohort.

cohort-name = Cohort { $code }
cohort-form = Form
cohort-form-in-person = in person
cohort-form-online = online
cohort-form-blended = blended
cohort-language = Teaching language
cohort-language-uk = Ukrainian
cohort-language-en = English
cohort-state = State
cohort-state-draft = draft
cohort-state-published = published
cohort-state-cancelled = cancelled
cohort-state-archived = archived
cohort-policy = How applications are decided
cohort-policy-open = A free seat is given at once
cohort-policy-approval = The coordinator decides
cohort-policy-employer = In steps: usually the employer approves, then the coordinator decides
cohort-policy-nomination = By nomination of the employer only
cohort-waitlist-policy = How a seat that becomes free is passed on
cohort-waitlist-policy-automatic = The next in the queue has it at once
cohort-waitlist-policy-offer = The next in the queue is asked and answers in time
cohort-answer-hours = Hours for an answer
cohort-answer-hours-hint = Only daytime counts, from 7 to 22 o’clock. 48 hours are a little over three days.
cohort-held = { $count ->
    [one] { $count } seat is kept free for somebody who was asked
   *[other] { $count } seats are kept free for people who were asked
 }

## Fields
cohort-code = Code of the cohort
cohort-starts-on = Training begins
cohort-ends-on = Training ends
cohort-territory = Settlement
cohort-venue = Exact venue
cohort-venue-hint = Only participants will see it
cohort-time-zone = Time zone
cohort-capacity = Number of seats
cohort-enrollment-opens-on = Enrollment opens
cohort-enrollment-closes-on = Last day of enrollment
cohort-withdrawal-closes-on = Last day to withdraw by oneself
cohort-withdrawal-closes-on-hint = Later only the coordinator takes people off the list. Empty means without limit.
cohort-minimum = Least number of participants
cohort-minimum-hint = Empty means that the cohort takes place with any number.
cohort-decision-on = Last day to decide whether the cohort takes place
cohort-decision-on-hint = Not after the first day of training. If enough people have a seat when it ends, the cohort is confirmed by itself. If not, you have one more day, at most until the training begins; without your decision the cohort is called off.
cohort-decision-owner = Decides
cohort-contact = Whom to ask

## Page of a cohort
cohort-dates = Dates
cohort-place = Where
cohort-place-online = Online; participants receive the link
cohort-place-settlement = { $settlement }; participants receive the exact address once their seat is confirmed
cohort-place-later = The settlement will be named later; only participants receive the address
cohort-seats = Seats
cohort-fit-good = fits you
cohort-fit-not = does not fit yet
cohort-nearness-online = open from anywhere
cohort-nearness-hromada = in your hromada
cohort-nearness-raion = in your raion
cohort-nearness-oblast = in your oblast
cohort-nearness-country = in another oblast
cohort-seats-left = { $left ->
    [0] No seats left of { $of }
    [one] { $left } of { $of } seats left
   *[other] { $left } of { $of } seats left
 }
cohort-seats-least = { $left ->
    [one] At least { $left } of { $of } seats left
   *[other] At least { $left } of { $of } seats left
 }
cohort-seats-all = Seats in all: { $of }
cohort-waitlist-few = { $count ->
    [one] Fewer than { $count } person on the waiting list
   *[other] Fewer than { $count } people on the waiting list
 }
cohort-waitlist = { $count ->
    [one] { $count } person on the waiting list
   *[other] { $count } people on the waiting list
 }
cohort-minimum-tentative = Tentative: it takes at least { $minimum ->
    [one] { $minimum } person
   *[other] { $minimum } people
 }, and { $people } have a seat so far. Whether it takes place is decided by { $date }, and everybody will be told.
cohort-minimum-open = Tentative: it takes at least { $minimum ->
    [one] { $minimum } person
   *[other] { $minimum } people
 }. Whether it takes place is decided by { $date }, and everybody will be told.
cohort-minimum-confirmed = It takes place (at least { $minimum } were needed)
cohort-minimum-people = At least { $minimum }, to be decided by { $date }
cohort-enrollment = Enrollment
cohort-enrollment-until = Applications are taken until { $date }, that day included
cohort-enrollment-from = Enrollment opens { $moment }
cohort-enrollment-over = Enrollment ended on { $date }
cohort-schedule = Timetable
cohort-schedule-empty = The timetable is being made
cohort-schedule-empty-hint = Dates of sessions will stand here. Participants will be told by e-mail.
cohort-session-when = When
cohort-session-what = Session
cohort-session-cancelled = cancelled
cohort-private-note = Only participants, trainers and the coordinator see who takes part and the exact addresses.
cohort-apply = Apply
cohort-apply-waitlist = Join the waiting list
cohort-apply-sign-in = Sign in and apply
cohort-apply-open-note = A free seat is yours at once. You will be told by e-mail.
cohort-apply-approval-note = The coordinator decides on your application. You will be told by e-mail.
cohort-apply-employer-note = Your application is approved step by step. You will be told of each step by e-mail.
cohort-apply-nomination-note = The personnel office of the employer nominates people for this cohort.
cohort-apply-waitlist-note = When a seat becomes free, you receive it in turn and are told by e-mail.
cohort-mine = My application
cohort-mine-state = State of your application: { $state }

## Quotas
cohort-quotas = Quotas
cohort-quotas-lead = Some seats can be kept for some people until a day. On that day free ones join the rest and go to the queue at once. Everybody sees what is kept for whom.
cohort-quotas-empty = No seats are kept
cohort-quotas-empty-hint = Every free seat goes to whoever comes first.
cohort-quota-new = Keep seats
cohort-quota-whom = For whom
cohort-quota-used = Taken
cohort-quota-how = How it stands
cohort-quota-release = Release now
cohort-quota-seats = Number of seats
cohort-quota-release-on = Free seats join the rest on
cohort-quota-place-hint = For a territory: the name of the oblast, raion or hromada
cohort-quota-employer-hint = For one organization: its name or its number in the register
cohort-quota-kind-territory = Territory
cohort-quota-kind-organization-kind = Kind of organization
cohort-quota-kind-organization = Organization
cohort-quota-kind-position-category = Category of position
cohort-quota-kind-appointment = How the position was obtained
cohort-quota-kind-uncovered = Hromadas in which nobody has been trained
cohort-quota-position-category = positions of category { $category }
cohort-quota-appointment-elected = elected officials
cohort-quota-appointment-appointed = appointed officials
cohort-quota-uncovered = hromadas in which nobody has completed a course on this subject
cohort-quota-kept = { $count ->
    [one] One seat is kept until { $day } for: { $whom }.
   *[other] { $count } seats are kept until { $day } for: { $whom }.
 }
cohort-quota-open = Seats that were kept for: { $whom } – are now open to everybody.
cohort-quota-active = { $count ->
    [one] One of { $seats } seats is kept until { $day } for: { $whom }.
   *[other] { $count } of { $seats } seats are kept until { $day } for: { $whom }.
 }
cohort-quota-released = { $count ->
    [one] One seat that was kept for: { $whom } – is now open to everybody.
   *[other] { $count } seats that were kept for: { $whom } – are now open to everybody.
 }
cohort-quota-added-flash = The seats are kept from now on.
cohort-quota-released-flash = The seats have been released; free ones went to the queue.
cohort-coverage = Hromadas in which nobody has been trained
cohort-coverage-count = { $count } of { $of } hromadas have nobody who has completed a course on this subject.
cohort-coverage-how = Counted over the hromadas of the official codifier that are in force, by the territory that people gave when they applied.
cohort-coverage-lead = Choose hromadas or a whole oblast: the personnel officer of each local authority gets one letter that invites them to name people.
cohort-coverage-oblast = { $name }: { $count }
cohort-coverage-whole = All hromadas of the oblast
cohort-coverage-hromadas = Hromadas
cohort-coverage-invite = Invite the chosen ones
cohort-coverage-again = Invite once more
cohort-coverage-nominated = { $count ->
    [0] nobody named
    [one] { $count } person named
   *[other] { $count } people named
 }
cohort-coverage-invited = { $name }: invited { $moment } ({ $by }), letter { $fate }; { $nominated }
cohort-coverage-ready = { $name }: not invited yet; { $nominated }
cohort-coverage-nobody = { $name }: no personnel officer in Postup, nobody to write to
cohort-coverage-no-office = The local authority of this hromada is not in Postup yet
cohort-coverage-invited-flash = The invitations are on their way. What comes of them stands below.

## Passing seats on
cohort-substitution-closes-on = Last day for employers to name a colleague instead
cohort-substitution-closes-on-hint = Before the first day of training. Later only the coordinator passes seats on. Empty means until the training begins.
cohort-quota-seat = This seat is kept until { $day } for: { $whom }. Only a colleague who belongs to them can have it.

## Whether people still come
cohort-reconfirm = Re-confirmation
cohort-reconfirm-days = How many days before the beginning people are asked whether they still come
cohort-reconfirm-days-hint = Everybody with a seat gets a letter in the morning of that day. The answer is due within the hours for an answer, by noon of the day before the training at the latest. 0 means that nobody is asked.
cohort-reconfirm-silence = If somebody does not answer in time
cohort-reconfirm-silence-keep = the seat stays theirs
cohort-reconfirm-silence-free = the seat goes to the queue
cohort-reconfirming = { $count ->
    [one] { $count } day before the beginning; without an answer { $silence }
   *[other] { $count } days before the beginning; without an answer { $silence }
 }
cohort-reconfirming-none = Nobody is asked

## Requirements
cohort-requirements = Requirements
cohort-requirements-lead = They are checked when somebody applies or is nominated, and once more before a seat is given. Who has a seat keeps it.
cohort-requirements-empty = The cohort is for everybody
cohort-requirements-empty-hint = Add a requirement if it is not.
cohort-requirements-alternatives = Of several requirements of one kind, one has to be met; every earlier course is needed by itself.
cohort-requirements-unmet-own = As things stand, an application would be turned down.
cohort-requirements-excepted-own = An exception was made for you: the requirements do not stand in your way.
cohort-requirement-met = met
cohort-requirement-unmet = not met
cohort-condition = Requirement
cohort-condition-asks = For whom
cohort-condition-new = New requirement
cohort-condition-remove = Take away
cohort-condition-territory = Territory
cohort-condition-organization-kind = Kind of organization
cohort-condition-organization = Organization
cohort-condition-position-category = Position category
cohort-condition-appointment = Elected or appointed
cohort-condition-course = Earlier course
cohort-exceptions = Exceptions
cohort-exceptions-lead = Somebody for whom an exception is made can apply in spite of the requirements. The reason is kept in the audit trail.
cohort-exception-email = E-mail address of the person
cohort-exception-reason = Reason
cohort-exception-make = Make an exception
cohort-exception-made = The exception is made.

## Training elsewhere
cohort-equivalents = Training elsewhere
cohort-equivalents-lead = If you completed an equivalent course elsewhere, state it here. The coordinator of the cohort looks at the document and decides whether it counts.
cohort-equivalents-state = State a course completed elsewhere
cohort-equivalents-none = The cohort needs no earlier course.
cohort-equivalents-waiting = Waiting for a decision
cohort-equivalents-decided = Decided
cohort-equivalents-empty = Nobody has stated training elsewhere yet.
cohort-equivalents-decide = Decide
cohort-equivalents-stated = Thank you. The coordinator of the cohort decides whether it counts; you will get a letter.
cohort-equivalents-done = The decision is saved, the person will get a letter.
equivalent-course-id = In place of which course
equivalent-title = Title of the completed course
equivalent-provider = Who taught it
equivalent-completed-on = When it was completed
equivalent-document = Document
equivalent-document-hint = The number of the certificate, or an address where it can be checked.
equivalent-reason = Reason
equivalent-reason-hint = The person reads it. Needed for a “no”.
equivalent-accept = Count it
equivalent-refuse = Do not count it

cohort-copy = New cohort from this one
cohort-copy-title = New cohort from { $code }
cohort-copy-lead = The timetable, quotas, requirements, route of applications, trainers and terms are taken from this cohort. You see first what comes of it: nothing is written before you confirm.
cohort-copy-first-day-hint = Sessions take place on the same weekdays at the same hour by the clock of the cohort: if the first day is another weekday, they begin on the next day of theirs after it.
cohort-copy-look = Show what comes of it
cohort-copy-preview = New cohort { $code }: not written yet
cohort-copy-nothing-yet = From cohort { $code }. It will have no participants, and be a draft that only you see.
cohort-copy-left = What does not go along
cohort-copy-keep = Make the draft
cohort-tasks = What it takes to open the cohort
cohort-tasks-done = Everything is ready.
cohort-tasks-rest = Preparation: what is done, and what is optional
cohort-about = About the cohort
cohort-waits = Waits for you
cohort-waits-minimum = Decide whether the cohort takes place
cohort-waits-applications = { $count ->
    [one] { $count } application waits for a decision
   *[other] { $count } applications wait for a decision
 }
cohort-waits-registers = { $count ->
    [one] { $count } register is still open
   *[other] { $count } registers are still open
 }
cohort-task-course = Course and program are published
cohort-task-course-hint = The cohort cannot be published without that.
cohort-task-days = Days of enrollment
cohort-task-days-hint = Enrollment is over already: change its days.
cohort-task-timetable = Timetable
cohort-task-timetable-hint = { $planned } of { $of } academic hours of 45 minutes are planned.
cohort-task-place = Place or link
cohort-task-trainers = Trainers
cohort-task-quotas = Quotas
cohort-task-messages = Messages to participants
cohort-task-state-done = Completed
cohort-task-state-partly = In progress
cohort-task-state-missing = Not yet started
cohort-task-state-optional = If needed
cohort-mail-failed = Letters that failed
cohort-mail-failed-all = All failed letters about this cohort
cohort-tasks-left = { $count ->
    [one] { $count } thing is left.
   *[other] { $count } things are left.
 }
cohort-task-units-hint = { $count ->
    [one] { $count } unit has no session.
   *[other] { $count } units have no session.
 }
cohort-task-place-hint = { $count ->
    [one] { $count } session has neither place nor link.
   *[other] { $count } sessions have neither place nor link.
 }
cohort-task-trainers-hint = { $count ->
    [one] { $count } trainer
   *[other] { $count } trainers
 }
cohort-task-quotas-hint = { $count ->
    [one] { $count } quota
   *[other] { $count } quotas
 }
cohort-copy-without-place = { $count ->
    [one] { $count } session has no place: the one it had was archived.
   *[other] { $count } sessions have no place: the ones they had were archived.
 }
cohort-copy-without-unit = { $count ->
    [one] { $count } session has no unit: the new version of the course has none like it.
   *[other] { $count } sessions have no unit: the new version of the course has none like theirs.
 }
cohort-quota-release-title = Let the seats go?
cohort-quota-release-consequence = { $count ->
    [one] { $count } free seat joins the rest at once and goes to the queue. It may be too late then to keep it for the same people again.
   *[other] { $count } free seats join the rest at once and go to the queue. It may be too late then to keep them for the same people again.
 }
