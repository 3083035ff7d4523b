"""What `fakeserver ca` says to type is typed, and the real programs do as it says.

Each asks three servers. It takes the fake, whose certificate the kept authority has signed; it refuses one of somebody
else, and one that poses as a host for which the authority may not sign, though its own key has signed it.
"""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import certifi
import pytest

from fakeserver.cli.trust.programs import PROGRAMS
from fakeserver.cli.trust.recipe import HOST, Recipe, Way
from tests.cli.trust.conftest import Servers, program, untrusting

SOURCES = Path(__file__).parent / "programs"
#: by ecosystem, the programs that its commands need
NEEDED = {
    **dict.fromkeys(("python", "requests", "msal", "certifi"), ()),
    **{name: (name,) for name in ("node", "go", "ruby", "php", "curl", "wget", "git", "openssl")},
    "java": ("java", "javac", "keytool"),
    "dotnet": ("openssl",),
}
#: the user's program, by the name that the commands give it
APPS = {"node": "app.mjs", "go": "main.go", "ruby": "app.rb", "php": "app.php"}
#: that in Python: imports, what is done with `url`, and what a refusal is
URLLIB = ("import urllib.error, urllib.request, ssl", "urllib.request.urlopen(url)", "urllib.error.URLError")
MSAL = (
    "import msal, requests; client_id = '5c8a2b8e-1c3b-4c52-9d0f-0f6ff8f9a001'",
    "authority = url + os.environ['TENANT']; "
    "app = msal.PublicClientApplication(client_id, authority=authority, instance_discovery=False); "
    "app.initiate_auth_code_flow(['scope'], redirect_uri='http://localhost')",
    "requests.exceptions.SSLError",
)
IN_PYTHON = {
    "python": URLLIB,
    "dotnet": URLLIB,
    "requests": ("import requests", "requests.get(url)", "requests.exceptions.SSLError"),
    "msal": MSAL,
    "certifi": (
        "import certifi, ssl, urllib.error, urllib.request",
        "urllib.request.urlopen(url, context=ssl.create_default_context(cafile=certifi.where()))",
        "urllib.error.URLError",
    ),
}
#: what is typed then, where the command is only the first half; no .NET is at hand, and Python reads the same variable
AFTERWARDS = {"certifi": "\npython app.py", "dotnet": "\nSSL_CERT_DIR=certs python app.py"}
#: what a program that names the URL itself says to whom it trusts, where that is not its exit status
TRUSTED = {"git": "not found", "openssl": "Verify return code: 0 (ok)"}


def typed(language: str) -> list[tuple[Recipe, Way]]:
    """Return the blocks of a language that can be tried."""
    return [
        (recipe, way) for recipe in PROGRAMS for way in recipe.ways if way.language == language and not way.elsewhere
    ]


def shown(value: object) -> str:
    """Return how a test is called."""
    return value.name if isinstance(value, Recipe) else ""


def python_app(imports: str, does: str, refusal: str) -> str:
    """Return a program that says what comes of each URL."""
    return (
        f"import os\n{imports}\nfor url in os.environ['URLS'].split():\n"
        f"    try:\n        {does}\n    except {refusal} as error:\n        print('refused', error)\n"
        "    else:\n        print('ok')\n"
    )


@pytest.fixture(scope="session")
def java_app(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The user's program in Java, compiled once."""
    folder = tmp_path_factory.mktemp("java")
    subprocess.run([program("javac"), "-d", folder, SOURCES / "App.java"], check=True, timeout=280)
    with zipfile.ZipFile(folder / "app.jar", "w") as jar:
        jar.writestr("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\nMain-Class: App\n\n")
        jar.write(folder / "App.class", "App.class")
    return folder / "app.jar"


@pytest.fixture
def at_work(tmp_path: Path) -> Path:
    """A folder with a copy of certifi, which stands for the one of an environment that is the program's own."""
    shutil.copytree(Path(certifi.where()).parent, tmp_path / "site" / "certifi")
    return tmp_path


def run(command: list[str], folder: Path, servers: Servers) -> subprocess.CompletedProcess[str]:
    """Run a command as a user does who has installed us."""
    environment = untrusting() | {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "PYTHONPATH": str(folder / "site"),
        "URLS": " ".join(servers.all),
        "TENANT": servers.tenant_id,
        "GO111MODULE": "off",
        "GIT_TERMINAL_PROMPT": "0",
        "LC_ALL": "C",
    }
    return subprocess.run(
        command,
        check=False,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=280,
    )


def check(told: str) -> None:
    """Check what a program says of the three servers."""
    said = [line.split()[0] for line in told.splitlines() if line.startswith(("ok", "refused", "streams"))]
    assert said == ["ok", "refused", "refused"], told


@pytest.mark.parametrize(("recipe", "way"), typed("sh"), ids=shown)
def test_what_it_says_to_type(
    recipe: Recipe, way: Way, servers: Servers, at_work: Path, request: pytest.FixtureRequest
) -> None:
    for name in ("sh", *NEEDED[recipe.name]):
        program(name)
    if recipe.name in IN_PYTHON:
        (at_work / "app.py").write_text(python_app(*IN_PYTHON[recipe.name]))
    elif recipe.name in APPS:
        shutil.copy(SOURCES / APPS[recipe.name], at_work)
    elif recipe.name == "java":
        shutil.copy(request.getfixturevalue("java_app"), at_work)
    block = way.block_for(servers.ca_dir / "ca.pem")
    if HOST in block:
        for url in servers.all:
            done = run(["sh", "-ec", block.replace(HOST, url.split("/")[2])], at_work, servers)
            takes = TRUSTED[recipe.name] in done.stdout if recipe.name in TRUSTED else done.returncode == 0
            assert takes is (url == servers.fake), done
        return
    done = run(["sh", "-ec", block + AFTERWARDS.get(recipe.name, "")], at_work, servers)
    assert done.returncode == 0, done.stdout
    if recipe.name == "openssl":
        assert "X509v3 Name Constraints: critical" in done.stdout
    else:
        check(done.stdout)


@pytest.mark.parametrize(("recipe", "way"), typed("python"), ids=shown)
def test_what_it_says_to_write_in_python(recipe: Recipe, way: Way, servers: Servers, at_work: Path) -> None:
    imports, does, refusal = IN_PYTHON[recipe.name]
    block = way.block_for(servers.ca_dir / "ca.pem")
    if recipe.name == "msal":
        first, _, last = does.split("; ")
        # A real host's name is not asked for: the fake's own is none that msal knows.
        block = "; ".join([first, block.replace("verify=", "instance_discovery=False, verify="), last])
    else:
        block += "; " + does.replace("(url)", "(url, context=context)")
    done = run([sys.executable, "-c", python_app(imports, block, refusal)], at_work, servers)
    assert done.returncode == 0, done.stdout
    check(done.stdout)


def test_each_ecosystem_is_tried() -> None:
    assert [recipe.name for recipe in PROGRAMS if recipe.name not in NEEDED] == []
    # What is not tried says why.
    assert {way.elsewhere for recipe in PROGRAMS for way in recipe.ways} == {
        "", "it changes the JDK", "no .NET is installed"
    }  # fmt: skip
