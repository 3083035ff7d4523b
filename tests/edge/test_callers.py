"""What the journal says of a caller, by the credential."""

import pytest

from fakeserver.edge.callers import described, user_beside
from fakeserver.tenant.access.credentials import BearerToken, Credential, Password

ALICE = "alice@contoso.com"


@pytest.mark.parametrize(
    ("credential", "said"),
    [
        (None, "no credential"),
        (Password(ALICE, "Winter-2026"), f"password of {ALICE}"),
        (Password("a" * 300, ""), f"password of {'a' * 200}"),
    ],
)
def test_a_credential_that_was_refused(credential: Credential | None, said: str) -> None:
    assert described(credential) == said


@pytest.mark.parametrize(
    ("credential", "user"),
    [
        (None, ""),
        (BearerToken("token"), ""),
        (BearerToken("token", ALICE), ALICE),
        (Password(ALICE, ""), ALICE),
        (Password(f"{ALICE}\\support", ""), ALICE),
        (Password("a" * 300, ""), "a" * 200),
    ],
)
def test_the_user_that_a_credential_names(credential: Credential | None, user: str) -> None:
    assert user_beside(credential) == user
