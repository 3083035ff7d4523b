import inspect

import pytest

from fakeserver.protocols.pop3 import errors
from fakeserver.tenant import refusals
from fakeserver.tenant.refusals import Refusal

KINDS = [kind for _, kind in inspect.getmembers(refusals, inspect.isclass) if issubclass(kind, Refusal)]


@pytest.mark.parametrize("kind", KINDS)
def test_every_refusal_has_words(kind: type[Refusal]) -> None:
    assert errors.row_for(kind()).text.isascii()
    assert errors.goodbye_for(kind()).closes
