"""Which application asks, and how it proves that.

Source: RFC 6749 section 2.3.1; entra-docs `identity-platform/v2-oauth2-client-creds-grant-flow.md`.
"""

from __future__ import annotations

import binascii
from base64 import b64decode
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus

from fakeserver.protocols.oauth.call import Call
from fakeserver.protocols.oauth.errors import EntraError
from fakeserver.protocols.oauth.scopes import claims_request
from fakeserver.tenant.refusals import NotMultiTenant
from fakeserver.tenant.tokens.issued import Redemption

if TYPE_CHECKING:
    from fakeserver.tenant.directory.applications import Application
    from fakeserver.tenant.tenant import Tenant


@dataclass(frozen=True)
class Credentials:
    """What a request says of the application that sends it."""

    client_id: str
    secret: str = ""
    assertion: str = ""
    assertion_type: str = ""

    @classmethod
    def read(cls, call: Call) -> Credentials:
        """Read the credentials from HTTP Basic or from the body.

        Raises:
            EntraError: AADSTS9002313, Basic cannot be read; AADSTS900144, no client id.
        """
        form = call.request.form
        client_id, secret = form.get("client_id", ""), form.get("client_secret", "")
        authorization = call.request.headers.get("Authorization")
        if authorization[:6].lower() == "basic ":
            basic_id, secret = _basic(authorization[6:])
            client_id = client_id or basic_id
        if not client_id:
            raise EntraError(900144, parameter="client_id")
        return cls(client_id, secret, form.get("client_assertion", ""), form.get("client_assertion_type", ""))


def _basic(text: str) -> tuple[str, str]:
    try:
        name, colon, secret = b64decode(text.strip(), validate=True).decode("utf-8").partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise EntraError(9002313) from None
    if not colon:
        raise EntraError(9002313)
    # RFC 6749 section 2.3.1: both are form-encoded before they are joined. A secret with a plus sign that was not
    # encoded is tried as it stands by whoever compares.
    return unquote_plus(name), unquote_plus(secret) if "%" in secret else secret


def authenticated(call: Call, tenant: Tenant, *, client_credentials: bool = False) -> tuple[Application, Redemption]:
    """Return the application behind a token request, and what the request says of how.

    Returns:
        The application, and how: its `proof` is "0" for a public client, "1" for a secret, "2" for an assertion.

    Raises:
        EntraError: AADSTS900144, 9002313.
        Refusal: ApplicationNotFound, ApplicationDisabled, SecretMissing, SecretWrong, SecretExpired,
            PublicClientWithCredential, AssertionRefused.
    """
    credentials = Credentials.read(call)
    application = tenant.directory.application(credentials.client_id)
    if call.is_open and not application.multi_tenant:
        raise NotMultiTenant(application=application.client_id, name=application.name)
    if credentials.assertion or credentials.assertion_type:
        # pyjwt and the parts of cryptography that it needs load only for those who send an assertion.
        from fakeserver.protocols.oauth.assertion import check_assertion

        check_assertion(call, tenant, application, credentials)
        return application, _how(call, "2")
    if not credentials.secret and not client_credentials and _is_single_page(call, application):
        return application, _how(call, "0")
    tenant.directory.check_secret(application, credentials.secret, client_credentials=client_credentials)
    return application, _how(call, "1" if credentials.secret else "0")


def _how(call: Call, proof: str) -> Redemption:
    return Redemption(call.token_version, proof, *claims_request(call.request.form))


def _is_single_page(call: Call, application: Application) -> bool:
    """Whether a browser's script asks: it can keep no secret, whatever else the application is registered for."""
    return bool(call.request.headers.get("Origin")) and any(uri.kind == "spa" for uri in application.redirect_uris)
