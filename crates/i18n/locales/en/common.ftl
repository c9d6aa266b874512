# Words shared by all pages: actions, navigation, forms, counts.

## Actions
common-save = Save
common-cancel = Cancel
common-back = Back
common-edit = Change
common-delete = Delete
common-send = Send
common-search = Search
common-show = Show
common-filter-more = Narrow down
common-filter-apply = Show
common-filter-clear = Clear filters
common-download-csv = Download CSV
common-all = All
common-choose = Choose
common-none = none
common-optional = optional
common-password-show = Show password
common-password-hide = Hide password

## Page frame
common-installation = Postup
common-tagline = Training for local self-government officials
common-skip-to-content = Skip to content
common-page-title-error = Error: { $title }
common-navigation = Sections
common-navigation-footer = About this site
common-breadcrumbs = You are here
common-sign-in = Sign in
common-sign-out = Sign out
common-home = Home
common-section-courses = Courses
common-section-statistics = Statistics
common-section-verify = Verify
common-section-me = My training
common-section-teach = Sessions
common-section-employer = My people
common-section-manage = Manage
common-section-insight = Results
common-section-admin = Administration
common-footer-help = Help
common-footer-privacy = Personal data
common-footer-accessibility = Accessibility
common-footer-figures = How the figures are made
common-footer-data = Data and API
common-footer-behind = Training under a memorandum between a ministry and an NGO. Reporting on results is open to everyone.
common-demo-banner = Demonstration: people and events are made up.
common-demo-mail = Mail

## Forms
common-error-summary-title = Check what you entered
common-error-summary-lead = Nothing has been saved yet. Mend what is marked and send it again.
common-error-prefix = Error:
common-date-day = Day
common-date-month = Month
common-date-year = Year
common-date-hint = For example, 12 5 2026
common-time-hint = For example, 10:00. Kyiv time

## Tables and lists
common-pager = Pages of the list
common-pager-first = To the start
common-pager-next = Next
common-table-actions = Actions

## Counts
common-count-people = { $count ->
    [one] { $count } person
   *[other] { $count } people
 }
common-count-hours = { $hours ->
    [one] { $hours } hour
   *[other] { $hours } hours
 }
common-count-academic-hours = { $hours ->
    [one] { $hours } academic hour
   *[other] { $hours } academic hours
 }
common-count-credits = { $credits ->
    [one] { $credits } ECTS credit
   *[other] { $credits } ECTS credits
 }
common-count-seats = { $count ->
    [one] { $count } seat
   *[other] { $count } seats
 }
common-count-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
 }
common-as-of = As of { $moment }
common-how-counted = How this is counted

## People
common-family-name = Surname
common-given-name = Given name
common-patronymic = Patronymic
common-email = E-mail
common-password = Password

## History
common-history = History
common-history-by = { $who }
common-history-by-system = By rule, automatically

## The end of a sign-in
common-stays-until = You are signed in until { $moment }; every page you open prolongs it. Should it end while you fill in a form, what you have typed is not lost.
common-ending-soon = You will be signed out at { $time } unless you go on.
common-ending-final = At { $time } you will have to sign in again. What you have typed is not lost.
common-ending-over = You have been signed out. Send the form all the same: we will ask you to sign in, and nothing you have typed is lost.
common-ending-stay = Stay signed in
