# Completion: the verdict, what is missing, and whether one can still pass.

completion-state-completed = completed
completion-state-in-progress = under way
completion-state-not-completed = not completed

## What is missing
completion-nothing-planned = No session is planned yet.
completion-make-up-owed = { $minutes ->
    [one] { $minutes } minute was lost to interruptions and is not made up yet.
   *[other] { $minutes } minutes were lost to interruptions and are not made up yet.
 }
completion-minutes-missing = { $missing ->
    [one] { $missing } minute of attendance is missing
   *[other] { $missing } minutes of attendance are missing
 }; open sessions can still bring { $available }.
completion-registers-open = { $count ->
    [one] { $count } register is still open.
   *[other] { $count } registers are still open.
 }
completion-score-missing = There is no final score yet; at least { $required } is needed.
completion-score-too-low = The final score is { $score }; at least { $required } is needed.

## Can I still pass
completion-me-completed = You have met the rule of the course. The certificate is issued by the coordinator.
completion-me-in-progress = You can still complete this course.
completion-me-not-completed = The rule of the course cannot be met in this cohort any more.
completion-rule = Rule: at least { $percent } of the planned time.
completion-rule-score = Rule: at least { $percent } of the planned time and a final score of at least { $score }.

## The cohort's table
completion-title = Completion: { $code }
completion-lead = { $completed } of { $people } have met the rule.
completion-name = Name
completion-minutes = Minutes
completion-minutes-of = { $credited } of { $required }
completion-score = Final score
completion-verdict = Verdict
completion-missing = What is missing
completion-score-save = Save
completion-score-for = Final score: { $name }
completion-saved-flash = The final score has been saved.
completion-empty = Nobody holds a seat yet
completion-empty-hint = Verdicts stand here as soon as seats are confirmed.
completion-carried = { $count ->
    [one] { $count } minute of it was attended in another cohort and counts here.
   *[other] { $count } minutes of it were attended in another cohort and count here.
 }
completion-ways = Where minutes can still be had
completion-needed = not to be missed
completion-unfilled = over, its register is not filled yet
completion-elsewhere-title = Finish in another cohort
completion-elsewhere = Cohort { $code }, { $dates }: { $credited } minutes count there at once, its sessions can bring { $available } more, { $required } are needed.
completion-elsewhere-go = Go on in cohort { $code }
