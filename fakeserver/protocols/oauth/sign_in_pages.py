"""The pages of a sign-in: account, proof, consent; each is one form.

`pages.py` has the frame that they stand in, and every page that asks nothing about a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Literal

from fakeserver.protocols.oauth import pages
from fakeserver.protocols.oauth.page_config import SECOND_FACTOR
from fakeserver.wire import HttpResponse

#: For whom consent is given: the user, the organization, or either, as an administrator chooses.
ConsentFor = Literal["user", "organization", "either"]
#: The checkbox by which an administrator consents for everybody. Assumption: the field's name.
FOR_EVERYBODY = "consentForOrganization"


def account(action: str, flow: str, *, hint: str = "", error: str = "", code: int = 0) -> HttpResponse:
    """Ask who signs in.

    Args:
        code: the number of the error, for scripts.
    """
    return pages.page(
        "Sign in to your account",
        pages.form(
            action,
            flow,
            f"<h1>Sign in</h1>{pages.alert(error, 'usernameError')}"
            '<label for="i0116">Email, phone, or Skype</label>'
            f'<input type="email" id="i0116" name="loginfmt" value="{escape(hint)}" '
            f'autocomplete="username" autofocus required{pages.described_by(error, "usernameError")}>'
            f"{pages.buttons(('idSIButton9', 'Next', 'next', True), ('idBtn_Back', 'Cancel', 'cancel', False))}",
            **_failed(code),
        ),
    )


def password(action: str, flow: str, *, user: str, error: str = "", code: int = 0) -> HttpResponse:
    """Ask for the password of an account; arguments as those of `account`."""
    return pages.page(
        "Sign in to your account",
        pages.form(
            action,
            flow,
            f"{pages.who(user)}<h1>Enter password</h1>{pages.alert(error, 'passwordError')}"
            f"{pages.hidden('login', user)}"
            '<label for="i0118">Password</label>'
            '<input type="password" id="i0118" name="passwd" autocomplete="current-password" autofocus'
            f"{pages.described_by(error, 'passwordError')}>"
            f"{pages.buttons(('idSIButton9', 'Sign in', 'sign-in', True), ('idBtn_Back', 'Cancel', 'cancel', False))}"
            '<button class="link" type="submit" name="do" value="other">Sign in with another account</button>',
            **_failed(code),
        ),
    )


def _failed(code: int) -> dict[str, str]:
    return {"sErrorCode": str(code)} if code else {}


def new_password(action: str, flow: str, *, user: str, error: str = "") -> HttpResponse:
    """Ask for a new password, since the old one has expired or was given by an administrator."""
    return pages.page(
        "Update your password",
        pages.form(
            action,
            flow,
            f"{pages.who(user)}<h1>Update your password</h1>{pages.alert(error, 'newPasswordError')}"
            f"{pages.hidden('login', user)}"
            "<p>You need to update your password because this is the first time you are signing in, or because your "
            "password has expired.</p>"
            '<label for="currentPassword">Current password</label><input type="password" id="currentPassword" '
            'name="oldpasswd" autocomplete="current-password" autofocus>'
            '<label for="newPassword">New password</label><input type="password" id="newPassword" name="newpasswd" '
            'autocomplete="new-password">'
            '<label for="confirmNewPassword">Confirm password</label><input type="password" id="confirmNewPassword" '
            'name="confirmnewpasswd" autocomplete="new-password">'
            f"{pages.buttons(('idSIButton9', 'Sign in', 'change', True), ('idBtn_Back', 'Cancel', 'cancel', False))}",
            pgid="ConvergedChangePassword",
        ),
    )


def pick_account(action: str, flow: str, users: Iterable[str]) -> HttpResponse:
    """Let the person choose among the accounts that are signed in, or another one."""
    tiles = "".join(
        f'<button class="tile" type="submit" name="account" value="{escape(user)}">{escape(user)}</button>'
        for user in users
    )
    other = '<button class="tile" type="submit" name="do" value="other" id="otherTile">Use another account</button>'
    return pages.page("Sign in to your account", pages.form(action, flow, f"<h1>Pick an account</h1>{tiles}{other}"))


def approve_sign_in(action: str, flow: str, *, user: str, base: str = "", error: str = "") -> HttpResponse:
    """Ask for the second factor: on the fake, a press of the button stands for the telephone's.

    Args:
        base: where Entra ID is; the real page tells scripts whole URLs.
    """
    place = f"{base}{action.removesuffix('ProcessAuth')}"
    return pages.page(
        "Sign in to your account",
        pages.form(
            action,
            flow,
            f"{pages.who(user)}<h1>Approve sign in request</h1>{pages.alert(error, 'mfaError')}"
            "<p>The sign-in asks for a second factor. Approve it here instead of on your phone.</p>"
            f"{pages.buttons(('idSIButton9', 'Approve', 'approve', True), ('idBtn_Back', 'Deny', 'deny', False))}",
            pgid="ConvergedTFA",
            arrUserProofs=[{"authMethodId": SECOND_FACTOR, "display": "+XX XXXXXXXX99", "isDefault": True}],
            urlBeginAuth=f"{place}BeginAuth",
            urlEndAuth=f"{place}EndAuth",
            urlPost=f"{place}ProcessAuth",
        ),
    )


def register_second_factor(action: str, flow: str, *, user: str) -> HttpResponse:
    """Ask to register a second factor: on the fake, a press of the button stands for the whole registration."""
    return pages.page(
        "Let's keep your account secure",
        pages.form(
            action,
            flow,
            f"{pages.who(user)}<h1>Let’s keep your account secure</h1>"
            "<p>Your organization requires one more way to verify that it is you. Register it here instead of in an "
            "authenticator app: it is asked for at every sign-in from now on.</p>"
            f"{pages.buttons(('idSIButton9', 'Next', 'approve', True), ('idBtn_Back', 'Cancel', 'deny', False))}",
        ),
    )


def terms_of_use(action: str, flow: str, *, user: str, name: str) -> HttpResponse:
    """Ask to accept terms of use."""
    return pages.page(
        "Terms of use",
        pages.form(
            action,
            flow,
            f"{pages.who(user)}<h1>Terms of use</h1><p>To go on, you must read and accept these terms:</p>"
            f"<p><strong>{escape(name)}</strong></p>"
            f"{pages.buttons(('idSIButton9', 'Accept', 'accept', True), ('idBtn_Back', 'Decline', 'decline', False))}",
        ),
    )


def consent(
    action: str, flow: str, *, user: str, application: str, organization: str, permissions: Sequence[tuple[str, str]],
    consent_for: ConsentFor = "user",
) -> HttpResponse:  # fmt: skip
    """List the permissions that an application asks for, and let the person accept or cancel.

    Args:
        permissions: what each one allows, in words, and its value.
        consent_for: whose access the person may allow.
    """
    items = "".join(
        f'<li data-permission="{escape(value)}">{escape(title)} <span class="small">({escape(value)})</span></li>'
        for title, value in permissions
    )
    scope = ""
    if consent_for == "organization":
        scope = f"<p>If you accept, this app gets access for all users in {escape(organization)}.</p>"
    elif consent_for == "either":
        scope = (
            f'<p><input type="checkbox" id="{FOR_EVERYBODY}" name="{FOR_EVERYBODY}" value="true"> '
            f'<label class="beside" for="{FOR_EVERYBODY}">Consent on behalf of your organization</label></p>'
            '<p class="small">If you check it, this app gets access for all users, and nobody else is asked.</p>'
        )
    return pages.page(
        "Permissions requested",
        pages.form(
            action,
            flow,
            f"{pages.who(user)}<h1>Permissions requested</h1><p><strong>{escape(application)}</strong><br>"
            f'<span class="small">{escape(organization)}</span></p><p>This app would like to:</p>'
            f'<ul class="permissions">{items}</ul>{scope}'
            '<p class="small">Accepting these permissions means that you allow this app to use your data as specified '
            "in its terms of service and privacy statement.</p>"
            f"{pages.buttons(('idSIButton9', 'Accept', 'accept', True), ('idBtn_Back', 'Cancel', 'cancel', False))}",
            pgid="ConvergedConsent",
            arrScopes=[{"scope": value, "label": title} for title, value in permissions],
        ),
    )


def admin_approval(action: str, flow: str, *, user: str, application: str) -> HttpResponse:
    """Say that only an administrator may allow what the application asks for."""
    return pages.page(
        "Need admin approval",
        pages.form(
            action,
            flow,
            f"{pages.who(user)}<h1>Need admin approval</h1><p><strong>{escape(application)}</strong></p>"
            f"<p>{escape(application)} needs permission to access resources in your organization that only an admin "
            "can grant. Please ask an admin to grant permission to this app before you can use it.</p>"
            '<button class="link" type="submit" name="do" value="cancel">Return to the application without granting '
            "consent</button>",
        ),
    )
