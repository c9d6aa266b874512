# Taking in tables of people and enrollments: what is wrong with a file (import-flaw-…), with a row (import-fault-…), and the pages.

import-flaw-empty = The file is empty. Choose the file with the table.
import-flaw-too-large = The file is larger than { $most } MB. Split it into parts.
import-flaw-old-workbook = This is a workbook of the old format (.xls). Save it as .xlsx or .csv.
import-flaw-not-text = This is neither a workbook (.xlsx) nor text (.csv). Save the table in one of these formats.
import-flaw-open-quote = A quotation mark opens a cell and is never closed. Delete it or close it.
import-flaw-damaged = The file is damaged: { $detail }. Save it anew in the table program.
import-flaw-bomb = The file unfolds into more than any table of ours holds. Save only the sheet with the table.
import-flaw-too-costly = Reading the file took more memory or time than a table needs. Save only the sheet with the table, as .csv.
import-flaw-too-many-cells = The table has more than { $most } filled cells. Split it into parts.
import-flaw-too-wide = A row has more than { $most } columns. Save only the table.
import-flaw-too-long = A cell has more than { $most } characters. Shorten it.
import-flaw-too-many-rows = The table has more than { $most } rows. Split it into parts.
import-flaw-no-sheet = The workbook has no sheet.
import-flaw-no-heading = No row has the titles of the columns. The first row of the table must name them: { $columns }.
import-flaw-columns-missing = These columns are missing: { $columns }. Add them to the heading.
import-flaw-column-twice = The column “{ $title }” stands twice. Keep one of them.
import-flaw-no-rows = There are no rows under the heading.
import-flaw-at-row = Row { $row }. { $flaw }

import-fault-repeated = row { $row } of the file speaks of the same. Keep one of them
import-fault-ambiguous = several organizations go by this. Write the number of the register (EDRPOU) or the id
import-fault-not-yours = this row is not yours to send: you may add, change and nominate the people of your own organization, and mark people in the sessions that you teach or run
import-fault-in-column = { $column }: { $fault }

import-verdict-new = new
import-verdict-changed = changed
import-verdict-same = no change
import-verdict-faulty = to be mended

import-kind-people = People
import-kind-enrollments = Enrollments
import-kind-nominations = Nominations

import-state-received = waits to be checked
import-state-checking = is being checked
import-state-checked = checked, nothing is written yet
import-state-committing = is being written
import-state-committed = written
import-state-refused = refused, nothing is written
import-state-discarded = thrown away, nothing was written

import-done = { $kind }: { $rows } rows. New: { $new }, changed: { $changed }, no change: { $same }.
import-dry-run = Nothing was written: this was a dry run.
import-nothing-written = Nothing was written: { $faulty } of { $rows } rows have to be mended.
import-row = Row { $row }: { $fault }
import-ignored = Passed over: { $columns }.

import-title = Tables in and out
import-lead = Send a table. Every row gets a verdict first; nothing is written before you say so, and then all of it at once.
import-kind = What the rows are
import-kind-hint = People: columns email, family_name, given_name and more. Enrollments: columns cohort and email. Nominations: cohort and email, and the names of people we do not know yet. Marks: cohort, session (its start), email or line_code, then status, minutes, came_at, left_at. Interruptions: cohort, session or organization, began_at, ended_at, cause; without a cause it is an air-raid alert.
import-file = File
import-file-hint = .xlsx, or .csv with semicolons, commas or tabs; at most 10 MB and 100,000 rows. An empty cell changes nothing, and nobody is ever removed.
import-send = Send and check
import-sent = Files sent
import-none = No file was sent yet
import-none-hint = Here you will see how each file stands.
import-when = Sent
import-state = State
import-show-title = File { $name }
import-progress = { $rows ->
    [one] { $rows } row looked at so far.
   *[other] { $rows } rows looked at so far.
}
import-refresh = See how far it is now
import-ready = Every row can be taken. New: { $new }, changed: { $changed }.
import-commit = Write all rows
import-mend-first = Rows to be mended: { $faulty }. Nothing is written before. Open a row by its number, or mend the file and send it again.
import-nothing-new = Everything in this file is known already. There is nothing to write.
import-report = All verdicts as CSV
import-report-faulty = Only the rows to be mended, as CSV
import-send-mended = Send the mended file
import-discard = Throw the file away
import-discard-title = Throw the file away?
import-discard-consequence = The rows that were checked will be gone, and nothing of this file will be written. It can be sent again.
import-written = Written. New: { $new }, changed: { $changed }.
import-rows = Rows
import-tabs = Rows by verdict
import-all-rows = all
import-rows-none = There are no such rows.
import-row-number = Row
import-verdict = Verdict
import-row-title = Row { $row }
import-mend = Mend and check
import-leave-out = Leave this row out
import-flash-received = The file is here and is being checked.
import-flash-committing = The rows are being written.
import-flash-discarded = The file was thrown away. Nothing was written.
import-flash-mended = The row is mended.
import-flash-left-out = The row was left out.
import-progress-writing = { $done } of { $rows } rows are ready to be written.
import-progress-leave = You may leave this page and come back: it goes on without you.

import-kind-marks = Marks
import-kind-interruptions = Interruptions
import-about = Rows that name no session speak of this one: { $session }.
import-marks-table = Marks of all sessions as a table
import-marks-send = send the filled one
import-session-send = Take marks or interruptions from a file
import-fault-ambiguous-session = several sessions of the cohort begin then. Write the time of the start, too, or the id of the session
import-fault-ambiguous-line = two people share this code. Write the e-mail address
