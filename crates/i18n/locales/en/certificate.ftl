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
