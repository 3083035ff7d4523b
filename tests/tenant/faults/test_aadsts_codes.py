"""The codes that a test may order are those that Entra ID has here."""

from fakeserver.protocols.oauth.rows import ROWS
from fakeserver.tenant.faults.aadsts_codes import CODES


def test_the_codes_are_the_tables() -> None:
    assert set(CODES) == set(ROWS)
    assert list(CODES) == sorted(CODES)
