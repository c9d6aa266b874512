# Components of pages: samples for those who develop the site. They exist in the demonstration only.
component-title = Components of pages
component-kicker = For those who develop the site
component-lead = Every component in every state, with long names and long words.
component-text = Enrollment closes in two days; the seat becomes free if there is no answer by Tuesday.
component-more = More
component-name = Parkhomenko-Sevriukova Vladyslava-Anastasiia Kostiantynivna
component-employer = Executive Committee of the Pereiaslav City Council, Boryspil raion
component-word = telecommunicationsinfrastructurereconstruction
component-hint = As in the passport
component-first = Accessibility of city facilities
component-second = Water supply and sewerage in hromadas whose network is damaged
component-third = Agglomerations
component-count = How many seats
component-day = When it begins
component-hour = At what time
component-choice = Subject
component-agree = I can take part in person
component-remark = Remark
component-file = Table
component-pressed = Pressed: it all worked.
component-clashes = At the same time:
component-type = Text
component-buttons = Buttons
component-fields = Fields
component-errors = Fields with errors
component-states = States
component-notices = Notices
component-filters = Filters and views
component-tables = Table
component-lists = Lists and facts
component-tasks = Steps and tasks
component-task-dates = Dates and seats
component-task-sessions = Sessions and their rooms with shelter
component-task-trainers = Trainers
component-task-letters = Letters
component-task-hint = Any time before the beginning will do.
component-task-done = completed
component-task-begun = begun
component-task-waits = waits for you
component-task-gone = cancelled
component-task-open = not yet begun
component-progress = Work under way
component-figures = Figures
component-picture = Accessibility is studied more than water: 100 participations against 60.
component-history = History of a decision
component-event-confirmed = Seat confirmed
component-event-applied = Applied
component-event-why = A seat became free: somebody else declined.
component-empty = Empty
component-empty-title = No sessions yet
component-letter = Letter
component-letter-text =
    Hello!

    The session takes place on Tuesday, 12 May, at 10:00 Kyiv time.
    https://postup.test/me/enrollments/0198a000-0000-7000-8000-000000000000
