# Long work.

job-state-waiting = waits for its turn
job-state-running = goes on
job-state-done = completed
job-state-stopped = stopped
job-counted = { $done } of { $total } done
job-since = asked for { $moment }
job-leave = You may leave the page: the work goes on without you, and at this address you always see how far it is.
job-stopped-no-right = Whoever asked for the issue no longer has the right to it, so the work was stopped. Certificates that were issued already are valid.
job-stopped-refused = The rest cannot be issued as things stand: look at the cohort and the signatory of the program, then issue the rest. Certificates that were issued already are valid.
job-result = Certificates of the cohort
job-under-way = Certificates of this cohort are being issued
job-issue-title = { $count ->
    [one] Issue of { $count } certificate
   *[other] Issue of { $count } certificates
 }
job-left-out = { $count ->
    [one] { $count } person was left out, who has a certificate already or no longer meets the rule.
   *[other] { $count } people were left out, who have a certificate already or no longer meet the rule.
 }
