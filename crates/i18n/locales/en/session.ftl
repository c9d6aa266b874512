# Sessions: names of fields.

session-title-uk = Topic in Ukrainian
session-title-en = Topic in English
session-unit-id = Unit
session-on = Day
session-from = Starts at
session-from-hint = For example, 10:00
session-to = Ends at
session-to-hint = A time before the start means the next day
session-zone = Local time, time zone { $zone }.
session-venue = Place
session-link = Link
session-link-short = link
session-link-hint = Begins with https://. Only participants will see it
session-times = How many sessions
session-times-hint = With the first, at most 30. Leave 1 if you name the last day
session-makes-up = This session makes up time that was lost to an interruption. The participants get a letter.
session-venue-id = Venue from the list
session-venue-id-hint = The list is kept under “Venues”
session-venue-other = Another place, or online
session-venue-detail = Room or another place
session-venue-detail-hint = With a venue from the list a detail, e.g. the room; without one the whole address
session-series = Repeating
session-every = Repeat
session-every-week = every week
session-every-day = every day
session-weekdays = Days of the week
session-weekdays-hint = If none is chosen, the day of the week of the first session
session-weekday-monday = Monday
session-weekday-tuesday = Tuesday
session-weekday-wednesday = Wednesday
session-weekday-thursday = Thursday
session-weekday-friday = Friday
session-weekday-saturday = Saturday
session-weekday-sunday = Sunday
session-until = Last day
session-until-hint = In place of how many sessions
session-except = Leave these days out
session-except-hint = For example, 25.12.2026, 01.01.2027
session-look = Check
session-look-title = Check the timetable
session-look-move-title = Check the change
session-plan = Add to the timetable
session-move = Change and tell people
session-change-again = Correct
session-time = { $start }, until { $end }
session-was = Was
session-will-be = Will be
session-place-was = The place was
session-told-participants = { $count ->
    [one] { $count } participant will get a letter about it.
   *[other] { $count } participants will get a letter about it.
 }
session-told-trainers = { $count ->
    [one] So will { $count } trainer.
   *[other] So will { $count } trainers.
 }
session-told-nobody = Nobody has to be told.
session-overlaps = Something else takes place at the same time. That prevents nothing; the decision is yours.
session-overlap-cohort = { $slot }: this cohort has the session “{ $session }” then, { $from }–{ $until }.
session-overlap-venue = { $slot }: the venue is taken then, “{ $session }”, cohort { $code }, { $from }–{ $until }.
session-overlap-trainer = { $slot }: { $person } teaches “{ $session }” then, cohort { $code }, { $from }–{ $until }.
session-overlap-people = { $count ->
    [one] { $slot }: { $count } participant has “{ $session }” then, cohort { $code }, { $from }–{ $until }.
   *[other] { $slot }: { $count } participants have “{ $session }” then, cohort { $code }, { $from }–{ $until }.
 }
session-scope = What to change
session-scope-hint = The later ones change their time and place; each keeps its topic
session-scope-one = this session only
session-scope-rest = this and the later sessions of the series
session-rest = Later sessions
