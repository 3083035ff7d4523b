"""What the operations answer that are performed for nobody."""

from collections.abc import Callable

import pytest
from lxml import etree

from fakeserver.protocols.ews.errors import OWN_WORDS
from fakeserver.protocols.ews.operations.not_performed import NOT_PERFORMED, Form, operation_not_performed
from fakeserver.protocols.ews.soap.envelope import request_element
from tests.protocols.ews.client import NAMESPACES, Ews, envelope, fault_of

Schema = Callable[[], etree.XMLSchema]


@pytest.mark.usefixtures("undescribed")
def test_the_answers_of_absent_features_are_as_the_schema_has_them(ews: Ews, ews_schema: Schema) -> None:
    known, token = ews_schema(), ews.token(ews.alice)
    for name, why in NOT_PERFORMED.items():
        if why.told is Form.FAULT:
            continue
        answer = ews.post(envelope(f"<m:{request_element(name)}/>"), token)
        body = etree.fromstring(answer.body).find("s:Body/*", NAMESPACES)
        assert body is not None
        assert known.validate(body), known.error_log
        row = operation_not_performed(name).row
        said = [body.findtext(f".//m:{part}", None, NAMESPACES) for part in ("ResponseCode", "MessageText")]
        assert (answer.status, *said) == (200, row.code, row.text)
        entry = ews.tenant.journal.entries[-1]
        assert (entry.operation, entry.answered) == (name, row.code)
        assert entry.refusal is not None
        assert why.reason in (entry.refusal.fix or "")


def test_what_microsoft_has_documented_nowhere_is_a_fault(ews: Ews) -> None:
    token = ews.token(ews.alice)
    for name, why in NOT_PERFORMED.items():
        if why.told is Form.FAULT:
            answer = ews.post(envelope(f"<m:{request_element(name)}/>"), token)
            assert fault_of(answer) == ("ErrorInvalidOperation", operation_not_performed(name).row.text)


@pytest.mark.parametrize("name", NOT_PERFORMED)
def test_nothing_is_planned_and_own_words_are_faults(name: str) -> None:
    why = NOT_PERFORMED[name]
    assert "planned" not in why.reason
    assert (operation_not_performed(name).row.source == OWN_WORDS) is (why.told is Form.FAULT)
