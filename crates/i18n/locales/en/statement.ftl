# Credits of a year: one's own statement and the employer's ledger.

statement-title = Training in { $year }
statement-link = Statement of the year: hours and credits
statement-years = Years
statement-year = Year
statement-course = Course
statement-dates = When
statement-hours = Hours
statement-credits = ECTS credits
statement-number = Certificate
statement-certificates = Certificates
statement-standing = How it stands
statement-total = In all
statement-missing = { $hours } more to the guide for the year
statement-met = the guide for the year is reached
statement-empty = No certificates this year yet
statement-empty-hint = As soon as you complete a course and have its certificate, its hours and credits stand here.
statement-download = Download the table
statement-elsewhere = Learning accepted from elsewhere
statement-elsewhere-how = These documents were taken in place of earlier courses. Their hours are not counted here: your personnel service recognises them from the document itself.
statement-elsewhere-counts = Counts as “{ $course }”.
statement-how = How it is counted
statement-how-counted = Certificates issued through Postup are counted, except those that were revoked or replaced. Training belongs to the year in which it ended. 1 ECTS credit is 30 academic hours; nothing is rounded up. A course that was taken more than once in a year counts once, by the certificate with the most hours.
statement-repeated = This course counts in this year already. The certificate says { $hours }.
statement-need = { $count ->
    [one] The guide is { $count } credit
   *[other] The guide is { $count } credits
 } a calendar year. Civil servants must have at least 1 credit; local self-government officials will have to once Law No. 3077-IX is in force. The personnel service accrues the credits.
statement-hand-in = Show this page or the certificates to your personnel service: each certificate can be checked by its number.
statement-ledger = Credits of my people in { $year }
statement-ledger-link = Credits of my people
statement-ledger-lead = Who has how many hours and credits this year, and how much is missing.
statement-ledger-empty = Nobody found
statement-ledger-empty-hint = People whose profile names your organization stand here. Check how the name is spelled, or remove it.
statement-ledger-note = Shown are people who work in your organization now, with all their certificates of the year, whoever employed them then. Training that is on paper only is not part of it.
statement-name = Name or address

## The statement as a document (PDF)
statement-pdf = Statement (PDF)
statement-sheet-heading = Statement of training in { $year }
statement-sheet-as-of = As of { $moment }
statement-sheet-total-hours = Hours in all
statement-sheet-total-credits = ECTS credits in all
statement-sheet-need = Guide, in credits
statement-sheet-met = reached
statement-sheet-missing = { $hours ->
    [one] { $hours } hour more
   *[other] { $hours } hours more
 }
statement-sheet-course = Advanced training course
statement-sheet-dates = When
statement-sheet-hours = Hours
statement-sheet-credits = Credits
statement-sheet-number = Certificate, and where to check it
statement-sheet-page = Page
statement-sheet-of = of
statement-sheet-none = There are no certificates of this year.
statement-sheet-how = Certificates issued through Postup are counted, except those that were revoked or replaced. Training belongs to the year in which it ended. 1 ECTS credit is 30 academic hours; nothing is rounded up. A course that was taken more than once in a year counts once.
statement-sheet-repeated = counts already in this year
statement-sheet-accrual = The personnel service accrues the credits from the documents. Each certificate can be checked at the address beside it.
