"""The applications that a new tenant has."""

from dataclasses import dataclass, field

from fakeserver.tenant.administration.applications import Applications
from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.directory.permissions import GRAPH, GRAPH_MAIL, MAIL_ROLES, MAIL_SCOPES
from fakeserver.tenant.exchange.permissions.mailbox_permissions import EVERY_MAILBOX, MailboxPermissions


@dataclass(frozen=True)
class Pinned:
    """What programs have written down of them before there is a tenant; None: made up."""

    #: a GUID, as `daemon_client_id`
    client_id: str | None = None
    daemon_client_id: str | None = None
    client_secret: str | None = field(default=None, repr=False)


#: Of Microsoft Graph, for a user: all of mail, calendars and contacts, others' where Exchange lets them in, and who is
#: there. Whoever asks for the least of them needs consent to that one.
_MAIL = ("Mail.", "MailboxSettings.", "Calendars.", "Contacts.")
GRAPH_SCOPES = ("User.Read", "User.ReadBasic.All", *(name for name in GRAPH.delegated if name.startswith(_MAIL)))
#: For an application by itself, which asks for all that it has.
GRAPH_ROLES = ("User.Read.All", *GRAPH_MAIL)

_GRAPH = GRAPH.identifier_uris[0]
_SCOPES = (*MAIL_SCOPES, *(f"{_GRAPH}/{name}" for name in GRAPH_SCOPES))
_ROLES = (*MAIL_ROLES, *(f"{_GRAPH}/{name}" for name in GRAPH_ROLES))

#: pinned
NOTHING = Pinned()


def usual_applications(
    applications: Applications, permissions: MailboxPermissions, pinned: Pinned
) -> tuple[Application, Application]:
    """Register a public one that may act for every user, and a daemon that may do all in every mailbox.

    Raises:
        ValueError: a client id is no GUID, or both are the same.
    """
    public = applications.register("Contoso Mail", public=True, delegated=_SCOPES, client_id=pinned.client_id)
    daemon = applications.register(
        "Contoso Mail Daemon",
        application=_ROLES,
        client_id=pinned.daemon_client_id,
        secret=pinned.client_secret,
    )
    for right in ("FullAccess", "SendAs"):
        permissions.add(EVERY_MAILBOX, daemon.service_principal_id, right)
    return public, daemon
