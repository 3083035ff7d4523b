"""The user settings of SOAP Autodiscover: which exist, and what this service says for each.

Source: web-service-reference/setting-soap for the names;
exchange-web-services/how-to-get-user-settings-from-exchange-by-using-autodiscover and a recorded POX answer of
Exchange Online for the values.
"""

from collections.abc import Callable

from fakeserver.protocols.autodiscover import urls
from fakeserver.protocols.autodiscover.accounts import Account

CAS_VERSION = "15.20.7270.033"
SUPPORTED_SCHEMAS = (
    "Exchange2007, Exchange2007_SP1, Exchange2010, Exchange2010_SP1, Exchange2010_SP2, Exchange2013, "
    "Exchange2013_SP1, Exchange2015"
)

#: The value of a setting, from the account and the URL that was asked; empty where the account has none.
Value = Callable[[Account, str], str]


def _ews(_account: Account, base_url: str) -> str:
    return urls.ews_url(base_url)


def _at(path: str) -> Value:
    def value(account: Account, base_url: str) -> str:
        return urls.origin(base_url) + path.format(tenant_id=account.tenant_id)

    return value


def _filled(fragment: str) -> Value:
    return lambda account, _base_url: fragment.format(domain=account.domain)


def _is(text: str) -> Value:
    return lambda _account, _base_url: text


VALUES: dict[str, Value] = {
    "UserDisplayName": lambda account, _: account.display_name,
    "UserDN": lambda account, _: account.legacy_dn,
    "UserDeploymentId": lambda account, _: account.tenant_id,
    "AutoDiscoverSMTPAddress": lambda account, _: account.address,
    "UserMSOnline": _is("True"),
    "MailboxDN": lambda account, _: f"{account.server_dn}/cn=Microsoft Private MDB",
    "InternalMailboxServer": lambda account, _: account.server,
    "InternalMailboxServerDN": lambda account, _: account.server_dn,
    "InternalRpcClientServer": lambda account, _: account.server,
    "PublicFolderInformation": lambda account, _: account.public_folders,
    "PublicFolderServer": lambda _, base_url: urls.host(base_url),
    "ExternalMailboxServer": lambda _, base_url: urls.host(base_url),
    "ExternalMailboxServerRequiresSSL": _is("True"),
    "ExternalServerExclusiveConnect": _is("True"),
    "CasVersion": _is(CAS_VERSION),
    "EwsSupportedSchemas": _is(SUPPORTED_SCHEMAS),
    "ExternalEwsVersion": _is("15.20.0000.000"),
    "ExternalEwsUrl": _ews,
    "InternalEwsUrl": _ews,
    "EwsPartnerUrl": _ews,
    "ExternalEcpUrl": _at("/owa/"),
    "InternalEcpUrl": _at("/owa/"),
    "ExternalOABUrl": _at("/OAB/{tenant_id}/"),
    "InternalOABUrl": _at("/OAB/{tenant_id}/"),
    "ExternalUMUrl": _at("/EWS/UM2007Legacy.asmx"),
    "InternalUMUrl": _at("/EWS/UM2007Legacy.asmx"),
    "CrossOrganizationSharingEnabled": _is("True"),
    "MapiHttpEnabled": _is("True"),
    "GroupingInformation": _is("AM6PR08"),
    **{setting: _filled(fragment) for setting, fragment in urls.OF_SETTINGS.values()},
}

#: Documented settings that have no value here; any other name is not a setting.
NOT_AVAILABLE = frozenset(
    [
        "ActiveDirectoryServer",
        "AlternateMailboxes",
        "ExchangeRpcUrl",
        "ExternalEcpDeliveryReportUrl",
        "ExternalEcpEmailSubscriptionsUrl",
        "ExternalEcpPublishingUrl",
        "ExternalEcpRetentionPolicyTagsUrl",
        "ExternalEcpTextMessagingUrl",
        "ExternalEcpVoicemailUrl",
        "ExternalImap4Connections",
        "ExternalMailboxServerAuthenticationMethods",
        "ExternalPop3Connections",
        "ExternalSmtpConnections",
        "ExternalWebClientUrls",
        "InternalEcpDeliveryReportUrl",
        "InternalEcpEmailSubscriptionsUrl",
        "InternalEcpPublishingUrl",
        "InternalEcpRetentionPolicyTagsUrl",
        "InternalEcpTextMessagingUrl",
        "InternalEcpVoicemailUrl",
        "InternalImap4Connections",
        "InternalPop3Connections",
        "InternalServerExclusiveConnect",
        "InternalSmtpConnections",
        "InternalWebClientUrls",
        "InteropExternalEwsUrl",
        "InteropExternalEwsVersion",
        "MobileMailboxPolicyInterop",
        "ShowGalAsDefaultView",
        "TeamMailbox",
    ]
)
