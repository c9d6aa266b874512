# Guests: what was missed at home, in a session of another cohort.

guest-title = A guest in another cohort
guest-lead = What was missed can be made up for in another cohort of the same course, where the same unit is still to come. Whoever visits stays in the own cohort; the minutes count there.
guest-places = Guest places
guest-possible = Sessions that can be visited
guest-brings = { $count ->
    [one] makes up for { $count } minute
   *[other] makes up for { $count } minutes
 }
guest-give = Come as a guest
guest-end = Give the guest place up
guest-none = No session can be visited now
guest-none-hint = Perhaps nothing was missed, or all of it can still be done in the own cohort. Otherwise no other cohort is still to have the unit, or such sessions have no free seats.
guest-given-flash = The place is given. A letter with time and place is on its way.
guest-ended-flash = The guest place is free again.
guest-link = Guest places in other cohorts
guest-show = As a guest in other cohorts
guest-section = The missed unit is still to come in other cohorts. A guest stays in the own cohort, and the minutes count there.
guest-from = guest from cohort { $code }
