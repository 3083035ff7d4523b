"""The real service's host names, by what answers there, in every cloud.

Source: learn.microsoft.com/microsoft-365/enterprise/urls-and-ip-address-ranges and the pages of the national clouds.
"""

from __future__ import annotations

#: Entra ID and what belongs to it; port 443. microsoft.com has the page where device codes are typed.
SIGN_IN = (
    "login.microsoftonline.com",
    "login.windows.net",
    "login.microsoft.com",
    "login.live.com",
    "device.login.microsoftonline.com",
    "sts.windows.net",
    "microsoft.com",
    "login.microsoftonline.us",
    "login.partner.microsoftonline.cn",
    "login.chinacloudapi.cn",
)
#: Microsoft Graph, of which Entra ID's userinfo is a part; port 443.
GRAPH = (
    "graph.microsoft.com",
    "graph.microsoft.us",
    "dod-graph.microsoft.us",
    "microsoftgraph.chinacloudapi.cn",
)
#: Exchange Online: EWS on 443, IMAP on 993, POP3 on 995, submission on 587.
MAIL = (
    "outlook.office365.com",
    "outlook.office.com",
    "outlook.live.com",
    "outlook.office365.us",
    "outlook-dod.office365.us",
    "webmail.apps.mil",
    "partner.outlook.cn",
)
#: Submission alone; ports 587 and 25.
SUBMISSION = (
    "smtp.office365.com",
    "smtp-mail.outlook.com",
    "smtp.office365.us",
    "smtp-dod.office365.us",
    "smtp.partner.outlook.cn",
)
#: Autodiscover; port 443.
AUTODISCOVER = (
    "autodiscover.outlook.com",
    "autodiscover-s.outlook.com",
    "autodiscover-s.office365.us",
    "autodiscover-s-dod.office365.us",
    "autodiscover.partner.outlook.cn",
    "autodiscover-s.partner.outlook.cn",
)

#: Microsoft's, with all names below them: sign-in, Microsoft 365 and what belongs to them. Not here is what customers
#: name themselves on Azure (core.windows.net, azurewebsites.net, azure.com, ...): a program's own storage, say.
CLOSED_SUFFIXES = (
    "microsoft.com",
    "microsoft.us",
    "microsoft",  # cloud.microsoft, mx.microsoft
    "microsoftonline.com",
    "microsoftonline.us",
    "partner.microsoftonline.cn",
    "microsoftonline-p.com",
    "microsoftonline-p.net",
    "microsoftazuread-sso.com",
    "msauth.net",
    "msftauth.net",
    "msidentity.com",
    "msftidentity.com",
    "login.windows.net",
    "sts.windows.net",
    "graph.windows.net",
    "enterpriseregistration.windows.net",
    "accesscontrol.windows.net",
    "activedirectory.windowsazure.com",
    "login.chinacloudapi.cn",
    "login.usgovcloudapi.net",
    "microsoftonline.de",
    "sovcloud-identity.fr",
    "sovcloud-identity.de",
    "sovcloud-identity.sg",
    # Entra ID for customers of customers.
    "ciamlogin.com",
    "b2clogin.com",
    "b2clogin.us",
    "b2clogin.cn",
    "b2clogin.de",
    "graph.chinacloudapi.cn",
    "microsoftgraph.chinacloudapi.cn",
    "office.com",
    "office.net",
    "office365.com",
    "office365.us",
    "outlook.com",
    "partner.outlook.cn",
    "hotmail.com",
    "live.com",
    "live.net",
    "sharepoint.com",
    "sharepoint.us",
    "sharepoint.cn",
    "onmicrosoft.com",
    "onmicrosoft.us",
    "partner.onmschina.cn",
    "webmail.apps.mil",
)

EVERY = (*SIGN_IN, *GRAPH, *MAIL, *SUBMISSION, *AUTODISCOVER)


def autodiscover_name(domain: str) -> str:
    """Return where clients look for the settings of a domain's mailboxes."""
    return f"autodiscover.{domain}"
