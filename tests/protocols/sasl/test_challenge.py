import base64
import json

import pytest

from fakeserver.protocols.sasl.challenge import failure_challenge
from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.refusals import CredentialMalformed, Refusal, TokenExpired


@pytest.mark.parametrize(
    ("refusal", "status"), [(TokenExpired("then"), "401"), (CredentialMalformed("no base64"), "400")]
)
def test_the_challenge_says_what_would_have_been_right(refusal: Refusal, status: str) -> None:
    assert json.loads(base64.b64decode(failure_challenge(Protocol.SMTP, refusal))) == {
        "status": status,
        "schemes": "Bearer",
        "scope": "https://outlook.office365.com/SMTP.Send",
    }
