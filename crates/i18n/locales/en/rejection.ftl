# Why a rule said no (rejection-…) and why a field cannot be taken (fault-…).
# Every code of the domain is a key. The sentence says what is wrong and what to do.

## Refusals
rejection-cohort-not-open = This cohort takes no applications: it is not open yet, was cancelled, or is over.
rejection-enrollment-not-yet-open = Enrollment has not begun. It opens { $moment }.
rejection-enrollment-closed = Enrollment closed { $moment }. See the other cohorts of this course.
rejection-already-enrolled = This person already has an application or a seat in this cohort.
rejection-nomination-only = You cannot apply to this cohort yourself: employers nominate its people. Ask the personnel office at your workplace to nominate you.
rejection-approval-awaited = A personnel office has not approved the application yet, so it cannot be decided on.
rejection-already-certified = A valid certificate has already been issued for this enrollment.
rejection-step-not-allowed = The present state of the enrollment does not allow this. Reload the page to see the state.
rejection-no-seat-left = No seat is free.
rejection-answer-too-late = The time for an answer ran out { $moment }, and the seat has gone on. You may apply again while enrollment is open.
rejection-asked-just-now = A letter asked this person a short while ago. It can be sent again { $moment }.
rejection-capacity-below-confirmed = There cannot be fewer seats than are confirmed: { $count }.
rejection-register-closed = The register of this session is closed. Propose a correction, or ask the coordinator to reopen it.
rejection-second-person-needed = This needs a second person: whoever reopened the register or proposed the change cannot be the one who makes it.
rejection-nothing-to-correct = The register says that already.
rejection-absence-too-late = The session has begun. Afterwards you can appeal against its mark.
rejection-appeal-too-early = There is no mark to appeal against yet: the session is not over, or its register is not filled in.
rejection-appeal-too-late = The time for an appeal against this mark is over.
rejection-plea-decided = Somebody has decided on this request already.
rejection-plea-complete = No document can be added to this request any more: it has one, or somebody has decided on it.
rejection-plea-waits = You asked about this session already; the decision is still awaited.
rejection-correction-waits = A correction for this person waits for confirmation already.
rejection-register-open = The register of this session is open already.
rejection-session-not-begun = A register can be closed only after its session has begun.
rejection-paused-already = The session is paused already.
rejection-not-paused = The session is not paused.
rejection-session-cancelled = This session was cancelled.
rejection-not-on-register = This person is not on the register: they hold no seat in the cohort.
rejection-mark-differs = A mark of this number came before with other content. Nothing has been changed.
rejection-register-changed = Somebody else has marked this person since you opened the register. Compare both marks.
rejection-reason-missing = Give a reason to correct a mark.
rejection-mark-settled = Somebody has decided about this person already, or the mark is not one of those in question. Look at the register again.
rejection-another-marker = These marks were made by somebody else than the one who is signed in. They wait on the device for their maker.
rejection-sheet-too-long = At most { $count } lines can be printed at once. Print the sheets of single sessions.
rejection-meeting-log-unreadable = This file is no list of participants with times of joining. Send the report of Zoom, Microsoft Teams or Google Meet as CSV.
rejection-not-completed = The completion rule of the course is not met yet.
rejection-not-a-draft = Only a draft can be changed in this way.
rejection-not-published = This is not published, or no longer.
rejection-still-in-use = This cannot be removed while something else uses it.
rejection-incomplete = Something is missing for publication: check units, hours and dates.
rejection-link-not-valid = The link has been used or has expired. Ask for a new one.
rejection-wrong-credentials = Address and password do not belong together. Check the keyboard layout and capital letters.
rejection-address-not-confirmed = Confirm your address first: open the link in our e-mail.
rejection-too-many-attempts = Too many attempts. Try again { $moment }.
rejection-account-suspended = This account is suspended. Ask the administrator.
rejection-certificate-not-valid = This certificate is no longer valid.
rejection-last-administrator = The last administrator cannot lose the role.
rejection-import-not-ready = The file cannot be written now: it is still being looked at, has rows that cannot be taken, or nothing new. Reload the page to see how it stands.
rejection-nobody-to-invite = There is nobody to invite in the chosen hromadas: no personnel officer is in Postup, or they were invited already.
rejection-nobody-selected = Nobody fits this selection. Choose other people.
rejection-selection-changed = { $count ->
    [one] Something has changed since you looked: { $count } person would get the letter now. Nothing was sent; look and confirm once more.
   *[other] Something has changed since you looked: { $count } people would get the letter now. Nothing was sent; look and confirm once more.
 }
rejection-place-occupied = On that date the place is listed as temporarily occupied territory. Choose another place.

## Faults of a field
fault-missing = Fill in this field
fault-too-long = Shorten the text: { $most } characters at most
fault-too-large = The file has more than { $most } MB. Make it smaller or split it into parts
fault-too-short = Add to the text: { $least } characters at least
fault-forbidden-character = Remove invisible or control characters that came with copying
fault-not-a-code = A code has capital Latin letters, digits and hyphens, for example WATER-01
fault-not-an-address = Enter an address such as iryna@misto.gov.ua
fault-not-a-phone = Enter a telephone such as +380 44 123 45 67
fault-not-a-document = Send a PDF, JPEG or PNG file
fault-not-a-word = Choose one of the options
fault-not-a-number = Enter a number
fault-not-a-date = There is no such day: check day, month and year
fault-not-a-time = Enter the time as 10:00
fault-in-future = This time is still to come
fault-time-skipped = There is no such time on that day: the clocks go forward an hour
fault-out-of-range = Enter a number from { $least } to { $most }
fault-ends-before-start = The end cannot be before the start
fault-outside-period = The day must lie within the program or cohort it belongs to
fault-unknown = There is no such entry. Choose from the list or check what you entered
fault-taken = This is taken. Enter another
fault-too-common = This password is easy to guess. Choose another, for example four random words
fault-wrong-check-digit = The check digit does not fit: check all digits of the code
fault-unknown-placeholder = There is no placeholder {"{"}{ $word }{"}"}. Choose from the list, or write these words yourself
fault-broken-placeholder = A brace without its other half. Double it to have a brace in the text
fault-placeholder-missing = This needs {"{"}{ $word }{"}"}: the letter is of no help without it
rejection-place-missing = The cohort names no place, and a certificate has to. Complete the cohort first.

rejection-quota-too-large = So many seats cannot be kept: { $count } seats are somebody’s already, and nobody loses a seat. Keep fewer seats, or raise the number of seats first.
rejection-too-many-quotas = A cohort has at most { $count } quotas.
rejection-quota-released = This quota was released already; its seats are open to everybody.
rejection-withdrawal-closed = The time to withdraw by yourself ended { $moment }. Write to the coordinator, who can take you off the list.
rejection-nothing-to-decide = There is nothing to decide: the cohort takes place with any number of people, or the decision was made.

rejection-substitution-closed = The time to pass on seats of this cohort ended { $moment }. Write to the coordinator.
rejection-no-seat-to-pass-on = This person has no seat that a colleague could have. Only somebody who holds a seat, or for whom one is kept, can pass it on.
rejection-other-employer = The two people do not work for the same organization. Choose a colleague of the same employer.
rejection-quota-not-met = This seat is kept for others: { $whom }. The person does not belong to them. Choose a colleague who does. It opens to everybody { $moment }.
rejection-other-course = One can go on only in another cohort of the same course. Choose one of these.
rejection-guest-too-late = The session has begun, so guest places in it cannot change any more. Choose a later session.
rejection-guest-elsewhere = This session teaches nothing of the course that somebody could come to as a guest. Choose one of the sessions listed.
rejection-guest-nothing-missed = Nothing of this unit is missing that the own cohort could not bring. A guest place is for what was missed.
rejection-guest-room-full = The room has no place for one more guest. Choose another session.
rejection-nothing-to-reconfirm = There is nothing to answer: nobody asked whether you still come, or you have answered. If you cannot come, give the seat back on the page of your training.
rejection-already-named = You have named this address for this cohort already.
rejection-already-stated = Something is stated in place of this course already: it waits for a decision, or it counts.
rejection-not-eligible = The requirements of the cohort are not met. { $whom }
rejection-check-in-not-yet = Check-in opens { $moment }.
rejection-check-in-over = The check-in of this session is over. If you were there, tell the trainer.
rejection-check-in-code-old = This code has changed. Scan the one that is on the screen now, or type its digits.
rejection-check-in-code-unknown = None of your sessions has this code or this word now. Look at the screen again.
rejection-no-session-now = You have no session now. Check-in opens an hour before the start.
rejection-no-seat-here = You hold no seat in this group. Tell the trainer: you can be written down by hand.
rejection-personal-code-unknown = This code belongs to nobody in this group, or it is void. Write the person down by name.
rejection-approves-already = This person approves applications of this organization anyway.
rejection-stands-in-already = This person already stands in for this officer on these days.
rejection-stand-in-too-long = Nobody stands in for more than a year at a time. Choose an earlier last day.
rejection-counted-by-the-house = This value is counted here from enrollments and registers; it cannot be reported by hand.
