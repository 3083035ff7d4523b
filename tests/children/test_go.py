"""A program in Go, linked statically: it asks no library of the system for names, and no variable but Go's own."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from pytest_m365 import Redirect, Target
from tests.children.namespaces import needs_a_network

SOURCE = Path(__file__).parent / "go" / "main.go"


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    go = shutil.which("go")
    if go is None:
        pytest.skip("go is not installed: apt-get install golang-go")
    built = tmp_path_factory.mktemp("go") / "program"
    environment = {**os.environ, "CGO_ENABLED": "0", "GO111MODULE": "off"}
    subprocess.run([go, "build", "-o", built, SOURCE], env=environment, check=True, timeout=280)
    return built


def test_https_is_led_by_the_environment(m365_redirect: Redirect, program: Path) -> None:
    assert m365_redirect.run([program]).stdout == "200\n"


@needs_a_network
def test_all_of_it_in_a_network_of_its_own(m365: Target, m365_redirect: Redirect, program: Path) -> None:
    status, greeting, exchange = m365_redirect.run([program, m365.domain], isolated=True).stdout.splitlines()
    assert status == "200"
    assert greeting.startswith("* OK The Microsoft Exchange IMAP4 service is ready.")
    assert exchange == f"{m365.domain.removesuffix('.onmicrosoft.com')}.mail.protection.outlook.com."
