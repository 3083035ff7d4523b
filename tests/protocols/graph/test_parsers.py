"""What meets octets from outside first: each reads them, or says in Graph's words that it cannot."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fakeserver.protocols.graph.address import segments_of, shortened
from fakeserver.protocols.graph.delta_tokens import DeltaToken
from fakeserver.protocols.graph.errors import ASSUMED, GraphError, Row
from fakeserver.protocols.graph.expand_options import ids_in, options_in, split_expand
from fakeserver.protocols.graph.finding.fields import MESSAGE_FIELDS
from fakeserver.protocols.graph.odata.conditions import criterion_of
from fakeserver.protocols.graph.odata.filters import read_filter
from fakeserver.protocols.graph.odata.orders import read_orders
from fakeserver.protocols.graph.prefer import preferences
from fakeserver.protocols.graph.properties.event_changes import read_event
from fakeserver.protocols.graph.properties.folder_fields import FOLDER_FIELDS
from fakeserver.protocols.graph.query import Query
from fakeserver.protocols.graph.registry import find
from fakeserver.protocols.graph.skip_tokens import skip_token, skipped
from fakeserver.protocols.graph.upload_address import UploadAddress
from fakeserver.protocols.graph.values.recurrences import read as read_recurrence
from fakeserver.protocols.graph.values.times import UTC_ZONE, read_zoned
from fakeserver.protocols.graph.writing.message import read_new
from fakeserver.wire import Headers, HttpRequest

BROKEN = Row(400, "BadRequest", "Badly formed token.", ASSUMED)
OPTIONS = frozenset({"$top", "$skip", "$count", "$select", "$filter"})
#: Text in which what the grammars know is likely.
PIECES = st.lists(
    st.sampled_from(
        [
            *("isRead", "subject", "from/emailAddress/address", "categories", "any", "all", "x", "ep/id", "id"),
            *("eq", "ne", "gt", "and", "or", "not", "in", "(", ")", ",", "/", ":", ";", "=", "$filter", "$select"),
            *("'a'", "''", "'", "1", "-1", "9" * 30, "2026-01-01", "2026-01-01T00:00:00Z", "true", "null", "cast"),
            *(
                "startswith",
                "contains",
                "desc",
                "asc",
                "%",
                "%41",
                "%ff",
                "users('a')",
                "me",
                "mailFolders",
                "messages",
            ),
            *("singleValueExtendedProperties", "attachments", "outlook.timezone", '"UTC"', "IdType", " ", "\x00"),
        ]
    ),
    max_size=25,
).map("".join)
TEXTS = PIECES | PIECES.map(lambda text: text.replace("(", " ( ")) | st.text(max_size=80)
NAMES = st.sampled_from(
    "subject body contentType content toRecipients emailAddress address name start end dateTime timeZone recurrence "
    "pattern range type interval daysOfWeek numberOfOccurrences startDate endDate flag flagStatus attachments "
    "contentBytes @odata.type item internetMessageHeaders value singleValueExtendedProperties id location attendees "
    "importance categories isRead isAllDay reminderMinutesBeforeStart frobnicate".split()
)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=10)
    | st.sampled_from(
        [
            *("2026-01-01T00:00:00", "9999-12-31T23:59:59Z", "0001-01-01", "UTC", "W. Europe Standard Time", "weekly"),
            *("monday", "numbered", "endDate", "html", "flagged", "#microsoft.graph.fileAttachment", "YQ==", "high"),
            *("#microsoft.graph.itemAttachment", "String 0x0037", "Integer 0x0E07", "required", "x-a"),
        ]
    ),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=6),
    max_leaves=25,
)
OBJECTS = st.dictionaries(NAMES, VALUES, max_size=8)


@given(TEXTS)
def test_a_path(text: str) -> None:
    with suppress(GraphError, UnicodeDecodeError):
        segments = segments_of(text)
        shortened(segments)
        find("GET", ["me", *segments])
    UploadAddress.read(f"/api/v2.0/{text}")


@given(TEXTS)
def test_a_query(text: str) -> None:
    with suppress(GraphError):
        Query(text, OPTIONS).page()


@given(TEXTS)
def test_a_filter(text: str) -> None:
    with suppress(GraphError):
        criterion_of(MESSAGE_FIELDS, read_filter(text))
    with suppress(GraphError):
        criterion_of(FOLDER_FIELDS, read_filter(text))


@given(TEXTS)
def test_an_order_and_an_expansion(text: str) -> None:
    for read in (read_orders, split_expand, lambda given: options_in(given, OPTIONS), ids_in):
        try:
            read(text)
        except GraphError:
            continue


@given(TEXTS.map(lambda text: text.replace("\r", "").replace("\n", "")))
def test_preferences(text: str) -> None:
    with suppress(GraphError):
        found = preferences(HttpRequest("GET", "/", headers=Headers([("Prefer", text)])))
        assert found.body_type in ("", "text", "html")
        assert found.page_size >= 0


@given(st.text(max_size=60))
@example("AAAA")
@example("é")
def test_tokens(text: str) -> None:
    for read in (DeltaToken.decode, lambda given: skipped(given, BROKEN)):
        with pytest.raises(GraphError, match="Badly formed token"):
            read(text)


@given(st.integers(0, 10**9 - 1))
def test_a_token_of_ones_own(number: int) -> None:
    assert skipped(skip_token(number), BROKEN) == number


@given(OBJECTS)
def test_a_message(given: dict[str, Any]) -> None:
    with suppress(GraphError):
        read_new(given)


@given(OBJECTS)
def test_an_event(given: dict[str, Any]) -> None:
    with suppress(GraphError):
        read_event(given, lambda name: None, is_new=True, ignored=lambda name: None)


@given(VALUES)
def test_a_time_and_a_recurrence(given: Any) -> None:
    for read in (lambda: read_zoned(given, "start"), lambda: read_recurrence(given, "recurrence", UTC_ZONE.clock)):
        try:
            read()
        except GraphError:
            continue
