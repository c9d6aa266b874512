# The public check of a certificate.

verify-title = Check a certificate
verify-lead = See whether a certificate was issued and whether it is valid.
verify-code = Check code
verify-code-hint = 26 letters and digits from the address beside the QR code
verify-or-number = Or by number and surname
verify-number = Registration number
verify-number-hint = As printed on the certificate, for example ПК 2026/000123
verify-surname = Surname
verify-surname-hint = As printed on the certificate, in Ukrainian or Latin letters
verify-submit = Check
verify-another = Check another
verify-code-malformed = This is not a check code: one has 26 Latin letters and digits
verify-nothing = Enter the code, or the number with the surname
verify-number-missing = Add the registration number
verify-surname-missing = Add the surname
verify-heading-valid = The certificate is valid
verify-heading-revoked = The certificate was revoked
verify-heading-replaced = The certificate was replaced by another
verify-heading-expired = The certificate has expired
verify-revoked-why = Revoked on { $moment }. Reason: { $reason }.
verify-replaced-why = Replaced on { $moment } by certificate No. { $number }. Reason: { $reason }.
verify-expired-why = Expired on { $moment }.
verify-state-unknown = unknown
verify-unknown = There is no such certificate
verify-unknown-why = We have not issued a certificate like this. Check that everything was copied correctly.
verify-as-of = As of { $moment }, Kyiv time
