# Interruptions of sessions: what stopped them, what counts, making up.

interruption-cause = Cause
interruption-cause-air-raid-alert = air-raid alert
interruption-cause-power = no power
interruption-cause-connection = no connection
interruption-cause-other = other cause

## The register
interruption-pause = Pause the session
interruption-pause-hint = The interruption begins now. Choose its cause:
interruption-resume = Go on with the session
interruption-lasts = The session has been paused since { $since }: { $cause }.
interruption-counts-partly = { $held } of { $planned } minutes count
interruption-counts-not = the session does not count
interruption-proposal = The lost time should be made up. We propose { $day }, { $from }–{ $to }.
interruption-proposal-none = The lost time should be made up, but the timetable has no free day before the cohort ends.
interruption-make-up = Plan a make-up session
interruption-made-up = Made up: { $when }.
interruption-link = Interruptions of the session

## The page of interruptions
interruption-title = Interruptions: { $title }
interruption-list = Interruptions of the session
interruption-none = There were no interruptions
interruption-none-hint = If the session was stopped and you could not note it in time, write it down below.
interruption-when = When
interruption-span = { $from }–{ $to }
interruption-span-open = since { $from }, lasts
interruption-mend = Correct
interruption-mend-this = Correct: { $when }
interruption-mend-title = Correct an interruption
interruption-mend-lead = What was noted before stays in the history, with the reason for the change.
interruption-note = Note an interruption
interruption-note-save = Note
interruption-began-at = Began at
interruption-ended-at = Ended at
interruption-ended-at-hint = Leave empty if it lasts
interruption-reason = Why do you change it?
interruption-reason-hint = Shown in the history of the session
interruption-withdraw = There was no such interruption
interruption-withdrawn = No such interruption: { $said }
interruption-end = Real end of the session
interruption-ended = Noted: { $when }.
interruption-real-end = When the session ended
interruption-real-end-hint = Only if not as planned. Time after the plan makes up for what was lost
interruption-history = History of interruptions

## The rule
interruption-rule = An interruption that begins in the last { $final } min, or lasts no longer than { $overrun } min from the start, takes nothing away. If it lasts longer from the start, the session does not count.
interruption-earlier-rule-partly = After other interruptions that are not made up, only the rest of the time counts.
interruption-earlier-rule-not-held = After other interruptions that are not made up, the session does not count.
interruption-rule-source = Basis: { $source }.
interruption-rule-default = The default rule, after the regulation of the Kyiv-Mohyla academy.
interruption-rule-change = Change the rule
interruption-policy-title = How interrupted sessions count
interruption-policy-from-now = A new rule counts for sessions that begin after it is saved. What was counted before stays.
interruption-final-minutes = Last minutes of a session
interruption-final-minutes-hint = An interruption that begins in them takes nothing away
interruption-overrun-minutes = Minutes after the start
interruption-overrun-minutes-hint = If an interruption from the start lasts longer, the session does not count
interruption-earlier = Other interruptions that are not made up
interruption-earlier-partly = count the rest of the time
interruption-earlier-not-held = do not count the session
interruption-source = The document behind it
interruption-source-hint = Name, date and number of the order or regulation
interruption-policy-save = Save the rule
interruption-policy-all = Earlier rules
interruption-policy-since = Counts since { $when }

## What was just done
interruption-paused-flash = The session is paused.
interruption-resumed-flash = The session goes on.
interruption-noted-flash = The interruption has been noted.
interruption-corrected-flash = The interruption has been corrected.
interruption-ended-flash = The end has been noted.
interruption-policy-flash = The rule has been saved.
