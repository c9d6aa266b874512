# Pages about the site itself: help, personal data, accessibility. Empty lines part paragraphs, items begin with "– ".

## Help
about-help-title = Help
about-help-lead = Answers to what is asked most.
about-help-apply = How to get into a course
about-help-apply-text =
    – Choose a course in the catalogue and, on its page, a cohort that takes applications.
    – Sign in or register: you need your name and your work e-mail.
    – Apply. If a seat is free, it is yours; if not, you join the waiting list and are told by e-mail when a seat becomes free.
about-help-attend = How attendance is counted
about-help-attend-text =
    The trainer marks who is present at every session. You see the mark under "My training". If it is wrong, tell the trainer: corrections are recorded with a reason, and the earlier mark stays in the history.
about-help-certificate = How to get and check a certificate
about-help-certificate-text =
    A certificate is issued once the completion rule of the course is met; the rule stands on the page of the course. You are told by e-mail, and the document can always be downloaded under "My training".

    Anybody can check a certificate by the code or QR on it: the page "Verify" shows what exactly is confirmed and whether the document is valid.
about-help-mail = The e-mail does not arrive
about-help-mail-text =
    – Wait 10 minutes and look into the spam folder.
    – Check the address: no spaces, and no Cyrillic letters that look like Latin ones.
    – If it still does not come, ask the coordinator, who sees what happened to each message.
about-help-contact = Whom to ask
about-help-contact-text = For anything about the training, write to the coordinator of your cohort: the contact is on the page of the cohort and in every e-mail.
about-contact = E-mail of the site: { $email }

## Personal data
about-privacy-title = Personal data
about-privacy-lead = Which data about you this site processes, why, and what you can do about it.
about-privacy-who = Who is responsible
about-privacy-who-text =
    The controller of personal data is the organization that runs the training program. It is named on the page of the course and on the certificate.
about-privacy-what = Which data, and why
about-privacy-what-text =
    – Surname, given name, patronymic and their Latin spelling: to keep the lists of a cohort and to issue the certificate.
    – E-mail: so that you can sign in and receive messages about the training.
    – Employer, position, hromada: to share out seats and to report results by hromada.
    – Applications, attendance, results, certificates: to confirm the training.
    – What you write when you announce an absence or appeal against a mark, and a document if you add one: to decide on it.

    We do not ask for a passport, a tax number, a date of birth or a photo.
about-privacy-law = On what ground
about-privacy-law-text =
    The ground is making and keeping the agreement on training, and the duty to train officials (Law of Ukraine "On Protection of Personal Data", article 11).
about-privacy-see = Who sees them
about-privacy-see-text =
    – Trainers: names and attendance of their own cohorts only, and what you ask about their sessions.
    – The HR service of your authority: your training, but not why you were away, nor your documents.
    – The program coordinator: what running the program takes.
    – Everybody else: totals without names. Whoever has the code of a certificate sees what stands on the certificate itself.

    No public page has lists of participants, exact addresses of future sessions, or links to them.
about-privacy-rights = Your rights
about-privacy-rights-text =
    You can see the data about you free of charge, have them corrected, object to their processing or ask for their erasure. Records of issued certificates are kept even when an account is erased, because issued documents have to be accounted for.

    You can complain to the Ukrainian Parliament Commissioner for Human Rights or to a court.
about-privacy-cookies = Cookies
about-privacy-cookies-text =
    Only what is needed: being signed in, the chosen language, a short message after an action. No counters, no advertising, no request to any other site.

## Accessibility
about-accessibility-title = Accessibility of this site
about-accessibility-lead = We want everybody to be able to use the site: by keyboard, with a screen reader, enlarged, on an old phone.
about-accessibility-level = What we aim at
about-accessibility-level-text =
    The site is developed to DSTU EN 301 549:2022 and WCAG 2.2, levels A and AA.

    – Everything works by keyboard and without scripts.
    – Pages need no sideways scrolling on a screen 320 pixels wide and at 400 % zoom.
    – States are marked by a word and a shape, never by color alone.
    – Dark theme, higher contrast and the system colors of your device are honored.
about-accessibility-gaps = What is not yet as it should be
about-accessibility-gaps-text =
    – The API documentation page is made by a third-party tool and has not been tested with all screen readers. The same description is available as a file.
    – Wide tables of figures turn into lists on a phone; to compare rows, downloading the CSV is easier.
about-accessibility-method = How this was tested
about-accessibility-method-text =
    Self-evaluation: automatic checks of pages in both languages and a review of their look on screens 360 and 1280 pixels wide. There has been no independent audit yet.

    This statement was made on { $date }.
about-accessibility-contact = Tell us about a barrier
about-accessibility-contact-text = Write which page it was and what stood in the way. If the site keeps you from doing something, the program coordinator will do it with you in another way.
