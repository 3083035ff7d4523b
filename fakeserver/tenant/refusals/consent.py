"""The token service and consent: what was asked for. The comments give Entra's AADSTS codes."""

from typing import ClassVar

from fakeserver.tenant.refusals.applications import DirectoryRefused


class ConsentRefused(DirectoryRefused):
    """The application may not have these permissions."""

    application: str = ""
    name: str = ""
    scopes: str = ""


class ConsentMissing(ConsentRefused):  # 65001
    """Neither the user nor an admin has consented to these permissions."""

    user: str = ""
    rule: ClassVar[str] = "consent"
    mend: ClassVar[str] = "register_app(delegated=[...], consent='admin')"


class ResourceNotListed(ConsentMissing):  # 650057
    """The application's registration lists no permission of this resource, so `.default` means nothing."""

    resource: str = ""
    resource_id: str = ""
    #: app ids of the resources that it does list
    valid: str = ""
    rule: ClassVar[str] = "requiredResourceAccess"
    mend: ClassVar[str] = "register_app(delegated=[...])"


class AdminConsentRequired(ConsentMissing):  # 90094
    """The user may not consent to these permissions; an admin must."""


class ConsentDeclined(ConsentRefused):  # 65004
    """The user declined to consent."""


class RoleNotAssigned(ConsentRefused):  # 501051
    """The application holds no application permission of the resource."""

    resource: str = ""
    resource_name: str = ""


class ScopeInvalid(DirectoryRefused):  # 70011
    """A scope is not one that the resource knows."""

    scopes: str = ""
    rule: ClassVar[str] = "scope"


class ScopeMustBeDefault(ScopeInvalid):  # 1002012
    """The client credentials grant takes one scope: the resource's address with /.default."""

    mend: ClassVar[str] = "scope=https://outlook.office365.com/.default"


class ScopeEmpty(ScopeInvalid):  # 28003
    """The scope names no permission, and the grant doesn't say which resource is meant."""


class TwoResources(ScopeInvalid):  # 28000
    """Scopes of two resources were asked for in one token."""

    resources: str = ""
    mend: ClassVar[str] = "ask for one access token per resource"


class ResourceUnknown(DirectoryRefused):  # 500011
    """No resource of this name is known in the tenant."""

    resource: str = ""
    tenant: str = ""
    rule: ClassVar[str] = "resource"
    mend: ClassVar[str] = "ask for https://outlook.office.com or https://outlook.office365.com"
