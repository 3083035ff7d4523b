"""The token service and consent: what was asked for."""

from fakeserver.tenant.refusals.applications import DirectoryRefused


class ConsentRefused(DirectoryRefused):
    """The application may not have these permissions."""

    application: str = ""
    name: str = ""
    scopes: str = ""


class ConsentMissing(ConsentRefused):
    """Neither the user nor an admin has consented to these permissions."""

    user: str = ""
    rule = "consent of {user} or an admin for {scopes}"
    fix = 'tenant.register_app(name, delegated=[...], consent="admin"), or tenant.applications.grant_admin_consent(app)'
    real = (
        "Sign in interactively once, with the same scopes, and accept; or an admin does it for everybody: App "
        "registrations > your app > API permissions > Grant admin consent, or "
        "https://login.microsoftonline.com/<tenant id>/adminconsent?client_id={application}."
    )
    page = "learn.microsoft.com/entra/identity/enterprise-apps/grant-admin-consent"


class ResourceNotListed(ConsentMissing):
    """The application's registration lists no permission of this resource, so `.default` means nothing."""

    resource: str = ""
    resource_id: str = ""
    #: app ids of the resources that it does list
    valid: str = ""
    rule = "requiredResourceAccess of {application} does not list {resource}"
    fix = "tenant.register_app(name, delegated=[...]) with permissions of that resource"
    real = (
        "App registrations > your app > API permissions > Add a permission > APIs my organization uses > Office 365 "
        "Exchange Online, then Grant admin consent; or ask for single scopes in the place of .default."
    )
    page = "learn.microsoft.com/entra/identity-platform/scopes-oidc"


class AdminConsentRequired(ConsentMissing):
    """The user may not consent to these permissions; an admin must."""

    rule = "the permissions {scopes} need an admin's consent"
    fix = 'tenant.register_app(name, delegated=[...], consent="admin"); or user.admin = True'
    real = (
        "An admin consents: App registrations > your app > API permissions > Grant admin consent. Whether users may "
        "consent themselves is in Enterprise applications > Consent and permissions."
    )
    page = "learn.microsoft.com/entra/identity/enterprise-apps/configure-user-consent"


class ConsentDeclined(ConsentRefused):
    """The user declined to consent."""

    rule = "the user pressed Cancel at the consent page"
    fix = "answer the page with accept, or tenant.applications.grant_admin_consent(app)"
    real = "Tell the user what the app needs the permissions for and ask again; or an admin consents for everybody."
    page = "learn.microsoft.com/entra/identity-platform/application-consent-experience"


class RoleNotAssigned(ConsentRefused):
    """The application holds no application permission of the resource."""

    resource: str = ""
    resource_name: str = ""
    rule = "no application permission of {resource_name} is granted to {application}"
    fix = "tenant.register_app(name, application=[...]), with consent"
    real = (
        "App registrations > your app > API permissions > Add a permission > APIs my organization uses > Office 365 "
        "Exchange Online > Application permissions; then Grant admin consent."
    )
    page = "learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow"


class ScopeInvalid(DirectoryRefused):
    """A scope is not one that the resource knows."""

    scopes: str = ""
    rule = "scope is {scopes}"
    fix = "ask for scopes of one resource, separated by blanks"
    real = "Ask for scopes of one resource, separated by blanks: https://outlook.office.com/IMAP.AccessAsUser.All ..."
    page = "learn.microsoft.com/entra/identity-platform/scopes-oidc"


class PermissionUnknown(ScopeInvalid):
    """The resource has no permission of this name."""

    permission: str = ""
    resource_id: str = ""
    application: str = ""
    name: str = ""
    #: the permissions that the resource has
    known: str = ""
    rule = "{resource_id} has no permission {permission}; it has {known}"
    fix = "ask for one that it has"
    real = "Check the spelling. Only blanks separate scopes: a line feed or a comma belongs to the name."


class DefaultScopeMixed(ScopeInvalid):
    """`.default` cannot stand beside other permissions, nor beside the `.default` of another resource."""

    #: what may stand beside it
    beside: str = ""
    rule = "scope is {scopes}; only {beside} may stand beside .default"
    fix = "ask for .default alone, or for single scopes"
    real = "Ask for <resource>/.default of one resource, or for single scopes; in two requests if both are needed."


class SeveralScopes(ScopeInvalid):
    """The client credentials grant takes one scope, and several were sent."""

    rule = "scope is {scopes}; client credentials take one: <resource>/.default"
    fix = "scope=https://outlook.office365.com/.default"
    real = "Ask for https://outlook.office365.com/.default alone; each resource is a request of its own."
    page = "learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow"


class ScopeMustBeDefault(ScopeInvalid):
    """The client credentials grant takes one scope: the resource's address with /.default."""

    rule = "scope is {scopes}; client credentials take <resource>/.default"
    fix = "scope=https://outlook.office365.com/.default"
    real = (
        "Ask for https://outlook.office365.com/.default: an application gets all the roles that were granted, never "
        "single ones."
    )
    page = "learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow"


class ScopeEmpty(ScopeInvalid):
    """The scope names no permission, and the grant doesn't say which resource is meant."""

    rule = "scope names no permission"
    fix = "name a scope, e.g. https://outlook.office.com/IMAP.AccessAsUser.All"
    real = "Name at least one scope of a resource; openid, profile and offline_access alone mean none."


class TwoResources(ScopeInvalid):
    """Scopes of two resources were asked for in one token."""

    resources: str = ""
    rule = "scope names permissions of {resources}"
    fix = "ask for one access token per resource"
    real = (
        "Ask for the token of each resource by itself: sign in with the scopes of one, and redeem the refresh token "
        "for the other. Consent to both at once goes by the parameter extra_scopes_to_consent of MSAL libraries."
    )


class ResourceUnknown(DirectoryRefused):
    """No resource of this name is known in the tenant."""

    resource: str = ""
    tenant: str = ""
    rule = "resource {resource} is not known in {tenant}"
    fix = "ask for https://outlook.office.com or https://outlook.office365.com"
    real = (
        "Check the address before the scope's last slash: Exchange Online's are https://outlook.office.com and "
        "https://outlook.office365.com. If it is right, the tenant has no service principal for it: no licence with "
        "Exchange Online, or another cloud."
    )
    page = "learn.microsoft.com/entra/identity-platform/reference-error-codes"


class ResourceAbsent(ResourceUnknown):
    """The resource is Microsoft's, but the tenant has no service principal of it: the service was never subscribed."""

    resource_id: str = ""
    fix = "take it out of tenant.directory.absent_resources"
    rule = "no service principal of {resource_id} in {tenant}"
    real = "Subscribe to the service (a licence with Exchange Online), or New-MgServicePrincipal -AppId {resource_id}."
    page = "learn.microsoft.com/entra/identity-platform/app-objects-and-service-principals"
