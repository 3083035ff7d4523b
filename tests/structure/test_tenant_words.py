"""The tenant speaks no protocol: no XML, no names of EWS's elements, no response codes and no status lines in it.

What an admin reads stands there, for refusals explain themselves in an admin's words. So comments, docstrings and the
advice of a refusal may name AADSTS codes: Entra's sign-in log shows them.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from fakeserver.protocols.ews.properties.folder import FOLDER_ELEMENTS, FOLDER_FIELDS
from fakeserver.protocols.ews.properties.table import FIELDS, ITEM_ELEMENTS
from fakeserver.protocols.ews.request.ids import ATTACHMENT_IDS, FOLDER_ID_TYPES, ITEM_ID_TYPES
from fakeserver.protocols.ews.soap.names import local

ROOT = Path(__file__).resolve().parents[2]
TENANT = ROOT / "fakeserver" / "tenant"
FILES = sorted(TENANT.rglob("*.py"))

#: Names of several words, which are no header field's, e.g. ``DateTimeReceived``.
_SEVERAL_WORDS = re.compile(r"[A-Z]\w*[a-z][A-Z]\w*")
_XML = re.compile(r"</?[a-z]+:\w|\bxmlns\b|http://schemas\.microsoft\.com/exchange/services")
#: An element with its prefix, and a response code.
_EWS = re.compile(r"\b[stm]:[A-Z]\w+|\bError[A-Z]\w+")
_STATUS = re.compile(
    r"\bHTTP/\d"
    r"|(?<![\w.-])[45]\d\d(?![\w-]|\.\d)"  # HTTP, SMTP
    r"|(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.])"  # enhanced status codes, RFC 3463
    r"|-ERR\b|\+OK\b|(?:^|\* )(?:OK|NO|BAD|BYE)\b"
)
_ENTRA = re.compile(r"\bAADSTS\d|\binvalid_(?:request|grant|client|scope|token)\b")

#: file -> what may stand there, and why
_ALLOWED_STATUS = {
    # values of the switches basic_smtp_refusal and send_as_refusal, which tests write
    "switches/sign_in_policies.py": {"5.7.139", "5.7.30"},
    "switches/policies.py": {"550", "5.2.252", "5.7.520", "5.7.60"},
    "access/checks/basic_auth.py": {"5.7.30"},
    "refusals/passwords.py": {"5.7.30"},
    # an HTTP Archive names the version
    "journal/har.py": {"HTTP/1"},
    # a delivery status notification is a message, and quotes what the other server answered (RFC 3464)
    "exchange/transport/outcomes.py": {
        "2.0.0",
        "5.1.10",
        "5.2.3",
        "5.2.2",
        "5.5.3",
        "5.4.14",
        "5.7.1",
        "5.7.124",
        "5.7.133",
        "5.7.135",
        "5.1.8",
        "5.7.232",
        "5.7.233",
        "5.7.236",
        "5.7.520",
        "5.7.705",
        "5.7.708",
        "550",
        "554",
    },
    # a test names which of those reports it orders
    "faults/delivery.py": {"5.7.708"},
}

#: file -> names that are EWS's and another's
_ALLOWED_NAMES = {
    # what an admin writes into Set-DynamicDistributionGroup -RecipientFilter
    "directory/recipient_filter.py": {"DisplayName", "EmailAddresses"},
    # a key in X-MICROSOFT-LOCATIONS
    "exchange/icalendar/places.py": {"DisplayName"},
    # a parameter of New-ServicePrincipal
    "refusals/permissions.py": {"ObjectId"},
}


def texts(path: Path) -> Iterator[str]:
    """Yield the texts in a module's code, without its docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    explained = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in explained:
            yield node.value


def names_of_ews() -> set[str]:
    """Return the names of elements that nothing but EWS has, and every FieldURI."""
    elements = {child for children in (*ITEM_ELEMENTS.values(), *FOLDER_ELEMENTS.values()) for child in children}
    names = {name for name in elements if _SEVERAL_WORDS.fullmatch(name)}
    ids = {local(name) for name in (*FOLDER_ID_TYPES, *ITEM_ID_TYPES, *ATTACHMENT_IDS.elements)}
    return names | {*ids, "ConversationId", "ConnectingSID"} | {*FIELDS, *FOLDER_FIELDS}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(TENANT)))
def test_the_tenant_speaks_no_protocol(path: Path) -> None:
    known = names_of_ews()
    name = path.relative_to(TENANT).as_posix()
    allowed = _ALLOWED_STATUS.get(name, set())
    known -= _ALLOWED_NAMES.get(name, set())
    source = path.read_text(encoding="utf-8")
    found = [*_XML.findall(source), *_EWS.findall(source)]
    for text in texts(path):
        found += known & set(re.findall(r"[\w:]+", text))
        found += set(_STATUS.findall(text)) - allowed
        if path.parent.name not in ("refusals", "judging"):  # their advice is an admin's reading
            found += _ENTRA.findall(text)
    assert found == []


def test_nothing_is_allowed_that_does_not_occur() -> None:
    for name, allowed in _ALLOWED_STATUS.items():
        assert allowed <= {found for text in texts(TENANT / name) for found in _STATUS.findall(text)}


def test_the_check_knows_what_it_looks_for() -> None:
    assert {"DateTimeReceived", "RequiredAttendees", "item:Subject", "folder:DisplayName"} <= names_of_ews()
    assert _XML.search("<t:Attendee>")
    for words in ("put t:Mailbox into it", "ErrorItemNotFound"):
        assert _EWS.search(words)
    for words in ("HTTP/1.1", "answers 401", "535 5.7.3 no", "5.7.60", "-ERR no", "* BYE", "NO AUTHENTICATE failed."):
        assert _STATUS.search(words), words
    assert _ENTRA.search("AADSTS50076: ")
    assert _ENTRA.search("invalid_grant")
    for words in ("Office 365", "127.0.0.1", "Since 2026-03", "[MS-OXOCAL] 2.2.1.44"):
        assert not _STATUS.search(words), words
    assert list(texts(Path(__file__)))
