# Who waits for a course that has no date yet.

interest-title = Tell me when it runs
interest-lead = We will write to you as soon as a cohort of this course opens that suits you: online or in your oblast. The program coordinator sees your wish and learns where cohorts are needed.
interest-place = Hromada or oblast
interest-place-hint = Begin to type the name. If several fit, you will be asked to choose.
interest-form = Wished form
interest-any-form = any
interest-month = From which month on
interest-any-month = any time
interest-submit = Tell me
interest-change = Change the wish
interest-end = Wait no longer
interest-noted = Noted. You will be told as soon as a suitable cohort opens.
interest-ended = You no longer wait for this course.
interest-waiting = You have waited for a new cohort since { $since }: { $place }; form: { $form }.
interest-waiting-from = You have waited for a new cohort since { $since } (from { $month } on): { $place }; form: { $form }.
interest-me = Courses you wait for
interest-me-open = There are open cohorts already

## For the coordinator
interest-demand = Who waits for the course
interest-demand-people = { $count ->
    [one] { $count } person waits for the course
   *[other] { $count } people wait for the course
 }
interest-demand-how = People are counted, not applications. Whoever has a seat, is in a queue or was asked into a cohort of this course is not among them.
interest-demand-none = Nobody waits here so far
interest-demand-none-hint = People put themselves down on the page of the course: “Tell me when it runs”.
interest-proposals = Cohorts that could be opened
interest-proposals-none = So many people are nowhere near each other yet. Try a smaller number.
interest-least = Least people for a cohort
interest-count = Count
interest-people = { $count ->
    [one] { $count } person waits
   *[other] { $count } people wait
 }
interest-prepare = Prepare a cohort
interest-regions = Where they wait
interest-waiting-people = People
