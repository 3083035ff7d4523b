"""Every code of the table is caused by a test of this folder, or stands below with the reason why it cannot be."""

import re
from functools import cache
from pathlib import Path

import pytest

from fakeserver.protocols.oauth.rows import ROWS

#: codes that mail apps meet at the real service (Microsoft's list, recorded answers, the service's own templates)
OF_THE_SERVICE = frozenset(
    map(
        int,
        """
    16000 28002 28003 50011 50012 50013 50020 50027 50034 50048 50049 50053 50055 50056 50057 50058 50059 50072 50074
    50076 50078 50079 50105 50126 50133 50158 50173 50194 50196 500011 500133 501051 501481 53000 53001 53003 530003
    530035 54005 65001 65004 650052 650057 70000 70003 70005 700054 70008 70011 70016 70018 70019 70020 70043 700005
    700007 700009 700016 700021 700023 700024 700025 700027 700082 700084 7000014 7000112 7000215 7000216 7000218
    7000222 7000229 90002 90014 90055 90094 90095 90124 90130 900023 900144 900561 901002 9001023 9002313 9002325
    9002326 9002327 9002332 1002012
    """.split(),
    )
)

_THROTTLING = "throttling is a planned fault; no rule of the tenant causes it"
_TWIN = "an older or rarer twin of {}, which the service gives for the same cause today"

#: code -> why nothing causes it
NOT_CAUSED = {
    50012: _TWIN.format(700027),
    50196: _THROTTLING,
    70019: _TWIN.format(70020),
    90033: _THROTTLING,
    90055: _THROTTLING,
    90095: _TWIN.format(90094),
    90124: _TWIN.format(9002332),
    90130: _TWIN.format(9002332),
}


@cache
def caused() -> frozenset[int]:
    """Return the codes in the tables of this folder's tests, and those that single tests name."""
    texts = [path.read_text() for path in Path(__file__).parent.glob("test_*.py") if path != Path(__file__)]
    numbers = [re.findall(r"^ +\(?\s*(\d{5,7}),|AADSTS(\d{5,7})", text, re.MULTILINE) for text in texts]
    return frozenset(int(first or second) for found in numbers for first, second in found)


@pytest.mark.parametrize("code", sorted(OF_THE_SERVICE | ROWS.keys()))
def test_is_caused_or_says_why_not(code: int) -> None:
    assert (code in caused()) != (code in NOT_CAUSED)


@pytest.mark.parametrize("code", sorted(OF_THE_SERVICE - NOT_CAUSED.keys()))
def test_has_a_row(code: int) -> None:
    assert code in ROWS
