# Figures: open statistics, and results for analysts.
figures-statistics-title = Results of training
figures-statistics-lead = How many officials of hromadas applied, took part, completed, and received certificates, in the whole country.
figures-insight-title = Results
figures-empty-title = Nothing to count yet
figures-empty-hint = Numbers will stand here as soon as somebody makes the first application.
figures-count-people-certified = { $count ->
    [one] person holds a certificate
   *[other] people hold a certificate
}
figures-count-people-completed = { $count ->
    [one] person completed
   *[other] people completed
}
figures-count-participations = { $count ->
    [one] participation with a confirmed seat
   *[other] participations with a confirmed seat
}
figures-hours-credited = hours of training credited
figures-funnel = From application to certificate
figures-stage = Stage
figures-stage-applied = Applied
figures-stage-confirmed = Hold a seat
figures-stage-present = Were present
figures-stage-completed = Completed
figures-stage-certified = Hold a certificate
figures-participations = Participations
figures-people = People
figures-share = Share of applications
figures-lost = { $count ->
    [one] { $count } fewer than at the stage before
   *[other] { $count } fewer than at the stage before
}
figures-completion-rate = Completion rate
figures-hours = Hours credited
figures-total = Total
figures-not-stated = Not stated
figures-table-caption = participations / people
figures-pair-hint = The first number counts participations, the second people: somebody who took part twice is one person and two participations. The completion rate is the share of those who completed among those who held a seat.
figures-as-csv = Download the table (CSV)
figures-as-json = The same numbers as data (JSON)
figures-by = Show by
figures-by-all = everything
figures-by-oblast = Oblast
figures-by-raion = Raion
figures-by-hromada = Hromada
figures-by-organization = Organization
figures-by-course = Course
figures-by-subject = Subject
figures-by-program = Program
figures-by-funder = Funder
figures-by-month = Month of start
figures-how-title = How this is counted
figures-how-people = People and participations are two numbers: the same human on two courses is one person and two participations.
figures-how-stages = Each stage counts those who reached it: a seat was confirmed; at least one session was attended; the completion rule of the course is met; a valid certificate was issued.
figures-how-hours = Hours are credited minutes of presence divided by 60; nothing is rounded up.
figures-how-small = Finer tables will be open when small numbers in them are protected, so that nobody can recognise a single person.
