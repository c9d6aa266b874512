# The audit trail.

audit-title = Audit trail
audit-lead = Who changed what, when and why. Entries can be neither edited nor removed.
audit-author = Who did it
audit-author-hint = The person’s e-mail address
audit-action = What was done
audit-kind = To what
audit-id = To which one
audit-id-hint = The id from the address of its page; together with “To what”
audit-from = From the day
audit-until = To the day, included
audit-all = Show everything
audit-none = No entries found
audit-none-lead = Take one condition away, or choose a longer period.
audit-csv = Download what was found as CSV
audit-when = When
audit-what = What
audit-who = Who
audit-why = Why
audit-somebody = somebody you may not see
audit-itself = the system itself
audit-by-import = by a file that was sent
audit-thing-history = whole history
audit-cut = There are too many entries to look through at once. Older ones were not looked at yet: go on.
audit-copied = from another cohort
audit-detail-web = on the sign-in page
audit-detail-bearer = by a program
audit-detail-named = named by name and e-mail
audit-detail-letter = by the link of a letter
audit-detail-employer = employer changed
audit-detail-renamed = name changed
audit-detail-projector = by the code on the screen
audit-detail-word = by the word said in the room
audit-detail-personal-code = by the code the person carries
audit-detail-by-hand = by hand only
audit-detail-as-the-organization = as in the organization
audit-stood-in = Decided by whoever stands in.
audit-until-moment = until { $moment }
audit-quota = { $seats }, until { $day }
audit-indicator-before = Before: target { $target } by { $day }
audit-indicator-value = { $value } as of { $day }
audit-import-tally = New rows: { $new }, changed: { $changed }, unchanged: { $same }
audit-meeting-log = { $people }; written down though not in the cohort: { $guests }
audit-row = Row { $count }
audit-version = Version { $count }

audit-kind-account = Account
audit-kind-audit = Audit trail
audit-kind-certificate = Certificate
audit-kind-codifier-edition = Codifier
audit-kind-cohort = Cohort
audit-kind-course = Course
audit-kind-enrollment = Enrollment
audit-kind-equivalent = Course from elsewhere
audit-kind-export = Table
audit-kind-figures = Figures
audit-kind-grant = Role
audit-kind-import = File
audit-kind-indicator = Indicator
audit-kind-login = Sign-in
audit-kind-nominee = Named person
audit-kind-notification = Letter
audit-kind-organization = Organization
audit-kind-person = Person
audit-kind-program = Program
audit-kind-session = Session
audit-kind-stand-in = Standing in
audit-kind-template = Wording of a letter
audit-kind-venue = Venue

audit-did-account-confirmed = Address confirmed
audit-did-account-created = Account created
audit-did-account-password-changed = Password changed
audit-did-account-password-reset = Password set anew by a link from a letter
audit-did-account-registered = Registered
audit-did-account-reset-asked = New password asked for
audit-did-account-restored = Account restored
audit-did-account-suspended = Account suspended
audit-did-audit-taken = Audit trail downloaded
audit-did-certificate-issued = Certificate issued
audit-did-certificate-revoked = Certificate revoked
audit-did-check-in-opened = Check-in opened
audit-did-check-in-word = Word for check-in given out
audit-did-cohort-archived = Cohort archived
audit-did-cohort-cancelled = Cohort cancelled
audit-did-cohort-certificates-issued = Certificates of a cohort issued
audit-did-cohort-confirmed = Decided that the cohort takes place
audit-did-cohort-created = Cohort created
audit-did-cohort-edited = Cohort edited
audit-did-cohort-exception = Exception made from requirements
audit-did-cohort-invited = Invitations sent
audit-did-cohort-issue-begun = Issue of certificates begun
audit-did-cohort-issue-stopped = Issue of certificates stopped
audit-did-cohort-published = Cohort published
audit-did-cohort-reconfirmation-asked = Asked whether people still come
audit-did-cohort-requirements = Requirements of the cohort changed
audit-did-cohort-route-changed = Route of applications changed
audit-did-course-archived = Course archived
audit-did-course-created = Course created
audit-did-course-edited = Course edited
audit-did-course-published = Course published
audit-did-course-versioned = New version of the course made
audit-did-enrollment-applied = Application made
audit-did-enrollment-asked-again = Asked again
audit-did-enrollment-assessed = Final score recorded
audit-did-enrollment-confirmed = Seat confirmed
audit-did-enrollment-declined = Seat declined
audit-did-enrollment-employer-approved = Employer approved
audit-did-enrollment-nominated = Nominated
audit-did-enrollment-offered = Seat offered
audit-did-enrollment-reconfirmed = Still coming, it was said
audit-did-enrollment-rejected = Application rejected
audit-did-enrollment-transferred = Transferred to another cohort
audit-did-enrollment-waitlisted = Put on the waitlist
audit-did-enrollment-withdrawn = Withdrawn
audit-did-equivalent-accepted = Course from elsewhere counted
audit-did-equivalent-refused = Course from elsewhere not counted
audit-did-equivalent-stated = Course from elsewhere stated
audit-did-export-asked = Long table asked for
audit-did-export-begun = Table downloaded
audit-did-export-discarded = Long table deleted
audit-did-export-gathered = Long table gathered
audit-did-figures-downloaded = Figures downloaded, with nothing kept back
audit-did-grant-given = Role given
audit-did-grant-taken = Role taken back
audit-did-guest-ended = Guest place given up
audit-did-guest-given = Guest place at a session given
audit-did-import-checked = File checked
audit-did-import-commit-wished = Writing of a file asked for
audit-did-import-committed = File written
audit-did-import-discarded = File discarded
audit-did-import-received = File received
audit-did-import-refused = File refused
audit-did-import-row-left-out = Row of a file left out
audit-did-import-row-mended = Row of a file mended
audit-did-indicator-added = Indicator added
audit-did-indicator-archived = Indicator archived
audit-did-indicator-edited = Indicator edited
audit-did-indicator-reported = Value of an indicator reported
audit-did-indicator-restored = Indicator restored
audit-did-interest-ended = Interest in a course ended
audit-did-interest-noted = Interest in a course noted
audit-did-login-all-ended = All sign-ins ended
audit-did-login-ended = Signed out
audit-did-login-failed = Sign-in failed
audit-did-login-opened = Signed in
audit-did-message-sent = Message to a cohort sent
audit-did-nominee-asked-again = Named person asked again
audit-did-nominee-named = Person named by an address
audit-did-notification-sent-again = Letter sent again
audit-did-organization-added = Organization added
audit-did-organization-edited = Organization edited
audit-did-organization-interruptions-judged = Rule for interruptions changed
audit-did-person-added = Person added
audit-did-person-calendar-closed = Address of the calendar closed
audit-did-person-calendar-opened = Address of the calendar opened
audit-did-person-code-renewed = Personal code renewed
audit-did-person-code-void = Personal code made void
audit-did-person-edited = Record of a person edited
audit-did-person-language = Language changed
audit-did-person-mail = Wishes about mail changed
audit-did-person-subscribed = Subscribed to mail again
audit-did-person-unsubscribed = Unsubscribed from mail
audit-did-program-archived = Program archived
audit-did-program-created = Program created
audit-did-program-edited = Program edited
audit-did-program-published = Program published
audit-did-quota-added = Quota added
audit-did-quota-edited = Quota edited
audit-did-quota-released = Seats of a quota released
audit-did-register-absence-asked = Absence announced
audit-did-register-absence-document = Document added to an absence
audit-did-register-absence-granted = Absence excused
audit-did-register-absence-refused = Absence not excused
audit-did-register-appeal-asked = Mark appealed against
audit-did-register-appeal-document = Document added to an appeal
audit-did-register-appeal-granted = Appeal granted
audit-did-register-appeal-refused = Appeal refused
audit-did-register-checked-in = Checked in
audit-did-register-closed = Register closed
audit-did-register-closing-ruled = Rule for closing registers changed
audit-did-register-correction-confirmed = Change of a closed register confirmed
audit-did-register-correction-proposed = Change of a closed register proposed
audit-did-register-correction-refused = Change of a closed register refused
audit-did-register-heads-counted = Heads counted
audit-did-register-marked = Attendance marked
audit-did-register-reopened = Register reopened
audit-did-register-settled = Contradicting marks settled
audit-did-register-meeting-log = Report of an online meeting entered
audit-did-register-walk-in = Walk-in noted
audit-did-register-walk-in-merged = Walk-in recognized
audit-did-session-cancelled = Session cancelled
audit-did-session-edited = Session edited
audit-did-session-ended = Session ended
audit-did-session-interrupted = Session interrupted
audit-did-session-interruption-corrected = Interruption corrected
audit-did-session-planned = Session planned
audit-did-session-resumed = Session resumed
audit-did-stand-in-ended = Standing in ended
audit-did-stand-in-named = Stand-in named
audit-did-template-reset = Letter put back into its first words
audit-did-template-saved = Wording of a letter changed
audit-did-territory-imported = Codifier imported
audit-did-venue-added = Venue added
audit-did-venue-archived = Venue archived
audit-did-venue-edited = Venue edited
audit-did-venue-restored = Venue restored
audit-count-rows = { $count ->
    [one] { $count } row
   *[other] { $count } rows
 }
audit-count-recipients = { $count ->
    [one] { $count } recipient
   *[other] { $count } recipients
 }
audit-count-authorities = { $count ->
    [one] { $count } local authority
   *[other] { $count } local authorities
 }
audit-count-certificates = { $count ->
    [one] { $count } certificate
   *[other] { $count } certificates
 }
audit-count-marks = { $count ->
    [one] { $count } mark
   *[other] { $count } marks
 }
audit-count-requirements = { $count ->
    [one] { $count } requirement
   *[other] { $count } requirements
 }
audit-count-closing = { $count ->
    [one] after { $count } hour
   *[other] after { $count } hours
 }
