# Minutes from reports of online meetings.

meeting-log-link = Minutes from a meeting report (Zoom, Teams, Meet)
meeting-log-title = Meeting report: { $title }
meeting-log-lead = Send the list of participants that Zoom, Microsoft Teams or Google Meet saved. You see who was recognized, and for how long they were there, before anything is saved.
meeting-log-file = The report
meeting-log-file-hint = A CSV file with the times of joining and leaving, up to 1 MB. Times without a zone are read on the clock of the session.
meeting-log-send = Read
meeting-log-help = Where to find the report
meeting-log-help-zoom = Reports → Usage → the number of participants → Export. Leave “Show unique users” off, so that every visit has its times.
meeting-log-help-teams = The meeting’s Attendance tab → Download. The file is taken as it is.
meeting-log-help-meet = Open the attendance report from the organizer’s e-mail as a table, then File → Download → CSV.
meeting-log-look-title = Check before saving
meeting-log-recognized = { $count ->
    [one] { $count } person was recognized.
   *[other] { $count } people were recognized.
 }
meeting-log-open = { $count ->
    [one] { $count } participant was not: say who it is, or leave it open.
   *[other] { $count } participants were not: say who they are, or leave them open.
 }
meeting-log-flawed = { $count ->
    [one] { $count } row could not be read and is left out:
   *[other] { $count } rows could not be read and are left out:
 }
meeting-log-flaw-row = row { $row }, { $column }: { $fault }
meeting-log-column-joined = time of joining
meeting-log-column-left = time of leaving
meeting-log-column-duration = duration
meeting-log-column-action = joined or left
meeting-log-flaw-workbook = This is a workbook. Save it as CSV (separated text) and send that file.
meeting-log-flaw-no-heading = No table with names and times of joining was found. In Zoom leave “Show unique users” off; from Teams and Meet send the file as it was saved.
meeting-log-participants = Participants
meeting-log-participant = Participant
meeting-log-time = In the meeting
meeting-log-visits = { $count ->
    [one] { $count } visit
   *[other] { $count } visits
 }
meeting-log-who = Who it is
meeting-log-who-is = Who is “{ $name }”?
meeting-log-who-open = Not decided
meeting-log-who-walk-in = Not on the list: write down
meeting-log-who-nobody = Nobody: host, bot, second screen
meeting-log-by-email = by e-mail
meeting-log-by-name = by name
meeting-log-by-choice = as chosen
meeting-log-effect = In the register
meeting-log-effect-known = no change
meeting-log-effect-outside = not there during the session
meeting-log-effect-changed = { $before } → { $after }
meeting-log-walk-ins = Will be written down as not on the list:
meeting-log-nothing = There is nothing to save.
meeting-log-save = Save
meeting-log-again = Look again
meeting-log-other = Another file
meeting-log-reason = Report of the online meeting
meeting-log-saved-flash = The minutes have been saved.
