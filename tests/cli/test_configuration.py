import pytest
from click.testing import CliRunner

from fakeserver.cli import main


def check(**variables: str) -> str:
    """Return what is said of a configuration with further variables."""
    return CliRunner().invoke(main, ["config", "check", "--well-known"], env=variables).output


@pytest.mark.parametrize(
    "name",
    ["FAKESERVER_HTTP_PORT", "FAKESERVER_CA_DIR", "FAKESERVER_NAME", "FAKESERVER_STATE", "FAKESERVER_CONTROL_KEY"],
)
def test_a_variable_that_another_command_reads_is_known(name: str) -> None:
    assert check(**{name: "1"}) == check()


def test_one_that_no_command_reads_suggests_the_right_one() -> None:
    assert "FAKESERVER_HTTP_PRT: there is no such variable; did you mean 'FAKESERVER_HTTP_PORT'?" in check(
        FAKESERVER_HTTP_PRT="443"
    )
