"""An access token's text, refused or described."""

import pytest

from fakeserver.tenant import refusals as no
from fakeserver.tenant.tenant import Tenant
from fakeserver.tenant.tokens.parsing import describe, parse


@pytest.mark.parametrize("text", ["", "a.b", "e30.e30.e30="])
def test_texts_that_are_no_tokens_are_refused(text: str) -> None:
    with pytest.raises(no.TokenMalformed):
        parse(text)


def test_describing_tells_claims_but_not_the_token(tenant: Tenant) -> None:
    token = tenant.mint(user="alice", scopes=["SMTP.Send"])
    text = describe(token)
    assert "scp=SMTP.Send" in text
    assert "upn=alice@contoso.onmicrosoft.com" in text
    assert token.rpartition(".")[2] not in text
    assert describe("garbage") == "a token of 7 characters that cannot be read"
