"""Python programs with fixed names, in processes of their own."""

import ast
import multiprocessing
import os
import shutil
import subprocess
import sys
import textwrap
import venv
from pathlib import Path
from typing import Any

import pytest

from fakeserver import redirect
from pytest_m365 import Redirect, Target, Tenant
from tests.children.namespaces import needs_a_network

READS_MAIL = """
    import imaplib, ssl
    client = imaplib.IMAP4_SSL("outlook.office365.com", 993, ssl_context=ssl.create_default_context())
    print(client.welcome.decode())
"""
#: msal asks for the user's realm at localhost, port 443
SIGNS_IN = """
    import sys, warnings, msal
    warnings.simplefilter("ignore")
    authority, client_id, username, password = sys.argv[1:]
    app = msal.PublicClientApplication(client_id, authority=authority, instance_discovery=False)
    scopes = ["https://outlook.office.com/IMAP.AccessAsUser.All"]
    print(app.acquire_token_by_username_password(username, password, scopes)["token_type"])
"""
GREETING = "* OK The Microsoft Exchange IMAP4 service is ready."


def script(folder: Path, code: str) -> str:
    path = folder / "program.py"
    path.write_text(textwrap.dedent(code))
    return str(path)


def test_a_script_run_by_the_fixture(m365_redirect: Redirect, tmp_path: Path) -> None:
    done = m365_redirect.run([sys.executable, script(tmp_path, READS_MAIL)])
    assert GREETING in done.stdout
    # Python 3.12 and newer say what they find unfinished at the end.
    assert done.stderr == ""


@pytest.mark.usefixtures("m365_redirect")
def test_a_script_that_the_program_starts_by_itself(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, script(tmp_path, READS_MAIL)], capture_output=True, text=True, check=True)
    assert GREETING in done.stdout


def test_a_python_without_our_package(m365_redirect: Redirect, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", symlinks=True)
    python = str(tmp_path / "venv" / "bin" / "python")
    without = [python, "-I", "-c", "import fakeserver"]
    assert subprocess.run(without, stderr=subprocess.DEVNULL, check=False).returncode == 1
    assert GREETING in m365_redirect.run([python, script(tmp_path, READS_MAIL)]).stdout


@pytest.mark.parametrize("version", ["3.9", "3.10", "3.11", "3.12", "3.13", "3.14"])
def test_another_python(m365_redirect: Redirect, tmp_path: Path, version: str) -> None:
    found = (
        subprocess.run([f"python{version}", "-V"], capture_output=True, text=True, check=False)
        if shutil.which(f"python{version}")
        else None
    )
    if found is None or found.returncode:
        pytest.skip(f"there is no python{version}")
    done = m365_redirect.run([f"python{version}", script(tmp_path, READS_MAIL)])
    assert GREETING in done.stdout
    assert done.stderr == ""
    closed = "import socket; socket.create_connection(('www.office.com', 443), 60)"
    said = m365_redirect.run([f"python{version}", "-c", closed], check=False).stderr
    assert "www.office.com port 443 is kept from the network" in said


def test_what_other_pythons_load_is_of_their_language() -> None:
    """Annotations are not evaluated, which in Python 3.9 could not be; so is nothing else that it does not know."""
    package = Path(redirect.__file__).parent
    files = [*package.rglob("*.py"), package.parent / "service_names.py", package.parent / "__init__.py"]
    for file in files:
        source = file.read_text("utf-8")
        tree = ast.parse(source, feature_version=(3, 9))
        is_annotated = any(isinstance(node, ast.AnnAssign | ast.FunctionDef) for node in ast.walk(tree))
        assert not is_annotated or file.name == "__init__.py" or "from __future__ import annotations" in source, file


def test_msal_signs_in_by_password(m365: Target, m365_redirect: Redirect, tmp_path: Path) -> None:
    who = (m365.public_app.client_id, m365.username, m365.password)
    real = f"https://login.microsoftonline.com/{m365.tenant_id}"
    for authority in (m365.authority, real):
        done = m365_redirect.run([sys.executable, script(tmp_path, SIGNS_IN), authority, *who])
        assert done.stdout == "Bearer\n"


@pytest.mark.parametrize("isolated", [False, pytest.param(True, marks=needs_a_network)])
def test_a_domain_that_the_test_appends(
    m365_fake: Tenant, m365_redirect: Redirect, tmp_path: Path, isolated: bool
) -> None:
    # Once before, so that what is made once is made.
    m365_redirect.run([sys.executable, "-c", ""], isolated=isolated)
    m365_fake.organization.domains.append("fabrikam.example")
    code = "import socket; print(socket.create_connection(('autodiscover.fabrikam.example', 443), 60).fileno() > 0)"
    assert m365_redirect.run([sys.executable, script(tmp_path, code)], isolated=isolated).stdout == "True\n"


def test_msal_signs_in_by_password_in_a_child_of_any_test(m365: Target, tmp_path: Path) -> None:
    command = [sys.executable, script(tmp_path, SIGNS_IN), m365.authority, m365.public_app.client_id]
    done = subprocess.run([*command, m365.username, m365.password], capture_output=True, text=True, check=True)
    assert done.stdout == "Bearer\n"


def greeting(answer: "multiprocessing.SimpleQueue[str]") -> None:
    import imaplib
    import ssl

    client = imaplib.IMAP4_SSL("outlook.office365.com", 993, ssl_context=ssl.create_default_context())
    answer.put(client.welcome.decode())
    client.shutdown()


@pytest.mark.usefixtures("m365_redirect")
@pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork.*:DeprecationWarning")
@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_multiprocessing(method: str) -> None:
    context: Any = multiprocessing.get_context(method)
    answer = context.SimpleQueue()
    process = context.Process(target=greeting, args=(answer,))
    process.start()
    process.join(60)
    assert process.exitcode == 0
    assert GREETING in answer.get()


def names_led(answer: "multiprocessing.SimpleQueue[bool]") -> None:
    answer.put("M365_REDIRECTS" in os.environ)


def test_a_forkserver_does_not_outlive_the_block(m365_fake: Tenant) -> None:
    from fakeserver.children.python_children import python_children_led
    from fakeserver.redirect import Redirects

    context = multiprocessing.get_context("forkserver")

    def led() -> bool:
        answer = context.SimpleQueue()
        process = context.Process(target=names_led, args=(answer,))
        process.start()
        process.join(60)
        return bool(answer.get())

    before = os.environ.pop("M365_REDIRECTS")
    try:
        assert not led()
        with python_children_led(Redirects({})):
            assert led()
        assert not led()
    finally:
        os.environ["M365_REDIRECTS"] = before


def test_workers_of_xdist(m365_redirect: Redirect, tmp_path: Path) -> None:
    code = f"def test_it(worker_id):\n    assert worker_id.startswith('gw')\n{READS_MAIL}"
    (tmp_path / "test_it.py").write_text(code)
    command = [sys.executable, "-m", "pytest", "-q", "-n", "1", "-p", "no:cacheprovider", "test_it.py"]
    assert "1 passed" in m365_redirect.run(command, cwd=tmp_path).stdout


def test_a_childs_own_sitecustomize_runs_as_well(m365_redirect: Redirect, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("print('mine', __name__)\n")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    done = m365_redirect.run([sys.executable, script(tmp_path, READS_MAIL)], env=environment)
    assert done.stdout.startswith("mine sitecustomize\n* OK ")


def test_a_closed_name_names_the_test(m365_redirect: Redirect) -> None:
    code = "import socket; socket.create_connection(('www.office.com', 443), 60)"
    done = m365_redirect.run([sys.executable, "-c", code], check=False)
    assert "www.office.com port 443 is kept from the network" in done.stderr
    assert "test_python.py::test_a_closed_name_names_the_test" in done.stderr


def test_a_child_that_cannot_be_led_says_so(m365_redirect: Redirect) -> None:
    environment = {**m365_redirect.env, "M365_REDIRECTS": "no table"}
    done = subprocess.run(
        [sys.executable, "-c", "print(1)"], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout == "1\n"
    assert "is not led to the fake: JSONDecodeError" in done.stderr
    assert "fakeserver run" in done.stderr
