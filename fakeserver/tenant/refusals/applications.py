"""The token service and applications: who asks for the token. The comments give Entra's AADSTS codes."""

from typing import ClassVar

from fakeserver.tenant.refusals.base import Refusal

#
# The comment behind a class is the AADSTS code that Entra ID gives for it; the words are in protocols/oauth/errors.py.


class DirectoryRefused(Refusal):
    """The directory or its token service says no."""


class ApplicationRefused(DirectoryRefused):
    """The application is not let in."""

    application: str = ""
    name: str = ""


class ApplicationNotFound(ApplicationRefused):  # 700016
    """No application has this client id in the tenant."""

    tenant: str = ""
    rule: ClassVar[str] = "client_id"
    mend: ClassVar[str] = "use tenant.public_app.client_id, or register one: tenant.register_app(...)"


class ApplicationDisabled(ApplicationRefused):  # 7000112
    """The application is disabled in the tenant."""

    rule: ClassVar[str] = "accountEnabled"
    mend: ClassVar[str] = "app.enabled = True"


class SecretWrong(ApplicationRefused):  # 7000215
    """The client secret is not one of the application's."""

    rule: ClassVar[str] = "client_secret"
    mend: ClassVar[str] = "send app.client_secret: the secret's value, not its id"


class SecretExpired(ApplicationRefused):  # 7000222
    """The client secret has expired."""

    expired_at: str = ""
    rule: ClassVar[str] = "passwordCredentials.endDateTime"
    mend: ClassVar[str] = "tenant.add_secret(app)"


class SecretMissing(ApplicationRefused):  # 7000218
    """A confidential application must prove itself with a secret or an assertion, and sent neither."""

    rule: ClassVar[str] = "client_secret, client_assertion"
    mend: ClassVar[str] = "send app.client_secret, or register the application with public=True"


class SecretMissingForClientCredentials(SecretMissing):  # 7000216
    """The client credentials grant needs a secret or an assertion, and neither was sent."""

    grant_type: str = "client_credentials"


class PublicClientWithCredential(ApplicationRefused):  # 700025
    """A public client sent a secret or an assertion, which it cannot have."""

    rule: ClassVar[str] = "isFallbackPublicClient"
    mend: ClassVar[str] = "leave client_secret out, or register the application with public=False"


class NotMultiTenant(ApplicationRefused):  # 50194
    """The application belongs to its own tenant alone, and the request names none."""

    rule: ClassVar[str] = "signInAudience"
    mend: ClassVar[str] = "name the tenant in the authority, or app.multi_tenant = True"


class RedirectUriMismatch(ApplicationRefused):  # 50011
    """The redirect URI is not one of the application's."""

    redirect_uri: str = ""
    rule: ClassVar[str] = "redirect_uri"
    mend: ClassVar[str] = "register_app(redirect_uris=[...])"


class AssertionRefused(ApplicationRefused):  # 700027
    """The client assertion is not good."""

    rule: ClassVar[str] = "client_assertion"


class AssertionMalformed(AssertionRefused):  # 50027
    """The client assertion is not a JWT."""


class AssertionSignatureWrong(AssertionRefused):  # 700027
    """The client assertion is not signed by a certificate of the application."""

    thumbprint: str = ""
    detail: str = ""


class AssertionSubjectWrong(AssertionRefused):  # 50048
    """The assertion's subject and issuer differ."""


class AssertionForOtherApplication(AssertionRefused):  # 700021
    """The assertion's issuer is not the client_id of the request."""


class AssertionAudienceWrong(AssertionRefused):  # 700023
    """The assertion is meant for another token endpoint."""

    audience: str = ""


class FederatedIdentityUnknown(AssertionRefused):  # 700213
    """The application trusts the assertion's issuer, but not this subject."""

    subject: str = ""
    rule: ClassVar[str] = "federatedIdentityCredentials.subject"
    mend: ClassVar[str] = "tenant.trust_issuer(app, issuer, subject, ...)"


class AssertionOutOfTime(AssertionRefused):  # 700024
    """The assertion has expired or is not valid yet."""

    now: str = ""
    valid_from: str = ""
    expires_at: str = ""
