"""The command ``fakeserver demo``; what it shows is tested in tests/demo."""

import pytest
from click.testing import CliRunner

from fakeserver import demo as shown
from fakeserver.cli import demo


@pytest.mark.parametrize("status", [0, 1])
def test_the_exit_status_says_whether_all_was_as_it_should_be(monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    monkeypatch.setattr(shown, "run", lambda: status)
    assert CliRunner().invoke(demo.demo).exit_code == status
