"""Requests that come again are read once, those that are wrong each time; nothing else of an answer is kept."""

import pytest

from fakeserver.protocols.ews.request.known import KnownRequests
from fakeserver.protocols.ews.soap.faults import SoapFault
from fakeserver.steps import finish
from tests.protocols.ews.client import GET_INBOX, Ews, envelope, fault_of
from tests.protocols.ews.soap.test_time_zone_context import APPOINTMENT, change, one_of, update_of


def test_what_comes_again_is_read_once() -> None:
    known, request = KnownRequests(), envelope(GET_INBOX)
    assert finish(known.read(request)) is finish(known.read(bytes(bytearray(request))))
    assert finish(known.read(request)) is not finish(known.read(request + b" "))


def test_the_one_that_was_asked_for_longest_ago_is_dropped() -> None:
    known, request = KnownRequests(), envelope(GET_INBOX)
    first = finish(known.read(request))
    for number in range(31):
        finish(known.read(request + b" " * (number + 1)))
    assert finish(known.read(request)) is first
    for number in range(40, 72):
        finish(known.read(request + b" " * number))
    assert finish(known.read(request)) is not first


def test_a_long_one_is_not_kept() -> None:
    known, request = KnownRequests(), envelope(GET_INBOX) + b" " * 5000
    assert finish(known.read(request)) is not finish(known.read(request))


def test_a_wrong_one_is_refused_each_time() -> None:
    known = KnownRequests()
    for _ in range(2):
        with pytest.raises(SoapFault):
            finish(known.read(b"<nothing/>"))


def test_the_same_request_gets_what_is_true_then(ews: Ews) -> None:
    find = (
        '<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>'
        '<m:ParentFolderIds><t:DistinguishedFolderId Id="inbox"/></m:ParentFolderIds></m:FindItem>'
    )
    assert ews(find).texts(".//t:Message") == []
    ews.mailbox.deliver(subject="x")
    assert len(ews(find).texts(".//t:Message")) == 1
    assert ews(find, ews.bob).texts(".//t:Message") == []


def test_what_the_schema_does_not_allow_is_found_each_time(ews: Ews) -> None:
    wrong = envelope("<m:GetFolder><m:Nothing/></m:GetFolder>")
    faults = [fault_of(ews.post(wrong, ews.token(ews.alice))) for _ in range(2)]
    assert faults[0] == faults[1]
    assert faults[0][0] == "ErrorSchemaValidation"


ZONED = (
    "calendar:Start",
    "<t:Start>2026-07-01T12:00:00</t:Start>",
    "calendar:End",
    "<t:End>2026-07-01T13:00:00</t:End>",
    "calendar:StartTimeZone",
    '<t:StartTimeZone Id="Tokyo Standard Time"/>',
)


@pytest.mark.parametrize("changes", [ZONED, ZONED[:4]], ids=["in the zone that is set", "in the zone that is stored"])
def test_times_that_are_set_in_a_zone_are_so_each_time(ews: Ews, changes: tuple[str, ...]) -> None:
    """What is read beside a zone is a whole item's; the request has no such element."""
    zones = '<t:StartTimeZone Id="Tokyo Standard Time"/><t:EndTimeZone Id="Tokyo Standard Time"/>'
    assert ews(APPOINTMENT.format(zones)).codes == ["NoError"]
    appointment = one_of(ews, "calendar")
    update = update_of(appointment, "".join(map(change, changes[::2], changes[1::2])))
    for _ in range(3):
        assert ews(update).codes == ["NoError"]
        assert appointment.get("start").hour == 3
