"""Literals: what varies is a placeholder, what is unknown is left out, and nothing of who runs it stays."""

import re
from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_m365.contract.leaks import Private, find_leaks, looks_private
from pytest_m365.contract.literals.normal import LONGEST, PLACEHOLDERS, normal, vocabulary
from pytest_m365.contract.literals.patterns import BY_KIND
from pytest_m365.contract.terms import Kind

SHOWN: list[tuple[Kind, str, str]] = [
    (
        "imap",
        "* OK Microsoft Exchange IMAP4 service ready. 1b4e28ba-2fa1-11d2-883f-0016d3cca427 (tcpproxy/15.21.0406.000 "
        "BACKENDAUTHENTICATE) [QQBNADYAUABSADAAOABDAEEAMAAwADQANgAu]",
        "* OK Microsoft Exchange IMAP4 service ready. <guid> (tcpproxy/<version> BACKENDAUTHENTICATE) [<base64>]",
    ),
    (
        "imap",
        '* 1 FETCH (INTERNALDATE " 2-Nov-2026 08:00:00 +0000" RFC822.SIZE 3342 UID 70501)',
        '* 1 FETCH (INTERNALDATE "<date>" RFC822.SIZE <number> UID <uid>)',
    ),
    ("imap", "OK [COPYUID 55 31:32,40 6:8] COPY done.", "OK [COPYUID <uidvalidity> <uids> <uids>] COPY done."),
    ("imap", "BAD Command Argument Error. 11", "BAD Command Argument Error. 11"),
    (
        "imap",
        "NO Request is throttled. Suggested Backoff Time: 299610 milliseconds",
        "NO Request is throttled. Suggested Backoff Time: <number> milliseconds",
    ),
    (
        "smtp",
        "250-SGXP274CA0016.outlook.office365.com Hello [2001:db8::17]",
        "250-<host> Hello [<ip>]",
    ),
    (
        "smtp",
        "220 BL1P221CA0016.outlook.office365.com Microsoft ESMTP MAIL Service ready at Fri, 4 Nov 2022 10:07:41 +0000 "
        "[08DCE8B62813AB2B]",
        "220 <host> Microsoft ESMTP MAIL Service ready at <date> [<id>]",
    ),
    (
        "smtp",
        "535 5.7.139 Authentication unsuccessful, the user credentials were incorrect. "
        "[SGXP274CA0016.SGPP274.PROD.OUTLOOK.COM 2025-03-20T11:25:21.972Z 08DD66EDEFB0DFDF]",
        "535 5.7.139 Authentication unsuccessful, the user credentials were incorrect. [<host> <ts> <id>]",
    ),
    (
        "smtp",
        "554 5.2.252 SendAsDenied; a@contoso.com not allowed to send as b@contoso.com; [BeginDiagnosticData]Cannot "
        "submit message. 0.35250:0A00E280[EndDiagnosticData] [Hostname=SYBP282MB2635.AUSP282.PROD.OUTLOOK.COM]",
        "554 5.2.252 SendAsDenied; <address> not allowed to send as <address>; "
        "[BeginDiagnosticData]<any>[EndDiagnosticData] [Hostname=<host>]",
    ),
    ("pop3", "+OK 7 1800662", "+OK 7 <number>"),
    (
        "http",
        'x-ms-diagnostics: 2000003;reason="The audience claim value is invalid \'https://graph.microsoft.com\'.";'
        'error_category="invalid_resource"',
        'x-ms-diagnostics: 2000003;reason="The audience claim value is invalid \'<url>\'.";'
        'error_category="invalid_resource"',
    ),
    (
        "token",
        "AADSTS700016: Application with identifier '1b4e28ba-2fa1-11d2-883f-0016d3cca427' was not found in the "
        "directory 'Fabrikam Ltd'. Trace ID: 3d1e Correlation ID: 8f0b Timestamp: 2026-11-23 10:00:00Z",
        "AADSTS700016: Application with identifier '<guid>' was not found in the directory '<name>'.",
    ),
    ("ews", "500 ErrorServerBusy: The server cannot service this request right now. Try again later.",
     "500 ErrorServerBusy: The server cannot service this request right now. Try again later."),
    ("ews", "200 ErrorFrobnicationDenied: Jane may not.", "200 ErrorFrobnicationDenied: <word> may not."),
    ("names", "ItemId ParentFolderId XFabrikamThing", "ItemId ParentFolderId XFabrikamThing"),
    ("mail", "Überraschung", "<sign><word>"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "line", "literal"), SHOWN, ids=[literal[:30] for _, _, literal in SHOWN])
def test_it_shows(kind: Kind, line: str, literal: str) -> None:
    found = normal(kind, [line], {})
    assert found.text == literal
    assert found.left_out == literal.count("<word>") + literal.count("<sign>")


def test_what_the_test_knows_is_named_whatever_its_case() -> None:
    known = {"m365t-2611300800abcd-7": "<folder>", "jane.doe@fabrikam.example": "<user>"}
    found = normal("imap", ["NO M365T-2611300800ABCD-7 of jane.doe@fabrikam.example doesn't exist."], known)
    assert found.text == "NO <folder> of <user> doesn't exist."


def test_words_of_what_is_expected_may_be_shown() -> None:
    assert normal("imap", ["Frobnicated ok"], {}).text == "<word> ok"
    assert normal("imap", ["Frobnicated ok"], {}, ["it was frobnicated"]).text == "Frobnicated ok"


def test_a_line_that_is_too_long_is_left_out_whole() -> None:
    found = normal("imap", ["a " * LONGEST, "OK done"], {})
    assert (found.text, found.left_out) == ("<any>\nOK done", 1)


def test_a_placeholder_that_is_none_is_taken_apart() -> None:
    assert normal("imap", ["<fabrikam> <guid> <"], {}).text == "<<word>> <guid> <"


def test_the_vocabulary_names_nobody() -> None:
    names = {"alice", "bob", "contoso", "fabrikam", "exchangelib", "mailkit", "imapsync", "eurprd", "nam", "apc"}
    assert not vocabulary() & names
    assert all(re.fullmatch(r"[a-z0-9]{1,24}", word) for word in vocabulary())


# --- by chance -----------------------------------------------------------------------------------------------------

#: no word has this in it
_LABEL = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=3, max_size=10).map("zq{}".format)
GUIDS = st.uuids().map(str)
DOMAINS = st.tuples(_LABEL, st.sampled_from(["onmicrosoft.com", "example", "de", "museum", "co.uk"])).map(".".join)
ADDRESSES = st.tuples(_LABEL, DOMAINS).map("@".join)
IPS = st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6)).map(str)
SECRETS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789~_-.", min_size=24, max_size=60)

#: answers as each protocol gives them, with room for what is private
FORMS: dict[Kind, list[str]] = {
    "imap": [
        "* OK The Microsoft Exchange IMAP4 service is ready. [{base64}]",
        "* OK ready. {guid} (tcpproxy/15.20.1.2) [{base64}]",
        "NO User {address} in {domain} from {ip} is not allowed ({guid}).",
        '* LIST (\\HasNoChildren) "/" "Mail of {address}"',
        '* 1 FETCH (ENVELOPE ("Fri, 4 Nov 2022 10:07:41 +0000" "{secret}" (("x" NIL "{secret}" "{domain}"))))',
    ],
    "pop3": ["+OK ready (tcpproxy/15.20.9137.005). [{base64}]", "-ERR {address} from {ip}: {secret} {guid}"],
    "smtp": [
        "250-{domain} Hello [{ip}]",
        "535 5.7.3 Authentication unsuccessful [{domain} 2025-03-20T11:25:21.972Z 08DD66EDEFB0DFDF]",
        "554 5.2.252 SendAsDenied; {address} not allowed; [BeginDiagnosticData]{guid} {secret}[EndDiagnosticData]",
        "250 2.0.0 OK <{guid}@{domain}> [Hostname={domain}]",
    ],
    "http": [
        'x-ms-diagnostics: 2000001;reason="No {address} at {domain} for {guid}";error_category="{secret}"',
        "Set-Cookie: exchangecookie={secret}; ip={ip}",
    ],
    "ews": ["200 ErrorAccessDenied: {address} may not read {guid}.", "500 ErrorX: {secret} at {ip} of https://{domain}/EWS?x={base64}"],
    "token": [
        "AADSTS50034: The user account {address} does not exist in the {domain} directory.",
        "AADSTS700016: Application with identifier '{guid}' was not found in the directory '{domain}'.",
        "AADSTS65001: {secret} {ip} Trace ID: {guid} Correlation ID: {guid}",
    ],
    "mail": ["<{guid}@{domain}>", "Diagnostic-Code: smtp;550 5.1.10 {address} at {ip} {secret}"],
}  # fmt: skip


@pytest.mark.parametrize(("kind", "form"), [(kind, form) for kind, forms in FORMS.items() for form in forms])
@given(data=st.data())
def test_nothing_private_stays(data: st.DataObject, kind: Kind, form: str) -> None:
    guid, domain, address = data.draw(GUIDS), data.draw(DOMAINS), data.draw(ADDRESSES)
    ip, secret = data.draw(IPS), data.draw(SECRETS)
    base64 = b64encode(f"{domain}".encode("utf-16-le")).decode()
    line = form.format(guid=guid, domain=domain, address=address, ip=ip, secret=secret, base64=base64)
    literal = normal(kind, [line], {}).text
    private = Private()
    private.add("guid", guid)
    private.add("domain", domain)
    private.add("address", address)
    private.add_secret(secret)
    assert list(find_leaks(literal, "literal", private)) == []
    assert list(looks_private(literal, "literal")) == []
    assert ip not in literal or len(ip) < 7


@given(st.sampled_from(sorted(BY_KIND.keys() - {"names"})), st.text(max_size=200))
def test_whatever_comes_only_known_pieces_stay(kind: Kind, text: str) -> None:
    literal = normal(kind, [text], {}).text
    for piece in re.findall(r"<[a-z-]+>|[A-Za-z0-9]+|.", literal, re.DOTALL):
        is_known = piece in PLACEHOLDERS or piece.lower() in vocabulary() or piece.isdigit() or len(piece) == 1
        assert is_known or re.match(r"AADSTS|(No)?Error|OK|[a-z]+$", piece), (piece, text)
        assert piece.isascii()
        assert piece.isprintable()


@given(st.text(max_size=300), st.text(max_size=300))
def test_it_takes_any_text(one: str, other: str) -> None:
    for kind in BY_KIND:
        normal(kind, [one, other], {one[:20]: "<folder>"})
