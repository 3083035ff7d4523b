"""The token service and applications: who asks for the token."""

from fakeserver.tenant.refusals.base import Refusal


class DirectoryRefused(Refusal):
    """The directory or its token service says no."""


class ApplicationRefused(DirectoryRefused):
    """The application is not let in."""

    application: str = ""
    name: str = ""


class ApplicationNotFound(ApplicationRefused):
    """No application has this client id in the tenant."""

    tenant: str = ""
    rule = "client_id {application} is not registered in {tenant}"
    fix = "use tenant.public_app.client_id, or register one: tenant.register_app(name)"
    real = (
        "Check the client id (Entra admin center > App registrations > your app > Application (client) ID) and that "
        "the authority names the tenant in which it was registered or consented to. An app of another tenant must be "
        "multi-tenant, and an admin of this one must consent to it first."
    )
    page = "learn.microsoft.com/entra/identity-platform/quickstart-register-app"


class ApplicationDisabled(ApplicationRefused):
    """The application is disabled in the tenant."""

    rule = "accountEnabled of the service principal {application} is false"
    fix = "app.enabled = True"
    real = (
        "Entra admin center > Enterprise applications > your app > Properties > Enabled for users to sign-in: Yes; or "
        "Update-MgServicePrincipal -ServicePrincipalId <object id> -AccountEnabled:$true."
    )
    page = "learn.microsoft.com/entra/identity/enterprise-apps/disable-user-sign-in-portal"


class ServicePrincipalMissing(ApplicationRefused):
    """The application is registered, but no service principal stands for it in the tenant."""

    tenant_id: str = ""
    rule = "no service principal of {application} in the tenant"
    fix = "app.has_service_principal = True"
    real = (
        "New-MgServicePrincipal -AppId {application}; or let an admin consent to the app, which makes it: "
        "https://login.microsoftonline.com/<tenant id>/adminconsent?client_id={application}."
    )
    page = "learn.microsoft.com/entra/identity-platform/app-objects-and-service-principals"


class SecretWrong(ApplicationRefused):
    """The client secret is not one of the application's."""

    rule = "client_secret is none of those of {application}"
    fix = "send app.client_secret: the secret's value, not its id"
    real = (
        "Send the secret's Value, which the portal shows once, when it is made; the column Secret ID beside it is not "
        "it. If the value is lost, make a new one: App registrations > your app > Certificates & secrets > New client "
        "secret. Escape it when it stands in a URL or a form."
    )
    page = "learn.microsoft.com/entra/identity-platform/how-to-add-credentials"


class SecretExpired(ApplicationRefused):
    """The client secret has expired."""

    expired_at: str = ""
    rule = "passwordCredentials.endDateTime was {expired_at}"
    fix = "tenant.applications.add_secret(app)"
    real = (
        "App registrations > your app > Certificates & secrets > New client secret, and give the app the new value "
        "before the old one ends; a certificate lives longer. Add-MgApplicationPassword does it by script."
    )
    page = "learn.microsoft.com/entra/identity-platform/how-to-add-credentials"


class SecretMissing(ApplicationRefused):
    """A confidential application must prove itself with a secret or an assertion, and sent neither."""

    rule = "neither client_secret nor client_assertion was sent, and {application} is a confidential client"
    fix = "send app.client_secret, or register the application with public=True"
    real = (
        "Send client_secret or client_assertion. If the app runs on people's devices and has no secret: App "
        "registrations > your app > Authentication > Allow public client flows: Yes."
    )
    page = "learn.microsoft.com/entra/identity-platform/msal-client-applications"


class SecretMissingForClientCredentials(SecretMissing):
    """The client credentials grant needs a secret or an assertion, and neither was sent."""

    grant_type: str = "client_credentials"
    rule = "neither client_secret nor client_assertion was sent with grant_type={grant_type}"
    fix = "send app.client_secret"
    real = "Send client_secret or client_assertion: an application by itself has nothing else to prove who it is."
    page = "learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow"


class SecretMissingForOnBehalfOf(SecretMissing):
    """An API that acts on behalf of its callers needs a secret or an assertion, and sent neither."""

    rule = "neither client_secret nor client_assertion was sent, and the grant jwt-bearer needs one"
    fix = "register the API with public=False, and send app.client_secret"
    real = (
        "Send client_secret or client_assertion: an API runs on a server, and may keep a secret or a certificate's key."
    )
    page = "learn.microsoft.com/entra/identity-platform/v2-oauth2-on-behalf-of-flow"


class PublicClientWithCredential(ApplicationRefused):
    """A public client sent a secret or an assertion, which it cannot have."""

    rule = "{application} is a public client, and client_secret or client_assertion was sent"
    fix = "leave client_secret out, or register the application with public=False"
    real = (
        "Leave client_secret out (MSAL: PublicClientApplication). If the app runs on a server and may keep a secret, "
        "its redirect URI belongs under the platform Web: App registrations > your app > Authentication."
    )
    page = "learn.microsoft.com/entra/identity-platform/msal-client-applications"


class NotMultiTenant(ApplicationRefused):
    """The application belongs to its own tenant alone, and the request names none."""

    rule = "signInAudience of {application} is AzureADMyOrg, and the authority names no tenant"
    fix = "name the tenant in the authority (target.authority), or app.multi_tenant = True"
    real = (
        "Use https://login.microsoftonline.com/<tenant id> in the place of /common and /organizations; or App "
        "registrations > your app > Authentication > Supported account types: Accounts in any organizational "
        "directory."
    )
    page = "learn.microsoft.com/entra/identity-platform/howto-convert-app-to-be-multi-tenant"


class RedirectUriMismatch(ApplicationRefused):
    """The redirect URI is not one of the application's."""

    redirect_uri: str = ""
    rule = "redirect_uri {redirect_uri} is not registered for {application}"
    fix = 'tenant.register_app(name, redirect_uris=["{redirect_uri}"])'
    real = (
        "App registrations > your app > Authentication > Add a platform, and the redirect URI to the letter: scheme, "
        "case of the path and the final slash count. http://localhost fits every port."
    )
    page = "learn.microsoft.com/entra/identity-platform/reply-url"


class AssertionRefused(ApplicationRefused):
    """The client assertion is not good."""

    rule = "client_assertion"
    fix = (
        "sign the assertion with the key of app.certificates, as msal does it from client_credential={private_key, "
        "thumbprint}"
    )
    real = (
        "Let MSAL make the assertion from the certificate's private key and thumbprint; App registrations > your app "
        "> Certificates & secrets > Certificates lists what Entra ID knows."
    )
    page = "learn.microsoft.com/entra/identity-platform/certificate-credentials"


class AssertionMalformed(AssertionRefused):
    """The client assertion is not a JWT."""

    rule = "client_assertion cannot be read as a JWT"


class AssertionSignatureWrong(AssertionRefused):
    """The client assertion is not signed by a certificate of the application."""

    thumbprint: str = ""
    rule = "client_assertion is signed by no certificate of {application}; its thumbprint is {thumbprint}"
    fix = "tenant.register_app(name, certificate=pem) with the certificate whose key signs"
    real = (
        "Upload the certificate (App registrations > your app > Certificates & secrets > Certificates), and compare "
        "its thumbprint with x5t or x5t#S256 in the assertion's header: after a renewal the app may still sign with "
        "the old key."
    )
    page = "learn.microsoft.com/entra/identity-platform/certificate-credentials"


class CertificateUnknown(AssertionSignatureWrong):
    """The certificate that signs the client assertion is none of the application's."""

    rule = "no certificate of {application} has the thumbprint {thumbprint}"


class CertificateOutOfTime(AssertionSignatureWrong):
    """The certificate that signs the client assertion has expired, or its time has not begun."""

    starts: str = ""
    ends: str = ""
    rule = "the certificate {thumbprint} of {application} is good from {starts} to {ends}"
    fix = "tenant.register_app(name, certificate=pem) with one that is good now, by tenant.clock"
    real = (
        "Upload a new certificate before the old one ends (App registrations > your app > Certificates & secrets > "
        "Certificates), and let the app sign with its key. If it is new, compare the clock of the machine that made it."
    )
    page = "learn.microsoft.com/entra/identity-platform/certificate-credentials"


class AssertionSubjectWrong(AssertionRefused):
    """The assertion's subject and issuer differ."""

    rule = "sub and iss of client_assertion differ"
    fix = "set both to the client id"
    real = "Set sub and iss of the assertion to the application's client id, both; MSAL does it by itself."
    page = "learn.microsoft.com/entra/identity-platform/certificate-credentials"


class AssertionForOtherApplication(AssertionRefused):
    """The assertion's issuer is not the client_id of the request."""

    rule = "iss of client_assertion is not client_id {application}"
    fix = "set iss and sub to the client_id of the request"
    real = "Set iss and sub to the client_id that the request names: two apps' settings were mixed up."
    page = "learn.microsoft.com/entra/identity-platform/certificate-credentials"


class AssertionAudienceWrong(AssertionRefused):
    """The assertion is meant for another token endpoint."""

    audience: str = ""
    rule = "aud of client_assertion is {audience}"
    fix = "set aud to target.token_url"
    real = (
        "Set aud to the token endpoint that the request goes to, https://login.microsoftonline.com/<tenant "
        "id>/oauth2/v2.0/token."
    )
    page = "learn.microsoft.com/entra/identity-platform/certificate-credentials"


class AssertionAudiencesTooMany(AssertionRefused):
    """The assertion is meant for several audiences."""

    number: str = ""
    rule = "aud of client_assertion has {number} values"
    fix = "set aud to target.token_url alone"
    real = "Set aud to one text, the token endpoint; a library that adds the issuer must be told not to."
    page = "learn.microsoft.com/entra/identity-platform/certificate-credentials"


class FederatedRefused(AssertionRefused):
    """The application trusts no such token of another issuer."""

    fix = "tenant.applications.trust_issuer(app, issuer, subject, keys)"
    real = (
        "App registrations > your app > Certificates & secrets > Federated credentials: issuer, subject and audience "
        "must be those of the token to the letter, e.g. https://token.actions.githubusercontent.com and "
        "repo:org/name:ref:refs/heads/main."
    )
    page = "learn.microsoft.com/entra/workload-id/workload-identity-federation-create-trust"


class FederatedIssuerUnknown(FederatedRefused):
    """The application trusts no such issuer."""

    issuer: str = ""
    rule = "no federated credential of {application} has the issuer {issuer}"


class FederatedAudienceUnknown(FederatedRefused):
    """The application trusts the assertion's issuer and subject, but for another audience."""

    audience: str = ""
    rule = "the federated credential of {application} has another audience than {audience}"


class FederatedIdentityUnknown(FederatedRefused):
    """The application trusts the assertion's issuer, but not this subject."""

    subject: str = ""
    rule = "no federated credential of {application} has the subject {subject}"


class FederatedSubjectCaseDiffers(FederatedIdentityUnknown):
    """The application trusts this subject in another case: since August 2024 the case counts."""

    rule = "a federated credential of {application} has the subject {subject} in another case"
    page = "learn.microsoft.com/entra/identity-platform/reference-breaking-changes"


class FederatedSignatureWrong(FederatedRefused):
    """The application trusts the assertion's issuer and subject, but none of the issuer's keys has signed it."""

    rule = "no key of the issuer that the federated credential of {application} trusts signs client_assertion"


class AssertionOutOfTime(AssertionRefused):
    """The assertion has expired or is not valid yet."""

    now: str = ""
    valid_from: str = ""
    expires_at: str = ""
    rule = "client_assertion is valid from {valid_from} to {expires_at}; it is {now}"
    fix = "make a new assertion for each request; its times are compared with tenant.clock"
    real = "Make the assertion at the time of the request, ten minutes long, and check the machine's clock."
    page = "learn.microsoft.com/entra/identity-platform/certificate-credentials"
