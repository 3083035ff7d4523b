"""``fakeserver config``, in this process."""

import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from fakeserver.cli import main

ID = "5c8a2b8e-1c3b-4c52-9d0f-0f6ff8f9a001"


@pytest.fixture(autouse=True)
def no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FAKESERVER_CONFIG", "FAKESERVER_WELL_KNOWN"):
        monkeypatch.delenv(name, raising=False)


def said(*words: str, **variables: str) -> str:
    """Run a command that must go well; return what it prints."""
    result = CliRunner().invoke(main, words, env={f"FAKESERVER_{name}": text for name, text in variables.items()})
    assert result.exit_code == 0, result.output
    return result.output


def failing(*words: str, **variables: str) -> str:
    """Run a command that must fail; return its one line."""
    result = CliRunner().invoke(main, words, env={f"FAKESERVER_{name}": text for name, text in variables.items()})
    assert result.exit_code == 2
    assert result.output.startswith("Error: ")
    assert result.output.count("\n") == 1
    return result.output.removeprefix("Error: ")


def test_check_says_what_it_would_make_without_secrets(tmp_path: Path) -> None:
    path = tmp_path / "tenant.toml"
    path.write_text(
        f"""
        [[tenants]]
        domain = "fabrikam.com"
        tenant_id = "{ID}"
        policies = {{ basic_auth = true }}
        [[tenants.users]]
        name = "carol"
        password = "hunter2"
        [[tenants.users]]
        name = "dave"
        [[tenants.rooms]]
        name = "room1"
        [[tenants.room_lists]]
        name = "floor1"
        [[tenants.distribution_groups]]
        name = "team"
        [[tenants.apps]]
        name = "Import"
        client_id = "{ID}"
        secret = "hunter2"
        [[tenants.messages]]
        to = "carol"
        [[tenants]]
        """,
        encoding="utf-8",
    )
    assert said("config", "check", str(path)).splitlines() == [
        "tenant fabrikam.com",
        f"  id             {ID}",
        "  policy         basic_auth = True",
        "  user           carol@fabrikam.com  password (given)",
        "  user           dave@fabrikam.com  password (new at each start)",
        "  shared mailbox support@fabrikam.com",
        "  room           room1@fabrikam.com",
        "  group          team@fabrikam.com",
        "  room list      floor1@fabrikam.com",
        "  public app     Contoso Mail  id (new at each start)",
        "  daemon app     Contoso Mail Daemon  id (new at each start)  secret (new at each start)",
        f"  daemon app     Import  id {ID}  secret (given)",
        "  messages       1",
        "tenant contoso.onmicrosoft.com",
        "  id             (new at each start)",
        "  user           alice@contoso.onmicrosoft.com  password (new at each start)",
        "  user           bob@contoso.onmicrosoft.com  password (new at each start)",
        "  shared mailbox support@contoso.onmicrosoft.com",
        "  public app     Contoso Mail  id (new at each start)",
        "  daemon app     Contoso Mail Daemon  id (new at each start)  secret (new at each start)",
    ]


def test_the_environment_counts_and_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "tenant.toml"
    path.write_text("domain = 'fabrikam.com'")
    assert "eve@fabrikam.com" in said("config", "check", CONFIG=str(path), USERS="eve")
    assert "11111111-1111-1111-1111-111111111111" in said("config", "check", WELL_KNOWN="1")


@pytest.mark.parametrize("command", ["check", "show"])
def test_a_mistake_is_one_line(tmp_path: Path, command: str) -> None:
    path = tmp_path / "tenant.toml"
    path.write_text("domian = 'fabrikam.com'")
    assert failing("config", command, str(path)).startswith(f"{path}: there is no key 'domian'")
    assert failing("config", command, TENANT_ID="x") == "FAKESERVER_TENANT_ID: a GUID is wanted, not 'x'\n"
    assert "did you mean 'FAKESERVER_TENANT_ID'?" in failing("config", command, TENNANT_ID="x")
    assert "no such file" in failing("config", command, str(tmp_path / "nowhere.toml"))


def test_what_the_tenant_refuses_is_a_mistake_too(tmp_path: Path) -> None:
    path = tmp_path / "tenant.toml"
    path.write_text("[[users]]\nname = 'a b'")
    assert failing("config", "check", str(path)).startswith(f"{path}: users[0] (a b): ")


def test_show_prints_a_file_that_makes_the_same(tmp_path: Path) -> None:
    path = tmp_path / "tenant.toml"
    path.write_text("[policies]\nbasic_auth = true")
    shown = said("config", "show", str(path), "--well-known", CLIENT_ID=ID)
    table = tomllib.loads(shown)
    assert (table["public_app"], table["policies"]) == ({"client_id": ID}, {"basic_auth": True})
    path.write_text(shown)
    assert said("config", "show", str(path)) == shown


@pytest.mark.parametrize("command", [["serve"], ["run", "--", "true"], ["config", "check"]])
def test_each_command_that_reads_the_environment_knows_the_variables_of_the_others(command: list[str]) -> None:
    line = failing(*command, ZZZ="x")
    for name in ("HTTP_PORT", "ENDPOINTS_MODE", "CONFIG", "WELL_KNOWN", "BY", "USERS", "CONTROL_KEY"):
        assert f"FAKESERVER_{name}, " in line


def test_a_variable_that_an_option_does_not_take_is_named() -> None:
    for name, text in {"HTTP_PORT": "x", "IMAP_PORT": "65536", "ENDPOINTS_MODE": "rw", "PLAIN": "maybe"}.items():
        result = CliRunner().invoke(main, ["serve"], env={f"FAKESERVER_{name}": text})
        assert result.exit_code == 2
        assert f"Invalid value for FAKESERVER_{name}: " in result.output
    assert "Invalid value for '--http-port'" in CliRunner().invoke(main, ["serve", "--http-port", "x"]).output
