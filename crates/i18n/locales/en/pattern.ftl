# What can be filled into a text.
pattern-placeholder-name = the person's name
pattern-placeholder-course = the title of the course
pattern-placeholder-cohort = the code of the cohort
pattern-placeholder-dates = the dates of the cohort and the first session
pattern-placeholder-place = the place; only those whose seat is confirmed see the exact address
pattern-placeholder-link = the link by which the person acts or reads on
pattern-placeholder-deadline = until when to answer or decide
pattern-placeholder-reason = the explanation why
pattern-placeholder-position = the place in the queue
pattern-placeholder-contact = whom to ask
pattern-placeholder-session = what the session is about
pattern-placeholder-time = when the session is
pattern-placeholder-number = the number of the certificate
pattern-placeholder-check = the link by which everybody can check the certificate
pattern-placeholder-people = how many people there are
pattern-placeholder-minimum = how many people it takes
