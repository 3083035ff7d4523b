"""What the environment of a live run says, and what is said of one that is incomplete or contradicts itself."""

import contextlib
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.endpoint import Endpoint
from pytest_m365.live.environment import VARIABLES, SettingsWrong
from pytest_m365.live.settings import LiveSettings, read_settings

TENANT = "11111111-2222-4333-8444-555555555555"
CLIENT = "66666666-7777-4888-8999-aaaaaaaaaaaa"
DAEMON = "bbbbbbbb-cccc-4ddd-8eee-ffffffffffff"
USER = {"M365_TENANT_ID": TENANT, "M365_CLIENT_ID": CLIENT, "M365_USERNAME": "Test1@contoso.com"}
APP = {
    "M365_TENANT_ID": TENANT,
    "M365_DAEMON_CLIENT_ID": DAEMON,
    "M365_CLIENT_SECRET": "8Q~not-a-secret",
    "M365_USERNAME": "test1@contoso.com",
}


def problems(environment: dict[str, str]) -> list[str]:
    """Return what is wrong with an environment."""
    with pytest.raises(SettingsWrong) as wrong:
        read_settings(environment)
    return wrong.value.problems


def test_a_user() -> None:
    settings = read_settings({**USER, "AZURE_CLIENT_SECRET": "of production", "AZURE_TENANT_ID": "production"})
    assert settings.usernames == ("test1@contoso.com",)
    assert (settings.client_id, settings.daemon, settings.sign_in, settings.via) == (CLIENT, None, "auto", "auto")
    assert settings.authority == f"https://login.microsoftonline.com/{TENANT}"
    assert settings.ews_url == "https://outlook.office365.com/EWS/Exchange.asmx"
    assert settings.graph_url == "https://graph.microsoft.com/v1.0"
    assert settings.imap == Endpoint("outlook.office365.com", 993)
    assert settings.pop3 == Endpoint("outlook.office365.com", 995)
    assert settings.smtp == Endpoint("smtp.office365.com", 587)
    assert settings.secrets == []


def test_an_application() -> None:
    settings = read_settings(APP)
    assert settings.daemon is not None
    assert (settings.daemon.client_id, settings.daemon.way) == (DAEMON, "secret")
    assert settings.secrets == ["8Q~not-a-secret"]
    assert "8Q~" not in repr(settings)


@pytest.mark.parametrize(
    ("cloud", "authority", "mail", "submission", "graph"),
    [
        ("usgov", "login.microsoftonline.us", "outlook.office365.us", "smtp.office365.us", "graph.microsoft.us"),
        (
            "usgovdod",
            "login.microsoftonline.us",
            "outlook-dod.office365.us",
            "smtp-dod.office365.us",
            "dod-graph.microsoft.us",
        ),
        (
            "china",
            "login.partner.microsoftonline.cn",
            "partner.outlook.cn",
            "smtp.partner.outlook.cn",
            "microsoftgraph.chinacloudapi.cn",
        ),
    ],
)
def test_a_national_cloud(cloud: str, authority: str, mail: str, submission: str, graph: str) -> None:
    settings = read_settings({**USER, "M365_CLOUD": cloud})
    assert settings.authority == f"https://{authority}/{TENANT}"
    assert settings.imap.host == mail
    assert settings.smtp.host == submission
    assert (settings.graph_url, settings.cloud.graph_resource) == (f"https://{graph}/v1.0", f"https://{graph}")
    assert settings.cloud.hosts >= {authority, mail, submission, graph}
    assert not settings.cloud.hosts & {"login.microsoftonline.com", "outlook.office365.com", "graph.microsoft.com"}


def test_addresses_of_ones_own() -> None:
    settings = read_settings(
        {
            **USER,
            "M365_AUTHORITY": f"https://localhost:1/{TENANT}/",
            "M365_EWS_URL": "https://localhost:1/EWS/Exchange.asmx",
            "M365_GRAPH_URL": "https://localhost:1/v1.0",
            "M365_IMAP": "LOCALHOST:2",
            "M365_POP3": "localhost:3",
            "M365_SMTP": "localhost:4",
        }
    )
    assert settings.authority == f"https://localhost:1/{TENANT}"
    assert settings.graph_url == "https://localhost:1/v1.0"
    assert (settings.imap, settings.pop3, settings.smtp) == (
        Endpoint("localhost", 2),
        Endpoint("localhost", 3),
        Endpoint("localhost", 4),
    )


def test_values_are_stripped() -> None:
    settings = read_settings({name: f" {value}\r\n" for name, value in APP.items()})
    assert settings == read_settings(APP)


def test_several_mailboxes() -> None:
    settings = read_settings({**USER, "M365_USERNAME": "", "M365_USERNAMES": "a@contoso.com, B@contoso.com ,"})
    assert settings.usernames == ("a@contoso.com", "b@contoso.com")


def test_autodiscover_is_at_the_host_of_ews() -> None:
    assert read_settings(USER).autodiscover_url == "https://outlook.office365.com/autodiscover/autodiscover.xml"
    elsewhere = read_settings({**USER, "M365_EWS_URL": "https://localhost:4443/EWS/Exchange.asmx"})
    assert elsewhere.autodiscover_url == "https://localhost:4443/autodiscover/autodiscover.xml"


def test_github() -> None:
    github = {
        "ACTIONS_ID_TOKEN_REQUEST_URL": "https://github.example/token",
        "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "ghs_maple",
    }
    daemon = read_settings({**APP, **github, "M365_CLIENT_SECRET": ""}).daemon
    assert daemon is not None
    assert (daemon.way, daemon.github_url) == ("GitHub Actions' token", "https://github.example/token")
    # In a job that may have tokens, a secret that is set is what was meant.
    with_secret = read_settings({**APP, **github})
    assert with_secret.daemon is not None
    assert (with_secret.daemon.way, with_secret.secrets) == ("secret", ["8Q~not-a-secret"])


def test_what_is_another_programs_is_said_not_to_be_read(environment: dict[str, str]) -> None:
    """And is no mistake: a misspelt name of ours is."""
    others = {"M365_REPORT_TEMPLATE": "x", "M365_TARGET": "live", "M365X_SECRET": "x"}
    assert read_settings({**environment, **others}).unread == ("M365_REPORT_TEMPLATE",)


def test_nothing_is_set() -> None:
    said = problems({})
    assert said == [
        f"M365_TENANT_ID is missing, whose tenant the run is for: {VARIABLES['M365_TENANT_ID']}",
        f"M365_USERNAME is missing, whose mailbox the tests use: {VARIABLES['M365_USERNAME']}",
    ]
    assert problems({"M365_TENANT_ID": TENANT, "M365_USERNAME": "a@b.c"}) == [
        "neither M365_CLIENT_ID (to act as a user) nor M365_DAEMON_CLIENT_ID (to act as an application) is set"
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"M365_TENANT_ID": "contoso.com"}, "M365_TENANT_ID is 'contoso.com', which is no GUID"),
        ({"M365_TENANT_ID": "common"}, "M365_TENANT_ID is 'common', which is no GUID"),
        ({"M365_CLIENT_ID": "my app"}, "M365_CLIENT_ID is 'my app', which is no GUID"),
        ({"M365_CLOUD": "publik"}, "M365_CLOUD is 'publik'; allowed are public, .*; did you mean 'public'?"),
        ({"M365_SIGN_IN": "users"}, "M365_SIGN_IN is 'users'; allowed are user, app, auto"),
        ({"M365_SIGN_IN": "app"}, "M365_DAEMON_CLIENT_ID is missing, since M365_SIGN_IN is app"),
        ({"M365_CLIENT_SECRET": "S8Q~maple"}, "M365_DAEMON_CLIENT_ID is missing, whose M365_CLIENT_SECRET is set"),
        ({"M365_CLIENT_SECRETS": "x"}, "M365_CLIENT_SECRETS is none of the variables .* mean 'M365_CLIENT_SECRET'"),
        ({"M365_MAILBOX_VIA": "mapi"}, "M365_MAILBOX_VIA is 'mapi'; allowed are imap, ews, graph, auto"),
        ({"M365_USERNAME": "test1"}, "M365_USERNAME has 'test1', which is no address"),
        ({"M365_USERNAMES": "a@b.c,a@b.c", "M365_USERNAME": ""}, "M365_USERNAMES names a mailbox twice"),
        ({"M365_USERNAMES": "a@b.c"}, "M365_USERNAME is .*, which is not among M365_USERNAMES"),
        ({"M365_PASSWORD": "Heron-Maple"}, "M365_PASSWORD is set without M365_ALLOW_PASSWORD=1"),
        ({"M365_PASSWORD": "Heron"}, "M365_PASSWORD is shorter than 8 characters"),
        ({"M365_ALLOW_PASSWORD": "1"}, "M365_PASSWORD is missing, since M365_ALLOW_PASSWORD is 1"),
        ({"M365_ALLOW_PASSWORD": "ja"}, "M365_ALLOW_PASSWORD is 'ja'; allowed are yes, true, on, 1"),
        ({"M365_IMAP": "localhost"}, "M365_IMAP is 'localhost', and takes host:port"),
        ({"M365_IMAP": "localhost:70000"}, "M365_IMAP is 'localhost:70000', and takes host:port"),
        ({"M365_SMTP": "smtp://localhost:25"}, "M365_SMTP is .*, and takes host:port"),
        ({"M365_AUTHORITY": "http://localhost"}, "M365_AUTHORITY is 'http://localhost', and takes an https address"),
        ({"M365_EWS_URL": "https://u:p@localhost/"}, "M365_EWS_URL is .*, and takes an https address"),
        ({"M365_EWS_URL": "https://:hidden@localhost/"}, "M365_EWS_URL is an address with a name or a password"),
        ({"M365_EWS_URL": "https://evil.example\\.localhost/"}, "M365_EWS_URL is .*, and takes an https address"),
        ({"M365_EWS_URL": "https://[::1/"}, "M365_EWS_URL is .*, and takes an https address"),
        ({"M365_EWS_URL": "https://localhost:99999/"}, "M365_EWS_URL is .*, and takes an https address"),
        ({"M365_AUTHORITY": "https://localhost"}, "M365_AUTHORITY is .*, and takes https://<host>/<tenant guid>"),
        ({"M365_AUTHORITY": "https://localhost/a/b"}, "M365_AUTHORITY is .*, and takes https://<host>/<tenant guid>"),
        ({"M365_TENANT_ID": f'"{TENANT}"'}, "M365_TENANT_ID has quotes around its value"),
        ({"M365_USERNAME": "a@b.c\nx"}, "M365_USERNAME has a line end or a control character"),
    ],
)
def test_what_is_wrong_is_told(changes: dict[str, str], said: str) -> None:
    assert any(re.match(said, problem) for problem in problems({**USER, **changes}))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"M365_CLIENT_SECRET": ""}, "M365_DAEMON_CLIENT_ID is set, and nothing that it proves itself with"),
        ({"M365_CLIENT_CERTIFICATE": "a.pem"}, "M365_CLIENT_SECRET and M365_CLIENT_CERTIFICATE are set"),
        (
            {"M365_CLIENT_CERTIFICATE_PASSWORD": "Heron-Maple"},
            "M365_CLIENT_CERTIFICATE is missing, whose password is set",
        ),
        (
            {"M365_CLIENT_SECRET": "", "M365_CLIENT_CERTIFICATE": "none.pem"},
            "M365_CLIENT_CERTIFICATE is 'none.pem', and there is no such file",
        ),
        ({"M365_SIGN_IN": "user"}, "M365_CLIENT_ID is missing, since M365_SIGN_IN is user"),
    ],
)
def test_what_is_wrong_with_an_application_is_told(changes: dict[str, str], said: str) -> None:
    assert any(problem.startswith(said) for problem in problems({**APP, **changes}))


def test_a_secret_in_quotes_or_with_a_line_end_is_not_shown() -> None:
    for value in ('"8Q~secret"', "8Q~sec\nret"):
        said = problems({**APP, "M365_CLIENT_SECRET": value})
        assert said[0].startswith("M365_CLIENT_SECRET has ")
        assert not any("8Q~" in problem for problem in said)


def test_all_that_is_wrong_is_told_at_once() -> None:
    said = problems({"M365_TENANT_ID": "x", "M365_CLOUD": "y", "M365_IMAP": "z"})
    assert [problem.partition(" ")[0] for problem in said] == [
        "M365_TENANT_ID",
        "M365_CLOUD",
        "M365_IMAP",
        "M365_USERNAME",
    ]


def test_names_of_folders() -> None:
    settings = read_settings({**USER, "M365_FOLDER_JUNK": "Posta indesiderata"})
    assert settings.folder_names == {"junkemail": "Posta indesiderata"}


def test_a_certificate_is_a_file(tmp_path: Path) -> None:
    path = tmp_path / "app.pem"
    path.write_text("")
    settings = read_settings({**APP, "M365_CLIENT_SECRET": "", "M365_CLIENT_CERTIFICATE": str(path)})
    assert settings.daemon is not None
    assert settings.daemon.way == "certificate"


@given(st.dictionaries(st.sampled_from(sorted(VARIABLES)), st.text(max_size=20)))
def test_no_environment_breaks_it(environment: dict[str, str]) -> None:
    with contextlib.suppress(SettingsWrong):
        assert isinstance(read_settings(environment), LiveSettings)
