"""Response messages: one bad item never spoils the others."""

from types import SimpleNamespace
from typing import Any

import pytest
from lxml import etree

from fakeserver.protocols.ews.answers import responses
from fakeserver.protocols.ews.errors import INVALID_VALUE, EwsError
from fakeserver.protocols.ews.soap.schema import Violation
from fakeserver.protocols.ews.soap.writing import Xml
from fakeserver.steps import Steps, finish
from fakeserver.tenant.refusals import ItemNotFound


def a_call() -> Any:
    notes: list[Any] = []
    return SimpleNamespace(operation="GetItem", notes=notes, note=lambda *noted: notes.append(noted))


def answer(value: str) -> Xml:
    if value == "missing":
        raise ItemNotFound("x")
    if value == "invalid":
        raise EwsError(INVALID_VALUE, Xml("<t:FieldURI/>"))
    if value == "doubtful":
        raise responses.ItemWarning(INVALID_VALUE, Xml("<m:Set/>"))
    if value == "bug":
        raise KeyError("a bug")
    return Xml("<m:Items>1</m:Items>")


def test_each_input_has_its_message_in_order() -> None:
    call = a_call()
    written = finish(
        responses.per_item(call, ["missing", "fine", "invalid", "doubtful"], answer, empty=Xml("<m:Items/>"))
    )
    messages = written.partition("<m:ResponseMessages>")[2].split("<m:GetItemResponseMessage ")[1:]
    assert [message.partition(">")[0] for message in messages] == [
        'ResponseClass="Error"',
        'ResponseClass="Success"',
        'ResponseClass="Error"',
        'ResponseClass="Warning"',
    ]
    assert [code for code, *_ in call.notes] == [
        "ErrorItemNotFound",
        "ErrorInvalidValueForProperty",
        "ErrorInvalidValueForProperty",
    ]


def test_an_error_has_the_recorded_shape() -> None:
    written = finish(responses.per_item(a_call(), ["missing"], answer, empty=Xml("<m:Items/>")))
    assert (
        '<m:GetItemResponseMessage ResponseClass="Error"><m:MessageText>The specified object was not found in the '
        "store., The process failed to get the correct properties.</m:MessageText><m:ResponseCode>ErrorItemNotFound"
        "</m:ResponseCode><m:DescriptiveLinkKey>0</m:DescriptiveLinkKey><m:Items/></m:GetItemResponseMessage>"
    ) in written


def test_an_errors_path_comes_before_the_empty_container() -> None:
    written = finish(responses.per_item(a_call(), ["invalid"], answer, empty=Xml("<m:Items/>")))
    assert "<m:MessageXml><t:FieldURI/></m:MessageXml><m:Items/>" in written


def test_a_bug_is_not_dressed_as_an_error_of_exchange() -> None:
    with pytest.raises(KeyError):
        finish(responses.per_item(a_call(), ["fine", "bug"], answer))


def test_a_request_for_nothing_is_a_violation_of_the_schema() -> None:
    call = a_call()
    call.body = etree.fromstring("<GetItem/>")
    with pytest.raises(Violation):
        finish(responses.per_item(call, [], answer))


def test_others_run_between_things_and_within_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fakeserver.steps.STEP", 0)
    asked: list[int] = []

    def in_two_steps(value: int) -> Steps[Xml]:
        asked.append(value)
        yield
        if value == 2:
            raise EwsError(INVALID_VALUE)
        return Xml("<m:Items>1</m:Items>")

    steps = responses.per_item(a_call(), [1, 2, 3], in_two_steps, empty=Xml("<m:Items/>"))
    for _ in range(3):
        next(steps)
    assert asked == [1, 2]
    answer = finish(steps)
    assert asked == [1, 2, 3]
    assert answer.count('ResponseClass="Success"') == 2
    assert answer.count('ResponseClass="Error"') == 1
