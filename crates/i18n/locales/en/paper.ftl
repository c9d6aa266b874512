# Entering signature sheets from paper.

paper-link = Enter a signed sheet
paper-title = Signed sheet: { $title }
paper-lead = Tick everyone who signed, or type the line codes. You see what follows before anything is saved.
paper-closed = The register is closed: what you enter is proposed as corrections, and counts once another person confirms them.
paper-codes = Line codes
paper-codes-hint = One after another, with blanks or line breaks between them. A scanner can type them too. Capital or small letters, with or without the hyphen.
paper-lines = Who signed?
paper-lines-hint = In the order of the printed sheet. If nearly everyone signed, press “All signed” and take away the exceptions.
paper-walk-ins = Names added by hand
paper-walk-ins-hint = From the lines with a plus sign, one name a line. Later you say in the register who they are.
paper-others-absent = Everybody else was absent
paper-look = See what follows
paper-all = All signed
paper-none = Nobody signed
paper-look-title = Check before saving
paper-meaning-signed = { $count ->
    [one] { $count } person signed and will be marked present
   *[other] { $count } people signed and will be marked present
 }
paper-meaning-known = { $count ->
    [one] { $count } person signed and has that mark already
   *[other] { $count } people signed and have that mark already
 }
paper-meaning-changed = { $count ->
    [one] { $count } person signed, but the register says they were not there. This will be changed
   *[other] { $count } people signed, but the register says they were not there. This will be changed
 }
paper-meaning-absent = { $count ->
    [one] { $count } person did not sign and will be marked absent
   *[other] { $count } people did not sign and will be marked absent
 }
paper-meaning-unsigned = { $count ->
    [one] { $count } person did not sign, but is marked as there. The mark stays
   *[other] { $count } people did not sign, but are marked as there. The marks stay
 }
paper-meaning-blank = { $count ->
    [one] { $count } person did not sign. Nothing will be marked
   *[other] { $count } people did not sign. Nothing will be marked
 }
paper-walk-ins-new = { $count ->
    [one] { $count } name will be written down as not on the list
   *[other] { $count } names will be written down as not on the list
 }
paper-unread = { $count ->
    [one] { $count } code was not read. Compare it with the sheet, or save without it.
   *[other] { $count } codes were not read. Compare them with the sheet, or save without them.
 }
paper-unread-not-a-code = this is no line code; it has six characters, like 7K3-Q9P
paper-unread-mistyped = one of the characters is wrong
paper-unread-unknown = on no sheet of this cohort, or the person no longer holds a seat
paper-unread-ambiguous = two people share this code; tick the right one in the list
paper-unread-elsewhere = on the sheet of another session of the cohort
paper-elsewhere = These codes stand on the sheet of another session ({ $session }):
paper-elsewhere-go = Enter them there
paper-nothing = There is nothing to save.
paper-overtaken = Somebody else marked these people meanwhile. Look again before you save.
paper-save = Save
paper-back = Change
paper-reason = Signature on the paper sheet
paper-saved-flash = The sheet has been entered.
paper-proposed-flash = The corrections have been proposed; another person confirms them.
