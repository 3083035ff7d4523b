"""The names by which tests say where something is asked are the protocols' own."""

import pytest

from fakeserver.protocols.ews.registry import performed
from fakeserver.protocols.imap.commands import COMMANDS as IMAP
from fakeserver.protocols.oauth.service import FIXED_PATHS, PREFIXES, ROUTES
from fakeserver.protocols.pop3.commands import COMMANDS as POP3
from fakeserver.tenant.places import CONNECT, EVERYWHERE, PLACES, named


@pytest.mark.parametrize(
    ("place", "known"),
    [
        ("imap", {CONNECT, *IMAP}),
        ("pop3", {CONNECT, *POP3}),
        ("ews", set(performed())),
        ("oauth", {path.rstrip("/").rpartition("/")[2] for path in (*ROUTES, *FIXED_PATHS, *PREFIXES)} - {""}),
    ],
)
def test_the_operations_are_those_that_there_are(place: str, known: set[str]) -> None:
    assert set(PLACES[place].operations) == known


def test_each_place_has_a_row() -> None:
    assert set(PLACES) == set(EVERYWHERE)


def test_names_are_found_without_case() -> None:
    assert named("ews", "finditem", EVERYWHERE).operations == ("FindItem",)
    assert named("smtp", "", EVERYWHERE).protocol == "SMTP"


def test_where_it_cannot_be_is_said() -> None:
    with pytest.raises(ValueError, match="this fault cannot happen at 'ews'"):
        named("ews", "", ("imap",))
