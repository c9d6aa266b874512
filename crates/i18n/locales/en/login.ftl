# Signing in, registration, passwords.

login-title = Sign in
login-email = E-mail address
login-password = Password
login-forgot-link = I forgot my password
login-register-link = Create an account
login-signed-out = You have signed out.
login-forgot-title = New password
login-forgot-lead = Enter the address you registered with. We will send a link to choose a new password.
login-forgot-again = Ask for a new link
login-sent-title = Look at your mail
login-reset-sent = If there is an account with this address, a letter with a link is on its way. The link works for an hour. No letter? Look into the spam folder.
login-register-sent = A letter is on its way to the address you gave. Open the link in it to confirm the address, then you can sign in. No letter? Look into the spam folder.
login-reset-title = Choose a new password
login-password-new = New password
login-password-present = Present password
login-present = Present password
login-password-rule = { $count ->
    [one] At least { $count } character. A sentence of several words works well. Spaces and any letters are allowed.
   *[other] At least { $count } characters. A sentence of several words works well. Spaces and any letters are allowed.
 }
login-password-hint = A sentence of several words works well: hard to guess and easy to remember
login-password-change = Change the password
login-password-changed = The password has been changed. On all other devices you need to sign in again.
login-password-chosen = The password has been chosen. Now sign in with it.
login-password-ends-all = Afterwards you will have to sign in again on all other devices.
login-link-dead-title = The link does not work any more
login-register-title = New account
login-register-lead = You need an account to apply, to get reminders and certificates.
login-register-submit = Register
login-confirm-title = Confirm the address
login-confirm-lead = Press the button to confirm that this address is yours.
login-confirm-submit = Confirm the address
login-confirmed = The address has been confirmed. Now sign in.
login-list-title = My sign-ins
login-list-lead = Devices and programs where you are signed in now. If you do not recognise one, end it and change your password.
login-opened = Signed in
login-seen = Last seen
login-current = this device
login-end = End
login-ended = The sign-in has ended.
login-end-all = Sign out on all devices
login-all-ended = You have signed out on all devices.
login-kind-web = browser
login-kind-bearer = program

## A form that was sent when the sign-in had ended
login-held = Your sign-in ended while you filled in the form. Sign in again: what you have typed is not lost.
login-held-title = Send what you filled in?
login-held-lead = You are signed in again. The form has not been sent yet.
login-held-typed = What you typed
login-held-more = { $count ->
    [one] And { $count } more field.
   *[other] And { $count } more fields.
 }
login-held-file = Choose the file again
login-held-drop = Do not send it
