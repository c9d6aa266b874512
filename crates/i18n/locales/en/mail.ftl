# Mails: what, when, where and what to do, in the first four lines.

## Common
mail-when = When
mail-where = Where
mail-valid-until = Valid until
mail-number = Number
mail-form = Form
mail-about = Course
mail-from = From
mail-seats = Free seats
mail-apply-by = Apply by
mail-ask = Questions
mail-to-do = What to do
mail-course = “{ $title }” ({ $code })
mail-until = { $start }, until { $end }
mail-first-session = { $period }; the first session is { $occasion }
mail-where-online = online; the link will be on the page of your training
mail-where-later = the place will follow
mail-form-in-person = in person
mail-form-online = online
mail-form-blended = blended: in person and online
mail-footer = This mail was sent automatically; there is no need to reply.
mail-sent-by = { $installation }, { $origin }
mail-leave = No more mails like this

## Account
mail-confirm-address-subject = Confirm your e-mail address
mail-confirm-address-what = To finish your registration, confirm that this address is yours.
mail-confirm-address-do = Open the link and press “Confirm”
mail-confirm-address-more = If you did not register, do nothing: without confirmation the account stays closed.
mail-reset-password-subject = A new password
mail-reset-password-what = Somebody, probably you, asks for a new password for your account.
mail-reset-password-do = Open the link and choose a new password
mail-reset-password-more = If it was not you, do nothing: the old password stays.
mail-already-registered-subject = You already have an account
mail-already-registered-what = Somebody tried to register an account for this address, but there is one already.
mail-already-registered-do = Sign in; if you forgot the password, you can choose a new one there
mail-already-registered-more = If it was not you, do nothing: nothing has changed.

## Enrollment
mail-application-received-subject = Application received: { $title }
mail-application-received-what = Your application has been received: { $course }.
mail-application-received-do = Nothing. The coordinator will decide, and we will write to you. The state of your application is here
mail-application-moved-on-subject = Your application goes on: { $title }
mail-application-moved-on-what = Your application has moved on: { $course }.
mail-application-moved-on-do = Nothing. We will write to you about the decision. The state of your application is here
mail-approval-asked-subject = Your approval is needed: { $title }
mail-approval-asked-what = Somebody of your organization has applied for training, and the personnel office has to approve: { $course }.
mail-approval-asked-do = Approve or turn down here, without signing in
mail-approval-asked-more = The link works once and for this application only; do not pass it on.
mail-applicant = Who applied
mail-seat-confirmed-subject = Seat confirmed: { $title }
mail-seat-confirmed-what = Your seat is confirmed: { $course }.
mail-seat-confirmed-do = Note the date. The timetable and materials are here
mail-seat-confirmed-more = If you cannot attend, withdraw on the same page: the seat will go to the next person.
mail-waitlisted-subject = You are on the waiting list: { $title }
mail-waitlisted-what = No seat is free, so you are on the waiting list: { $course }.
mail-waitlisted-what-at = No seat is free, so you are number { $position } on the waiting list: { $course }.
mail-waitlisted-do = Nothing. As soon as a seat is free it is yours, and we will write. Your place in the queue is here
mail-promoted-subject = A seat became free and is yours: { $title }
mail-promoted-what = A seat became free and is now yours: { $course }.
mail-promoted-do = Check that you can attend. The timetable is here
mail-promoted-more = If you can no longer attend, withdraw on the same page: the seat will go to the next person.
mail-answer-by = Answer by
mail-seat-offered-subject = A seat is held for you: { $title }
mail-seat-offered-what = A seat became free, and it is held for you until you answer: { $course }.
mail-seat-offered-do = Say yes or no here
mail-seat-offered-more = Without an answer in time the seat goes to the next person in the queue.
mail-nomination-asked-subject = Your employer has nominated you: { $title }
mail-nomination-asked-what = Your employer has nominated you for training: { $course }.
mail-nomination-asked-do = Say yes or no here
mail-nomination-asked-more = Nothing happens without your yes: if there is no answer in time, the nomination ends.
mail-answer-declined-subject = Your refusal has arrived: { $title }
mail-answer-declined-what = You have said no, and that is settled: { $course }.
mail-answer-declined-do = Nothing. What happened and when is here
mail-answer-overdue-subject = The time for an answer ran out: { $title }
mail-answer-overdue-what = There was no answer in time, so the seat has gone on: { $course }.
mail-answer-overdue-do = If you still want to take part, apply again while enrollment is open
mail-transferred-subject = You have moved to another cohort: { $title }
mail-transferred-what = Your place in this cohort has ended, since you go on in another cohort of the same course: { $course }.
mail-transferred-do = Nothing. What happened and when is here
mail-rejected-subject = Application turned down: { $title }
mail-rejected-what = Your application was turned down: { $course }.
mail-rejected-do = The reason is here
mail-rejected-more = Other courses that take applications are on the home page.
mail-withdrawn-subject = Training ended: { $title }
mail-withdrawn-what = Your enrollment has ended: { $course }.
mail-withdrawn-do = Nothing. What happened and when is here
mail-withdrawn-more = If you did not know of this, ask the coordinator of the cohort.

## Session
mail-session-tomorrow-subject = A reminder of your session: { $title }
mail-session-tomorrow-what = This is a reminder of the session “{ $session }” of the course { $course }.
mail-session-tomorrow-do = Come or connect in time. The details are here
mail-session-changed-subject = Session changed: { $title }
mail-session-changed-what = The time or place of the session “{ $session }” of the course { $course } has changed.
mail-session-changed-do = Note the new time and place. The whole timetable is here
mail-session-cancelled-subject = Session cancelled: { $title }
mail-session-cancelled-what = The session “{ $session }” of the course { $course } will not take place.
mail-session-cancelled-do = Do not come. The rest of the timetable is here
mail-was = Before
mail-was-where = The place before
mail-moved-too = Changed too
mail-moved-to = “{ $session }”, { $time }
mail-moved-from = { $said } (before { $before })
mail-taught-session-changed-subject = Your session changed: { $title }
mail-taught-session-changed-what = The time or place of the session “{ $session }”, which you teach, has changed, course { $course }.
mail-taught-session-changed-do = Note the new time and place. The session is here
mail-taught-session-cancelled-subject = Your session cancelled: { $title }
mail-taught-session-cancelled-what = The session “{ $session }”, which you were to teach, will not take place, course { $course }.
mail-taught-session-cancelled-do = Do not come. The session is here
mail-counted = Counted
mail-counted-minutes = { $held } of { $planned } min
mail-session-interrupted-subject = Session interrupted: { $title }
mail-session-interrupted-what-held = The session “{ $session }” of the course { $course } was interrupted, and counts in full all the same.
mail-session-interrupted-what-partly-held = The session “{ $session }” of the course { $course } was interrupted, so only a part of its time counts.
mail-session-interrupted-what-not-held = The session “{ $session }” of the course { $course } was interrupted, so it does not count.
mail-session-interrupted-do = Nothing. How much time you miss and where you can make it up stands here
mail-make-up-planned-subject = Make-up session: { $title }
mail-make-up-planned-what = The lost time is made up in the session “{ $session }” of the course { $course }.
mail-make-up-planned-do = Note time and place. The whole timetable is here
mail-guest-place-given-subject = You are a guest in a session: { $title }
mail-guest-place-given-what = You can make up for what you missed in the session “{ $session }” of the course { $course }. You come as a guest; it counts for your own cohort.
mail-guest-place-given-do = Note time and place. If you cannot come, give the place up here
mail-guest-place-ended-subject = You are no guest in a session any more: { $title }
mail-guest-place-ended-what = Your guest place in the session “{ $session }” of the course { $course } has ended.
mail-guest-place-ended-do = How you stand in the course is here

## Decisions about cohorts
mail-decide-by = Decide by
mail-people = Participants
mail-people-of = { $people }, at least { $minimum } needed
mail-attendance-at-risk-subject = Attendance near the limit: { $title }
mail-attendance-at-risk-what = If you miss any more of what is listed here, the course { $course } cannot be completed in this cohort.
mail-attendance-at-risk-what-officer = If { $person } misses any more of what is listed here, the course { $course } cannot be completed in this cohort.
mail-attendance-at-risk-do = See what counts and what is left
mail-credited-of = { $credited } minutes of the { $required } needed
mail-not-to-miss = Not to be missed
mail-plea-made-subject-absence = Absence announced: { $title }
mail-plea-made-subject-appeal = Appeal against a mark: { $title }
mail-plea-made-what-absence = Somebody will not come to the session “{ $session }” and asks to be excused, course { $course }.
mail-plea-made-what-appeal = Somebody appeals against the mark of the session “{ $session }”, course { $course }.
mail-plea-made-do = Decide on the page of the register
mail-plea-decided-subject-absence = Your absence: { $title }
mail-plea-decided-subject-appeal = Your appeal: { $title }
mail-plea-decided-what-absence-granted = You are excused from the session “{ $session }” of the course { $course }. The time of a missed session is not credited.
mail-plea-decided-what-absence-refused = You are not excused from the session “{ $session }” of the course { $course }.
mail-plea-decided-what-appeal-granted = Your appeal was granted: the mark of the session “{ $session }” of the course { $course } is changed.
mail-plea-decided-what-appeal-refused = Your appeal was refused: the mark of the session “{ $session }” of the course { $course } stays.
mail-plea-decided-what-absence-unconfirmed = A second person had to confirm that you are excused from the session “{ $session }” of the course { $course }, and did not.
mail-plea-decided-what-appeal-unconfirmed = A second person had to confirm the change of your mark for the session “{ $session }” of the course { $course }, and did not. The mark stays.
mail-plea-decided-do = See what counts and what is left
mail-asked-by = From
mail-asked = Explanation
mail-reason = Reason
mail-register-unfilled-subject = Register not closed yet: { $title }
mail-register-unfilled-what = The register of the session “{ $session }” is not closed yet, course { $course }.
mail-register-unfilled-do = Mark those who are missing and close the register here
mail-register-unfilled-more = Hours and certificates of the participants follow from the register. Marks that wait on a device are delivered once the device is online.
mail-marked = Marked
mail-marked-of = { $marked } of { $people }
mail-closes-at = Closes by itself
mail-cohort-confirmed-subject = The cohort takes place: { $title }
mail-cohort-confirmed-what = There are people enough, so the cohort takes place: { $course }.
mail-cohort-confirmed-do = Nothing. How you stand in it is here
mail-cohort-cancelled-subject = Cohort called off: { $title }
mail-cohort-cancelled-what = The cohort was called off, there will be no sessions: { $course }.
mail-cohort-cancelled-do = Do not come. Look for other cohorts of the course in the catalogue; what happened is here
mail-decision-due-subject = Does the cohort take place: { $title }
mail-decision-due-what = A cohort waits for your decision: { $course }.
mail-decision-due-do = Confirm the cohort or call it off here
mail-decision-due-more = If there are people enough when that day ends, the cohort is confirmed without you. If there are too few and you do not decide, it is called off a day later, at the latest as the training begins. Everybody who applied gets one mail about the decision.

## Certificate
mail-certificate-issued-subject = Your certificate: { $title }
mail-certificate-issued-what = A certificate for the course “{ $title }” has been issued to you.
mail-certificate-issued-do = Download it from your pages
mail-certificate-issued-check = Anybody can check the certificate: { $link }

## Words of letters
mail-template-failed-subject = Your own words of the letter “{ $kind }” do not work
mail-template-failed-what = The letter “{ $kind }” could not be written in your words. People get the usual ones; no letter was lost.
mail-template-failed-do = Mend the words or go back to the usual ones here

## Inviting hromadas
mail-cohort-invitation-subject = An invitation to a training: { $title }
mail-cohort-invitation-what = { $organization } is invited to name people for a training: { $course }. Nobody of your hromada has been trained in this subject yet.
mail-cohort-invitation-do = Choose whom to name here

## A coordinator's message
mail-cohort-message-do = Read the message; the timetable and how your training stands are here
mail-cohort-news-do = Nothing, unless the message says otherwise. How your application stands is here

## Daily digest
mail-daily-digest-subject = { $count ->
    [one] Your day: { $count } message
   *[other] Your day: { $count } messages
 }
mail-daily-digest-what = { $count ->
    [one] { $count } message has gathered today.
   *[other] { $count } messages have gathered today.
 }
mail-daily-digest-do = Nothing. How often we write to you can be chosen here

## States of messages
mail-state-queued = queued
mail-state-held = waits for the daily digest
mail-state-sent = sent
mail-state-failed = not delivered
mail-state-dropped = not sent
mail-dropped-expired = the moment it was useful for had passed
mail-dropped-recipient-gone = there is no such person any more
mail-dropped-recipient-suspended = the account is suspended
mail-dropped-overtaken = things had changed, and it would not have been true
mail-dropped-not-theirs = it no longer concerns this person
mail-dropped-unwanted = the person does not want mails of this kind

## Names of mails
mail-name-confirm-address = Address to confirm
mail-name-already-registered = Account exists already
mail-name-reset-password = New password
mail-name-application-received = Application received
mail-name-application-moved-on = Application goes on
mail-name-approval-asked = Approval requested
mail-name-seat-confirmed = Seat confirmed
mail-name-waitlisted = Waiting list
mail-name-promoted = A seat became free
mail-name-seat-offered = Seat offered
mail-name-nomination-asked = Nomination
mail-name-answer-declined = Refusal received
mail-name-answer-overdue = Time for an answer ran out
mail-name-transferred = Moved to another cohort
mail-name-rejected = Application turned down
mail-name-withdrawn = Training ended
mail-name-session-tomorrow = Reminder of a session
mail-name-session-changed = Session changed
mail-name-session-cancelled = Session cancelled
mail-name-taught-session-changed = Session changed, to the trainer
mail-name-taught-session-cancelled = Session cancelled, to the trainer
mail-name-session-interrupted = Session interrupted
mail-name-make-up-planned = Make-up session
mail-name-guest-place-given = Guest place in a session
mail-name-guest-place-ended = Guest place ended
mail-name-register-unfilled = Register not closed
mail-name-attendance-at-risk = Attendance near the limit
mail-name-plea-made = Absence or appeal to decide on
mail-name-plea-decided = Decision on an absence or appeal
mail-name-cohort-confirmed = Cohort confirmed
mail-name-cohort-cancelled = Cohort called off
mail-name-decision-due = Decision needed
mail-name-certificate-issued = Certificate
mail-name-template-failed = Own words do not work
mail-name-cohort-invitation = Invitation to name people
mail-name-cohort-message = Coordinator's message
mail-name-cohort-news = News of a cohort from its coordinator
mail-name-daily-digest = Daily digest

## The page of mails
mail-title = Mail
mail-lead = What became of every mail. The texts are not here: a mail is written in the reader's language at the moment of sending.
mail-empty = No mail yet
mail-empty-more = Every mail about your cohorts will be seen here: to whom, whether it arrived, and if not, why.
mail-column-person = To
mail-column-message = Mail
mail-column-state = State
mail-column-attempts = Attempts
mail-column-reply = Last reply
mail-next-try = next attempt { $moment }
mail-held = will be in the daily digest, { $moment }
mail-finished = { $moment }
mail-send-again = Send again
mail-sent-again = The mail is back in the queue and will go out within a minute.

## What is wanted of mail
mail-wishes-title = Mail
mail-wishes-lead = Choose when we send what you could do without. Once a day means at { $hour }:00 Kyiv time; what cannot wait until then comes at once.
mail-wishes-must-have = Mails about your address, application, seat, changed sessions and certificates always come, and at once.
mail-wishes-saved = Your choice has been saved.
mail-rhythm = Optional mails
mail-rhythm-at-once = at once
mail-rhythm-daily = once a day, in one mail
mail-rhythm-none = none
mail-wanted = Optional mails you want
mail-unsubscribe-title = Mails “{ $kind }”
mail-unsubscribe-lead = Press the button, and you will get no more mails like this.
mail-unsubscribe-submit = Unsubscribe
mail-unsubscribe-done = You will get no more mails like this.
mail-unsubscribe-undo = Get them again
mail-unsubscribe-settings = All settings of mail
mail-unsubscribe-dead = This link is not from a mail of ours, or was not copied whole. You can unsubscribe among your settings, too.

## Mail of the demonstration
mail-demo-title = Mail of the demonstration
mail-demo-lead = These mails went nowhere: the demonstration puts them into a folder. Newest first.
mail-demo-empty = No mail yet
mail-demo-empty-more = Apply for a course or register, and a mail will appear here.
mail-demo-from = From
mail-demo-to = To
mail-demo-date = When
mail-demo-text = Plain text
mail-demo-html = Show the formatted mail

## A seat passed on
mail-leaves = Leaves
mail-comes = Is asked
mail-seat-passed-on-subject = A seat is passed on to a colleague: { $title }
mail-seat-passed-on-what = A seat in your cohort is passed on to a colleague: { $course }.
mail-seat-passed-on-do = Nothing. How the colleague answers is here
mail-name-seat-passed-on = Seat passed on

## A course that is waited for
mail-apply = Apply
mail-course-opened-subject = The course you wait for: { $title }
mail-course-opened-what = A cohort of the course you wait for has been announced: { $course }.
mail-course-opened-do = Look at the cohort and apply in the days of enrollment
mail-course-opened-more = You get this letter since you asked to be told. On the page of the course you can end that.
mail-name-course-opened = A course waited for
## Whether people still come
mail-reconfirmation-asked-subject = Do you still come? { $title }
mail-reconfirmation-asked-what = The training begins soon, and a seat is yours: { $course }.
mail-reconfirmation-asked-do = Say yes or no here
mail-name-reconfirmation-asked = Re-confirmation

## A course from elsewhere in place of ours
mail-person = Who
mail-document = Document
mail-equivalent-stated-subject = To be counted as the course: { $title }
mail-equivalent-stated-what = Somebody asks to have training from elsewhere counted as the course “{ $title }”.
mail-equivalent-stated-do = Look at the document and decide
mail-name-equivalent-stated = Request to count a course
mail-equivalent-decided-subject = About what you stated in place of the course: { $title }
mail-equivalent-decided-what = It was decided whether your training from elsewhere counts as the course “{ $title }”.
mail-equivalent-decided-do = Look at the cohort; if it counts, you can apply
mail-name-equivalent-decided = Decision on a course from elsewhere
mail-stand-in-named-subject = Approvals during an absence: { $absent }
mail-stand-in-named-what = { $deputy } approves applications in the place of { $absent }, who is away.
mail-stand-in-named-do = Look at what waits
mail-stand-in-named-more = This is a right to approve applications and nothing else, on these days only. Letters about new applications go to both.
mail-name-stand-in-named = Standing in during an absence
mail-stand-in-ended-subject = Approvals during an absence have ended: { $absent }
mail-stand-in-ended-what = { $deputy } does not approve applications in the place of { $absent } any more.
mail-stand-in-ended-do = Nothing. The personnel office approves applications again
mail-stand-in-ended-more = The decisions taken so far stay as they are.
mail-name-stand-in-ended = Standing in has ended
mail-organization = Organization
