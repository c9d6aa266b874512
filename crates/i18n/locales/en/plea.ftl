# Absences announced in advance, and appeals against marks.

plea-kind-absence = Absence
plea-kind-appeal = Appeal
plea-ask-absence = Announce an absence
plea-ask-appeal = Appeal against the mark
plea-lead-absence = A trainer or the coordinator decides, and you will get a letter. The time of a missed session is not credited, even if you are excused.
plea-lead-appeal = Where possible, somebody else than who made the mark decides. You will get a letter. You can appeal while the register is open and for { $days } after it is closed.
plea-lead-appeal-until = Where possible, somebody else than who made the mark decides. You will get a letter. You can appeal until { $until }. The register is closed already, so a second person has to confirm a change.
plea-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
 }
plea-stands-now = The register says now: { $mark }
plea-stands = In the register
plea-text = Explanation
plea-text-hint = The trainers and the coordinator of the cohort read it
plea-document = Number of a document
plea-document-hint = Number and date of a document, or where it can be seen
plea-file = The document as a file
plea-file-hint = A PDF, JPEG or PNG of up to 5 MB. Only you and those who decide will see it
plea-send = Send
plea-made = Sent
plea-read = Look at the request
plea-state-waiting = waits for a decision
plea-state-granted = granted
plea-state-refused = refused
plea-state-proposed = granted, waits for a second person to confirm it
plea-state-unconfirmed = not confirmed by the second person
plea-agenda = Waits for your decision
plea-agenda-corrections = { $count ->
    [one] { $count } correction of a closed register
   *[other] { $count } corrections of a closed register
 }
plea-waiting = Requests that wait for a decision
plea-closed = The register is closed: if you grant this, a second person still has to confirm the change.
plea-verdict = Decision
plea-decide-absence-granted = Excuse the absence
plea-decide-absence-refused = Refuse
plea-decide-appeal-granted = Change the mark
plea-decide-appeal-refused = Leave it as it is
plea-decide = Save the decision
plea-mark = What should the register say?
plea-mark-hint = Only if you change the mark
plea-minutes = Minutes present
plea-reason = Reason for the decision
plea-reason-hint-absence = The person reads it in the letter. A refusal needs one
plea-reason-hint-appeal = The person reads it in the letter
plea-sent-flash = Sent. You will get a letter about the decision.
plea-decided-flash = The decision is saved.
