# Sessions: names of fields.

session-title-uk = Topic in Ukrainian
session-title-en = Topic in English
session-unit-id = Unit
session-on = Day
session-from = Starts at
session-from-hint = For example, 10:00
session-to = Ends at
session-to-hint = A time before the start means the next day
session-zone = Local time, time zone { $zone }.
session-venue = Place
session-link = Link
session-link-short = link
session-link-hint = Begins with https://. Only participants will see it
session-times = How many sessions
session-times-hint = More than one repeat every week at the same time
session-makes-up = This session makes up time that was lost to an interruption. The participants get a letter.
