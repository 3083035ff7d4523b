"""The environment's variables of a live run: which there are, and how each value is written.

Only ``M365_…`` is read, and never ``AZURE_…``: developers' shells hold production there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from fakeserver.suggestion import did_you_mean
from pytest_m365.options import NO, YES

#: each variable, and how one comes to its value
VARIABLES = {
    "M365_TENANT_ID": "the tenant's GUID: Entra admin center > Overview > Tenant ID",
    "M365_CLOUD": "public (the default), usgov, usgovdod or china",
    "M365_CLIENT_ID": "the public application that signs in users: Entra admin center > App registrations > "
    "Application (client) ID; it allows public client flows",
    "M365_DAEMON_CLIENT_ID": "the application that acts by itself, with application permissions",
    "M365_CLIENT_SECRET": "a secret's value (not its id) of M365_DAEMON_CLIENT_ID: Certificates & secrets",
    "M365_CLIENT_CERTIFICATE": "path of a PEM or PFX file with certificate and private key of M365_DAEMON_CLIENT_ID",
    "M365_CLIENT_CERTIFICATE_PASSWORD": "the password of that private key",
    "M365_FEDERATED_TOKEN_FILE": "path of a file with a token of another issuer, for M365_DAEMON_CLIENT_ID; it is read "
    "anew each time. On GitHub Actions leave it out: permissions: id-token: write is enough",
    "M365_USERNAME": "the test mailbox: its user's sign-in name",
    "M365_USERNAMES": "several test mailboxes, with commas between, for pytest -n",
    "M365_PASSWORD": "the password of the user, for tenants where a password is enough; with M365_ALLOW_PASSWORD=1",
    "M365_ALLOW_PASSWORD": "1: sign in by M365_PASSWORD, without a second factor",
    "M365_SIGN_IN": "who the fixtures act as: user, app or auto (the default: the user where somebody has signed in "
    "by `python -m pytest_m365 login`, else the application)",
    "M365_MAILBOX_VIA": "by which protocol the helpers reach the mailbox: imap, ews, graph or auto (the default)",
    "M365_AUTHORITY": "the sign-in service's address, where it is not the cloud's",
    "M365_EWS_URL": "the address of EWS, where it is not the cloud's",
    "M365_GRAPH_URL": "the address of Microsoft Graph with its version, where it is not the cloud's",
    "M365_IMAP": "host:port of IMAP over TLS, where it is not the cloud's",
    "M365_POP3": "host:port of POP3 over TLS, where it is not the cloud's",
    "M365_SMTP": "host:port of submission with STARTTLS, where it is not the cloud's",
    "M365_FOLDER_JUNK": "the name of Junk Email, where its IMAP name is in a language that is not known",
    "M365_FOLDER_SENT": "the name of Sent Items, likewise",
    "M365_FOLDER_DRAFTS": "the name of Drafts, likewise",
    "M365_FOLDER_DELETED": "the name of Deleted Items, likewise",
}
#: values that no report, log or error shows
SECRETS = ("M365_CLIENT_SECRET", "M365_CLIENT_CERTIFICATE_PASSWORD", "M365_PASSWORD", "ACTIONS_ID_TOKEN_REQUEST_TOKEN")
#: characters of a secret
SHORTEST = 8
#: of the same names, and not of a live tenant
_OTHERS = ("M365_TARGET", "M365_KEEP", "M365_REDIRECTS", "M365_URL")
_QUOTES = ("'", '"', "`")


class SettingsWrong(ValueError):
    """The environment of a live run is incomplete or contradicts itself; says all that is wrong, a line each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass
class Environment:
    """The variables of a live run, without blanks around them; what is wrong with them is gathered."""

    values: dict[str, str]
    problems: list[str]
    #: of names like ours that are not near to any of ours: another program's
    unread: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Environment:
        """Read the variables; an empty one is one that is not set."""
        read = cls({}, [])
        for name, value in sorted(environment.items()):
            if name in VARIABLES or name.startswith("ACTIONS_ID_TOKEN_REQUEST_"):
                read._take(name, value.strip())
            elif name.startswith("M365_") and name not in _OTHERS:
                if meant := did_you_mean(name, VARIABLES):
                    read.problems.append(f"{name} is none of the variables of a live run{meant}")
                else:
                    read.unread.append(name)
        return read

    def _take(self, name: str, value: str) -> None:
        if not value:
            return
        if value[0] in _QUOTES and value[-1] == value[0] and len(value) > 1:
            self.problems.append(
                f"{name} has quotes around its value, which belong to a shell or a YAML file: leave them out"
            )
        elif not value.isprintable():
            # An HTTP field would refuse it, and show it.
            self.problems.append(f"{name} has a line end or a control character within its value")
        elif name in SECRETS and len(value) < SHORTEST:
            self.problems.append(f"{name} is shorter than {SHORTEST} characters, and could not be kept out of reports")
        else:
            self.values[name] = value

    def get(self, name: str) -> str | None:
        """Return the value of a variable; None where it is not set."""
        return self.values.get(name)

    def is_yes(self, name: str) -> bool:
        """Say whether a switch is on."""
        return self.choice(name, (*YES, *NO), "no") in YES

    def choice(self, name: str, allowed: tuple[str, ...], default: str) -> str:
        """Return one of several words, in small letters."""
        value = (self.values.get(name) or default).lower()
        if value not in allowed:
            self.problems.append(f"{name} is {value!r}; allowed are {', '.join(allowed)}{did_you_mean(value, allowed)}")
            return default
        return value

    def needed(self, name: str, why: str) -> str:
        """Return the value of a variable that must be there; where it is not, that is noted with where to get it."""
        value = self.values.get(name)
        if value is None:
            if not any(problem.startswith(f"{name} ") for problem in self.problems):
                self.problems.append(f"{name} is missing, {why}: {VARIABLES[name]}")
            return ""
        return value

    def raise_problems(self) -> None:
        """Raise what is wrong, if anything is.

        Raises:
            SettingsWrong
        """
        if self.problems:
            raise SettingsWrong(self.problems)
