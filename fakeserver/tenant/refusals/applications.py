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
    rule: ClassVar[str] = "client_id {application} is not registered in {tenant}"
    mend: ClassVar[str] = "use tenant.public_app.client_id, or register one: tenant.register_app(name)"
    real: ClassVar[str] = (
        "Check the client id (Entra admin center > App registrations > your app > Application (client) ID) and that "
        "the authority names the tenant in which it was registered or consented to. An app of another tenant must be "
        "multi-tenant, and an admin of this one must consent to it first."
    )
    page: ClassVar[str] = "learn.microsoft.com/entra/identity-platform/quickstart-register-app"


class ApplicationDisabled(ApplicationRefused):  # 7000112
    """The application is disabled in the tenant."""

    rule: ClassVar[str] = "accountEnabled of the service principal {application} is false"
    mend: ClassVar[str] = "app.enabled = True"
    real: ClassVar[str] = (
        "Entra admin center > Enterprise applications > your app > Properties > Enabled for users to sign-in: Yes; or "
        "Update-MgServicePrincipal -ServicePrincipalId <object id> -AccountEnabled:$true."
    )
    page: ClassVar[str] = "learn.microsoft.com/entra/identity/enterprise-apps/disable-user-sign-in-portal"


class ServicePrincipalMissing(ApplicationRefused):  # 7000229
    """The application is registered, but no service principal stands for it in the tenant."""

    tenant_id: str = ""
    rule: ClassVar[str] = "no service principal of {application} in the tenant"
    mend: ClassVar[str] = "app.has_service_principal = True"
    real: ClassVar[str] = (
        "New-MgServicePrincipal -AppId {application}; or let an admin consent to the app, which makes it: "
        "https://login.microsoftonline.com/<tenant id>/adminconsent?client_id={application}."
    )
    page: ClassVar[str] = "learn.microsoft.com/entra/identity-platform/app-objects-and-service-principals"


class SecretWrong(ApplicationRefused):  # 7000215
    """The client secret is not one of the application's."""

    rule: ClassVar[str] = "client_secret is none of those of {application}"
    mend: ClassVar[str] = "send app.client_secret: the secret's value, not its id"
    real: ClassVar[str] = (
        "Send the secret's Value, which the portal shows once, when it is made; the column Secret ID beside it is not "
        "it. If the value is lost, make a new one: App registrations > your app > Certificates & secrets > New client "
        "secret. Escape it when it stands in a URL or a form."
    )
    page: ClassVar[str] = "learn.microsoft.com/entra/identity-platform/how-to-add-credentials"


class SecretExpired(ApplicationRefused):  # 7000222
    """The client secret has expired."""

    expired_at: str = ""
    rule: ClassVar[str] = "passwordCredentials.endDateTime was {expired_at}"
    mend: ClassVar[str] = "tenant.add_secret(app)"
    real: ClassVar[str] = (
        "App registrations > your app > Certificates & secrets > New client secret, and give the app the new value "
        "before the old one ends; a certificate lives longer. Add-MgApplicationPassword does it by script."
    )
    page: ClassVar[str] = "learn.microsoft.com/entra/identity-platform/how-to-add-credentials"


class SecretMissing(ApplicationRefused):  # 7000218
    """A confidential application must prove itself with a secret or an assertion, and sent neither."""

    rule: ClassVar[str] = (
        "neither client_secret nor client_assertion was sent, and {application} is a confidential client"
    )
    mend: ClassVar[str] = "send app.client_secret, or register the application with public=True"
    real: ClassVar[str] = (
        "Send client_secret or client_assertion. If the app runs on people's devices and has no secret: App "
        "registrations > your app > Authentication > Allow public client flows: Yes."
    )
    page: ClassVar[str] = "learn.microsoft.com/entra/identity-platform/msal-client-applications"


class SecretMissingForClientCredentials(SecretMissing):  # 7000216
    """The client credentials grant needs a secret or an assertion, and neither was sent."""

    grant_type: str = "client_credentials"
    rule: ClassVar[str] = "neither client_secret nor client_assertion was sent with grant_type={grant_type}"
    mend: ClassVar[str] = "send app.client_secret"
    real: ClassVar[str] = (
        "Send client_secret or client_assertion: an application by itself has nothing else to prove who it is."
    )
    page: ClassVar[str] = "learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow"


class PublicClientWithCredential(ApplicationRefused):  # 700025
    """A public client sent a secret or an assertion, which it cannot have."""

    rule: ClassVar[str] = "{application} is a public client, and client_secret or client_assertion was sent"
    mend: ClassVar[str] = "leave client_secret out, or register the application with public=False"
    real: ClassVar[str] = (
        "Leave client_secret out (MSAL: PublicClientApplication). If the app runs on a server and may keep a secret, "
        "its redirect URI belongs under the platform Web: App registrations > your app > Authentication."
    )
    page: ClassVar[str] = "learn.microsoft.com/entra/identity-platform/msal-client-applications"


class NotMultiTenant(ApplicationRefused):  # 50194
    """The application belongs to its own tenant alone, and the request names none."""

    rule: ClassVar[str] = "signInAudience of {application} is AzureADMyOrg, and the authority names no tenant"
    mend: ClassVar[str] = "name the tenant in the authority (target.authority), or app.multi_tenant = True"
    real: ClassVar[str] = (
        "Use https://login.microsoftonline.com/<tenant id> in the place of /common and /organizations; or App "
        "registrations > your app > Authentication > Supported account types: Accounts in any organizational "
        "directory."
    )
    page: ClassVar[str] = "learn.microsoft.com/entra/identity-platform/howto-convert-app-to-be-multi-tenant"


class RedirectUriMismatch(ApplicationRefused):  # 50011
    """The redirect URI is not one of the application's."""

    redirect_uri: str = ""
    rule: ClassVar[str] = "redirect_uri {redirect_uri} is not registered for {application}"
    mend: ClassVar[str] = 'tenant.register_app(name, redirect_uris=["{redirect_uri}"])'
    real: ClassVar[str] = (
        "App registrations > your app > Authentication > Add a platform, and the redirect URI to the letter: scheme, "
        "case of the path and the final slash count. http://localhost fits every port."
    )
    page: ClassVar[str] = "learn.microsoft.com/entra/identity-platform/reply-url"


class AssertionRefused(ApplicationRefused):  # 700027
    """The client assertion is not good."""

    rule: ClassVar[str] = "client_assertion"
    mend: ClassVar[str] = (
        "sign the assertion with the key of app.certificates, as msal does it from client_credential={private_key, "
        "thumbprint}"
    )
    real: ClassVar[str] = (
        "Let MSAL make the assertion from the certificate's private key and thumbprint; App registrations > your app "
        "> Certificates & secrets > Certificates lists what Entra ID knows."
    )
    page: ClassVar[str] = "learn.microsoft.com/entra/identity-platform/certificate-credentials"


class AssertionMalformed(AssertionRefused):  # 50027
    """The client assertion is not a JWT."""

    rule: ClassVar[str] = "client_assertion cannot be read as a JWT"


class AssertionSignatureWrong(AssertionRefused):  # 700027
    """The client assertion is not signed by a certificate of the application."""

    thumbprint: str = ""
    detail: str = ""
    rule: ClassVar[str] = (
        "client_assertion is signed by no certificate of {application}; its thumbprint is {thumbprint}"
    )
    mend: ClassVar[str] = "tenant.register_app(name, certificate=pem) with the certificate whose key signs"
    real: ClassVar[str] = (
        "Upload the certificate (App registrations > your app > Certificates & secrets > Certificates), and compare "
        "its thumbprint with x5t or x5t#S256 in the assertion's header: after a renewal the app may still sign with "
        "the old key."
    )
    page: ClassVar[str] = "learn.microsoft.com/entra/identity-platform/certificate-credentials"


class AssertionSubjectWrong(AssertionRefused):  # 50048
    """The assertion's subject and issuer differ."""

    rule: ClassVar[str] = "sub and iss of client_assertion differ"
    mend: ClassVar[str] = "set both to the client id"
    real: ClassVar[str] = (
        "Set sub and iss of the assertion to the application's client id, both; MSAL does it by itself."
    )
    page: ClassVar[str] = "learn.microsoft.com/entra/identity-platform/certificate-credentials"


class AssertionForOtherApplication(AssertionRefused):  # 700021
    """The assertion's issuer is not the client_id of the request."""

    rule: ClassVar[str] = "iss of client_assertion is not client_id {application}"
    mend: ClassVar[str] = "set iss and sub to the client_id of the request"
    real: ClassVar[str] = "Set iss and sub to the client_id that the request names: two apps' settings were mixed up."
    page: ClassVar[str] = "learn.microsoft.com/entra/identity-platform/certificate-credentials"


class AssertionAudienceWrong(AssertionRefused):  # 700023
    """The assertion is meant for another token endpoint."""

    audience: str = ""
    rule: ClassVar[str] = "aud of client_assertion is {audience}"
    mend: ClassVar[str] = "set aud to target.token_url"
    real: ClassVar[str] = (
        "Set aud to the token endpoint that the request goes to, https://login.microsoftonline.com/<tenant "
        "id>/oauth2/v2.0/token."
    )
    page: ClassVar[str] = "learn.microsoft.com/entra/identity-platform/certificate-credentials"


class FederatedIdentityUnknown(AssertionRefused):  # 700213
    """The application trusts the assertion's issuer, but not this subject."""

    subject: str = ""
    rule: ClassVar[str] = "no federated credential of {application} has the subject {subject}"
    mend: ClassVar[str] = "tenant.trust_issuer(app, issuer, subject, keys)"
    real: ClassVar[str] = (
        "App registrations > your app > Certificates & secrets > Federated credentials: issuer and subject must be "
        "those of the token to the letter, e.g. repo:org/name:ref:refs/heads/main."
    )
    page: ClassVar[str] = "learn.microsoft.com/entra/workload-id/workload-identity-federation-create-trust"


class AssertionOutOfTime(AssertionRefused):  # 700024
    """The assertion has expired or is not valid yet."""

    now: str = ""
    valid_from: str = ""
    expires_at: str = ""
    rule: ClassVar[str] = "client_assertion is valid from {valid_from} to {expires_at}; it is {now}"
    mend: ClassVar[str] = "make a new assertion for each request; tenant.clock tells the time"
    real: ClassVar[str] = (
        "Make the assertion at the time of the request, ten minutes long, and check the machine's clock."
    )
    page: ClassVar[str] = "learn.microsoft.com/entra/identity-platform/certificate-credentials"
