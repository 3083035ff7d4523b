"""The live tenant, as the environment names it; resolved once, before the run starts."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from fakeserver.digits import number_in
from fakeserver.endpoint import Endpoint
from fakeserver.tenant.identifiers import is_guid
from pytest_m365.live.clouds import CLOUDS, Cloud
from pytest_m365.live.environment import VARIABLES, Environment
from pytest_m365.live.folder_names import TOLD_BY
from pytest_m365.live.guard import Guard, NotAllowed

SIGN_INS = ("user", "app", "auto")
WAYS = ("imap", "ews", "graph", "auto")
#: how the daemon proves itself: at most one of these
_CREDENTIALS = ("M365_CLIENT_SECRET", "M365_CLIENT_CERTIFICATE", "M365_FEDERATED_TOKEN_FILE")


@dataclass(frozen=True)
class Daemon:
    """The application that acts by itself, and what it proves that with: the one of these that is set."""

    client_id: str
    secret: str | None = field(default=None, repr=False)
    #: path of a PEM or PFX file
    certificate: str | None = None
    certificate_password: str | None = field(default=None, repr=False)
    #: path of a file, read anew for each assertion
    token_file: str | None = None
    #: GitHub Actions' address for tokens, and what it is asked with
    github_url: str | None = None
    github_token: str | None = field(default=None, repr=False)

    @property
    def way(self) -> str:
        """How it proves itself, in a word or two."""
        if self.secret is not None:
            return "secret"
        if self.certificate is not None:
            return "certificate"
        return "federated token file" if self.token_file is not None else "GitHub Actions' token"


@dataclass(frozen=True)
class LiveSettings:
    """All that a live run knows of its tenant; no secret shows in its ``repr``."""

    #: in small letters
    tenant_id: str
    cloud: Cloud
    authority: str
    ews_url: str
    graph_url: str
    imap: Endpoint
    pop3: Endpoint
    smtp: Endpoint
    #: the public application; None where the run acts as the daemon alone
    client_id: str | None
    daemon: Daemon | None
    #: the test mailboxes, in small letters; a worker of xdist takes the one with its number
    usernames: tuple[str, ...]
    #: "user", "app" or "auto"
    sign_in: str
    #: "imap", "ews", "graph" or "auto"
    via: str
    #: where signing in by it was allowed
    password: str | None = field(default=None, repr=False)
    #: names in IMAP of distinguished folders, by their ids in EWS
    folder_names: Mapping[str, str] = field(default_factory=dict)
    #: variables of names like ours that a live run does not read
    unread: tuple[str, ...] = ()

    @property
    def autodiscover_url(self) -> str:
        """Where Autodiscover (POX) is, as on the fake: at the host of EWS. Its SOAP and JSON are beside it."""
        return f"https://{urlsplit(self.ews_url).netloc}/autodiscover/autodiscover.xml"

    @property
    def secrets(self) -> list[str]:
        """What no report may show."""
        daemon = self.daemon
        known = [self.password]
        known += [daemon.secret, daemon.certificate_password, daemon.github_token] if daemon else []
        return [value for value in known if value]

    def check(self, guard: Guard) -> None:
        """Refuse what leads where live runs may not go, before anything is asked of anybody.

        Raises:
            NotAllowed: says all of it, a line each.
        """
        checks: list[tuple[Callable[[str], None], str]] = [
            (guard.check_tenant, self.tenant_id),
            (guard.check_url, self.authority),
            (guard.check_url, self.ews_url),
            (guard.check_url, self.graph_url),
            *((guard.check_host, where.host) for where in (self.imap, self.pop3, self.smtp)),
            *((guard.check_mailbox, user) for user in self.usernames),
        ]
        wrong = []
        for check, value in checks:
            try:
                check(value)
            except NotAllowed as refused:
                wrong.append(str(refused))
        if wrong:
            raise NotAllowed("\n".join(dict.fromkeys(wrong)))


def read_settings(environment: Mapping[str, str] = os.environ) -> LiveSettings:
    """Return the live tenant of an environment.

    Raises:
        SettingsWrong: something is missing, of a wrong form, or contradicts something else.
    """
    read = Environment.of(environment)
    tenant_id = read.needed("M365_TENANT_ID", "whose tenant the run is for")
    if tenant_id and not is_guid(tenant_id):
        read.problems.append(
            f"M365_TENANT_ID is {tenant_id!r}, which is no GUID: a domain or `common` proves no tenant"
        )
    cloud = CLOUDS[read.choice("M365_CLOUD", tuple(CLOUDS), "public")]
    sign_in = read.choice("M365_SIGN_IN", SIGN_INS, "auto")
    daemon = _daemon(read, sign_in)
    client_id = read.get("M365_CLIENT_ID")
    if sign_in == "user":
        client_id = read.needed("M365_CLIENT_ID", "since M365_SIGN_IN is user")
    elif client_id is None and daemon is None and not read.problems:
        read.problems.append(
            "neither M365_CLIENT_ID (to act as a user) nor M365_DAEMON_CLIENT_ID (to act as an application) is set"
        )
    for name in ("M365_CLIENT_ID", "M365_DAEMON_CLIENT_ID"):
        value = read.get(name)
        if value and not is_guid(value):
            read.problems.append(f"{name} is {value!r}, which is no GUID: it is the Application (client) ID")
    settings = LiveSettings(
        tenant_id=tenant_id.lower(),
        cloud=cloud,
        authority=_url(read, "M365_AUTHORITY") or cloud.authority(tenant_id.lower()),
        ews_url=_url(read, "M365_EWS_URL") or cloud.ews_url,
        graph_url=_url(read, "M365_GRAPH_URL") or cloud.graph_url,
        imap=_endpoint(read, "M365_IMAP") or cloud.imap,
        pop3=_endpoint(read, "M365_POP3") or cloud.pop3,
        smtp=_endpoint(read, "M365_SMTP") or cloud.smtp,
        client_id=client_id or None,
        daemon=daemon,
        usernames=_usernames(read),
        sign_in=sign_in,
        via=read.choice("M365_MAILBOX_VIA", WAYS, "auto"),
        password=_password(read),
        unread=tuple(read.unread),
        folder_names={folder: value for folder, name in TOLD_BY.items() if (value := read.get(name))},
    )
    read.raise_problems()
    return settings


def _daemon(read: Environment, sign_in: str) -> Daemon | None:
    """Return the application that acts by itself, if the environment names one."""
    given = [name for name in _CREDENTIALS if read.get(name)]
    client_id = read.get("M365_DAEMON_CLIENT_ID")
    if client_id is None:
        if sign_in == "app" or given:
            why = "since M365_SIGN_IN is app" if sign_in == "app" else f"whose {given[0]} is set"
            read.needed("M365_DAEMON_CLIENT_ID", why)
        return None
    if len(given) > 1:
        read.problems.append(f"{' and '.join(given)} are set: the daemon proves itself by one of them")
    if read.get("M365_CLIENT_CERTIFICATE_PASSWORD") and "M365_CLIENT_CERTIFICATE" not in given:
        read.needed("M365_CLIENT_CERTIFICATE", "whose password is set")
    for name in ("M365_CLIENT_CERTIFICATE", "M365_FEDERATED_TOKEN_FILE"):
        path = read.get(name)
        if path and not os.path.isfile(path):
            read.problems.append(f"{name} is {path!r}, and there is no such file: {VARIABLES[name]}")
    github = read.get("ACTIONS_ID_TOKEN_REQUEST_URL"), read.get("ACTIONS_ID_TOKEN_REQUEST_TOKEN")
    if not given and not all(github):
        read.problems.append(
            f"M365_DAEMON_CLIENT_ID is set, and nothing that it proves itself with: {', '.join(_CREDENTIALS)}, or on "
            "GitHub Actions a job with `permissions: id-token: write` (pull requests from forks get no token)"
        )
    return Daemon(
        client_id,
        read.get("M365_CLIENT_SECRET"),
        read.get("M365_CLIENT_CERTIFICATE"),
        read.get("M365_CLIENT_CERTIFICATE_PASSWORD"),
        read.get("M365_FEDERATED_TOKEN_FILE"),
        *(github if not given else (None, None)),
    )


def _usernames(read: Environment) -> tuple[str, ...]:
    one, several = read.get("M365_USERNAME"), read.get("M365_USERNAMES")
    names = [name.strip().lower() for name in (several or one or "").split(",") if name.strip()]
    if one and several and one.lower() not in names:
        read.problems.append(f"M365_USERNAME is {one}, which is not among M365_USERNAMES: set one of the two")
    if not names:
        read.needed("M365_USERNAME", "whose mailbox the tests use")
    for name in names:
        if name.count("@") != 1 or name[0] == "@" or name[-1] == "@":
            read.problems.append(
                f"{'M365_USERNAMES' if several else 'M365_USERNAME'} has {name!r}, which is no address"
            )
    if len(set(names)) < len(names):
        read.problems.append("M365_USERNAMES names a mailbox twice")
    return tuple(names)


def _password(read: Environment) -> str | None:
    password, is_allowed = read.get("M365_PASSWORD"), read.is_yes("M365_ALLOW_PASSWORD")
    if password and not is_allowed:
        read.problems.append(
            "M365_PASSWORD is set without M365_ALLOW_PASSWORD=1: a password alone signs in only where multi-factor "
            "authentication is off. Better leave it out and sign in once: python -m pytest_m365 login"
        )
    if is_allowed:
        read.needed("M365_PASSWORD", "since M365_ALLOW_PASSWORD is 1")
    return password


def _url(read: Environment, name: str) -> str | None:
    value = read.get(name)
    if value is None:
        return None
    # Not shown where it has "@" in it: a password may stand before that.
    shown = "an address with a name or a password" if "@" in value else repr(value)
    try:
        parts = urlsplit(value)
        is_address = parts.scheme == "https" and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_address = False
    if not is_address or "@" in parts.netloc or "\\" in value or parts.query or parts.fragment:
        read.problems.append(f"{name} is {shown}, and takes an https address with nothing behind its path")
    elif name == "M365_AUTHORITY" and (not parts.path.strip("/") or "/" in parts.path.strip("/")):
        read.problems.append(f"{name} is {shown}, and takes https://<host>/<tenant guid>")
    return value.rstrip("/")


def _endpoint(read: Environment, name: str) -> Endpoint | None:
    value = read.get(name)
    if value is None:
        return None
    host, _, port = value.rpartition(":")
    number = number_in(port, most=5)
    if not host or "/" in host or number is None or not 0 < number < 65536:
        read.problems.append(f"{name} is {value!r}, and takes host:port")
        return None
    return Endpoint(host.lower(), number)
