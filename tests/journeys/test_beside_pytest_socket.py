"""pytest-socket in the same run: it stands between the real names and this machine, and both keep what is theirs."""

import pytest

pytest.importorskip("pytest_socket")

#: the recipe of docs/real-names.md
OPTIONS = ("--disable-socket", "--allow-hosts=127.0.0.1,::1,localhost")

PLUGINS = ("-p", "pytest_socket", "-p", "pytest_m365.plugin")

TESTS = """
import imaplib, socket, ssl
import pytest
import requests
from pytest_socket import SocketConnectBlockedError

pytestmark = pytest.mark.filterwarnings("ignore:A test tried to use socket")


def connect_elsewhere():
    with pytest.raises(SocketConnectBlockedError):
        socket.create_connection(("192.0.2.1", 443), 60)


@pytest.mark.parametrize("time", [1, 2])
def test_real_names_lead_to_the_fake(m365, m365_redirect, time):
    keys = f"https://login.microsoftonline.com/{m365.tenant_id}/discovery/v2.0/keys"
    assert requests.get(keys, timeout=60).status_code == 200
    with imaplib.IMAP4_SSL("outlook.office365.com", ssl_context=ssl.create_default_context(), timeout=60) as imap:
        assert imap.welcome
    with pytest.raises(socket.gaierror, match="kept from the network"):
        socket.create_connection(("teams.microsoft.com", 443), 60)
    connect_elsewhere()


def test_without_the_fixture():
    connect_elsewhere()
"""

BESIDE_A_SHARED_TARGET = """
import pytest

@pytest.mark.allow_hosts(["127.0.0.1"])
def test_shared(m365_session): pass

@pytest.mark.filterwarnings("ignore:This API has been deprecated")
def test_own(m365):
    # msal asks port 443 for the realm, whatever the authority's is.
    scopes = ["https://outlook.office.com/IMAP.AccessAsUser.All"]
    assert "access_token" in m365.msal_public().acquire_token_by_username_password(m365.username, m365.password, scopes)
"""


@pytest.fixture
def only_these(monkeypatch: pytest.MonkeyPatch) -> None:
    """These two plugins alone, which is faster."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")


@pytest.mark.usefixtures("only_these")
def test_each_keeps_what_is_its_own(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(TESTS)
    pytester.runpytest_subprocess(*PLUGINS, *OPTIONS).assert_outcomes(passed=3)


@pytest.mark.usefixtures("only_these")
def test_what_leads_a_test_is_put_back_beside_a_shared_target(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(BESIDE_A_SHARED_TARGET)
    pytester.runpytest_subprocess(*PLUGINS).assert_outcomes(passed=2)
