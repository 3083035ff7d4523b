"""A Java program with fixed names: HTTP by the proxy, sockets in a network of its own."""

import shutil
from pathlib import Path

import pytest

from pytest_m365 import Redirect
from tests.children.namespaces import program

SOURCE = Path(__file__).parent / "java" / "RealNames.java"


def test_both_http_clients_are_led_by_the_environment(m365_redirect: Redirect) -> None:
    java = shutil.which("java")
    if java is None or shutil.which("javac") is None:
        pytest.skip("no JDK is installed: apt-get install default-jdk-headless")
    assert m365_redirect.run([java, SOURCE, "https"]).stdout == "200 200\n"


def test_sockets_are_led_in_a_network_of_its_own(m365_redirect: Redirect) -> None:
    program("javac", "default-jdk-headless")
    done = m365_redirect.run(["java", SOURCE, "imaps", "https"], isolated=True)
    greeting, https = done.stdout.splitlines()
    assert greeting.startswith("* OK The Microsoft Exchange IMAP4 service is ready.")
    assert https == "200 200"
