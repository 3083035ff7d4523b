"""Which application asks, and how it proves that.

Source: RFC 6749 section 2.3.1; entra-docs `identity-platform/v2-oauth2-client-creds-grant-flow.md`.
"""

from fakeserver.protocols.oauth.call import Call
from fakeserver.protocols.oauth.credentials import Credentials
from fakeserver.protocols.oauth.scopes import claims_request
from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.refusals import NotMultiTenant
from fakeserver.tenant.tenant import Tenant
from fakeserver.tenant.tokens.issued import Redemption


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
    return Redemption(call.token_version, proof, *claims_request(call.parameters), own_address=call.own_address)


def _is_single_page(call: Call, application: Application) -> bool:
    """Whether a browser's script asks: it can keep no secret, whatever else the application is registered for."""
    return bool(call.request.headers.get("Origin")) and any(uri.kind == "spa" for uri in application.redirect_uris)
