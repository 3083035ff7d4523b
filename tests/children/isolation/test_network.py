"""Commands in a network of their own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from fakeserver.children.isolation.missing import IsolationError
from pytest_m365 import Redirect, Target
from tests.children.namespaces import needs_a_network, program

pytestmark = needs_a_network

CONFIGURATION = "https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration"
LOOKS_AROUND = """
import os, socket, ssl
print(os.getcwd(), os.getuid(), socket.gethostbyname("outlook.office365.com"))
for port in (25, 587):
    print(socket.create_connection(("smtp.office365.com", port)).recv(3))
for port in (443, 993, 995):
    context = ssl.create_default_context()
    tls = context.wrap_socket(socket.create_connection(("::1", port)), server_hostname="outlook.office365.com")
    print(tls.version())
try:
    socket.create_connection(("192.0.2.1", 80), 60)
except OSError as error:
    print(error)
"""


def test_names_ports_and_trust_are_the_fakes_and_nothing_else_is_there(m365_redirect: Redirect, tmp_path: Path) -> None:
    done = m365_redirect.run([sys.executable, "-I", "-c", LOOKS_AROUND], isolated=True, cwd=tmp_path)
    around, *answered, elsewhere = done.stdout.splitlines()
    assert around == f"{tmp_path} {os.getuid()} 127.0.0.1"
    assert answered == ["b'220'", "b'220'", "TLSv1.3", "TLSv1.3", "TLSv1.3"]
    assert "unreachable" in elsewhere


def test_the_tenants_own_urls_work_there_too(m365: Target, m365_redirect: Redirect) -> None:
    curl = program("curl")
    asked = f"{m365.authority}/v2.0/.well-known/openid-configuration"
    assert m365.tenant_id in m365_redirect.run([curl, "-sS", asked], isolated=True).stdout


@pytest.mark.skipif(not Path("/etc/ssl/certs/ca-certificates.crt").exists(), reason="the bundle is Debian's")
def test_a_program_that_reads_no_environment_trusts_the_fake(m365_redirect: Redirect) -> None:
    curl = program("curl")
    done = m365_redirect.run(["env", "-i", curl, "-sS", CONFIGURATION], isolated=True)
    assert "token_endpoint" in done.stdout


@pytest.mark.skipif(not Path("/etc/ssl/certs").is_dir(), reason="there is no such folder")
def test_a_program_that_looks_its_roots_up_in_the_machines_folder(m365_redirect: Redirect) -> None:
    code = (
        "import socket, ssl\n"
        "context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)\n"
        "context.load_verify_locations(capath='/etc/ssl/certs')\n"
        "name = 'outlook.office365.com'\n"
        "print(context.wrap_socket(socket.create_connection((name, 993)), server_hostname=name).version())"
    )
    before = os.listdir("/etc/ssl/certs")
    assert m365_redirect.run([sys.executable, "-I", "-c", code], isolated=True).stdout == "TLSv1.3\n"
    there = m365_redirect.run(["ls", "-A", "/etc/ssl/certs"], isolated=True).stdout.splitlines()
    assert {*there} > {*before}
    assert os.listdir("/etc/ssl/certs") == before


def test_a_python_that_trusts_certifis_roots_alone(m365_redirect: Redirect) -> None:
    code = (
        "import certifi, ssl, urllib.request as r\n"
        f"print(r.urlopen({CONFIGURATION!r}, context=ssl.create_default_context(cafile=certifi.where())).status)"
    )
    assert m365_redirect.run([sys.executable, "-c", code], isolated=True).stdout == "200\n"


def test_a_program_that_asks_for_ipv4_if_the_machine_has_it(m365_redirect: Redirect) -> None:
    code = (
        "import socket as s\n"
        "print(s.getaddrinfo('smtp.office365.com', 587, s.AF_INET, s.SOCK_STREAM, 0, s.AI_ADDRCONFIG)[0][4])"
    )
    assert m365_redirect.run([sys.executable, "-I", "-c", code], isolated=True).stdout == "('127.0.0.1', 587)\n"


def test_a_program_that_asks_dns_itself(m365: Target, m365_redirect: Redirect) -> None:
    code = (
        "import sys, dns.resolver as r\n"
        "print(r.resolve('outlook.office365.com')[0], r.resolve(sys.argv[1], 'MX')[0].exchange)\n"
        "try: r.resolve('example.com')\nexcept r.NXDOMAIN: print('none')"
    )
    done = m365_redirect.run([sys.executable, "-c", code, m365.domain], isolated=True)
    exchange = f"{m365.domain.removesuffix('.onmicrosoft.com')}.mail.protection.outlook.com."
    assert done.stdout.splitlines() == [f"127.0.0.1 {exchange}", "none"]


def test_what_is_mounted_there_is_not_seen_here(m365_redirect: Redirect) -> None:
    before = Path("/etc/hosts").read_bytes()
    assert "outlook.office365.com" in m365_redirect.run(["cat", "/etc/hosts"], isolated=True).stdout
    assert Path("/etc/hosts").read_bytes() == before


def test_a_program_that_is_not_there(m365_redirect: Redirect) -> None:
    with pytest.raises(FileNotFoundError, match="no-such-program"):
        m365_redirect.run(["no-such-program"], isolated=True)


def test_a_program_is_found_from_where_it_is_started(m365_redirect: Redirect, tmp_path: Path) -> None:
    tool = tmp_path / "tool"
    tool.write_text("#!/bin/sh\npwd\n")
    with pytest.raises(PermissionError, match="tool"):
        m365_redirect.run(["./tool"], isolated=True, cwd=tmp_path)
    tool.chmod(0o755)
    assert m365_redirect.run(["./tool"], isolated=True, cwd=tmp_path).stdout == f"{tmp_path}\n"


@pytest.mark.parametrize(
    ("options", "said"),
    [({"user": 65534}, "setpriv"), ({"group": 65534}, "setpriv"), ({"executable": "/bin/true"}, "in the command")],
)
def test_what_would_be_of_the_program_that_enters(m365_redirect: Redirect, options: Any, said: str) -> None:
    with pytest.raises(ValueError, match=f"there is no {next(iter(options))}=: .*{said}"):
        m365_redirect.run(["true"], isolated=True, **options)
    nothing: Any = dict.fromkeys(options)
    assert m365_redirect.run(["true"], isolated=True, **nothing).returncode == 0


def test_a_program_that_goes_on_as_somebody_else(m365_redirect: Redirect) -> None:
    curl, setpriv = program("curl"), program("setpriv", "util-linux")
    if os.getuid():
        pytest.skip("needs an administrator")
    other = [setpriv, "--reuid=65534", "--regid=65534", "--clear-groups", curl, "-sS", CONFIGURATION]
    for isolated in (True, False):
        assert "token_endpoint" in m365_redirect.run(other, isolated=isolated).stdout


def test_a_name_that_is_not_there_is_said(m365_redirect: Redirect) -> None:
    code = "import socket, sys\ntry: socket.getaddrinfo(sys.argv[1], 443)\nexcept OSError: sys.exit(1)"
    for name, said in (("www.office.com", "is kept from the network"), ("example.com", "was looked up in a network")):
        with pytest.raises(subprocess.CalledProcessError) as raised:
            m365_redirect.run([sys.executable, "-c", code, name], isolated=True)
        assert raised.value.__notes__[0].startswith(f"{name} {said}")


def test_popen_there(m365_redirect: Redirect) -> None:
    code = "import socket; socket.create_connection(('smtp.office365.com', 25)); print('there', flush=True); input()"
    command = [sys.executable, "-c", code]
    with m365_redirect.popen(command, isolated=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "there\n"


def run_by(*prefix: str) -> subprocess.CompletedProcess[str]:
    """Run ``fakeserver run -- id -u`` under a program that takes something away."""
    command = [*prefix, sys.executable, "-m", "fakeserver.cli", "run", "--", "id", "-u"]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def unshare() -> str:
    found = program("unshare", "util-linux")
    if subprocess.run([found, "--user", "--map-root-user", "true"], check=False).returncode:
        pytest.skip("no user namespaces, which let a test be somebody else")
    return found


def test_it_needs_no_root() -> None:
    done = run_by(unshare(), "--user", "--map-user=1234", "--map-group=1234")
    assert (done.stdout, done.returncode) == ("1234\n", 0), done.stderr


def test_where_it_is_forbidden_one_sentence_says_so() -> None:
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        pytest.skip("setpriv is not installed: apt-get install util-linux")
    forbid = f'echo 0 >/proc/sys/user/max_user_namespaces && exec {setpriv} --bounding-set=-sys_admin "$0" "$@"'
    done = run_by(unshare(), "--user", "--map-root-user", "sh", "-c", forbid)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "its namespaces are refused (unshare)" in done.stderr
    assert "sysctl -w user.max_user_namespaces" in done.stderr
    assert "fakeserver run --by environment" in done.stderr


def test_an_error_is_one_for_tests(m365_redirect: Redirect, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fakeserver.children.isolation.network.not_here", lambda: IsolationError("not on this machine"))
    with pytest.raises(IsolationError, match="not on this machine"):
        m365_redirect.run(["true"], isolated=True)
