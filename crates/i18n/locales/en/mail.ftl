# Mails: what, when, where and what to do, in the first four lines.

## Common
mail-when = When
mail-where = Where
mail-valid-until = Valid until
mail-number = Number
mail-form = Form
mail-ask = Questions
mail-to-do = What to do
mail-course = “{ $title }” ({ $code })
mail-until = { $start }, until { $end }
mail-first-session = { $period }; the first session is { $occasion }
mail-where-online = online; the link will be on the page of your training
mail-where-later = the place will follow
mail-form-in_person = in person
mail-form-online = online
mail-form-blended = blended: in person and online
mail-footer = This mail was sent automatically; there is no need to reply.
mail-sent-by = { $installation }, { $origin }

## Account
mail-confirm_address-subject = Confirm your e-mail address
mail-confirm_address-what = To finish your registration, confirm that this address is yours.
mail-confirm_address-do = Open the link and press “Confirm”
mail-confirm_address-more = If you did not register, do nothing: without confirmation the account stays closed.
mail-reset_password-subject = A new password
mail-reset_password-what = Somebody, probably you, asks for a new password for your account.
mail-reset_password-do = Open the link and choose a new password
mail-reset_password-more = If it was not you, do nothing: the old password stays.
mail-already_registered-subject = You already have an account
mail-already_registered-what = Somebody tried to register an account for this address, but there is one already.
mail-already_registered-do = Sign in; if you forgot the password, you can choose a new one there
mail-already_registered-more = If it was not you, do nothing: nothing has changed.

## Enrollment
mail-application_received-subject = Application received: { $title }
mail-application_received-what = Your application has been received: { $course }.
mail-application_received-do = Nothing. The coordinator will decide, and we will write to you. The state of your application is here
mail-seat_confirmed-subject = Seat confirmed: { $title }
mail-seat_confirmed-what = Your seat is confirmed: { $course }.
mail-seat_confirmed-do = Note the date. The timetable and materials are here
mail-seat_confirmed-more = If you cannot attend, withdraw on the same page: the seat will go to the next person.
mail-waitlisted-subject = You are on the waiting list: { $title }
mail-waitlisted-what = No seat is free, so you are on the waiting list: { $course }.
mail-waitlisted-what-at = No seat is free, so you are number { $position } on the waiting list: { $course }.
mail-waitlisted-do = Nothing. As soon as a seat is free it is yours, and we will write. Your place in the queue is here
mail-promoted-subject = A seat became free and is yours: { $title }
mail-promoted-what = A seat became free and is now yours: { $course }.
mail-promoted-do = Check that you can attend. The timetable is here
mail-promoted-more = If you can no longer attend, withdraw on the same page: the seat will go to the next person.
mail-rejected-subject = Application turned down: { $title }
mail-rejected-what = Your application was turned down: { $course }.
mail-rejected-do = The reason is here
mail-rejected-more = Other courses that take applications are on the home page.
mail-withdrawn-subject = Training ended: { $title }
mail-withdrawn-what = Your enrollment has ended: { $course }.
mail-withdrawn-do = Nothing. What happened and when is here
mail-withdrawn-more = If you did not know of this, ask the coordinator of the cohort.

## Session
mail-session_tomorrow-subject = Session tomorrow: { $title }
mail-session_tomorrow-what = Tomorrow is the session “{ $session }” of the course { $course }.
mail-session_tomorrow-do = Come or connect in time. The details are here
mail-session_changed-subject = Session changed: { $title }
mail-session_changed-what = The time or place of the session “{ $session }” of the course { $course } has changed.
mail-session_changed-do = Note the new time and place. The whole timetable is here
mail-session_cancelled-subject = Session cancelled: { $title }
mail-session_cancelled-what = The session “{ $session }” of the course { $course } will not take place.
mail-session_cancelled-do = Do not come. The rest of the timetable is here

## Certificate
mail-certificate_issued-subject = Your certificate: { $title }
mail-certificate_issued-what = A certificate for the course “{ $title }” has been issued to you.
mail-certificate_issued-do = Download it from your pages
mail-certificate_issued-check = Anybody can check the certificate: { $link }

## States of messages
mail-state-queued = queued
mail-state-sent = sent
mail-state-failed = not delivered
mail-state-dropped = not sent
mail-dropped-expired = the moment it was useful for had passed
mail-dropped-recipient_gone = there is no such person any more
mail-dropped-recipient_suspended = the account is suspended
mail-dropped-overtaken = things had changed, and it would not have been true
mail-dropped-not_theirs = it no longer concerns this person
