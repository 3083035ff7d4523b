"""Attendees in JSON."""

from datetime import UTC, datetime
from typing import Any

import pytest

from fakeserver.protocols.graph.errors import GraphError
from fakeserver.protocols.graph.values.attendees import lists_of, read, read_recipient, recipient, status, written
from fakeserver.protocols.graph.values.reading import listed
from fakeserver.tenant.exchange.kinds.addresses import AddressEntry
from fakeserver.tenant.exchange.kinds.attendees import Attendee, Response
from fakeserver.tenant.exchange.values import EmailAddress

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def test_each_stands_in_the_list_of_its_type() -> None:
    given = [
        {"emailAddress": {"address": "bob@contoso.example", "name": "Bob"}},
        {"emailAddress": {"address": "carol@contoso.example"}, "type": "Optional", "status": {"response": "accepted"}},
        {"emailAddress": {"address": "attic@contoso.example"}, "type": "resource"},
    ]
    lists = lists_of(listed(given, "attendees", read))
    assert {name: [one.address.name for one in each] for name, each in lists.items()} == {
        "required_attendees": ["Bob"],
        "optional_attendees": ["carol@contoso.example"],
        "resources": ["attic@contoso.example"],
    }
    assert [one["type"] for one in written(lists.get)] == ["required", "optional", "resource"]


def test_what_was_answered_is_shown_with_the_time_that_is_proposed() -> None:
    bob = Attendee(AddressEntry("Bob", "bob@contoso.example"), Response.TENTATIVE, NOON, NOON, NOON.replace(hour=13))
    assert written({"required_attendees": [bob]}.get) == [
        {
            "type": "required",
            "status": {"response": "tentativelyAccepted", "time": "2026-06-01T12:00:00Z"},
            "emailAddress": {"name": "Bob", "address": "bob@contoso.example"},
            "proposedNewTime": {
                "start": {"dateTime": "2026-06-01T12:00:00.0000000", "timeZone": "UTC"},
                "end": {"dateTime": "2026-06-01T13:00:00.0000000", "timeZone": "UTC"},
            },
        }
    ]


def test_nobody_has_answered_in_the_year_1() -> None:
    assert status(None, None) == {"response": "none", "time": "0001-01-01T00:00:00Z"}


def test_recipients_are_read_and_written() -> None:
    given = {"emailAddress": {"address": "bob@contoso.example", "name": "Bob"}}
    assert read_recipient(given, "toRecipients") == EmailAddress("Bob", "bob@contoso.example")
    assert recipient(EmailAddress("Bob", "bob@contoso.example")) == given


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("bob@contoso.example", "BadRequest"),
        ({"address": "bob@contoso.example"}, "RequestBodyRead"),
        ({"emailAddress": "bob@contoso.example"}, "BadRequest"),
        ({"emailAddress": {"address": 1}}, "BadRequest"),
        ({"emailAddress": {"address": "bob@contoso.example"}, "type": "guest"}, "BadRequest"),
    ],
)
def test_what_is_no_attendee_is_refused(given: Any, code: str) -> None:
    with pytest.raises(GraphError, match=code):
        read(given, "attendees")
