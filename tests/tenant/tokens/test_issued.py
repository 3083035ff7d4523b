"""What a token answer is made of."""

import pytest

from fakeserver.tenant.tokens.issued import IssuedTokens


@pytest.mark.parametrize(("lives", "renew"), [(3599, None), (5400, None), (86399, 43199)])
def test_tokens_that_live_long_are_renewed_half_way(lives: int, renew: int | None) -> None:
    assert IssuedTokens("token", lives, 0, lives, "https://outlook.office.com").refresh_in == renew


def test_no_token_stands_in_its_repr() -> None:
    issued = IssuedTokens("secret-a", 1, 0, 1, "aud", refresh_token="secret-r", id_token="secret-i")
    assert "secret" not in repr(issued)
