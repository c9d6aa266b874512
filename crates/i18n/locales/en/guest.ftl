# Guests: what was missed at home, in a session of another cohort.

guest-title = A guest in another cohort
guest-lead = What was missed can be made up for in another cohort of the same course, where the same unit is still to come. Whoever visits stays in the own cohort; the minutes count there.
guest-places = Guest places
guest-possible = Sessions that can be visited
guest-brings = { $count ->
    [one] brings { $count } missing minute
   *[other] brings { $count } missing minutes
 }
guest-give = Come as a guest
guest-end = Give the place up
guest-none = No session can be visited now
guest-none-hint = Either nothing is missing that the own cohort could not bring, or the unit is not to come in another cohort, or there is no room.
guest-given-flash = The place is given. A letter with time and place is on its way.
guest-ended-flash = The place is given up.
guest-link = Guest places in other cohorts
guest-show = As a guest in other cohorts
guest-section = The missed unit is still to come in other cohorts. A guest stays in the own cohort, and the minutes count there.
guest-on-register = Guests from other cohorts
guest-from = guest from cohort { $code }
