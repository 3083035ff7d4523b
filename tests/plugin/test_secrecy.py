"""No part of a secret is in any byte that pytest writes, whatever fails and whoever shows it."""

import json
import os
import re
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator
from html import escape, unescape
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

pytest.importorskip("xdist")
pytest.importorskip("pytest_html")

#: characters of a part that gives something away
PART = 12
LEAKS = Path(__file__).parent / "leaks"
REPORTS = ["--junitxml=junit.xml", "-o", "junit_logging=all", "--html=report.html", "--self-contained-html"]
LOGS = ["-o", "log_cli=true", "--log-cli-level=DEBUG", "--log-level=DEBUG", "--log-file=run.log"]
OPTIONS = ["-vv", "-rA", "--showlocals", "--setup-show", *REPORTS, *LOGS]
#: what a run writes, in its folder; pytester keeps its output there
WRITTEN = {"stdout", "stderr", "junit.xml", "report.html", "run.log", "lastfailed", "nodeids"}


def base64url(text: str) -> str:
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


@pytest.fixture
def secrets(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """The secrets of a tenant as a live run has them in its environment, made up anew."""
    form, none = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    key = rsa.generate_private_key(65537, 2048).private_bytes(serialization.Encoding.PEM, form, none).decode()
    claims = json.dumps({"aud": "api://exchange", "jti": [uuid4().hex for _ in range(20)]})
    values = {
        "LEAK_SECRET": f"Zr8Q~{uuid4().hex}",
        "LEAK_PASSWORD": f'Wü"{uuid4().hex[:6]}\\& <{uuid4().hex[:6]}>',
        "LEAK_TOKEN": ".".join(map(base64url, ('{"alg":"RS256"}', claims, uuid4().hex * 10))),
        "LEAK_KEY": key,
    }
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("LEAK_TOKENS", str(tmp_path / "tokens.txt"))
    pytester.makeconftest((LEAKS / "conftest.py").read_text("utf-8"))
    for name in ("failing", "telling"):
        pytester.makepyfile(**{f"test_{name}": (LEAKS / f"{name}.py").read_text("utf-8")})
    return list(values.values())


def tokens() -> list[str]:
    """Return the tokens that tests of a run were given."""
    file = Path(os.environ["LEAK_TOKENS"])
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


def forms(secret: str) -> Iterator[str]:
    """Yield what must not be seen; of a token all but its header, which is the same for everybody."""
    if secret.startswith("-----BEGIN"):
        parts = [line for line in secret.splitlines() if "-----" not in line]
    else:
        parts = [secret.partition(".")[2] if secret.startswith("eyJ") else secret]
    for part in parts:
        yield from (part, repr(part)[1:-1], repr(part.encode())[2:-1], json.dumps(part)[1:-1], escape(part))
        yield quote(part, safe="")
        for before in range(3):
            octets = bytes(before) + part.encode()
            yield b64encode(octets).decode()[4 if before else 0 : -4]
            yield urlsafe_b64encode(octets).decode()[4 if before else 0 : -4]


def given_away(text: str, parts: set[str]) -> set[str]:
    """Return which parts of secrets are in a text: as it is, as a browser shows it, and with its lines joined."""
    read = {text, unescape(text), re.sub(r"""['"]?\n[E >]*(?:[-+] )?b?['"]?""", "", text)}
    return set().union(*(parts & grams(each) for each in read))


def grams(text: str) -> set[str]:
    return {text[i : i + PART] for i in range(len(text) - PART + 1)}


def written(folder: Path) -> dict[str, str]:
    """Return every file of a run, by its name, with its path in front of what it holds."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.suffix not in (".py", ".pyc")]
    return {path.name: f"{path}\n{path.read_bytes().decode('utf-8', 'surrogateescape')}" for path in files}


def leaks(folder: Path, secrets: list[str]) -> dict[str, list[str]]:
    """Return what each file of a run gives away."""
    parts = {part for secret in secrets for form in set(forms(secret)) for part in grams(form)}
    found = {name: sorted(given_away(text, parts)) for name, text in written(folder).items()}
    return {name: given for name, given in found.items() if given}


@pytest.mark.parametrize(
    "options",
    [
        ["-s"],
        pytest.param(["--capture=tee-sys"], marks=pytest.mark.slow),
        pytest.param(["-n2"], marks=pytest.mark.slow),
    ],
    ids=" ".join,
)
def test_no_part_of_a_secret_is_written(pytester: pytest.Pytester, secrets: list[str], options: list[str]) -> None:
    pytester.makepyfile(test_broken="import os\nraise RuntimeError(os.environ['LEAK_SECRET'])")
    result = pytester.runpytest_subprocess(*OPTIONS, "--continue-on-collection-errors", *options)
    outcomes = result.parseoutcomes()
    assert outcomes["failed"] >= 30
    assert outcomes["errors"] >= 3
    files = written(pytester.path)
    assert files.keys() >= WRITTEN
    assert len(tokens()) > 5
    assert leaks(pytester.path, [*secrets, *tokens()]) == {}
    # Nor of tokens that nobody told it of.
    assert [name for name, text in files.items() if re.search(r"eyJ[\w-]+\.eyJ[\w-]{20}", text)] == []
    for name in ("stdout", "junit.xml", "report.html"):
        assert "redacted" in files[name]
        assert "token aud=" in files[name]


def test_the_same_tests_give_secrets_away_where_nothing_is_scrubbed(
    pytester: pytest.Pytester, secrets: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEAK_OPENLY", "1")
    pytester.runpytest_subprocess(*OPTIONS, "-s")
    assert leaks(pytester.path, [*secrets, *tokens()]).keys() >= WRITTEN
