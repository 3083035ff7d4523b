"""Every refusal that the tenant knows has an answer here."""

import pytest

from fakeserver.protocols.oauth.refused import CODES, error_of
from fakeserver.protocols.oauth.rows import ROWS, Row
from fakeserver.tenant import refusals as no


def all_refusals() -> list[type[no.Refusal]]:
    found, open_ends = [], [no.Refusal]
    while open_ends:
        kind = open_ends.pop()
        found.append(kind)
        open_ends += kind.__subclasses__()
    return found


@pytest.mark.parametrize("kind", all_refusals(), ids=lambda kind: kind.__name__)
def test_every_refusal_has_a_code(kind: type[no.Refusal]) -> None:
    assert error_of(kind()).row.code in ROWS


@pytest.mark.parametrize("kind", [kind for kind in all_refusals() if issubclass(kind, no.DirectoryRefused)])
def test_the_token_service_says_its_own_refusals_in_their_own_words(kind: type[no.Refusal]) -> None:
    if kind is not no.DirectoryRefused:
        assert any(parent in CODES for parent in kind.__mro__ if parent is not no.Refusal)


def test_every_code_of_the_map_is_in_the_table() -> None:
    assert {row.code if isinstance(row, Row) else row for row in CODES.values()} <= set(ROWS)


def test_a_special_refusal_falls_back_to_its_parent() -> None:
    class SecretWrongAgain(no.SecretWrong):
        """Again."""

    assert error_of(SecretWrongAgain()).code == 7000215


def test_facts_fill_the_text() -> None:
    error = error_of(no.SecretWrong(application="the-app"))
    assert str(error) == (
        "AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client "
        "secret value, not the client secret ID, for a secret added to app 'the-app'."
    )


def test_moments_are_written_as_dotnet_does() -> None:
    error = error_of(no.GrantRevoked(issued_at="0", valid_from="86400"))
    assert "issued on '1970-01-01T00:00:00.0000000Z'" in str(error)
    assert "for this user is '1970-01-02T00:00:00.0000000Z'" in str(error)


def test_spans_are_written_as_dotnet_does() -> None:
    error = error_of(no.RefreshTokenExpired(issued_at="0", inactive_for=str(90 * 86400)))
    assert str(error).endswith("was inactive for 90.00:00:00.")


def test_braces_in_a_value_stay_as_they_are() -> None:
    assert "'{0.__class__}'" in str(error_of(no.ApplicationNotFound(application="{0.__class__}")))
