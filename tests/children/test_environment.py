"""The environment of children: what stands in it, and what of before stays."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from fakeserver.children.environment import child_environment, isolated_environment
from fakeserver.children.python_children import python_children_led
from fakeserver.endpoint import Endpoint
from fakeserver.listeners.certificates import Certificates
from fakeserver.redirect import Redirects

TABLE = Redirects({("outlook.office365.com", 993): ("127.0.0.1", 1993)}, frozenset(), frozenset({"office365.com"}))
PROXY = Endpoint("127.0.0.1", 8888)


@pytest.fixture(scope="module")
def certificates() -> Iterator[Certificates]:
    certificates = Certificates()
    yield certificates
    certificates.close()


def made(certificates: Certificates, base: Mapping[str, str]) -> dict[str, str]:
    return child_environment(TABLE, certificates, PROXY, base)


def test_the_environment_of_before_is_all_there(certificates: Certificates) -> None:
    result = made(certificates, {"PATH": "/bin", "PYTHONPATH": "/own", "NODE_OPTIONS": "--trace-warnings"})
    assert result["PATH"] == "/bin"
    assert result["PYTHONPATH"].split(os.pathsep)[1:] == ["/own"]
    assert result["NODE_OPTIONS"].startswith("--trace-warnings --require ")


def test_made_twice_it_is_the_same(certificates: Certificates) -> None:
    base = {"NODE_OPTIONS": "--x", "JAVA_TOOL_OPTIONS": "-Da=b", "PYTHONPATH": "/own", "NO_PROXY": "a.example"}
    base |= {"PHP_INI_SCAN_DIR": "/own"}
    once = made(certificates, base)
    assert made(certificates, once) == once


@pytest.mark.parametrize(("before", "others"), [({}, [""]), ({"PHP_INI_SCAN_DIR": ":/own"}, ["", "/own"])])
def test_phps_own_settings_stay(certificates: Certificates, before: dict[str, str], others: list[str]) -> None:
    assert made(certificates, before)["PHP_INI_SCAN_DIR"].split(os.pathsep) == [*others, str(certificates.php_folder)]


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"])
def test_proxies(certificates: Certificates, name: str) -> None:
    assert made(certificates, {name: "http://corp.example:1"})[name] == "http://127.0.0.1:8888"


def test_no_proxy_keeps_what_is_not_led(certificates: Certificates) -> None:
    base = {"no_proxy": ".office365.com, outlook.office365.com,db.example", "NO_PROXY": "*,.corp.example"}
    result = made(certificates, base)
    assert result["NO_PROXY"] == result["no_proxy"] == ".corp.example,db.example,localhost,127.0.0.1,::1"
    assert "-Dhttp.nonProxyHosts=*.corp.example|db.example|localhost|127.0.0.1|[::1]" in result["JAVA_TOOL_OPTIONS"]


def test_trust_is_a_file_that_is_there(certificates: Certificates) -> None:
    result = made(certificates, {})
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS"):
        assert Path(result[name]).exists()
    for name in ("GIT_SSL_CAINFO", "SSL_CERT_FILE", "PERL_LWP_SSL_CA_FILE", "SYSTEM_CERTIFICATE_PATH"):
        assert result[name] == str(certificates.bundle_file)


def test_in_a_network_of_its_own_there_is_no_proxy_and_no_table(certificates: Certificates) -> None:
    result = isolated_environment(certificates, {**made(certificates, {}), "HOME": "/home"})
    assert not {"M365_REDIRECTS", "HTTPS_PROXY", "all_proxy"} & result.keys()
    assert result["HOME"] == "/home"
    assert Path(result["SSL_CERT_FILE"]).exists()


def test_this_process_has_its_environment_back() -> None:
    before = dict(os.environ)
    with python_children_led(TABLE):
        assert os.environ["M365_REDIRECTS"] == TABLE.to_json()
    assert dict(os.environ) == before
