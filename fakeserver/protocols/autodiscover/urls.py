"""Which service URLs Autodiscover hands out, by the host at which it was asked.

Asked under one of Microsoft's host names it answers with the cloud's own, as the real one does; asked under any other
name (localhost, an address, a container's name) it answers with that same origin, since that is where the fake is.
"""

from urllib.parse import urlsplit

PUBLIC = "outlook.office365.com"

#: Autodiscover and service hosts of each cloud, and the host that the cloud's answers name.
#: Source: microsoft-365/enterprise/urls-and-ip-address-ranges and its national-cloud pages.
CLOUD_HOSTS = {
    "outlook.office365.com": PUBLIC,
    "outlook.office.com": PUBLIC,
    "autodiscover-s.outlook.com": PUBLIC,
    "autodiscover.outlook.com": PUBLIC,
    "outlook.office365.us": "outlook.office365.us",
    "autodiscover-s.office365.us": "outlook.office365.us",
    "webmail.apps.mil": "webmail.apps.mil",
    "autodiscover-s-dod.office365.us": "webmail.apps.mil",
    "partner.outlook.cn": "partner.outlook.cn",
    "autodiscover.partner.outlook.cn": "partner.outlook.cn",
    "autodiscover-s.partner.outlook.cn": "partner.outlook.cn",
}

_OLDER_PAGE = "options/ecp/?rfr=olk&ftr="
_REALM = "&exsvurl=1&realm={domain}"
#: Pages of a mailbox's options, as Outlook opens them: POX's element after ``EcpUrl-``, SOAP's setting, and what
#: follows EcpUrl; angle brackets are Outlook's to fill in. Source: an answer recorded in 2020.
OF_SETTINGS = {
    "um": ("EcpVoicemailUrlFragment", "?path=/options/callanswering"),
    "aggr": ("EcpEmailSubscriptionsUrlFragment", "?path=/options/connectedaccounts"),
    "mt": (
        "EcpDeliveryReportUrlFragment",
        "options/ecp/PersonalSettings/DeliveryReport.aspx?rfr=olk&exsvurl=1&IsOWA=<IsOWA>&MsgID=<MsgID>&Mbx=<Mbx>"
        "&realm={domain}",
    ),
    "ret": ("EcpRetentionPolicyTagsUrlFragment", "?path=/options/retentionpolicies"),
    "sms": ("EcpTextMessagingUrlFragment", "?path=/options/textmessaging"),
    "publish": ("EcpPublishingUrlFragment", "?path=/options/calendarpublishing/id/<FldID>"),
    "photo": ("EcpPhotoUrlFragment", "?path=/options/myaccount/action/photo"),
    "connect": ("EcpConnectUrlFragment", "?path=/options/socialnetworks&ignore1=<Action>&ignore2=<Provider>"),
    "tm": ("EcpTeamMailboxUrlFragment", f"{_OLDER_PAGE}TeamMailbox{_REALM}"),
    "tmCreating": (
        "EcpTeamMailboxCreatingUrlFragment",
        f"{_OLDER_PAGE}TeamMailboxCreating&SPUrl=<SPUrl>&Title=<Title>&SPTMAppUrl=<SPTMAppUrl>{_REALM}",
    ),
    "tmEditing": ("EcpTeamMailboxEditingUrlFragment", f"{_OLDER_PAGE}TeamMailboxEditing&Id=<Id>{_REALM}"),
    "extinstall": ("EcpExtensionInstallationUrlFragment", "?path=/options/manageapps"),
}


def origin(base_url: str) -> str:
    """Return scheme and authority for the URLs of an answer, without a final slash.

    Args:
        base_url: scheme and authority that the client used.
    """
    parts = urlsplit(base_url)
    host = (parts.hostname or "").lower()
    if host in CLOUD_HOSTS:
        return f"https://{CLOUD_HOSTS[host]}"
    if host.startswith("autodiscover."):
        return f"https://{PUBLIC}"
    return base_url


def host(base_url: str) -> str:
    """Return the host name in the URLs of an answer, without a port."""
    return urlsplit(origin(base_url)).hostname or "localhost"


def ews_url(base_url: str) -> str:
    """Return the EWS endpoint."""
    return f"{origin(base_url)}/EWS/Exchange.asmx"


def redirect_of_plain_http(base_url: str, path: str) -> str | None:
    """Return where an unencrypted request to an Autodiscover host is sent; None where none is sent anywhere.

    ``http://autodiscover.<domain>`` is a CNAME of autodiscover.outlook.com, whose port 80 answers nothing but this.
    """
    parts = urlsplit(base_url)
    if parts.scheme == "http" and (parts.hostname or "").lower().startswith("autodiscover."):
        return f"https://autodiscover-s.outlook.com{path}"
    return None
