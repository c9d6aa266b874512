# Pages of a personnel office: one's own people on courses, and nominating.

employer-title = My people on courses
employer-nominate = Nominate for a course
employer-empty = None of your people is on a course yet
employer-empty-hint = Nominate people for a course: we ask each of them by letter and show the answer here.
employer-course = Course
employer-standing = How it stands
employer-letter = Letter that asks
employer-ask-again = Send again
employer-asked-again-flash = The letter was sent again. The deadline for the answer stays.
employer-choose-cohort = Choose a cohort
employer-no-cohorts = No cohort takes applications at present
employer-no-cohorts-hint = As soon as enrollment opens, the cohort appears here and in the catalogue.
employer-choose-people = Whom do you nominate?
employer-choose-people-lead = Each person gets a letter and accepts or declines. Where a seat is free, we keep it until the answer; without one in time it becomes free again.
employer-people = People of your organization
employer-nominate-chosen = Nominate the chosen
employer-nobody-chosen = Mark at least one person.
employer-nominated-flash = Nominated. Each person gets a letter that asks.
employer-refused = These people could not be nominated:
