# Programs: values of enumerations and names of fields.

program-title = Program
program-state-draft = draft
program-state-published = published
program-state-archived = archived
program-code = Code
program-title-uk = Title in Ukrainian
program-title-en = Title in English
program-description-uk = Description in Ukrainian
program-description-en = Description in English
program-organization-id = Organization that runs the program
program-partner-ids = Partners
program-funder-ids = Funders
program-memorandum = Memorandum
program-memorandum-hint = Number and date as they are cited
program-starts-on = Start of the program
program-ends-on = End of the program
program-signatory-name-uk = Signatory in Ukrainian
program-signatory-name-en = Signatory in English
program-signatory-position-uk = Position of the signatory in Ukrainian
program-signatory-position-en = Position of the signatory in English
program-contact = Whom to ask about the courses
program-contact-hint = Shown to everybody on the pages of courses and cohorts, and in letters where a cohort names nobody else. Name an office, not a person's own details.
program-contact-office-uk = Name of the office in Ukrainian
program-contact-office-en = Name of the office in English
program-contact-email = E-mail of the office
program-contact-phone = Telephone of the office
