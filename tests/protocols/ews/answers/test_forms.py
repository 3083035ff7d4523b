"""The forms of answers: where what is refused is told."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from lxml import etree

from fakeserver.protocols.ews.answers import responses
from fakeserver.protocols.ews.answers.forms import Each, Flat, PerItem, Single
from fakeserver.protocols.ews.errors import INVALID_VALUE, EwsError, not_performed_here
from fakeserver.protocols.ews.soap import schema
from fakeserver.protocols.ews.soap.names import MESSAGES
from fakeserver.protocols.ews.soap.schema import Violation
from fakeserver.protocols.ews.soap.writing import Xml
from fakeserver.steps import Steps, finish
from fakeserver.tenant.refusals import ItemNotFound, MailboxNotFound


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


def elements(*values: str) -> list[Any]:
    return list(etree.fromstring(f"<a>{''.join(f'<b>{value}</b>' for value in values)}</a>"))


def asking(*values: str) -> Callable[[Any], Each[str]]:
    return lambda _: Each(elements(*values), lambda element: str(element.text), answer)


def reading(element: Any) -> str:
    answer(str(element.text))
    return str(element.text)


def fine(_value: str) -> Xml:
    return Xml("<m:Items>1</m:Items>")


def test_each_input_has_its_message_in_order() -> None:
    call = a_call()
    written = "".join(finish(PerItem("<m:Items/>")(call, asking("missing", "fine", "invalid", "doubtful"))))
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
    written = "".join(finish(PerItem("<m:Items/>")(a_call(), asking("missing"))))
    assert (
        '<m:GetItemResponseMessage ResponseClass="Error"><m:MessageText>The specified object was not found in the '
        "store., The process failed to get the correct properties.</m:MessageText><m:ResponseCode>ErrorItemNotFound"
        "</m:ResponseCode><m:DescriptiveLinkKey>0</m:DescriptiveLinkKey><m:Items/></m:GetItemResponseMessage>"
    ) in written


def test_an_errors_path_comes_before_the_empty_container() -> None:
    written = "".join(finish(PerItem("<m:Items/>")(a_call(), asking("invalid"))))
    assert "<m:MessageXml><t:FieldURI/></m:MessageXml><m:Items/>" in written


def test_a_bug_is_not_dressed_as_an_error_of_exchange() -> None:
    with pytest.raises(KeyError):
        finish(PerItem()(a_call(), asking("fine", "bug")))


def test_nothing_is_performed_before_all_of_it_is_read() -> None:
    performed: list[str] = []

    def read(element: Any) -> str:
        if element.text == "unknown":
            raise schema.unexpected_text(element)
        return str(element.text)

    def perform(value: str) -> Xml:
        performed.append(value)
        return answer(value)

    with pytest.raises(Violation):
        finish(PerItem()(a_call(), lambda _: Each(elements("fine", "unknown"), read, perform)))
    assert performed == []


def test_what_cannot_be_read_for_a_reason_of_its_own_refuses_that_part() -> None:
    written = "".join(finish(PerItem()(a_call(), lambda _: Each(elements("fine", "invalid", "fine"), reading, fine))))
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
    call = a_call()
    call.body = etree.fromstring(f'<m:GetItem xmlns:m="{MESSAGES}"><m:ItemIds><a/><b/></m:ItemIds></m:GetItem>')

    def handler(_: Any) -> Any:
        return answer("invalid")

    written = "".join(finish(PerItem("<m:Items/>")(call, handler)))
    assert written.count("<m:ResponseCode>ErrorInvalidValueForProperty</m:ResponseCode>") == 2
    assert len(call.notes) == 2


@pytest.mark.parametrize("form", [PerItem(), Single()])
def test_what_this_fake_does_not_perform_is_a_fault(form: Any) -> None:
    def handler(_: Any) -> Any:
        raise not_performed_here("x")

    with pytest.raises(EwsError):
        finish(form(a_call(), handler))


def test_others_run_between_things_and_within_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fakeserver.steps.STEP", 0)
    asked: list[int] = []

    def in_two_steps(value: int) -> Steps[Xml]:
        asked.append(value)
        yield
        if value == 2:
            raise EwsError(INVALID_VALUE)
        return Xml("<m:Items>1</m:Items>")

    read = Each(elements("1", "2", "3"), lambda one: int(str(one.text)), in_two_steps)
    steps = PerItem("<m:Items/>")(a_call(), lambda _: read)
    # The second and the third are read after the first, and each is performed in two steps.
    for _ in range(2 + 3):
        next(steps)
    assert asked == [1, 2]
    written = "".join(finish(steps))
    assert asked == [1, 2, 3]
    assert written.count('ResponseClass="Success"') == 2
    assert written.count('ResponseClass="Error"') == 1
