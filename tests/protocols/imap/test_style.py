import base64

from fakeserver.protocols.imap.style import ImapStyle
from fakeserver.tenant.switches.policies import Policies


def test_the_classic_greeting_ends_in_the_servers_name() -> None:
    greeting = ImapStyle().greet("AM6PR08CA0046.eurprd08.prod.outlook.com", "guid")
    assert greeting == (
        b"* OK The Microsoft Exchange IMAP4 service is ready. [QQBNADYAUABSADAAOABDAEEAMAAwADQANgAuAGUAdQByAHAAcgBkAD"
        b"AAOAAuAHAAcgBvAGQALgBvAHUAdABsAG8AbwBrAC4AYwBvAG0A]\r\n"
    )


def test_the_proxys_greeting_names_the_connection() -> None:
    greeting = ImapStyle(greeting="tcpproxy").greet("host", "guid")
    name = base64.b64encode("host".encode("utf-16-le"))
    assert greeting == (
        b"* OK Microsoft Exchange IMAP4 service ready. guid (tcpproxy/15.21.0406.000 BACKENDAUTHENTICATE) [%b]\r\n"
        % name
    )


def test_nothing_is_advertised_that_the_service_does_not() -> None:
    words = ImapStyle().capabilities(signed_in=True).split()
    assert not {b"STARTTLS", b"SPECIAL-USE", b"ESEARCH", b"CONDSTORE", b"AUTH=OAUTHBEARER"} & set(words)


def test_the_ways_are_the_tenants_switches() -> None:
    policies = Policies()
    assert ImapStyle.of(policies) == ImapStyle()
    policies.set(imap_generation="rev2", imap_greeting="tcpproxy", imap_special_use=False, sasl_failure_challenge=True)
    policies.imap_idle = "silent"
    assert ImapStyle.of(policies) == ImapStyle("rev2", "tcpproxy", False, True, "silent")


def test_rev2_has_the_lists_of_the_log() -> None:
    style = ImapStyle("rev2")
    assert style.capabilities(signed_in=False) == ImapStyle("c").capabilities(signed_in=False)
    assert style.capabilities(signed_in=True) == (
        b"IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS MOVE ID UNSELECT ENABLE IMAP4rev2 CLIENTACCESSRULES "
        b"CLIENTNETWORKPRESENCELOCATION BACKENDAUTHENTICATE BACKENDAUTHENTICATE-IR CHILDREN IDLE NAMESPACE LITERAL+"
    )
    assert style.login_disabled
