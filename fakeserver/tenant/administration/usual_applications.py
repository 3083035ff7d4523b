"""The applications that a new tenant has."""

from fakeserver.tenant.administration.applications import Applications
from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.directory.permissions import MAIL_ROLES, MAIL_SCOPES
from fakeserver.tenant.exchange.permissions.mailbox_permissions import EVERY_MAILBOX, MailboxPermissions


def usual_applications(applications: Applications, permissions: MailboxPermissions) -> tuple[Application, Application]:
    """Register a public one that may act for every user, and a daemon that may do all in every mailbox."""
    scopes = (*MAIL_SCOPES, "https://graph.microsoft.com/User.Read")
    public = applications.register("Contoso Mail", public=True, delegated=scopes)
    daemon = applications.register("Contoso Mail Daemon", application=MAIL_ROLES)
    for right in ("FullAccess", "SendAs"):
        permissions.add(EVERY_MAILBOX, daemon.service_principal_id, right)
    return public, daemon
