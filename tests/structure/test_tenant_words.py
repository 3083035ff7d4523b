"""The tenant speaks no protocol: no XML, no element or FieldURI of EWS, no response code or status line stands in it.

Refusals are excepted: they explain in an admin's words, which may name what a protocol says.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from fakeserver.protocols.ews.properties.folder import FOLDER_ELEMENTS, FOLDER_FIELDS
from fakeserver.protocols.ews.properties.table import FIELDS, ITEM_ELEMENTS

ROOT = Path(__file__).resolve().parents[2]
TENANT = ROOT / "fakeserver" / "tenant"

#: Names of several words, which are no header field's, e.g. ``DateTimeReceived``.
_SEVERAL_WORDS = re.compile(r"[A-Z]\w*[a-z][A-Z]\w*")
_XML = re.compile(r"</?[a-z]+:\w|\bxmlns\b|http://schemas\.microsoft\.com/exchange/services")
#: What answers a request: EWS's response codes, AADSTS and OAuth's errors, lines of SMTP, IMAP, POP3 and HTTP.
_ANSWER = re.compile(
    r"\bError[A-Z]\w+|\bAADSTS\d|\binvalid_(request|grant|client|scope|token)\b"
    r"|^[2-5]\d\d[ -]|^(\*|\w+) (OK|NO|BAD|BYE)\b|^(\+OK|-ERR)\b|^HTTP/"
)


def texts(path: Path) -> Iterator[str]:
    """Yield the texts in a module's code; docstrings may explain what protocols say."""
    tree = ast.parse(path.read_text())
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
    return {name for name in elements if _SEVERAL_WORDS.fullmatch(name)} | {*FIELDS, *FOLDER_FIELDS}


def test_no_name_of_ews_no_xml_and_no_answer_stands_in_the_tenant() -> None:
    known = names_of_ews()
    found = [
        f"{path.relative_to(ROOT)}: {text}"
        for path in TENANT.rglob("*.py")
        if path.parent != TENANT / "refusals"
        for text in texts(path)
        if _XML.search(text) or _ANSWER.search(text) or known & set(re.findall(r"[\w:]+", text))
    ]
    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        "ErrorItemNotFound",
        "AADSTS50076: ",
        "invalid_grant",
        "535 5.7.3 Authentication",
        "* BYE",
        "a1 NO",
        "-ERR",
        "HTTP/1.1",
    ],
)
def test_answers_of_each_protocol_are_known_as_such(text: str) -> None:
    assert _ANSWER.search(text)


def test_the_check_knows_what_it_looks_for() -> None:
    assert {"DateTimeReceived", "RequiredAttendees", "item:Subject", "folder:DisplayName"} <= names_of_ews()
    assert _XML.search("<t:Attendee>")
    assert list(texts(Path(__file__)))
