import imaplib
import json
import signal
import socket
import subprocess
import sys
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from fakeserver.cli import main
from fakeserver.cli.state import Keeping
from fakeserver.state.state import State
from fakeserver.tenant.cloud import Cloud


@contextmanager
def serving(*options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run ``fakeserver serve`` until the block ends; also what it says until it serves."""
    words = [sys.executable, "-m", "fakeserver.cli", "serve", "--plain", *options]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        said: list[str] = []
        for line in process.stdout:
            said.append(line)
            if "daemon app" in line:
                break
        yield process, "".join(said)
    finally:
        process.kill()
        process.communicate(timeout=60)


def token_of(facts: dict[str, Any]) -> str:
    """Return a token for alice, by her password."""
    public = next(app for app in facts["apps"] if "client_secret" not in app or not app["client_secret"])
    alice = facts["users"][0]
    asked = {
        "grant_type": "password",
        "client_id": public["client_id"],
        "username": alice["upn"],
        "password": alice["password"],
        "scope": "https://outlook.office.com/IMAP.AccessAsUser.All",
    }
    body = urllib.parse.urlencode(asked).encode()
    with urllib.request.urlopen(facts["token_url"], body, timeout=60) as answer:
        found: str = json.load(answer)["access_token"]
        return found


@contextmanager
def inbox(facts: dict[str, Any], token: str) -> Iterator[imaplib.IMAP4]:
    said = f"user={facts['users'][0]['upn']}\x01auth=Bearer {token}\x01\x01".encode()
    imap = imaplib.IMAP4(facts["imap"]["host"], facts["imap"]["port"], timeout=60)
    imap.authenticate("XOAUTH2", lambda _: said)
    imap.select("INBOX")
    yield imap
    imap.shutdown()


def append(imap: imaplib.IMAP4, *numbers: int) -> None:
    for number in numbers:
        assert imap.append("INBOX", "", "", b"Subject: m%d\r\n\r\n%b\r\n" % (number, b"x" * 400))[0] == "OK"


def subjects(imap: imaplib.IMAP4) -> list[bytes]:
    found = imap.uid("FETCH", "1:*", "(BODY.PEEK[HEADER.FIELDS (SUBJECT)])")[1]
    return [part[1].strip() for part in found if isinstance(part, tuple)]


def test_mail_and_tokens_outlive_the_server_however_it_ends(tmp_path: Path) -> None:
    state, file = tmp_path / "fake.state", tmp_path / "endpoints.json"
    options = ("--state", str(state), "--endpoints", str(file))
    with serving(*options) as (process, said):
        assert "goes on" not in said
        first = json.loads(file.read_text())
        token = token_of(first)
        with inbox(first, token) as imap:
            append(imap, *range(20))
            validity = imap.response("UIDVALIDITY")[1]
            # In the middle of whatever it does.
            process.kill()
            process.wait(60)
    with serving(*options) as (process, said):
        assert f"What is in {state} goes on: tenants are as they were left" in said
        facts = json.loads(file.read_text())
        assert facts["tenant_id"] == first["tenant_id"]
        assert (facts["users"], facts["apps"]) == (first["users"], first["apps"])
        # The key that has signed it is the same, and so is whoever it names.
        with inbox(facts, token) as imap:
            assert imap.response("UIDVALIDITY")[1] == validity
            left = subjects(imap)
            assert left == [b"Subject: m%d" % number for number in range(len(left))]
            append(imap, 98, 99)
        process.send_signal(signal.SIGTERM)
        assert process.communicate(timeout=60) == ("", "")
        assert process.returncode == 0
    kept, cloud = State(state), Cloud()
    kept.load(cloud)
    kept.close()
    there = [item.subject for item in cloud.tenants[0].mailbox("alice").messages()]
    assert there == [f"m{number}" for number in range(len(left))] + ["m98", "m99"]


def refused(*options: str, env: dict[str, str] | None = None) -> str:
    """Run a command that must fail; return its one line."""
    result = CliRunner().invoke(main, list(options), env=env)
    assert result.exit_code == 2
    assert result.output.count("\n") == 1
    return result.output.removeprefix("Error: ").removesuffix("\n")


def test_files_that_cannot_be_used_are_one_line(tmp_path: Path) -> None:
    path = tmp_path / "fake.state"
    path.write_text("no state at all" * 100)
    line = f"{path} is no state of a fake server; it is left as it is"
    assert refused("serve", "--state", str(path)) == line
    # A container names it in its environment.
    assert refused("serve", env={"FAKESERVER_STATE": str(path)}) == line
    assert refused("serve", "--state", str(tmp_path / "missing" / "fake.state")) == (
        f"cannot open {tmp_path}/missing/fake.state: no such file or directory"
    )


def test_a_taken_port_leaves_no_file(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert "already in use" in refused("serve", "--imap-port", port, "--state", str(tmp_path / "fake.state"))
    assert list(tmp_path.iterdir()) == []


def test_where_all_tenants_were_dropped_they_are_built_anew(tmp_path: Path) -> None:
    for _ in range(2):
        keeping, cloud, built = Keeping(tmp_path / "fake.state"), Cloud(), list[int]()
        keeping.fill(cloud, partial(built.append, 1))
        assert built == [1]
        keeping.begin(cloud)
        keeping.end()
        assert keeping.is_whole


def test_a_file_in_use_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "fake.state"
    first = Keeping(path)
    cloud = Cloud()
    first.fill(cloud, lambda: None)
    first.begin(cloud)
    assert refused("serve", "--state", str(path)) == f"{path} is in use by another server; each needs a file of its own"
    first.end()
    assert first.is_whole


def test_a_configuration_that_is_wrong_leaves_no_file(tmp_path: Path) -> None:
    config, path = tmp_path / "tenant.toml", tmp_path / "fake.state"
    config.write_text("[[users]]\nname = 'a b'\n")
    assert "users[0]" in refused("serve", "--config", str(config), "--state", str(path))
    assert not path.exists()


def test_without_a_file_nothing_of_it_is_imported() -> None:
    program = (
        "import sys; from fakeserver.cli.state import Keeping; keeping = Keeping(None)\n"
        "keeping.fill(None, list); keeping.begin(None); keeping.end(); assert keeping.is_whole\n"
        "print([name for name in sys.modules if name.startswith(('fakeserver.state', 'sqlite3', '_sqlite3'))])"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert ran.stdout == "[]\n"


def test_without_a_file_tenants_are_built() -> None:
    built: list[str] = []
    Keeping(None).fill(Cloud(), lambda: built.append("built"))
    assert built == ["built"]
