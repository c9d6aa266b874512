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

## Help for each role
about-help-roles = What you do here
about-help-picture = This is how the page looks in the demonstration, where people and events are made up.
about-help-first = First
about-help-steps = Step by step
about-help-doubts = What if…
about-help-open = Go to work
about-help-other = Help for others
about-help-official-title = You learn
about-help-official-lead = How to find a course, get a seat, attend, and receive a certificate.
about-help-official-first-text =
    Check your name, position, employer and hromada under "My details": they decide which cohorts take you, and the name is printed on the certificate.
about-help-official-steps-text =
    – Choose a course in the catalogue, a cohort on its page, and apply.
    – A letter says whether the seat is yours or you are in the queue. "My training" always shows the same.
    – If you are offered a seat, answer by the day that is named: after it, the seat goes to the next person.
    – Add "My calendar" to your phone: sessions that move will move in it by themselves.
    – At the session scan the code on the screen, or show the trainer the code you carry.
    – The page of your enrollment says what is still missing to complete the course.
    – The certificate is in "My certificates"; the code on it lets anybody check it.
about-help-official-doubts-text =
    – You cannot come? Announce the absence beside the session; a document is welcome, not required.
    – A mark is wrong? You can appeal against it at the same place, for as long as the cohort allows.
    – You cannot go on? "Leave the cohort" frees the seat for somebody who waits.
    – The power fails during a session? The trainer records an interruption; hours are counted by the rule that the register shows.
about-help-trainer-title = You teach
about-help-trainer-lead = How to mark who is present, without a network too, and close the register.
about-help-trainer-first-text =
    Open "Sessions" once while there is a network: the registers of today and the week ahead stay on the device and open without one.
about-help-trainer-steps-text =
    – Choose the session of today.
    – Show the code on the screen of the room: people check in by themselves. Or mark one person at a time, or mark everybody else as present at once.
    – Watch the bar at the bottom: it says how many are marked and how many marks are not delivered yet.
    – Write down whoever is not on the list at the end of the register; they are matched with an application later.
    – Begin and end an interruption with the button when there is an alert or no power: the minutes are counted for you.
    – After the session look through the register and close it.
about-help-trainer-doubts-text =
    – No network? Go on marking: the marks wait on the device and are delivered as soon as there is one. Do not sign out while the bar says that some are not delivered.
    – A mistake? Before the register is closed, choose again. Afterwards a correction takes a reason, and the earlier mark stays in the history.
    – Two people marked differently? The register shows the dispute: say what really was, and why.
    – Only paper? Print the sheet to sign; later enter the signatures by the codes on it, or send the marks as a table.
about-help-officer-title = You look after staff
about-help-officer-lead = How to nominate people and see what came of it.
about-help-officer-first-text =
    See whether everybody is in the list of people. Whoever is not can be nominated by name and e-mail.
about-help-officer-steps-text =
    – Nominate: choose a cohort, then the people. For many, a table is easier.
    – Everybody gets a letter and says yes or no. The page shows who opened it, who answered and who has a seat.
    – Applications that people made themselves wait under "Applications to approve". A "no" takes a reason.
    – Somebody cannot come? Until the day that is named, name a colleague instead: the seat is not lost.
    – Attendance and hours of your people stand together under "Attendance across all cohorts"; the table can be downloaded.
about-help-officer-doubts-text =
    – You will be away? Say who approves in your place, and until which day.
    – A letter did not arrive? The page says what the mail server answered; mend the address and send it again.
    – Somebody is silent? After the day that is named the seat goes on; until then you can ask again.
about-help-manager-title = You run a program
about-help-manager-lead = From a new course to issued certificates.
about-help-manager-first-text =
    Program, course and cohort become visible one after another: publish the program, then the course, then the cohort. Until then only you see them.
about-help-manager-steps-text =
    – On the page of the program add a course: what people will be able to do, hours by unit, the completion rule.
    – On the page of the course add a cohort: dates, seats, who approves, when enrollment closes.
    – Add sessions one by one or as a series: before anything is saved you see what overlaps and where the room is too small.
    – Set quotas and requirements, name trainers, publish the cohort.
    – Decide on applications one by one, or tick many and decide at once.
    – When the registers are closed, "Results" says who has completed and what the others lack.
    – "Certificates": look at the list and a sample, then issue. What is issued is never deleted: it is replaced or revoked, with a reason.
about-help-manager-doubts-text =
    – A session moves? Change it: the page shows who will get a letter before anything changes.
    – Too few people? The page of the cohort reminds you of the least number and the day of the decision.
    – A letter did not leave? The list of mail shows what became of each and lets you send it again.
    – A seat is free? It is offered to the first in the queue without you.
about-help-analyst-title = You report
about-help-analyst-lead = How many people, from which hromadas, and whether that can be believed.
about-help-analyst-first-text =
    People and participations are two numbers: whoever took two courses is one person and two participations. In tables participations come first, people after the stroke.
about-help-analyst-steps-text =
    – "Results" begins with the way from application to certificate: where and how many are lost.
    – Choose what to show by: oblast, course, subject, program, funder, month.
    – Press the name of an oblast, then raion, hromada and organization, to go further down.
    – Download what you see as CSV: the numbers are the same.
    – Each number says as of when it is and how it was counted.
about-help-analyst-doubts-text =
    – A number differs from yesterday? It changes when registers are closed and certificates issued; compare the "as of".
    – Small numbers are missing on the public page? They are withheld so that nobody can be recognized.
    – A hromada is missing? Nobody from it has applied yet.
about-help-administrator-title = You administer
about-help-administrator-lead = How the system is, accounts, roles, letters and their words.
about-help-administrator-first-text =
    Give a role only where it is needed: in an organization, a territory, a program or a cohort, and rather with an end.
about-help-administrator-steps-text =
    – The first page of the administration says at once whether everything works and what needs you.
    – The audit trail says who changed what, and why.
    – Find the person by name or e-mail and open their page.
    – Give a role; say where and until which day it holds. A role that is taken away ends with the next request.
    – Whoever has lost a password asks for a new one on the page for signing in.
    – The list of mail shows what waits, what has left and what failed.
    – The words of letters can be changed; the page shows a sample before they reach anybody.
about-help-administrator-doubts-text =
    – Somebody has left? Suspend the account: the sign-in ends at once, the records of training stay.
    – Suspicious sign-ins? After a few wrong passwords the wait becomes longer and longer; the tries are recorded.
    – You need a copy? The command "postup backup" copies a database in use; "postup audit" checks that everything adds up.

## Personal data
about-privacy-title = Personal data
about-privacy-lead = Which data about you this site processes, why, and what you can do about it.
about-privacy-who = Who is responsible
about-privacy-who-text =
    The controller of personal data is the organization that runs the training program. It is named on the page of the course and on the certificate.
about-privacy-what = Which data, and why
about-privacy-what-text =
    – Surname, given name, patronymic and their Latin spelling: to keep the lists of a cohort and to issue the certificate.
    – E-mail: so that you can sign in and receive messages about the training. Also which optional messages you have declined.
    – Employer, position and its category, hromada: to share out seats, approve applications and report results by hromada.
    – Password: only a fingerprint of it, from which it cannot be recovered.
    – Applications, answers, who decided and why, waiting in a queue, courses you are interested in: so that seats are shared out fairly and this can be checked.
    – Marks of attendance: who made them, when and how. The code you carry: to check in with nothing but that.
    – What you write when you announce an absence or appeal against a mark, and a document if you add one: to decide on it.
    – The name that a trainer wrote into a register if you were not on the list of the cohort; the name or address that the report of an online meeting shows: to count your attendance as yours.
    – Results and certificates: to confirm the training and to check issued documents.
    – Letters to you: what, when, and whether it arrived; whether the link with your answer was opened. Addresses that a mail server refuses.
    – The audit trail: who changed or looked at what, and when. In place of names the site writes numbers of records; names can only stand in the reasons that people type and in the names of files they send.

    Of whoever an HR service nominated before they had an account we keep name and e-mail from that service, to ask for consent.

    We do not ask for a passport, a tax number, a date of birth or a photo. Network addresses are not recorded.
about-privacy-keep = For how long
about-privacy-keep-text =
    – Tries to sign in: a day. In place of the address only a fingerprint of it is kept.
    – Ended sign-ins and links from letters: 30 days.
    – Rows of tables that were sent in: 30 days after the last action; only the totals stay.
    – A long table that was gathered for download: one day.
    – Answers to forms that were sent repeatedly: 35 days.
    – A letter that cannot be delivered: five days of tries. The record that it was sent stays.
    – Documents sent with an absence or an appeal: { $days ->
        [one] { $days } day
       *[other] { $days } days
    } after the decision and the session. What was asked and decided stays.
    – Applications, attendance, appeals, results, certificates, names off the lists of cohorts and from reports of meetings, the audit trail: as long as the organization that runs the program has to account for it; the site itself does not delete them. The organization sets the term.
about-privacy-law = On what ground
about-privacy-law-text =
    The ground is making and keeping the agreement on training, and the duty to train officials (Law of Ukraine "On Protection of Personal Data", article 11).
about-privacy-see = Who sees them
about-privacy-see-text =
    – You: everything about yourself, under "My training" and "My details".
    – Trainers: names and attendance of their own cohorts only, and what you ask about their sessions.
    – The HR service of your authority, and whoever stands in for it (they see only applications that wait for approval): your training, but not why you were away, nor your documents.
    – The program coordinator: what running the program takes, and what became of letters.
    – Analysts and donors: numbers by oblast, hromada and organization, without names.
    – Administrators: accounts, roles, the audit trail.
    – Everybody else: totals in which nobody can be recognized. Whoever has the code of a certificate sees what stands on the certificate itself.

    No public page has lists of participants, exact addresses of future sessions, or links to them.
about-privacy-rights = Your rights
about-privacy-rights-text =
    You can see the data about you free of charge, have them corrected, object to their processing or ask for their erasure. Records of issued certificates are kept even when an account is erased, because issued documents have to be accounted for.

    You can complain to the Ukrainian Parliament Commissioner for Human Rights or to a court.
about-privacy-cookies = Cookies
about-privacy-cookies-text =
    Only what is needed: being signed in, the chosen language, a short message after an action. No counters, no advertising, no request to any other site.

    The device of a trainer keeps the registers of today and the next 7 days, those of the last 30 days that are still open, and marks that are not delivered yet. The registers hold the names of participants. The site shows them only to whoever signed in.
## Accessibility
about-accessibility-title = Accessibility of this site
about-accessibility-lead = We want everybody to be able to use the site: by keyboard, with a screen reader, enlarged, on an old phone.
about-accessibility-level = What we aim at
about-accessibility-level-text =
    The site is developed to DSTU EN 301 549:2022 and WCAG 2.2, levels A and AA. By our own evaluation its pages conform, but for what is named below.

    – Everything works by keyboard; enrolling, marking, statistics and verifying work without scripts too.
    – Pages need no sideways scrolling on a screen 320 pixels wide and at 400 % zoom. The attendance grid of a cohort and wide tables of figures are exceptions.
    – States are marked by a word and a shape, never by color alone.
    – Dark theme, higher contrast and the system colors of your device are honored.
    – Five minutes before a sign-in ends you are told. A filled form is not lost.
about-accessibility-gaps = What is not yet as it should be
about-accessibility-gaps-text =
    – The API documentation page is made by a third-party tool and has not been tested with all screen readers. The same description is available as a file.
    – The attendance grid of a cohort scrolls sideways. The same can be read session by session and person by person.
    – Wide tables of figures scroll sideways in a frame of their own, by keyboard too. The same numbers can be downloaded as CSV.
    – The camera reads personal codes with scripts only; the code can be typed.
    – The site has not been tested yet with people who use screen readers every day.
about-accessibility-method = How this was tested
about-accessibility-method-text =
    Self-evaluation: every page is checked in both languages by axe (WCAG 2.2 A and AA), html-validate and the Nu checker; its width at 320, 360 and 1280 pixels; enrolling, a register and verifying are walked by keyboard alone; the components of pages also in the dark theme, in system colors and on paper. Their look was reviewed by eye. There has been no independent audit yet.

    This statement was made on { $date }.
about-accessibility-contact = Tell us about a barrier
about-accessibility-contact-text = Write which page it was and what stood in the way. If the site keeps you from doing something, the program coordinator will do it with you in another way.
