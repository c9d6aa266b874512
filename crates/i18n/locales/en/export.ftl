# Tables that are taken away.

export-title = Tables to take away
export-lead = These files have the right columns, and can be mended and sent again. They hold only what you have the right to see.
export-take = Download
export-gather = Gather the table
export-gather-cohort = Gather the marks of the cohort
export-long = A table of more than { $rows } rows is gathered in parts first. You can leave the page: it is gathered without you.
export-own = Your tables
export-asked = Asked for
export-state-waiting = waits its turn
export-state-gathering = being gathered
export-state-ready = ready
export-state-stopped = stopped
export-state-discarded = deleted by you
export-state-expired = no longer kept
export-show-title = Table: { $what }
export-counted = { $done } of about { $rows } rows gathered
export-rows = { $count ->
    [one] The table has { $count } row.
   *[other] The table has { $count } rows.
 }
export-kept = The table holds personal data, so it is kept only until { $moment }, and only you can download it.
export-take-xlsx = Download XLSX
export-take-csv = Download CSV
export-stop = Stop and delete
export-discard = Delete now
export-again = Gather again
export-ended-stopped = Your rights changed while the table was being gathered. Nothing of it was kept, so that the table does not mix what different rights show.
export-ended-discarded = You deleted this table.
export-ended-expired = The table was kept for a day, or a newer one has taken its place.
export-flash-discarded = The table is deleted.
