"""The pages about live runs name what there is: variables, settings, options, permissions, files."""

import re
from pathlib import Path

import click
import pytest

from fakeserver.tenant.directory.permissions import EXCHANGE
from pytest_m365 import commands
from pytest_m365.live.environment import VARIABLES
from pytest_m365.options import first_given
from tests.plugin.live_pages import PAGES, ROOT, WORKFLOW, Declared, filled

TEXTS = {path: path.read_text(encoding="utf-8") for path in (*PAGES, ROOT / "README.md", WORKFLOW)}
#: variables that stand for the fake too, or lead to it
ALSO = {"M365_TARGET", "M365_KEEP"}
pages = pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)


def names(pattern: str, path: Path) -> set[str]:
    """Return the names of a form that a text has."""
    return set(re.findall(pattern, TEXTS[path]))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_what_the_code_says_is_current(path: Path) -> None:
    assert TEXTS[path] == filled(TEXTS[path]), "python -m tests.plugin.live_pages writes it"


@pages
def test_no_variable_is_named_that_nobody_reads(path: Path) -> None:
    assert names(r"\bM365_[A-Z0-9_]*[A-Z0-9]\b", path) - VARIABLES.keys() - ALSO == set()


@pages
def test_no_setting_is_named_that_nobody_reads(path: Path) -> None:
    assert names(r"\bm365_live_[a-z]+\b", path) - Declared().settings.keys() == set()


@pages
def test_no_option_is_named_that_nobody_takes(path: Path) -> None:
    assert names(r"--m365(?:-[a-z]+)*", path) - Declared().options.keys() == set()


def test_each_setting_of_live_runs_is_named() -> None:
    settings = {name for name in Declared().settings if name.startswith("m365_live_")}
    assert settings
    assert settings <= names(r"\bm365_live_[a-z]+\b", PAGES[0])


@pages
def test_the_values_of_options_are_taken(path: Path) -> None:
    for name, value in re.findall(r"(--m365[a-z-]*)=([a-z0-9,]+)", TEXTS[path]):
        choices = Declared().options[name].get("choices") or ("imap", "pop3", "smtp", "ews")
        assert [first_given((name, word), allowed=choices, default="") for word in value.split(",")]


@pages
def test_commands_are_there_with_the_options_that_they_are_given(path: Path) -> None:
    named = re.findall(r"python -m pytest_m365 (\w+)([^\n`#>]*)", TEXTS[path])
    for name, rest in named:
        command = commands.main.get_command(click.Context(commands.main), name)
        assert command, name
        known = {option for parameter in command.params for option in parameter.opts}
        assert set(re.findall(r"--[a-z-]+", rest)) - known == set()


def test_permissions_have_the_ids_that_the_fake_knows() -> None:
    known = {**EXCHANGE.application, **EXCHANGE.delegated}
    rows = re.findall(r"^\| `([\w.]+)`[^|]*\| `([0-9a-f-]{36})`", TEXTS[PAGES[0]], re.MULTILINE)
    assert len(rows) >= 8
    assert [(name, guid) for name, guid in rows if known[name] != guid] == []


def test_commands_ask_for_permissions_of_the_tables_by_the_right_kind() -> None:
    asked = re.findall(r"([0-9a-f-]{36})=(Role|Scope)", TEXTS[PAGES[0]])
    assert asked
    for guid, kind in asked:
        assert guid in (EXCHANGE.application if kind == "Role" else EXCHANGE.delegated).values()
    never = {EXCHANGE.application[name] for name in ("full_access_as_app", "SMTP.SendAsApp", "Exchange.ManageAsApp")}
    assert never.isdisjoint(guid for guid, _ in asked)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_exchange_gets_the_service_principals_object_id(path: Path) -> None:
    lines = [
        line for block in re.findall(r"```powershell\n(.*?)```", TEXTS[path], re.DOTALL) for line in block.splitlines()
    ]
    exchange = (
        "New-ServicePrincipal ",
        "Remove-ServicePrincipal ",
        "New-ManagementRoleAssignment ",
        "ServicePrincipalAuthorization ",
    )
    about = [line for line in lines if any(command in line for command in exchange)]
    assert all("$sp.Id" in line and "$app.Id" not in line for line in about)
    assert bool(about) is (path == PAGES[0])


def test_the_workflow_signs_in_without_a_secret() -> None:
    text = TEXTS[WORKFLOW]
    assert "secrets." not in text
    assert "pull_request" not in text
    assert "id-token: write" in text
    assert re.search(r"concurrency:\n  group: m365-live\n  cancel-in-progress: false", text)
    live, _, tell = text.partition("\n  tell:\n")
    assert "environment: m365-live" in live
    assert "id-token" not in tell


def test_links_from_one_page_to_the_other_go_both_ways() -> None:
    assert "](live-ci.md)" in TEXTS[PAGES[0]]
    assert "](live.md)" in TEXTS[PAGES[1]]
    assert "](docs/live.md)" in TEXTS[ROOT / "README.md"]
