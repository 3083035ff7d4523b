"""Each of the rows is caused on a fake, over real sockets, and found."""

import pytest

from pytest_m365.diagnosis.rows import ROWS
from tests.plugin.doctor.causing import CAUSED, NOT_CAUSABLE, Caused
from tests.plugin.doctor.situation import Situation


@pytest.mark.parametrize("caused", CAUSED, ids=lambda caused: f"{caused.row}-{caused.by.__name__}")
def test_a_row_is_found(situation: Situation, caused: Caused) -> None:
    diagnosis = caused.by(situation)
    likely = [cause for cause in diagnosis.likely if cause.row == caused.row]
    assert any(caused.says in cause.text for cause in likely), str(diagnosis)
    assert diagnosis.is_certain == caused.is_certain, str(diagnosis)
    assert not set(caused.excludes) & set(diagnosis.rows), str(diagnosis)
    assert set(caused.excludes) <= {cause.row for cause in diagnosis.excluded}, str(diagnosis)
    for cause in diagnosis.causes:
        assert cause.fix
        assert "{" not in cause.fix.replace("{id-token", "")


def test_every_row_is_caused_or_named_as_not_causable() -> None:
    numbers = [row.number for row in ROWS]
    assert numbers == sorted(set(numbers))
    assert set(range(1, 51)) <= set(numbers)
    assert {caused.row for caused in CAUSED} | set(NOT_CAUSABLE) == set(numbers)
