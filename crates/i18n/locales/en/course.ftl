# Courses: values of enumerations, names of fields, pages of the catalogue.

## Thematic area
course-subject = Subject
course-subject-urban-development = Urban development
course-subject-civil-security = Civil security infrastructure
course-subject-accessibility = Accessibility of city facilities
course-subject-basic-services = Basic services
course-subject-water-supply = Water supply
course-subject-architecture = Preservation of architecture
course-subject-environment = Environmental standards
course-subject-agglomerations = Agglomerations
course-subject-city-management = City management

## Kind of program
course-content-type = Type by content
course-content-type-general = general program
course-content-type-special = special program
course-length-type = Type by length
course-length-type-professional = professional (certificate) program
course-length-type-short-term = short-term program
course-band-professional-below-two = A professional program has at least 2 ECTS credits (60 hours). Check the hours of the units.
course-band-short-term-above-one = A short-term program has at most 1 ECTS credit (30 hours). Check the hours of the units.

## State
course-state-draft = draft
course-state-published = published
course-state-archived = archived

## Fields
course-code = Code
course-title-uk = Title in Ukrainian
course-title-en = Title in English
course-summary-uk = Summary in Ukrainian
course-summary-en = Summary in English
course-outcomes-uk = Learning outcomes in Ukrainian, one a line
course-outcomes-en = Learning outcomes in English, one a line
course-attendance-percent = Least attendance, %
course-final-score = Least final score
course-final-score-hint = Leave empty when there is no final assessment
course-units = Units
course-hours = Hours

## Catalogue
course-catalog = Courses
course-catalog-title = Advanced training courses
course-catalog-lead = For local self-government officials, free of charge. Your HR service accrues the credits by the certificate.
course-catalog-text = Words in title or summary
course-catalog-oblast = Oblast
course-catalog-form = Form
course-catalog-language = Language
course-catalog-free = Has free seats
course-catalog-start = Starts in
course-catalog-find = Find
course-catalog-found = { $count ->
    [one] { $count } course found, the next to start first.
   *[other] { $count } courses found, the next to start first.
 }
course-catalog-guessed = Nothing has exactly { $words }; this is what comes near.
course-catalog-sought = You looked for:
course-catalog-without = remove
course-catalog-nearest = Perhaps one of these
course-catalog-empty = No such courses at present
course-catalog-empty-hint = Remove one of the filters or check the spelling. Apostrophes and capital letters do not matter.
course-catalog-none = No courses are published yet
course-catalog-none-hint = Courses will stand here as soon as the program coordinator publishes them.
course-open-cohorts = { $count ->
    [0] No open cohorts at present
    [one] { $count } open cohort
   *[other] { $count } open cohorts
 }
course-free-seats = { $count ->
    [one] { $count } free seat
   *[other] { $count } free seats
 }
course-free-seats-least = { $count ->
    [one] at least { $count } free seat
   *[other] at least { $count } free seats
 }
course-waitlist-only = no free seats, there is a waiting list
course-next-start = begins on { $date }

## Page of a course
course-volume = Volume
course-outcomes = What you will be able to do
course-rule = How to complete the course
course-rule-attendance = To complete the course, attend at least { $percent } of the teaching time.
course-rule-attendance-score = To complete the course, attend at least { $percent } of the teaching time and score at least { $score } of 100 in the final assessment.
course-certificate-note = Whoever completes the course receives a certificate of advanced training for { $hours }.
course-ask = Whom to ask
course-free-of-charge = free of charge
course-program = Program
course-open = Open cohorts
course-open-none = No cohort takes applications at present
course-open-none-hint = A new cohort will be shown here as soon as the program coordinator opens it.
course-units-caption = What the course is made of
course-unit = Unit
course-total = Total

course-copy = New course from this one
course-copied = Everything is taken from course { $code }. Give it a code of its own and change what you need; it will be a draft.
