# Enrollments: applying, the queue, decisions, leaving; the official's own pages.

## States
enrollment-state-nominated = nominated
enrollment-state-applied = waits for a decision
enrollment-state-employer-approved = approved, waits for a decision
enrollment-state-waitlisted = in the queue
enrollment-state-offered = seat offered
enrollment-state-confirmed = seat confirmed
enrollment-state-declined = declined
enrollment-state-rejected = turned down
enrollment-state-withdrawn = left
enrollment-state-transferred = moved to another cohort

## How it stands, said to the person
enrollment-explain-applied = Your application has arrived. The coordinator decides on it; you will get a letter either way.
enrollment-explain-employer-approved = Your application has been approved.
enrollment-explain-waitlisted = { $queue ->
    [1] You are first in the queue
    [2] You are second in the queue
    [3] You are third in the queue
    [4] You are fourth in the queue
    [5] You are fifth in the queue
    [6] You are sixth in the queue
    [7] You are seventh in the queue
    [8] You are eighth in the queue
    [9] You are ninth in the queue
    [10] You are tenth in the queue
   *[other] You are number { $queue } in the queue
 }; seats are given in the order of arrival.
enrollment-explain-confirmed = The seat is yours.
enrollment-explain-nominated = Your employer has nominated you. Please say yes or no; without an answer in time the nomination ends.
enrollment-explain-offered = A seat is held for you. Please say yes or no; without an answer in time it goes to the next person in the queue.
enrollment-explain-declined = You have no seat here: the answer was no, or none came in time. You may apply while enrollment is open.
enrollment-explain-transferred = You go on in another cohort of this course.
enrollment-explain-rejected = The application was turned down. You may apply again while enrollment is open.
enrollment-explain-withdrawn = You have left this cohort. You may apply again while enrollment is open.

## How it stands, said about the person
enrollment-standing-applied = Waits for the coordinator’s decision.
enrollment-standing-employer-approved = The application has been approved.
enrollment-standing-waitlisted = Number { $queue } in the queue; seats are given in the order of arrival.
enrollment-standing-confirmed = Holds a seat.
enrollment-standing-nominated = Nominated by the employer; the person has been asked and not answered yet.
enrollment-standing-offered = A seat is held; the person has been asked and not answered yet.
enrollment-standing-declined = Said no, or did not answer in time.
enrollment-standing-transferred = Goes on in another cohort of the course.
enrollment-standing-rejected = The application was turned down.
enrollment-standing-withdrawn = Has left the cohort.

## Why a step was taken
enrollment-cause-seat-free = A seat was free.
enrollment-cause-no-seat-free = No seat was free.
enrollment-cause-needs-decision = In this cohort the coordinator decides on every application.
enrollment-cause-needs-approval = A personnel office has to approve the application.
enrollment-cause-approved = The personnel office approved the application.
enrollment-cause-not-approved = The personnel office did not approve the application.
enrollment-cause-approval-overdue = The personnel office did not answer in time, so the application went on.
enrollment-cause-approval-lapsed = The personnel office did not answer in time, so the application ended.
enrollment-cause-manager-confirmed = The coordinator confirmed the application.
enrollment-cause-manager-rejected = The coordinator turned the application down.
enrollment-cause-head-of-queue = A seat became free and went to the first in the queue.
enrollment-cause-nominated = The employer nominated the person.
enrollment-cause-nomination-accepted = The nomination was accepted.
enrollment-cause-nomination-declined = The nomination was declined.
enrollment-cause-offer-accepted = The offer was accepted.
enrollment-cause-offer-declined = The offer was declined.
enrollment-cause-no-answer = There was no answer in time.
enrollment-cause-transferred = Moved to another cohort of the course.
enrollment-cause-transferred-here = Came from another cohort of the course; what was attended there counts here.
enrollment-cause-duty = Left because of official duties.
enrollment-cause-illness = Left because of illness.
enrollment-cause-alert = Left because of the security situation.
enrollment-cause-mobilization = Left because of mobilization.
enrollment-cause-other = Left for another reason.
enrollment-history-noted = { $why } “{ $note }”

## Who took it
enrollment-by-self = you
enrollment-by-person = the participant
enrollment-by-staff = the coordinator

## Own pages
enrollment-me-title = My training
enrollment-me-next = Next session
enrollment-me-next-none = No session lies ahead
enrollment-me-next-none-hint = When a session of a cohort in which you have a seat is planned, it will stand here.
enrollment-me-current = Cohorts
enrollment-me-past = Earlier
enrollment-me-empty = You have not applied anywhere yet
enrollment-me-empty-hint = Choose a course; you will see here how your application stands and what is still missing for the certificate.
enrollment-me-find = See the courses
enrollment-me-certificates = My certificates
enrollment-show-cohort = Cohort { $code }
enrollment-show-dates = Dates
enrollment-show-venue = Place
enrollment-show-join = Join the session
enrollment-show-contact = Whom to ask
enrollment-show-place-later = The exact place and the link stand here as soon as your seat is confirmed.
enrollment-show-sessions = Sessions
enrollment-show-sessions-empty = No session is planned yet
enrollment-show-sessions-empty-hint = They will stand here as soon as the coordinator sets them.
enrollment-show-session = Session
enrollment-show-when = When
enrollment-show-mark = Attendance
enrollment-show-not-marked = not marked yet
enrollment-show-cancelled = cancelled
enrollment-show-history = How it came to this
enrollment-show-public = About the cohort

## Applying
enrollment-applied-flash = Your application has been received. Below you see how it stands.

## Answering
enrollment-answer-title = Will you take part?
enrollment-answer-by = Please answer by
enrollment-accept = Yes, I take part
enrollment-decline = No, I decline
enrollment-accepted-flash = Thank you, your answer has arrived. Below you see how it stands.
enrollment-declined-flash = Your refusal has arrived; thank you for telling us.
enrollment-answered-own = To my page, after signing in
enrollment-answer-dead = This question has been answered, its time is over, or the link was not copied as a whole. How it stands is shown after signing in.
enrollment-approve-title = Approve taking part in the training?
enrollment-decide-yes = Approve
enrollment-decide-no = Turn down
enrollment-decide-yes-chosen = Approve chosen
enrollment-decide-no-chosen = Turn down the chosen
enrollment-decide-everybody = Choose everybody on this page
enrollment-decide-nobody = Choose nobody
enrollment-decide-reason = Reason for a “no”
enrollment-decide-reason-hint = Needed only when you turn down; the person reads it.
enrollment-decide-choose = Choose: { $name }
enrollment-decide-many-lead = Mark people. Each is decided on separately: a refusal of one does not touch the others.
enrollment-decided-title = Thank you, your decision has been taken in
enrollment-decided-more = Other applications, after signing in
enrollment-decided = { $count ->
    [one] { $count } decision was taken:
   *[other] { $count } decisions were taken:
 }
enrollment-decided-not = { $count ->
    [one] { $count } decision was not taken:
   *[other] { $count } decisions were not taken:
 }

## Leaving
enrollment-withdraw = Leave the cohort
enrollment-withdraw-title = Leave the cohort?
enrollment-withdraw-lead = Your seat goes to the next person in the queue at once. If you apply again, you will be last in it.
enrollment-withdraw-reason = Why are you leaving?
enrollment-withdraw-note = A few words, if you wish
enrollment-withdraw-note-hint = The coordinator will read them.
enrollment-withdraw-confirm = Yes, leave
enrollment-withdraw-stay = No, stay
enrollment-reason = Reason
enrollment-note = A few words
enrollment-withdrawn-flash = You have left the cohort.
enrollment-reason-duty = Official duties
enrollment-reason-illness = Illness
enrollment-reason-alert = Security situation
enrollment-reason-mobilization = Mobilization
enrollment-reason-other = Another reason

## Applications, for the coordinator
enrollment-applications = Applications
enrollment-applications-title = Applications: { $code }
enrollment-applications-seats = { $confirmed } of { $capacity } seats are taken
enrollment-applications-tabs = By state
enrollment-applications-tab = { $state } ({ $count })
enrollment-applications-all = All
enrollment-applications-name = Name
enrollment-applications-employer = Employer and post
enrollment-applications-applied = Applied
enrollment-applications-state = State
enrollment-applications-queue = Number { $queue } in the queue
enrollment-applications-asked = Waits for the approval of: { $office }
enrollment-applications-actions = Decision
enrollment-applications-confirm = Confirm
enrollment-applications-confirm-for = Confirm: { $name }
enrollment-applications-reject = Turn down
enrollment-applications-reject-for = Turn down: { $name }
enrollment-applications-reject-reason = Reason, which the person will read
enrollment-applications-details = History
enrollment-applications-empty = Nobody here
enrollment-applications-empty-hint = As soon as somebody applies, the application stands here in the order of arrival.
enrollment-confirmed-flash = The seat has been confirmed, and a letter is on its way.
enrollment-queued-flash = No seat is free: the person is now in the queue, and a letter is on its way.
enrollment-rejected-flash = The application has been turned down, and a letter is on its way.

## Why
enrollment-next-automatic = Nothing needs to be done: a free seat passes to the first in the queue by itself.
enrollment-next-offer = When a seat becomes free, the first in the queue is asked by letter, and the seat is held until the answer.
enrollment-kept = { $count ->
    [one] One free seat is kept until { $day } for: { $whom }
   *[other] { $count } free seats are kept until { $day } for: { $whom }
 }; { $place ->
    [0] then, as things stand, the seat goes to this application.
   *[other] then, as things stand, the number in the queue is { $place }.
 }
enrollment-answer-until = The last moment for an answer: { $moment }.
enrollment-awaits-manager = Now the coordinator decides; a letter will tell.
enrollment-awaits-office = Waits for the approval of: { $office }.
enrollment-decided-by-pass-on = The last moment for an answer: { $moment }; without it the application goes on.
enrollment-decided-by-manager = The last moment for an answer: { $moment }; without it the coordinator decides.
enrollment-decided-by-reject = The last moment for an answer: { $moment }; without it the application ends.
enrollment-noted = Reason: “{ $note }”
enrollment-rule = Seats are given by rule { $version }.
enrollment-leave-until = You can give your seat back by yourself until { $date }, that day included.
enrollment-leave-closed = You could give your seat back by yourself until { $date }. If you cannot attend, write to the coordinator.

## Passing a seat on
enrollment-cause-substitutes = Named in place of a colleague; the seat is kept until the answer.
enrollment-cause-substituted = The seat was passed on to a colleague of the same employer.
enrollment-substitute = Name a colleague instead
enrollment-substitution-title = Who comes instead?
enrollment-substitution-lead = { $name } leaves the cohort at once. The colleague gets a letter and says yes or no; until then nobody else can have the seat. The last moment for the answer: { $moment }. Without one the seat goes to the queue.
enrollment-substitution-people = Colleagues
enrollment-substitution-none = Nobody to choose from
enrollment-substitution-none-hint = The people of the same employer will stand here. Search for another name, or ask the coordinator to add the person.
enrollment-person-id = Colleague
enrollment-substitution-confirm = Pass the seat on
enrollment-substitution-closed = The time to pass on seats of this cohort ended { $moment }. Write to the coordinator.
enrollment-substitution-no-seat = This person has no seat that a colleague could have.
enrollment-substituted-flash = The seat is passed on. The colleague gets a letter that asks; you see the answer here.

## Going on in another cohort
enrollment-transfer = Go on in another cohort
enrollment-transfer-title = In which cohort do you go on?
enrollment-transfer-lead = The place in this cohort ends at once, and the seat goes to the queue. There, the same rules hold as for everybody: a free seat, the queue, or the coordinator’s decision. What was attended so far counts there for the same units of the course.
enrollment-transfer-none = No other cohort of this course is open
enrollment-transfer-none-hint = As soon as one takes applications, it will stand here and in the catalogue.
enrollment-cohort-id = Cohort
enrollment-transfer-confirm = Go on there
enrollment-transferred-flash = The place in the other cohort is here; below you see how it stands.

## Whether people still come
enrollment-cause-reconfirmation-declined = Asked shortly before the training, the answer was no.
enrollment-cause-not-reconfirmed = Asked shortly before the training, there was no answer in time.
enrollment-explain-reconfirm-keep = The training begins soon: please say whether you still come. Without an answer the seat stays yours. The last moment for an answer: { $moment }.
enrollment-explain-reconfirm-free = The training begins soon: please say whether you still come. Without an answer the seat goes to the queue. The last moment for an answer: { $moment }.
enrollment-explain-reconfirmed = You said that you come: { $moment }.
enrollment-explain-not-reconfirmed = You did not say whether you still come; the seat stays yours. If you cannot, please give it back.
enrollment-standing-reconfirm-keep = Asked whether they still come; without an answer the seat stays theirs. The last moment for an answer: { $moment }.
enrollment-standing-reconfirm-free = Asked whether they still come; without an answer the seat goes to the queue. The last moment for an answer: { $moment }.
enrollment-standing-reconfirmed = Said to come: { $moment }.
enrollment-standing-not-reconfirmed = Did not say whether they still come; the seat stays theirs.
enrollment-reconfirm = Yes, I will come
enrollment-not-coming = No, I cannot come
enrollment-reconfirmed-flash = Thank you, we count on you.
enrollment-reconfirmation-asked = re-confirmation asked
enrollment-reconfirmation-confirmed = re-confirmed
enrollment-reconfirmation-declined = will not come
enrollment-reconfirmation-silent = did not re-confirm
enrollment-reconfirmation-count = Whether people with a seat still come:
enrollment-answered-account = You have no account yet. With one you see your sessions, your attendance and your certificate.
enrollment-answered-choose-password = Choose a password and have an account

## Requirements of a cohort
enrollment-or = or
enrollment-asks-territory = For people who work in: { $asked }.
enrollment-asks-organization-kind = For people of this kind of organization: { $asked }.
enrollment-asks-organization = For people of the organization: { $asked }.
enrollment-asks-position-category = For people who hold positions of category { $asked }.
enrollment-asks-appointment = For: { $asked }.
enrollment-asks-course = The course “{ $asked }” has to be completed first.
enrollment-unmet-territory = The cohort is for people who work in: { $asked }; { $known ->
    [yes] the profile says: { $has }
   *[no] the profile names another place of work, or none
}.
enrollment-unmet-organization-kind = The cohort is for people of this kind of organization: { $asked }; { $known ->
    [yes] the profile says: { $has }
   *[no] the profile names no organization
}.
enrollment-unmet-organization = The cohort is for people of the organization: { $asked }; { $known ->
    [yes] the profile says: { $has }
   *[no] the profile names another organization, or none
}.
enrollment-unmet-position-category = The cohort is for people who hold positions of category { $asked }; { $known ->
    [yes] the profile says category { $has }
   *[no] the profile names no category of the position
}.
enrollment-unmet-appointment = The cohort is for: { $asked }; { $known ->
    [yes] the profile says: { $has }
   *[no] the profile does not say whether the position is elected or appointed
}.
enrollment-unmet-course = The course “{ $asked }” has to be completed first; there is no record of its completion.
enrollment-remedy-record = If the profile is out of date, it can be corrected in the settings or by the personnel office; then try again.
enrollment-remedy-course = If an equivalent was completed elsewhere, state it with its document on the page of the cohort. Once it is accepted or the course is completed, try again.
enrollment-equivalent-stated = In place of the course “{ $course }” is stated: “{ $title }” ({ $provider }, { $day }). The coordinator of the cohort decides whether it counts.
enrollment-equivalent-accepted = “{ $title }” ({ $provider }, { $day }) counts as the course “{ $course }”.
enrollment-equivalent-refused = “{ $title }” ({ $provider }, { $day }) does not count as the course “{ $course }”. You may state another, or complete the course itself.
enrollment-may-be-excepted = The coordinator of the cohort can make an exception.
enrollment-looked-at-by = Requirements are checked by rule { $version }.
enrollment-cause-not-eligible = The requirements of the cohort are not met.
enrollment-cause-no-longer-eligible = When the seat could have been given, the requirements of the cohort were no longer met, so it went to the next in the queue.

## Other sessions at the same time
enrollment-clash = “{ $session }”, { $moment }: at that time there is a session of the course “{ $course }”, cohort { $code }.
enrollment-clashes-before = Sessions of this cohort overlap with your others. That does not keep you from applying; the decision is yours.
enrollment-clashes-own = Sessions of this cohort overlap with your others. The decision is yours.
enrollment-clashes = Sessions overlap with others of this person. The decision is yours.
enrollment-cause-clashes = A seat became free. Sessions of the cohort overlap with others, so we ask first.
enrollment-cause-approval-presumed = The personnel office did not answer in time, which counts as approval in this cohort.
enrollment-decided-by-approve = The last moment for an answer: { $moment }; without it the application counts as approved.
enrollment-route = Steps of approval
enrollment-route-change = Change the steps
enrollment-route-lead = One to three steps, one after another. Applications that are on their way keep the steps they began with; applicants read the steps before they apply.
enrollment-route-idle = These steps do not count now: applications to this cohort are decided differently (“{ $policy }”). They count when you choose “{ $needed }”.
enrollment-route-step = Step { $number }
enrollment-route-approver = Who approves
enrollment-route-approver-employer = The personnel office of the employer
enrollment-route-approver-organization = Another organization of the register
enrollment-route-approver-manager = The coordinator, as the last step
enrollment-route-none = Nobody, there is no such step
enrollment-route-office = Which organization
enrollment-route-office-hint = Only for another organization: its name or its number in the register
enrollment-route-hours = Hours to decide
enrollment-route-hours-hint = 1 to 720; the hours from 7 to 22 count. Without a number there is no limit. The coordinator has none.
enrollment-route-silence = When time runs out
enrollment-route-silence-approve = That counts as approval
enrollment-route-silence-pass-on = The application goes on to the next step
enrollment-route-silence-reject = The application is refused
enrollment-route-silence-manager = The coordinator decides at once
enrollment-route-saved-flash = The steps are saved. They count for new applications.
enrollment-route-employer = The personnel office of the applicant’s employer
enrollment-route-says = { $office }: { $time }.
enrollment-route-no-limit = no time limit
enrollment-route-within-approve = { $count ->
    [one] { $count } hour of daytime; no answer counts as approval
   *[other] { $count } hours of daytime; no answer counts as approval
 }
enrollment-route-within-pass-on = { $count ->
    [one] { $count } hour of daytime; without an answer the application goes on
   *[other] { $count } hours of daytime; without an answer the application goes on
 }
enrollment-route-within-reject = { $count ->
    [one] { $count } hour of daytime; without an answer the application is refused
   *[other] { $count } hours of daytime; without an answer the application is refused
 }
enrollment-route-within-manager = { $count ->
    [one] { $count } hour of daytime; without an answer the coordinator decides
   *[other] { $count } hours of daytime; without an answer the coordinator decides
 }
enrollment-route-then-manager = The coordinator decides.
enrollment-route-then-seat = Whoever is approved by all gets a seat at once, or a place in the queue when none is free.
enrollment-in-the-place-of = { $who } in the place of { $absent }
