"""Recipes of whole systems: what can be tried without changing this one is tried."""

import json
import os
import subprocess
from pathlib import Path

import pytest
import yaml

from fakeserver.cli.serve import serve
from fakeserver.cli.trust.recipe import Way
from fakeserver.cli.trust.systems import SYSTEMS
from tests.cli.trust.conftest import Servers, program, untrusting

ROOT = Path(__file__).resolve().parents[3]
RECIPES = {recipe.name: recipe for recipe in SYSTEMS}


def ways(language: str) -> list[tuple[str, Way]]:
    """Return the blocks of a language that can be tried, with their systems."""
    found = [(recipe.name, way) for recipe in SYSTEMS for way in recipe.ways]
    return [(name, way) for name, way in found if way.language == language and not way.elsewhere]


@pytest.mark.parametrize(("name", "way"), ways("sh"))
def test_a_browsers_store_is_made(name: str, way: Way, servers: Servers, tmp_path: Path) -> None:
    certutil = program("certutil")
    ca, profile = servers.ca_dir / "ca.pem", tmp_path / "profile"
    profile.mkdir()
    environment = {**os.environ, "HOME": str(tmp_path), "PROFILE": str(profile)}
    subprocess.run(["sh", "-ec", way.block_for(ca)], env=environment, check=True, timeout=60)
    store = profile if name == "firefox" else tmp_path / ".pki" / "nssdb"
    verify = [certutil, "-d", f"sql:{store}", "-V", "-n", "fakeserver", "-u", "L"]
    assert "valid" in subprocess.run(verify, stdout=subprocess.PIPE, check=True, text=True, timeout=60).stdout


def test_the_policy_of_firefox_is_json(tmp_path: Path) -> None:
    (policy,) = (way for _, way in ways("json"))
    installed = json.loads(policy.block_for(tmp_path / 'a "ca".pem'))["policies"]["Certificates"]["Install"]
    assert installed == [str(tmp_path / 'a "ca".pem')]


#: Hooks are hidden too: packages have some (ca-certificates-java) that write where the machine's own files are.
NAMESPACE = """
mount --make-rprivate /
mkdir -p {tmp}/etc {tmp}/local {tmp}/hooks
mount --bind {tmp}/etc /etc/ssl/certs
mount --bind {tmp}/hooks /etc/ca-certificates/update.d
grep -m 1 '^mozilla/' /etc/ca-certificates.conf > {tmp}/conf
mount --bind {tmp}/conf /etc/ca-certificates.conf
mount --bind {tmp}/local /usr/local/share/ca-certificates
sudo() {{ "$@"; }}
{first}
curl -sS {url} > {tmp}/page
{second}
! curl -sS {url} > {tmp}/page 2> {tmp}/refusal
"""


def test_debians_commands_in_a_view_of_the_machine_of_their_own(servers: Servers, tmp_path: Path) -> None:
    for name in ("update-ca-certificates", "unshare", "curl"):
        program(name)
    if not Path("/etc/ca-certificates/update.d").is_dir():
        pytest.skip("this is no Debian: there is no /etc/ca-certificates/update.d whose hooks could be hidden")
    first, second = (way.block_for(servers.ca_dir / "ca.pem") for way in RECIPES["debian"].ways)
    script = NAMESPACE.format(tmp=tmp_path, first=first, second=second, url=servers.fake)
    command = ["unshare", "--mount", "--map-root-user", "sh", "-ec", script]
    done = subprocess.run(command, env=untrusting(), capture_output=True, check=False, text=True, timeout=120)
    if "unshare" in done.stderr or "mount:" in done.stderr:
        pytest.skip(f"no view of its own here: {done.stderr.splitlines()[0]}")
    assert done.returncode == 0, done.stderr + done.stdout
    assert (tmp_path / "page").exists()
    assert "certificate" in (tmp_path / "refusal").read_text()
    assert not Path("/usr/local/share/ca-certificates/fakeserver.crt").exists()


def test_what_is_not_tried_says_why() -> None:
    assert {way.elsewhere for recipe in SYSTEMS for way in recipe.ways} == {
        "",
        "it changes the machine",
        "for Alpine",
        "for Red Hat's distributions",
        "for macOS",
        "for Windows",
        "no container runtime is at hand",
    }


def test_the_compose_file_has_what_serve_and_the_image_know() -> None:
    (way,) = (way for way in RECIPES["docker"].ways if way.language == "yaml")
    services = yaml.safe_load(way.block)["services"]
    known = {parameter.envvar for parameter in serve.params}
    assert services["fake"]["environment"].keys() <= known
    (kept,) = services["fake"]["volumes"]
    image = (ROOT / "Dockerfile").read_text("utf-8")
    # A volume elsewhere would be root's, and the image's user could keep nothing in it.
    assert kept.endswith(":/data")
    assert "VOLUME /data" in image
    assert "FAKESERVER_CA_DIR=/data/ca" in image
    (seen,) = services["app"]["volumes"]
    assert set(services["app"]["environment"].values()) == {f"{seen.split(':')[1]}/ca/ca.pem"}
