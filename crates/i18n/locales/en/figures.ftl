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
figures-how-small = { $count ->
   *[other] Counts of fewer than { $count } people, other than none, are not told, so that nobody can be recognized. Where such a number stands, its whole row is kept back as [c], and with it as many other rows as it takes so that it does not follow from the totals, the rows around it or another table. A table that would tell too much is left out.
}
figures-show-all = Show everything
figures-from = From month of start
figures-from-start = the beginning
figures-until = To month of start
figures-until-now = the latest
figures-map-title = Who completed, by oblast
figures-map-name = Map of 27 tiles: how many people completed a course in each region
figures-map-most = { $count ->
    [one] Most people completed in this region: { $name }, { $count } person.
   *[other] Most people completed in this region: { $name }, { $count } people.
}
figures-map-none = { $count ->
    [one] Nobody has completed yet in { $count } region: { $names }.
   *[other] Nobody has completed yet in { $count } regions: { $names }.
}
figures-map-nobody = Nobody has completed a course yet.
figures-map-kept = { $count ->
    [one] The number of { $count } region is not shown, so that nobody can be recognized.
   *[other] The numbers of { $count } regions are not shown, so that nobody can be recognized.
}
figures-kept-back = [c] not shown
figures-series-title = Month by month
figures-series-name = Bars: participations with a seat by the month in which the cohort starts, and how many of them completed
figures-series-message = { $count ->
    [one] Most participations began in { $month }: { $count } seat, completed: { $completed }.
   *[other] Most participations began in { $month }: { $count } seats, completed: { $completed }.
}
figures-series-all = participations with a seat
figures-series-completed = of them completed
figures-reach-title = Hromadas reached
figures-reach-name = Map of 27 tiles: the share of hromadas of each oblast, in percent, in which at least one person completed
figures-reach-message = { $count ->
    [one] In { $reached } of { $count } hromada at least one person has completed a course.
   *[other] In { $reached } of { $count } hromadas at least one person has completed a course.
}
figures-reach-caption = Hromadas in which at least one person has completed
figures-reach-reached = Reached
figures-reach-hromadas = All hromadas
figures-threshold = { $count ->
   *[other] [c]: withheld, since fewer than { $count } people stand behind this number, or such a number could be computed from it.
}
figures-rounded = The numbers by month are rounded down to multiples of { $base }: exact ones, laid beside the table of courses, would give small counts of people away.
figures-withheld = Too few people stand behind the rows of this table: it will be shown as soon as none of them can be recognized.
figures-how-reach = A hromada is reached when at least one person with a post in it has completed a course; all hromadas are those of the codifier in force. Kyiv and Sevastopol have none.
figures-public-participations = Participations with a seat
figures-public-people = People with a seat
figures-public-completed = Participations completed
figures-public-people-completed = People who completed
