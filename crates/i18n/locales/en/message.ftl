# A coordinator's messages to people of a cohort.
message-title = Messages
message-new = Write a message
message-to-person = Write to this person
message-empty = No messages yet
message-empty-more = You will see here what was written to whom and when, and whether the letters arrived.
message-groups = To
message-group-confirmed = seat confirmed
message-group-not-reconfirmed = asked whether they still come, not answered yet
message-group-waitlisted = on the waiting list
message-group-applied = waiting for a decision
message-group-offered = seat offered
message-group-nominated = named by their employer, not answered yet
message-group-of = { $group }: { $people }
message-to = To: { $name }
message-to-one = one person
message-recipients = Recipients
message-author = Written by
message-sent-at = When
message-subject = Subject
message-languages = Fill in one language at least. If the other is missing, everybody gets the letter in the one there is.
message-in-uk = In Ukrainian
message-in-en = In English
message-subject-uk = Subject in Ukrainian
message-body-uk = Text in Ukrainian
message-subject-en = Subject in English
message-body-en = Text in English
message-body-hint = Text only; an empty line begins a new paragraph. We add the course, the dates, your name and the link to the person's training below.
message-placeholders = What can be filled in
message-look = Look before sending
message-confirm-title = Check and send
message-people = { $count ->
    [one] { $count } person
   *[other] { $count } people
 }
message-read-uk = { $count } Ukrainian
message-read-en = { $count } English
message-by-language = Languages people read: { $uk }, { $en }.
message-must-have = { $count ->
    [one] { $count } person gets it at once: they hold a seat or are asked about one.
   *[other] { $count } people get it at once: they hold a seat or are asked about one.
 }
message-optional = { $count ->
    [one] For { $count } person this is news: it comes the way they chose for optional mail.
   *[other] For { $count } people this is news: it comes the way they chose for optional mail.
 }
message-unwanted = { $count ->
    [one] { $count } of them wants no such mail and will not get it.
   *[other] { $count } of them want no such mail and will not get it.
 }
message-unreachable = { $count ->
    [one] It will not reach { $count } person: the address takes no mail, or the account is suspended.
   *[other] It will not reach { $count } people: the address takes no mail, or the account is suspended.
 }
message-fallback-uk = { $count ->
    [one] { $count } person reads English but gets it in Ukrainian: there is no English text.
   *[other] { $count } people read English but get it in Ukrainian: there is no English text.
 }
message-fallback-en = { $count ->
    [one] { $count } person reads Ukrainian but gets it in English: there is no Ukrainian text.
   *[other] { $count } people read Ukrainian but get it in English: there is no Ukrainian text.
 }
message-sample-uk = The letter in Ukrainian
message-sample-en = The letter in English
message-sample-of = As the person with the longest name will see it: { $name }
message-send = { $count ->
    [one] Send to { $count } person
   *[other] Send to { $count } people
 }
message-back = Change
message-sent-flash = The message is on its way.
message-fate = { $state }: { $count }
message-letters = Letters
message-letters-none = There are no such letters.
