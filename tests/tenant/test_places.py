"""The names of places and operations are those of the protocols; others are refused with a suggestion."""

import re

import pytest

from fakeserver.protocols.ews.registry import performed
from fakeserver.protocols.graph.registry import operations as graph_operations
from fakeserver.protocols.imap.commands import COMMANDS as IMAP
from fakeserver.protocols.oauth.service import FIXED_PATHS, PREFIXES, ROUTES
from fakeserver.protocols.pop3.commands import COMMANDS as POP3
from fakeserver.protocols.smtp.commands import COMMANDS as SMTP
from fakeserver.tenant.places import CONNECT, EVERYWHERE, MAIL, PLACES, named


def test_operations_are_what_the_protocols_know() -> None:
    paths = [path.rstrip("/").rpartition("/")[2] for path in (*ROUTES, *FIXED_PATHS, *PREFIXES)]
    assert {place: set(PLACES[place].operations) for place in ("imap", "pop3", "smtp", "ews", "graph", "oauth")} == {
        "imap": {CONNECT, *IMAP},
        "pop3": {CONNECT, *POP3},
        # BDAT brings the same message as DATA.
        "smtp": {CONNECT, *SMTP} - {"BDAT"},
        "ews": set(performed()),
        "graph": {*(operation.name for operation in graph_operations()), "UploadAttachment"},
        "oauth": {path for path in paths if path},
    }
    assert set(EVERYWHERE) == set(PLACES)
    assert set(PLACES["discovery"].operations) < set(PLACES["oauth"].operations)


def test_an_operation_is_found_whatever_its_case() -> None:
    assert named("imap", "fetch", EVERYWHERE).operations == ("FETCH",)
    assert named("ews", "finditem", EVERYWHERE).operations == ("FindItem",)
    assert named("token", "", EVERYWHERE).operations == ("token",)


@pytest.mark.parametrize(
    ("place", "operation", "said"),
    [
        ("imp", "", "there is no place 'imp'; did you mean 'imap'?"),
        ("imap", "FETHC", "imap has no operation 'FETHC'; did you mean 'FETCH'?"),
        ("ews", "FindItems", "ews has no operation 'FindItems'; did you mean 'FindItem'?"),
        ("ews", "", "this fault cannot happen at 'ews'; there are: imap, pop3, smtp"),
    ],
)
def test_another_name_is_refused(place: str, operation: str, said: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(said)}$"):
        named(place, operation, MAIL if said.startswith("this") else EVERYWHERE)
