# Certificates.

## The printed sheet
certificate-sheet-heading = Certificate of advanced training
certificate-sheet-title = Certificate No. { $number }: { $name }
certificate-sheet-number = Registration number
certificate-sheet-edrpou = EDRPOU code { $code }
certificate-sheet-awarded = Awarded to
certificate-sheet-achievement = in confirmation of the successful completion of the advanced training program
certificate-sheet-program = Within the program
certificate-sheet-type = Type of program
certificate-sheet-volume = Volume
certificate-sheet-volume-value =
    { $hours ->
        [one] { $hours } academic hour
       *[other] { $hours } academic hours
    }, { $credits ->
        [one] { $credits } ECTS credit
       *[other] { $credits } ECTS credits
    }
certificate-sheet-form = Form of study
certificate-sheet-period = Dates of training
certificate-sheet-place = Place of training
certificate-sheet-place-online = online
certificate-sheet-issued = Date of issue
certificate-sheet-outcomes = Learning outcomes
certificate-sheet-annex = Annex to the certificate
certificate-sheet-check = Check it at
certificate-sheet-qr = QR code with the address of the check page: { $url }
certificate-sheet-content-general = general
certificate-sheet-content-special = special
certificate-sheet-length-professional = professional (certificate)
certificate-sheet-length-short_term = short-term
certificate-sheet-form-in_person = in person
certificate-sheet-form-online = online
certificate-sheet-form-blended = blended

## State
certificate-state-valid = valid
certificate-state-replaced = replaced by another
certificate-state-revoked = revoked
certificate-state-expired = expired

## Why it was revoked
certificate-revocation-issued_in_error = issued in error
certificate-revocation-rule_not_met = the completion rule was not met
certificate-revocation-obtained_by_deceit = obtained by deceit
certificate-revocation-decision_of_authority = decision of a court or an authority
certificate-revocation-request_of_holder = at the holder’s request

## Why it was reissued
certificate-replacement-name_corrected = the name was corrected or has changed
certificate-replacement-facts_corrected = other facts were corrected

## On pages
certificate-one = Certificate
certificate-number = Certificate No. { $number }
certificate-state = State
certificate-holder = Holder
certificate-provider = Issued by
certificate-course = Advanced training program
certificate-signatory = Signed by
certificate-cohort = Cohort
certificate-download = Download PDF
certificate-download-of = Download PDF of certificate No. { $number }
certificate-check = Check page
certificate-check-of = Check page of certificate No. { $number }
certificate-step-issued = issued

## My certificates
certificate-mine = My certificates
certificate-mine-empty = No certificates yet
certificate-mine-empty-hint = When you complete a course, its coordinator issues a certificate. It will stand here, and a letter will tell you.
certificate-mine-note = The address of the check page, or the number with your surname, is all a personnel office needs.

## Issuing
certificate-issue-title = Issue certificates
certificate-issue-counts =
    { $people ->
        [one] { $people } person in the cohort
       *[other] { $people } people in the cohort
    }. Ready to be issued: { $ready }. Issued already: { $certified }.
certificate-issue-choose = Whom to issue to
certificate-issue-look = Look before issuing
certificate-issue-nobody = Choose whom to issue certificates to.
certificate-issue-strangers = Nothing was issued: somebody on the list holds no seat in this cohort, or a name cannot be printed.
certificate-issue-signatory = Nothing was issued: the program’s signatory has no proper name or position.
certificate-sample = Sample
certificate-sample-of = Sample of the certificate: { $name }
certificate-issued = The certificates have been issued. A letter tells each person.
certificate-confirm-title =
    { $count ->
        [one] Issue { $count } certificate?
       *[other] Issue { $count } certificates?
    }
certificate-confirm-lead = Numbers are assigned in this order. What a certificate says does not change after its issue; a wrong one can only be revoked, and its number stays taken.
certificate-confirm-refused = These names cannot be printed, because no font has one of their letters. Correct the name or leave the person out before issuing.
certificate-confirm-issue =
    { $count ->
        [one] Issue { $count } certificate
       *[other] Issue { $count } certificates
    }

## The register
certificate-register = Register of issued certificates
certificate-register-lead = Every number in the order of issue. Nothing is removed: a revoked certificate stays here with its state.
certificate-register-series = Year and issuer
certificate-register-empty = No certificates have been issued yet
certificate-register-empty-hint = Numbers will stand here after the first issue on the page of a cohort.
certificate-csv-number = Registration number
certificate-csv-issued = Date of issue
certificate-csv-family-name = Surname
certificate-csv-given-name = Given name
certificate-csv-patronymic = Patronymic
certificate-csv-course = Advanced training program
certificate-csv-program = Within the program
certificate-csv-hours = Hours
certificate-csv-credits = ECTS credits
certificate-csv-starts = Start of training
certificate-csv-ends = End of training
certificate-csv-state = State
certificate-csv-reason = Reason

## Revoking
certificate-revoke = Revoke
certificate-revoke-lead = A revocation cannot be undone. The check page will show its date and reason.
certificate-revoke-do = Revoke the certificate
certificate-reason = Reason
certificate-revoked = The certificate has been revoked.
