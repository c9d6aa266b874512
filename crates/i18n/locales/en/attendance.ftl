# Registers: marks, closing and reopening; the trainer's pages.

attendance-kind-present = present
attendance-kind-late = late
attendance-kind-excused = excused
attendance-kind-absent = absent
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
attendance-teach-take = Take attendance

## The register
attendance-title = Register: { $title }
attendance-bar = { $marked } of { $people } marked
attendance-state = Register { $state }
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
attendance-everyone = Mark everyone else present
attendance-everyone-hint = Then change the few who were late or absent.
attendance-empty = Nobody holds a seat yet
attendance-empty-hint = As soon as seats are confirmed, people stand here.
attendance-not-begun = The register can be closed once the session has begun.
attendance-cancelled = This session was cancelled; no attendance is taken.
attendance-closed = The register is closed. To correct a mark, the coordinator has to reopen it.
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
attendance-page-range = Page by surname
attendance-history = Closings and reopenings

## What was just done
attendance-saved-flash = The marks have been saved.
attendance-everyone-flash = Everyone without a mark is now present.
attendance-closed-flash = The register is closed.
attendance-reopened-flash = The register is open again.
