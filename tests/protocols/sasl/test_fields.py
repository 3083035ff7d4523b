import pytest

from fakeserver.protocols.sasl.fields import read_bearer, read_fields
from fakeserver.tenant.refusals import CredentialMalformed


def test_fields_are_read_by_lower_case_name_and_the_first_wins() -> None:
    assert read_fields(b"\x01User=a\x01user=b\x01auth=Bearer x=y\x01\x01") == {"user": "a", "auth": "Bearer x=y"}


def test_a_bearer_token_is_all_that_follows() -> None:
    assert read_bearer({"auth": "Bearer a.b.c=="}) == "a.b.c=="


@pytest.mark.parametrize("fields", [{}, {"auth": ""}, {"auth": "Bearer"}, {"auth": "Negotiate x"}])
def test_what_is_no_bearer_token(fields: dict[str, str]) -> None:
    with pytest.raises(CredentialMalformed):
        read_bearer(fields)
