# The first page.

home-title = Training for local self-government officials
home-lead = Choose a course, get a seat, learn, and earn a certificate that anybody can check.
home-find-course = Find a course
home-figures = Results to date
home-figures-none = No figures yet
home-figures-none-hint = Numbers will stand here as soon as the first participants begin.
home-figure-people = { $count ->
    [one] person is learning or has learned
   *[other] people are learning or have learned
 }
home-figure-participations = { $count ->
    [one] participation in cohorts: two courses of one person count twice
   *[other] participations in cohorts: two courses of one person count twice
 }
home-figure-completed = { $count ->
    [one] participation completed by the rule of its course
   *[other] participations completed by the rule of their course
 }
home-figure-certificates = { $count ->
    [one] certificate issued
   *[other] certificates issued
 }
home-open = Cohorts that take applications
home-open-none = No cohort takes applications at present
home-open-none-hint = New cohorts will stand here. All courses are in the catalogue.
home-near-you = Open cohorts near you
home-near = Open cohorts: { $place } and online
home-near-own-how = Online and { $place } first, then your raion, oblast and the rest of the country.
home-near-how = Online cohorts and those of this oblast first, then the rest of the country.
home-near-oblast = Show cohorts of an oblast
home-near-show = Show
home-all-courses = All courses
