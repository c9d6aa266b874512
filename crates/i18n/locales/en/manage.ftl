# Management: programs, courses, cohorts, sessions as their managers see them.

manage-title = Manage
manage-programs = Programs
manage-courses = Courses
manage-cohorts = Cohorts
manage-mail = Messages
manage-cohort = Cohort
manage-next = Under way and coming up
manage-next-none = No cohort ahead
manage-next-none-hint = Cohorts that run or start soon will stand here. Add one on the page of its course.
manage-seats = { $taken } of { $of } seats taken
manage-seats-taken = Seats
manage-waiting = Waiting

## Actions and what follows
manage-publish = Publish
manage-archive = Archive
manage-keep = No, leave it as it is
manage-done-created = The draft has been created.
manage-done-saved = Your changes have been saved.
manage-done-published = Published: everyone can see it now.
manage-done-archived = Moved to the archive.
manage-done-planned = The timetable has been extended.
manage-done-confirmed = The cohort is confirmed. Everybody in it is being told by e-mail.
manage-done-cancelled = Called off. Participants are being told by e-mail.
manage-edited-meanwhile = Somebody saved other changes while you were filling in the form. Open the page again and repeat yours.
manage-code-hint = Capital Latin letters, digits and hyphens, for example WATER-01
manage-needed-to-publish = Needed before it can be published

## Programs
manage-program-new = New program
manage-program-edit = Edit the program
manage-program-term = Term
manage-program-signatory = Signs the certificates
manage-programs-none = No programs yet
manage-programs-none-hint = A program holds the courses under one memorandum. Start by creating one.

## Courses
manage-course-new = New course
manage-course-edit = Edit the course
manage-course-new-where = New courses are added on the page of their program.
manage-courses-none = No courses
manage-courses-none-hint = The courses of your programs will stand here.
manage-course-version = version { $number }
manage-course-bands = A professional program has at least 2 ECTS credits (60 hours), a short-term one at most 1 credit (30 hours)
manage-course-units-hint = The volume of the course is the sum of the hours of its units. An empty unit is not saved.
manage-course-unit = Unit { $number }
manage-course-unit-add = Add another unit

## Cohorts
manage-cohort-new = New cohort of “{ $course }”
manage-cohort-edit = Edit the cohort
manage-cohort-add = Add a cohort
manage-cohort-new-where = New cohorts are added on the page of their course.
manage-cohort-copied = Taken over from the last cohort of this course. Enter a code and the dates.
manage-cohort-when = Code and days
manage-cohort-where = Form and place
manage-cohort-rules = Rules of the cohort
manage-cohort-rules-lead = Most cohorts do well with what stands here already.
manage-cohort-queue = Waiting list and replacements
manage-cohort-settlement = Find the settlement
manage-cohort-settlement-hint = The name of a city, town or village, or its KATOTTG code. Leave it empty for online teaching.
manage-cohort-settlement-several = Several settlements fit: choose one
manage-cohorts-none = No cohorts
manage-cohorts-none-hint = Cohorts will stand here as soon as you add them.
manage-enrollment-window = from { $from } until { $until }, inclusive
manage-applications = Applications and participants
manage-trainers = Trainers
manage-completion = Results
manage-certificates = Certificates
manage-public-page = Public page
manage-cohort-confirm = It takes place
manage-cohort-cancel = Call the cohort off
manage-cohort-cancel-title = Call the cohort off?
manage-cohort-cancel-consequence = { $count ->
    [0] Nobody holds a seat yet. A cohort that was called off cannot be restored.
    [one] { $count } person will be told by e-mail. A cohort that was called off cannot be restored.
   *[other] { $count } people will be told by e-mail. A cohort that was called off cannot be restored.
 }

## Sessions
manage-session-new = Add a session
manage-session-edit = Edit the session
manage-sessions-none = No sessions yet
manage-sessions-none-hint = Add the first session: day, time and place.
manage-session-cancel = Call the session off
manage-session-cancel-title = Call the session off?
manage-session-cancel-consequence = A session that was called off cannot be restored.

manage-publish-title = Publish it?
manage-cohort-publish-consequence = Everybody will see the cohort, and on the days of enrollment it will take applications. It cannot become a draft again: it can be edited or cancelled.
manage-course-publish-consequence = Everybody will see the course in the catalogue. It cannot become a draft again: it can be edited or moved to the archive.
manage-program-publish-consequence = Everybody will see the program and its indicators. It cannot become a draft again: it can be edited or moved to the archive.
manage-archive-title = Move to the archive?
manage-archive-consequence = In the archive everything can be looked at, but nothing can be changed. It cannot be taken out of the archive again. Nobody else will see this page any more.
manage-cohort-confirm-title = Confirm that the cohort takes place?
manage-cohort-confirm-consequence = { $count ->
    [one] { $count } person with a seat and everybody who waits gets a letter. The decision cannot be taken back, only the cohort called off.
   *[other] { $count } people with a seat and everybody who waits get a letter. The decision cannot be taken back, only the cohort called off.
 }
