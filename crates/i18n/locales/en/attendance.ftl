# Registers: marks, closing and reopening; the trainer's pages.

attendance-kind-present = present
attendance-kind-late = late
attendance-kind-excused = excused
attendance-kind-absent = absent
attendance-kind-check-in = came
attendance-kind-check-out = left
attendance-kind-minutes = minutes counted
attendance-kind-correction = correction
attendance-register-open = open
attendance-register-closed = closed
attendance-register-reopened = reopened
attendance-minutes = { $count ->
    [one] { $count } minute credited
   *[other] { $count } minutes credited
 }

## Overview
attendance-teach-title = My sessions
attendance-teach-today = Today
attendance-teach-today-empty = No session today
attendance-teach-today-empty-hint = Sessions of your cohorts stand here on their day.
attendance-teach-open = Registers still open
attendance-teach-open-empty = Every register is closed
attendance-teach-open-empty-hint = A register stands here from the start of its session until you close it.
attendance-teach-next = The next seven days

## The register
attendance-title = Register: { $title }
attendance-bar = { $marked } of { $people } marked
attendance-people = People, by surname
attendance-person = Person
attendance-mark = Mark
attendance-minutes-label = Minutes, if counted
attendance-minutes-for = Minutes present: { $name }
attendance-reason = Reason for changes
attendance-reason-hint = Needed only where you change a mark that stands already.
attendance-reason-mistake = Mistake when marking
attendance-reason-late-news = Learned of it later
attendance-reason-document = A document was shown
attendance-reason-technical = Technical trouble
attendance-save = Save
attendance-more = Other things to do
attendance-everyone = Mark everyone else present
attendance-empty = Nobody holds a seat yet
attendance-empty-hint = As soon as seats are confirmed, people stand here.
attendance-not-begun = The register can be closed once the session has begun.
attendance-cancelled = This session was cancelled; no attendance is taken.
attendance-closed = The register is closed. To correct a mark, open the person’s marks and propose a correction; another person confirms it.
attendance-close = Close the register
attendance-close-title = Close the register?
attendance-close-all = Everyone is marked.
attendance-close-missing = { $count ->
    [one] { $count } person has no mark and counts as not having been there.
   *[other] { $count } people have no mark and count as not having been there.
 }
attendance-close-lead = After that only the coordinator can reopen it, with a reason.
attendance-close-confirm = Yes, close
attendance-reopen = Reopen the register
attendance-reopen-reason = Why is it reopened?
attendance-conflict = Somebody else marked these people meanwhile. Nothing of theirs was overwritten: compare, choose, and save again.
attendance-conflict-yours = yours: { $mark }
attendance-conflict-theirs = stands: { $mark }
attendance-refused = These marks were not taken
attendance-person-history = Marks: { $name }
attendance-history = Closings and reopenings

## What was just done
attendance-saved-flash = The marks have been saved.
attendance-everyone-flash = Everyone without a mark is now present. Change the few who were late or absent.
attendance-closed-flash = The register is closed.
attendance-reopened-flash = The register is open again.

## Marks that differ
attendance-disputes = Marks that somebody has to decide on
attendance-disputes-lead = Nothing was overwritten. Choose what stands; the other marks stay in the history, set aside.
attendance-stands = What stands?
attendance-dispute-stands = stands now
attendance-dispute-made = { $who }, made { $made }, arrived { $arrived }
attendance-dispute-late = { $who }, made { $made }, arrived { $arrived } when the register was closed
attendance-dispute-none = None of these
attendance-settlement = Why?
attendance-settle = Decide
attendance-settled-flash = Decided. The other marks stay in the history.
attendance-find = Find a person
attendance-find-go = Show
attendance-rule = Counted by rule { $version } since { $since }
attendance-rule-text = The mark that nobody replaced stands. “Present” is the whole planned time, “late” the same less 15 minutes, unless minutes were counted or check-ins and check-outs measured them; “excused” and “absent” are none. Nothing counts beyond the planned time. If the session was stopped, check-ins count for the minutes that were taught; a stop that takes nothing away counts for whoever was there when it began or when the session went on. If two people marked differently without knowing of each other, both marks are kept and somebody decides. The order in which marks arrive does not matter. Marks made by rule 1 keep their meaning: the last to arrive stands. So do check-ins made by rule 2: they count for as many minutes as were taught, whichever these were. Who checks in by a code or a word before the start is counted from the start; what was scanned more than an hour before it, when the session stood at another time, counts for nothing.

## On a device
attendance-roll = One person at a time
attendance-roll-back = Back
attendance-roll-next = Next
attendance-roll-title = Roll call: { $title }
attendance-roll-end = Everyone was called.
attendance-grid = All sessions of the cohort
attendance-grid-title = Attendance: { $code }
attendance-grid-lead = One column for each session, one row for each person. A heading leads to its register.
attendance-grid-sum = Minutes
attendance-device-title = Registers on this device
attendance-device-lead = Mark as usual, with a network or without: everything is kept on this device, and delivered as soon as the server can be reached.
attendance-device-nobody = Nobody is signed in on this device. Sign in when there is a network.
attendance-device-script = Without scripts this page needs a network.
attendance-device-nothing = No register is kept on this device. Open “My sessions” once where there is a network.
attendance-device-waiting = { $count } not yet delivered since { $time }
attendance-device-delivered = Everything is delivered
attendance-device-offline = no connection
attendance-device-sign-in = Sign in to deliver
attendance-device-at-once = Changed while marking
attendance-device-full = This device is full, so the mark was not kept. Free some space, or write it down on paper.
attendance-device-not-kept = The mark could not be kept on this device. Write it down on paper and reload the page.
attendance-device-leave = Not yet delivered: { $count }. These marks stay on this device and are delivered when you sign in here again. Sign out all the same?
attendance-device-place = { $number } of { $all }
attendance-device-dismiss = Remove

## People who are not on the list
attendance-walk-ins = Here, but not on the list
attendance-walk-in = Name or code
attendance-walk-in-hint = Nobody is sent away: write the name down now, and say later who it was.
attendance-walk-in-add = Write down
attendance-walk-in-flash = Written down.
attendance-walk-in-merge = This is the person
attendance-walk-in-merged = Found to be somebody on the list
attendance-who = Name or e-mail on the list
attendance-who-was = Who was “{ $name }”?
attendance-merged-flash = Joined; both histories stay.
attendance-close-disputed = { $count ->
    [one] The marks of { $count } person differ; decide first.
   *[other] The marks of { $count } people differ; decide first.
 }
attendance-device-little = this device is almost full
