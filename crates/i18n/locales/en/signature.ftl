# Signature sheets: the document itself (signature-sheet-…) and the links to it.

signature-sheet-title = Signature sheet: cohort { $code }, { $day }
signature-sheet-title-cohort = Signature sheets: cohort { $code }
signature-sheet-as-of = List as of { $moment }
signature-sheet-session = Session
signature-sheet-when = When
signature-sheet-cohort = Cohort
signature-sheet-trainers = Trainers
signature-sheet-number = No.
signature-sheet-name = Surname and given name
signature-sheet-code = Line code
signature-sheet-came = Came at
signature-sheet-left = Left at
signature-sheet-signature = Signature
signature-sheet-page = Page
signature-sheet-of = of
signature-sheet-note = { $count ->
    [one] { $count } person is on the list.
   *[other] { $count } people are on the list.
} Whoever came and is not on it writes their name into a line with a plus sign.

signature-link = Signature sheet (PDF)
signature-link-other = in Ukrainian
signature-link-cohort = Signature sheets for all sessions (PDF)
