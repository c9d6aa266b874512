# How the system is, and its settings.

health-title = State of the system
health-nav = Administration
health-all-well = Everything works
health-database = Database
health-database-answers = { $name } answers
health-database-size = takes { $size }
health-disk = Space on the disk of the database
health-disk-free = { $size } free
health-disk-elsewhere = The disk of the PostgreSQL server cannot be seen from here
health-disk-unknown = Not known
health-worker = Work in the background
health-worker-never = Has said nothing yet: start postup worker
health-worker-beat = spoke { $ago }
health-worker-silent = is silent, spoke last { $ago }
health-mail = Queue of letters
health-mail-none-late = none waits longer than it should
health-mail-late = the oldest was due { $ago }
health-mail-look = Letters that wait
health-mail-failed = Failed letters
health-mail-failed-look = Look why
health-import = Last file
health-import-none = No files were sent yet
health-import-look = All files
health-figures = Figures
health-figures-present = everything is counted
health-figures-as-of = not everything is counted yet: the oldest change that waits was made { $ago }
health-clock = Clock
health-clock-back = The clock is slow: the last change was written in the future
health-clock-change = last change { $ago }
health-version = Version
health-works = What is done in the background
health-works-none = What was done last, and when, will stand here as soon as the background work begins.
health-work = Work
health-work-state = State
health-work-when = Last time
health-work-done = done
health-work-failed = failed
health-work-figures = Figures
health-work-answers = Answers that are overdue
health-work-decisions = Decisions whether cohorts take place
health-work-reconfirmations = Questions whether people still come
health-work-reminders = Reminders of sessions
health-work-registers = Registers after sessions
health-work-digests = Daily digests
health-work-imports = Files that were sent
health-work-jobs = Certificates for many
health-work-exports = Gathering of long tables
health-work-forgotten-exports = Removal of tables after a day
health-work-forgotten-imports = Removal of forgotten files
health-work-expired-keys = Removal of old keys
health-work-quotas = Release of quotas
health-work-ended-links = Removal of old links
health-work-plea-documents = Removal of old documents beside announcements and appeals
health-work-ended-logins = Removal of old sign-ins
health-as-of = As of { $moment }.
health-again = Look again
health-settings = Settings
health-settings-lead = These settings are in effect now. They are changed in the file or environment of the server; passwords and secrets are not shown.
health-setting = Key
health-setting-value = Value
health-setting-none = not set
health-mebibytes = { $amount } MiB
health-gibibytes = { $amount } GiB
health-needs-you = { $count ->
    [one] { $count } thing needs you
   *[other] { $count } things need you
}
health-database-pending = { $count ->
    [one] The schema lacks { $count } step: run postup migrate
   *[other] The schema lacks { $count } steps: run postup migrate
}
health-mail-queue = { $count ->
    [one] { $count } letter waits
   *[other] { $count } letters wait
}
health-mail-failed-count = { $count ->
    [one] { $count } letter failed
   *[other] { $count } letters failed
}
health-figures-due = { $count ->
    [one] { $count } change waits
   *[other] { $count } changes wait
}
health-clock-apart = { $count ->
    [one] The clocks of server and database differ by { $count } second
   *[other] The clocks of server and database differ by { $count } seconds
}
health-seconds-ago = { $count ->
    [one] { $count } second ago
   *[other] { $count } seconds ago
}
health-minutes-ago = { $count ->
    [one] { $count } minute ago
   *[other] { $count } minutes ago
}
health-hours-ago = { $count ->
    [one] { $count } hour ago
   *[other] { $count } hours ago
}
health-days-ago = { $count ->
    [one] { $count } day ago
   *[other] { $count } days ago
}
