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
