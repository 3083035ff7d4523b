"""Tokens that are spoilt: as their names say, and let in nowhere."""

import jwt
import pytest

from fakeserver.tenant.tenant import Tenant
from pytest_m365.contract.asking import forged
from pytest_m365.contract.asking.asker import Asker


def test_each_is_another_token_with_the_same_claims(asker: Asker) -> None:
    token = asker.token("IMAP.AccessAsUser.All")
    claims = jwt.decode(token, options={"verify_signature": False})
    for make in (forged.changed, forged.unsigned, forged.signed_by_another):
        assert make(token) != token
        assert jwt.decode(make(token), options={"verify_signature": False}) == claims
    assert jwt.get_unverified_header(forged.unsigned(token))["alg"] == "none"
    assert jwt.get_unverified_header(forged.signed_by_another(token))["kid"] == jwt.get_unverified_header(token)["kid"]
    assert token.startswith(forged.cut(token))


@pytest.mark.parametrize("make", [forged.cut, forged.changed, forged.unsigned, forged.signed_by_another])
def test_none_is_let_in(asker: Asker, m365_fake: Tenant, make: object) -> None:
    assert callable(make)
    token = make(asker.token("IMAP.AccessAsUser.All"))
    assert asker.new_imap().sign_in(asker.user, token) == ["NO AUTHENTICATE failed."]
