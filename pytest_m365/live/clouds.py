"""Microsoft's clouds: where each has its sign-in and its mail, and which host names belong to it.

Source: learn.microsoft.com/entra/identity-platform/authentication-national-cloud and the pages of Exchange Online's
addresses in each cloud.
"""

from dataclasses import dataclass

from fakeserver.endpoint import Endpoint

#: of IMAP and POP3 over TLS, and of submission with STARTTLS
IMAP_PORT, POP3_PORT, SMTP_PORT = 993, 995, 587


@dataclass(frozen=True)
class Cloud:
    """One of Microsoft's clouds."""

    name: str
    sign_in_host: str
    mail_host: str
    submission_host: str
    graph_host: str
    #: further names of its own that a token may go to
    other_hosts: tuple[str, ...] = ()

    @property
    def hosts(self) -> frozenset[str]:
        """Every host name that a token of this cloud may be sent to."""
        return frozenset({self.sign_in_host, self.mail_host, self.submission_host, self.graph_host, *self.other_hosts})

    @property
    def resource(self) -> str:
        """Exchange Online, as scopes name it."""
        return f"https://{self.mail_host}"

    @property
    def graph_resource(self) -> str:
        """Microsoft Graph, as scopes name it."""
        return f"https://{self.graph_host}"

    def authority(self, tenant_id: str) -> str:
        """Return what msal takes as ``authority``."""
        return f"https://{self.sign_in_host}/{tenant_id}"

    @property
    def ews_url(self) -> str:
        """Where EWS is. It is fixed: Autodiscover refuses an application that has its rights from Exchange's RBAC."""
        return f"https://{self.mail_host}/EWS/Exchange.asmx"

    @property
    def graph_url(self) -> str:
        """Where Microsoft Graph is, with its version."""
        return f"https://{self.graph_host}/v1.0"

    @property
    def imap(self) -> Endpoint:
        """IMAP over TLS."""
        return Endpoint(self.mail_host, IMAP_PORT)

    @property
    def pop3(self) -> Endpoint:
        """POP3 over TLS."""
        return Endpoint(self.mail_host, POP3_PORT)

    @property
    def smtp(self) -> Endpoint:
        """Submission with STARTTLS."""
        return Endpoint(self.submission_host, SMTP_PORT)


CLOUDS = {
    cloud.name: cloud
    for cloud in (
        Cloud(
            "public",
            "login.microsoftonline.com",
            "outlook.office365.com",
            "smtp.office365.com",
            "graph.microsoft.com",
            ("login.windows.net", "login.microsoft.com", "outlook.office.com", "autodiscover-s.outlook.com"),
        ),
        Cloud(
            "usgov",
            "login.microsoftonline.us",
            "outlook.office365.us",
            "smtp.office365.us",
            "graph.microsoft.us",
            ("autodiscover-s.office365.us",),
        ),
        Cloud(
            "usgovdod",
            "login.microsoftonline.us",
            "outlook-dod.office365.us",
            "smtp-dod.office365.us",
            "dod-graph.microsoft.us",
            ("webmail.apps.mil", "autodiscover-s-dod.office365.us"),
        ),
        Cloud(
            "china",
            "login.partner.microsoftonline.cn",
            "partner.outlook.cn",
            "smtp.partner.outlook.cn",
            "microsoftgraph.chinacloudapi.cn",
            ("login.chinacloudapi.cn", "autodiscover-s.partner.outlook.cn"),
        ),
    )
}
