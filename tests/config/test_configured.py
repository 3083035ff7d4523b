"""Which of them counts: the environment before the file, and that before what is well known."""

import subprocess
import sys
from pathlib import Path

import pytest

from fakeserver.config.building import build
from fakeserver.config.configured import configured, configured_table
from fakeserver.config.reading import ConfigError
from fakeserver.config.tables import Config, UserTable
from fakeserver.tenant.cloud import Cloud

OURS = "5c8a2b8e-1c3b-4c52-9d0f-0f6ff8f9a001"
THEIRS = "0c2f1a7e-35a1-4b0e-9d64-1c1c7d1a5b11"


def write(folder: Path, text: str) -> Path:
    path = folder / "tenant.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_without_anything_it_is_the_usual_one() -> None:
    assert configured() == Config()


def test_the_environment_is_in_the_place_of_the_file_and_that_of_what_is_well_known(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        f"""
        domain = "fabrikam.com"
        [public_app]
        client_id = "{OURS}"
        [daemon_app]
        secret = "of-the-file"
        [policies]
        basic_auth = true
        smtp_auth_disabled = true
        [[users]]
        name = "carol"
        """,
    )
    known = configured(path, well_known=True)
    assert (known.domain, known.tenant_id) == ("fabrikam.com", "11111111-1111-1111-1111-111111111111")
    assert known.public_app.client_id == OURS
    # Tables are merged, lists are not.
    assert known.daemon_app.client_id == "33333333-3333-3333-3333-333333333333"
    assert known.daemon_app.secret == "of-the-file"
    assert known.users == [UserTable("carol")]
    environment = {
        "FAKESERVER_CLIENT_ID": THEIRS,
        "FAKESERVER_CLIENT_SECRET": "of-the-environment",
        "FAKESERVER_POLICIES_BASIC_AUTH": "SMTP",
        "FAKESERVER_USERS": "dave:x",
        "FAKESERVER_DOMAIN": "",
    }
    said = configured(path, environment, well_known=True)
    assert (said.domain, said.public_app.client_id) == ("fabrikam.com", THEIRS)
    assert said.daemon_app.secret == "of-the-environment"
    assert said.policies == {"basic_auth": "SMTP", "smtp_auth_disabled": True}
    assert said.users == [UserTable("dave", "x")]
    assert configured_table(path, environment)["policies"] == said.policies


def test_paths_start_at_the_file(tmp_path: Path) -> None:
    path = write(tmp_path, '[[messages]]\nto = "alice"\nfile = "one.eml"\n')
    [message] = configured(path, {"FAKESERVER_USERS": "alice"}).messages
    assert message.file == str(tmp_path / "one.eml")


@pytest.mark.parametrize(
    ("text", "environment", "place"),
    [
        ("", {"FAKESERVER_USERS": "alice,alice"}, "FAKESERVER_USERS: users[1] (alice): "),
        ("", {"FAKESERVER_USERS": "support"}, "{path}: shared_mailboxes[0] (support): "),
        ("domain = 3", {"FAKESERVER_DOMAIN": "fabrikam.com"}, "{path}: domain: a text is wanted, not 3"),
        (
            "[policies]\nbasic = 1",
            {"FAKESERVER_POLICIES_BASIC_AUTH": "1"},
            "{path} and FAKESERVER_POLICIES_BASIC_AUTH: po",
        ),
        (
            "defaults = false",
            {"FAKESERVER_DAEMON_CLIENT_ID": OURS, "FAKESERVER_CLIENT_SECRET": "x"},
            "{path} and FAKESERVER_DAEMON_CLIENT_ID, FAKESERVER_CLIENT_SECRET: daemon_app: defaults = false leaves",
        ),
        ("[[tenants]]", {"FAKESERVER_USERS": "a"}, "FAKESERVER_USERS: this is of one tenant, and {path} has several"),
    ],
)
def test_a_mistake_is_said_of_where_it_comes_from(
    tmp_path: Path, text: str, environment: dict[str, str], place: str
) -> None:
    path = write(tmp_path, text)
    with pytest.raises(ConfigError) as error:
        build(configured(path, environment), Cloud())
    assert str(error.value).startswith(place.format(path=path))
    assert "\n" not in str(error.value)


def test_what_is_well_known_is_of_one_tenant(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"^--well-known: this is of one tenant, and .* has several"):
        configured(write(tmp_path, "[[tenants]]"), well_known=True)


def test_what_nobody_has_configured_costs_no_reader() -> None:
    program = (
        "import sys\n"
        "from fakeserver.config import build_all\n"
        "from fakeserver.config.configured import configured\n"
        "from fakeserver.tenant.cloud import Cloud\n"
        "build_all(configured(None, {'PATH': '/'}), Cloud())\n"
        "print(*{'msgspec', 'difflib'} & sys.modules.keys())\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout.split() == []
