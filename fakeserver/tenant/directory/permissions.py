"""The resource applications of Microsoft that a mail app asks for, their permissions, and how scopes spell them.

Ids are Microsoft's, the same in every tenant. Exchange Online's are from public listings and app manifests of its
service principal (SMTP.SendAsApp from manifests alone), Graph's from the Graph permissions reference.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from fakeserver.tenant.refusals import DefaultScopeMixed, PermissionUnknown, ResourceUnknown, TwoResources

EXCHANGE_ONLINE = "00000002-0000-0ff1-ce00-000000000000"
MICROSOFT_GRAPH = "00000003-0000-0000-c000-000000000000"

#: Scopes of OpenID Connect: they choose what stands beside the access token, and belong to no resource.
OPENID_SCOPES = frozenset({"openid", "profile", "email", "offline_access"})


@dataclass(frozen=True)
class ResourceApplication:
    """An API that tokens can be issued for."""

    app_id: str
    name: str
    #: every address that an `aud`, a `resource` or a scope may give it, the usual one first; no final slash
    identifier_uris: tuple[str, ...]
    #: delegated permission (scope) -> its id; None where the application is the tenant's own
    delegated: Mapping[str, str | None]
    #: application permission (app role) -> its id
    application: Mapping[str, str | None]

    def permissions(self, *, application: bool) -> Mapping[str, str | None]:
        """Return the permissions of applications by themselves, or the delegated ones."""
        return self.application if application else self.delegated

    def permission(self, value: str, *, application: bool) -> str | None:
        """Return a permission as the resource spells it; names compare without case. None: it has no such one."""
        known = self.permissions(application=application)
        return value if value in known else next((name for name in known if name.lower() == value.lower()), None)


EXCHANGE = ResourceApplication(
    EXCHANGE_ONLINE,
    "Office 365 Exchange Online",
    (
        "https://outlook.office365.com",
        "https://outlook.office.com",
        "https://ps.outlook.com",
        # National clouds': the fake stands in for all of them, where a real tenant knows those of its own cloud.
        "https://outlook.office365.us",
        "https://outlook-dod.office365.us",
        "https://webmail.apps.mil",
        "https://partner.outlook.cn",
    ),
    delegated={
        "EWS.AccessAsUser.All": "3b5f3d61-589b-4a3c-a359-5dd4b5ee5bd5",
        "IMAP.AccessAsUser.All": "195adc35-e27b-454b-a7ed-1ecdffa1c09f",
        "POP.AccessAsUser.All": "fb698133-92fa-453e-a9ed-688e10f2e5ac",
        "SMTP.Send": "76faac2a-0f20-42f1-928a-50de5b9dbe52",
        "EAS.AccessAsUser.All": "266d2589-20b5-4f91-9a03-89247d1be8da",
        "Mail.Read": "185758ba-798d-4b72-9e54-429a413a2510",
        "Mail.ReadWrite": "75767999-c7a8-481e-a6b4-19458e0b30a5",
        "Mail.Send": "5eb43c10-865a-4259-960a-83946678f8dd",
        "User.Read": "6223a6d3-53ef-4f8f-982a-895b39483c61",
    },
    application={
        "full_access_as_app": "dc890d15-9560-4a4c-9b7f-a736ec74ec40",
        "IMAP.AccessAsApp": "5e5addcd-3e8d-4e90-baf5-964efab2b20a",
        "POP.AccessAsApp": "cb842b43-da6e-4506-86fe-bb12199c656d",
        "SMTP.SendAsApp": "7146a1f0-8703-45b3-9eae-527a64c00995",
        "Exchange.ManageAsApp": "dc50a0fb-09a3-484d-be87-e023b12c6440",
        "Mail.Read": "810c84a8-4a9e-49e6-bf7d-12d183f40d01",
        "Mail.ReadWrite": "e2a3a72e-5f79-4c64-b1b1-878b674786c9",
        "Mail.Send": "b633e1c5-b582-4048-a93e-9f11b44c7e96",
    },
)

GRAPH = ResourceApplication(
    MICROSOFT_GRAPH,
    "Microsoft Graph",
    (
        "https://graph.microsoft.com",
        # National clouds', as above.
        "https://graph.microsoft.us",
        "https://dod-graph.microsoft.us",
        "https://microsoftgraph.chinacloudapi.cn",
    ),
    delegated={
        "openid": "37f7f235-527c-4136-accd-4a02d197296e",
        "profile": "14dad69e-099b-42c9-810b-d002981feec1",
        "email": "64a6cdd6-aab1-4aaf-94b8-3cc8405e90d0",
        "offline_access": "7427e0e9-2fba-42fe-b0c0-848c9e6a8182",
        "User.Read": "e1fe6dd8-ba31-4d61-89e7-88639da4683d",
        "User.ReadBasic.All": "b340eb25-3456-403f-be2f-af7a0d370277",
        "User.Read.All": "a154be20-db9c-4678-8ab7-66f6cc099a59",
        "Mail.ReadBasic": "a4b8392a-d8d1-4954-a029-8e668a39a170",
        "Mail.ReadBasic.Shared": "b11fa0e7-fdb7-4dc9-b1f1-59facd463480",
        "Mail.Read": "570282fd-fa5c-430d-a7fd-fc8dc98a9dca",
        "Mail.Read.Shared": "7b9103a5-4610-446b-9670-80643382c1fa",
        "Mail.ReadWrite": "024d486e-b451-40bb-833d-3e66d98c5c73",
        "Mail.ReadWrite.Shared": "5df07973-7d5d-46ed-9847-1271055cbd51",
        "Mail.Send": "e383f46e-2787-4529-855e-0e479a3ffac0",
        "Mail.Send.Shared": "a367ab51-6b49-43bf-a716-a1fb06d2a174",
        "MailboxSettings.Read": "87f447af-9fa4-4c32-9dfa-4a57a73d18ce",
        "MailboxSettings.ReadWrite": "818c620a-27a9-40bd-a6a5-d96f7d610b4b",
        "Calendars.Read": "465a38f9-76ea-45b9-9f34-9e8b0d4b0b42",
        "Calendars.Read.Shared": "2b9c4092-424d-4249-948d-b43879977640",
        "Calendars.ReadWrite": "1ec239c2-d7c9-4623-a91a-a9775856bb36",
        "Calendars.ReadWrite.Shared": "12466101-c9b8-439a-8589-dd09ee67e8e9",
        "Contacts.Read": "ff74d97f-43af-4b68-9f2a-b77ee6968c5d",
        "Contacts.Read.Shared": "242b9d9e-ed24-4d09-9a52-f43769beb9d4",
        "Contacts.ReadWrite": "d56682ec-c09e-4743-aaf4-1a3aac4caa21",
        "Contacts.ReadWrite.Shared": "afb6c84b-06be-49af-80bb-8f3f77004eab",
        "EWS.AccessAsUser.All": "9769c687-087d-48ac-9cb3-c37dde652038",
        "IMAP.AccessAsUser.All": "652390e4-393a-48de-9484-05f9b1212954",
        "POP.AccessAsUser.All": "d7b7f2d9-0f45-4ea1-9d42-e50810c06991",
        "SMTP.Send": "258f6531-6087-4cc4-bb90-092c5fb3ed3f",
    },
    application={
        "User.Read.All": "df021288-bdef-4463-88db-98f22de89214",
        "User.ReadBasic.All": "97235f07-e226-4f63-ace3-39588e11d3a1",
        "Mail.ReadBasic": "6be147d2-ea4f-4b5a-a3fa-3eab6f3c140a",
        "Mail.ReadBasic.All": "693c5e45-0940-467d-9b8a-1022fb9d42ef",
        "Mail.Read": "810c84a8-4a9e-49e6-bf7d-12d183f40d01",
        "Mail.ReadWrite": "e2a3a72e-5f79-4c64-b1b1-878b674786c9",
        "Mail.Send": "b633e1c5-b582-4048-a93e-9f11b44c7e96",
        "MailboxSettings.Read": "40f97065-369a-49f4-947c-6a255697ae91",
        "MailboxSettings.ReadWrite": "6931bccd-447a-43d1-b442-00a195474933",
        "Calendars.Read": "798ee544-9d2d-430c-a058-570e29e34338",
        "Calendars.ReadWrite": "ef54d2bf-783f-4e0f-bca1-3210c0444d99",
        "Contacts.Read": "089fe4d0-434a-44c5-8827-41ba8a0b17f5",
        "Contacts.ReadWrite": "6918b873-d17a-4dc1-b314-35f528134491",
    },
)

RESOURCES = (EXCHANGE, GRAPH)

#: Exchange Online's usual address.
EXCHANGE_ADDRESS = EXCHANGE.identifier_uris[0]

_DEFAULT = ".default"

#: What opens the mail protocols: for a user, and for an application by itself.
MAIL_SCOPES = ("EWS.AccessAsUser.All", "IMAP.AccessAsUser.All", "POP.AccessAsUser.All", "SMTP.Send")
MAIL_ROLES = ("full_access_as_app", "IMAP.AccessAsApp", "POP.AccessAsApp", "SMTP.SendAsApp")

#: What opens Microsoft Graph's mail, calendars and contacts, by the same names for users and applications.
GRAPH_MAIL = ("Mail.ReadWrite", "Mail.Send", "MailboxSettings.ReadWrite", "Calendars.ReadWrite", "Contacts.ReadWrite")

_BY_NAME = {
    name.lower(): resource
    for resource in RESOURCES
    for name in (resource.app_id, f"api://{resource.app_id}", f"spn:{resource.app_id}", *resource.identifier_uris)
}


def resource_by_name(name: str) -> ResourceApplication | None:
    """Return the resource that an audience, a v1 ``resource`` or the head of a scope names, final slash or not."""
    return _BY_NAME.get(name.lower().removesuffix("/"))


@dataclass(frozen=True)
class RequestedScopes:
    """A ``scope`` parameter, read."""

    #: None when only OpenID Connect scopes were asked for (Entra then issues a token for Graph)
    resource: ResourceApplication | None = None
    #: the resource's address exactly as asked, without the permission: it becomes the token's `aud`
    audience: str = ""
    #: permissions as the resource spells them
    values: frozenset[str] = frozenset()
    #: `.default`: whatever was consented to before
    default: bool = False
    #: of openid, profile, email, offline_access
    openid: frozenset[str] = frozenset()
    #: the parameter's words, in order
    words: tuple[str, ...] = field(default=(), compare=False)

    @property
    def text(self) -> str:
        """The parameter as it was sent, with single spaces."""
        return " ".join(self.words)


def parse_scopes(
    scope: str | Iterable[str],
    tenant: str = "",
    application: bool = False,
    find: Callable[[str], ResourceApplication | None] = resource_by_name,
    asked_by: tuple[str, str] = ("", ""),
) -> RequestedScopes:
    """Read the v2.0 ``scope`` parameter, in every spelling that Entra takes.

    ``https://outlook.office.com/IMAP.AccessAsUser.All`` (any address of the resource), ``<app id>/.default``, bare
    names (which mean Microsoft Graph), and the scopes of OpenID Connect. An audience with a final slash is asked for
    by doubling it: ``https://outlook.office365.com//.default``.

    Args:
        scope: the parameter, or its words.
        tenant: for the refusal's text.
        application: whether the names are application permissions, as in `Tenant.register_app(application=...)`.
        find: returns the resource of an address; `Directory.resource` knows the tenant's own too.
        asked_by: client id and name of the application, for the refusal's text.

    Raises:
        PermissionUnknown: the resource has no such permission.
        DefaultScopeMixed: `.default` stands beside another permission, or beside that of another resource.
        ResourceUnknown: no resource has this address.
        TwoResources: the words name more than one resource.

    Source: learn.microsoft.com/entra/identity-platform/scopes-oidc
    """
    words = words_of(scope) if isinstance(scope, str) else tuple(scope)
    _check_default_stands_alone(words)
    openid: set[str] = set()
    values: set[str] = set()
    default = False
    found: ResourceApplication | None = None
    audience = ""
    for word in words:
        if word in OPENID_SCOPES:
            openid.add(word)
            continue
        address, value = split_scope(word)
        resource = find(address)
        if resource is None:
            raise ResourceUnknown(resource=address, tenant=tenant)
        if found is not None and resource.app_id != found.app_id:
            raise TwoResources(scopes=" ".join(words), resources=f"{found.name}, {resource.name}")
        found = resource
        audience = audience or address
        if value.lower() == _DEFAULT:
            default = True
            continue
        known = resource.permission(value, application=application)
        if known is None:
            client_id, name = asked_by
            raise PermissionUnknown(
                scopes=word,
                permission=value,
                resource_id=resource.app_id,
                application=client_id,
                name=name,
                known=", ".join(sorted(resource.permissions(application=application))),
            )
        values.add(known)
    return RequestedScopes(found, audience, frozenset(values), default, frozenset(openid), words)


def words_of(scope: str) -> tuple[str, ...]:
    """Split a ``scope`` parameter. Only U+0020 separates (RFC 6749 section 3.3): a line feed belongs to a name."""
    return tuple(word for word in scope.split(" ") if word)


def _check_default_stands_alone(words: tuple[str, ...]) -> None:
    if len(words) > 1 and any(split_scope(word)[1].lower() == _DEFAULT for word in words):
        permissions = {word.lower() for word in words if word not in OPENID_SCOPES}
        # Assumption: two resources' `.default` are refused as well.
        if len(permissions) > 1:
            raise DefaultScopeMixed(scopes=" ".join(words), beside=", ".join(sorted(OPENID_SCOPES)))


def split_scope(word: str) -> tuple[str, str]:
    """Split one scope into the resource's address and the permission; a bare name belongs to Microsoft Graph."""
    address, slash, value = word.rpartition("/")
    return (address, value) if slash else (GRAPH.identifier_uris[0], value)


def qualified(name: str) -> str:
    """Return a permission's name with its resource: bare names are Exchange Online's, unlike in a scope parameter.

    Raises:
        TypeError: it is no text.
    """
    if not isinstance(name, str):
        raise TypeError(f"{name!r} is no permission's name, as 'EWS.AccessAsUser.All'; give an application as app=...")
    return name if "/" in name or name in OPENID_SCOPES else f"{EXCHANGE_ADDRESS}/{name}"
