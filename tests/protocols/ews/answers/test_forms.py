"""The forms of answers: where what is refused is told."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from lxml import etree

from fakeserver.protocols.ews.answers import responses
from fakeserver.protocols.ews.answers.forms import Flat, Perform, PerItem, Single
from fakeserver.protocols.ews.errors import INVALID_VALUE, EwsError, not_performed_here
from fakeserver.protocols.ews.soap import schema
from fakeserver.protocols.ews.soap.names import MESSAGES
from fakeserver.protocols.ews.soap.schema import Violation
from fakeserver.protocols.ews.soap.writing import Xml
from fakeserver.steps import Steps, finish
from fakeserver.tenant.refusals import ItemNotFound, MailboxNotFound


def a_call(*values: str) -> Any:
    notes: list[Any] = []
    listed = "".join(f"<b>{value}</b>" for value in values)
    body = etree.fromstring(f'<m:GetItem xmlns:m="{MESSAGES}"><m:ItemIds>{listed}</m:ItemIds></m:GetItem>')
    return SimpleNamespace(
        operation="GetItem", body=body, part=body.find, notes=notes, note=lambda *noted: notes.append(noted)
    )


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


def text_of(element: Any) -> str:
    return str(element.text)


def reading(element: Any) -> str:
    answer(text_of(element))
    return text_of(element)


def read_known(element: Any) -> str:
    if element.text == "unknown":
        raise schema.unexpected_text(element)
    return text_of(element)


def performing(perform: Perform[Any]) -> Callable[[Any], Perform[Any]]:
    return lambda _: perform


ITEMS = PerItem("ItemIds", text_of, "<m:Items/>")


def test_each_input_has_its_message_in_order() -> None:
    call = a_call("missing", "fine", "invalid", "doubtful")
    written = "".join(finish(ITEMS(call, performing(answer))))
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
    written = "".join(finish(ITEMS(a_call("missing"), performing(answer))))
    assert (
        '<m:GetItemResponseMessage ResponseClass="Error"><m:MessageText>The specified object was not found in the '
        "store., The process failed to get the correct properties.</m:MessageText><m:ResponseCode>ErrorItemNotFound"
        "</m:ResponseCode><m:DescriptiveLinkKey>0</m:DescriptiveLinkKey><m:Items/></m:GetItemResponseMessage>"
    ) in written


def test_an_errors_path_comes_before_the_empty_container() -> None:
    written = "".join(finish(ITEMS(a_call("invalid"), performing(answer))))
    assert "<m:MessageXml><t:FieldURI/></m:MessageXml><m:Items/>" in written


def test_a_bug_is_not_dressed_as_an_error_of_exchange() -> None:
    with pytest.raises(KeyError):
        finish(ITEMS(a_call("fine", "bug"), performing(answer)))


def test_nothing_is_performed_before_all_of_it_is_read() -> None:
    performed: list[str] = []

    def perform(value: str) -> Xml:
        performed.append(value)
        return answer(value)

    with pytest.raises(Violation):
        finish(PerItem("ItemIds", read_known)(a_call("fine", "unknown"), performing(perform)))
    assert performed == []


def test_what_cannot_be_read_for_a_reason_of_its_own_refuses_that_part() -> None:
    form = PerItem("ItemIds", reading)
    written = "".join(finish(form(a_call("fine", "invalid", "fine"), performing(lambda _: Xml("<m:Items/>")))))
    assert [part.partition('"')[0] for part in written.split('ResponseClass="')[1:]] == ["Success", "Error", "Success"]


@pytest.mark.parametrize(("value", "kind"), [("fine", "Success"), ("missing", "Error"), ("doubtful", "Warning")])
def test_a_single_answer_has_one_message_whatever_happens(value: str, kind: str) -> None:
    written = "".join(finish(Single("<m:Nothing/>")(a_call(), lambda _: answer(value))))
    assert written.count("<m:GetItemResponseMessage ") == 1
    assert f'ResponseClass="{kind}"' in written
    assert ("<m:Nothing/>" in written) == (kind == "Error")


def test_a_flat_answer_has_its_code_in_its_own_element() -> None:
    written = "".join(finish(Flat()(a_call(), lambda _: Xml("<m:Found/>"))))
    assert 'ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode><m:Found/></m:GetItemResponse>' in written


def test_a_flat_answer_tells_of_a_mailbox_that_does_not_open() -> None:
    def handler(_: Any) -> Xml:
        raise MailboxNotFound("x@contoso.com")

    call = a_call()
    call.operation = "GetDelegate"
    written = "".join(finish(Flat()(call, handler)))
    assert 'ResponseClass="Error"><m:MessageText>' in written
    assert "<m:ResponseCode>ErrorNonExistentMailbox</m:ResponseCode>" in written
    assert [code for code, _ in call.notes] == ["ErrorNonExistentMailbox"]


def test_a_flat_answer_leaves_what_else_is_refused_to_the_fault() -> None:
    call = a_call()
    call.operation = "GetDelegate"
    with pytest.raises(EwsError):
        finish(Flat()(call, lambda _: answer("invalid")))
    with pytest.raises(ItemNotFound):
        finish(Flat()(call, lambda _: answer("missing")))


def test_what_refuses_all_is_told_for_each() -> None:
    call = a_call("fine", "fine")

    def handler(_: Any) -> Any:
        return answer("invalid")

    written = "".join(finish(ITEMS(call, handler)))
    assert written.count("<m:ResponseCode>ErrorInvalidValueForProperty</m:ResponseCode>") == 2
    assert [code for code, _ in call.notes] == ["ErrorInvalidValueForProperty"]


@pytest.mark.parametrize("refused", ["invalid", "missing"])
def test_what_the_schema_does_not_allow_in_a_part_comes_before_what_refuses_all(refused: str) -> None:
    form: PerItem[str] = PerItem("ItemIds", read_known)

    def handler(_: Any) -> Any:
        return answer(refused)

    with pytest.raises(Violation):
        finish(form(a_call("fine", "unknown"), handler))


@pytest.mark.parametrize("form", [ITEMS, Single()])
def test_what_this_fake_does_not_perform_is_a_fault(form: Any) -> None:
    def handler(_: Any) -> Any:
        raise not_performed_here("x")

    with pytest.raises(EwsError):
        finish(form(a_call("fine"), handler))


def test_others_run_between_things_and_within_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fakeserver.steps.STEP", 0)
    asked: list[int] = []

    def in_two_steps(value: int) -> Steps[Xml]:
        asked.append(value)
        yield
        if value == 2:
            raise EwsError(INVALID_VALUE)
        return Xml("<m:Items>1</m:Items>")

    form = PerItem("ItemIds", lambda one: int(text_of(one)), "<m:Items/>")
    steps = form(a_call("1", "2", "3"), performing(in_two_steps))
    # The second and the third are read after the first, and each is performed in two steps.
    for _ in range(2 + 3):
        next(steps)
    assert asked == [1, 2]
    written = "".join(finish(steps))
    assert asked == [1, 2, 3]
    assert written.count('ResponseClass="Success"') == 2
    assert written.count('ResponseClass="Error"') == 1
