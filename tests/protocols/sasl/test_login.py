import base64

import pytest

from fakeserver.protocols.sasl import login
from fakeserver.tenant.access.credentials import Password
from fakeserver.tenant.refusals import CredentialMalformed


def test_two_responses_make_a_password() -> None:
    assert login.parse(b"alice", b"secret") == Password("alice", "secret")


def test_the_prompts_are_those_of_the_draft() -> None:
    assert base64.b64decode(login.USERNAME_PROMPT) == b"Username:"
    assert base64.b64decode(login.PASSWORD_PROMPT) == b"Password:"


def test_a_response_that_is_no_text_is_refused() -> None:
    with pytest.raises(CredentialMalformed):
        login.parse(b"alice", b"\xff")
