"""A client of Graph as plain as can be, for tests: `requests`, with tokens made on the spot."""

from typing import Any

import requests

from fakeserver.server import FakeServer
from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.tenant import Tenant

RESOURCE = "https://graph.microsoft.com"
#: delegated permissions of the application that tests use; each token names those that it has
DELEGATED = (
    "User.Read User.Read.All User.ReadBasic.All Mail.ReadBasic Mail.ReadBasic.Shared Mail.Read Mail.Read.Shared "
    "Mail.ReadWrite Mail.ReadWrite.Shared Mail.Send Mail.Send.Shared MailboxSettings.Read MailboxSettings.ReadWrite "
    "Calendars.Read Calendars.Read.Shared Calendars.ReadWrite Calendars.ReadWrite.Shared Contacts.Read "
    "Contacts.Read.Shared Contacts.ReadWrite Contacts.ReadWrite.Shared"
).split()
#: what a token has where a test names nothing
ENOUGH = (
    "User.Read Mail.ReadWrite Mail.Send MailboxSettings.ReadWrite Calendars.ReadWrite Contacts.ReadWrite "
    "Mail.ReadWrite.Shared Mail.Send.Shared Calendars.ReadWrite.Shared Contacts.ReadWrite.Shared"
).split()


def permissions(names: list[str] | tuple[str, ...]) -> list[str]:
    """Return permissions of Graph by the names that a request for a token has."""
    return [f"{RESOURCE}/{name}" for name in names]


class Graph:
    """Asks Graph as a user, or as an application by itself."""

    def __init__(self, server: FakeServer, tenant: Tenant) -> None:
        self.server, self.tenant = server, tenant
        self.root = f"{server.base_url}/v1.0"
        self.app = tenant.register_app("Graph tests", public=True, delegated=permissions(DELEGATED))
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.verify = server.ca_file or False

    def close(self) -> None:
        self._session.close()

    def token(self, user: str = "alice", *scopes: str) -> str:
        """Return a user's token with these scopes, by their short names."""
        return self.tenant.token(self.app, user, *permissions(scopes or tuple(ENOUGH)))

    def daemon(self, *roles: str) -> Application:
        """Return an application with these permissions for itself."""
        return self.tenant.register_app(f"Daemon {' '.join(roles)}"[:100], application=permissions(roles))

    def app_token(self, *roles: str) -> str:
        """Return the token of an application with these permissions."""
        return self.tenant.app_token(self.daemon(*roles), f"{RESOURCE}/.default")

    def ask(
        self,
        method: str,
        path: str,
        json: Any = None,
        *,
        user: str = "alice",
        scopes: tuple[str, ...] = (),
        token: str | None = None,
        headers: dict[str, str] | None = None,
        **more: Any,
    ) -> requests.Response:
        """Return the answer to a request; ``path`` is one below the version, or a whole address."""
        shown = self.token(user, *scopes) if token is None else token
        fields = {"Authorization": f"Bearer {shown}", **(headers or {})}
        url = path if path.startswith("http") else f"{self.root}{path}"
        return self._session.request(method, url, json=json, headers=fields, timeout=60, **more)

    def get(self, path: str, **more: Any) -> requests.Response:
        return self.ask("GET", path, **more)

    def post(self, path: str, json: Any = None, **more: Any) -> requests.Response:
        return self.ask("POST", path, json, **more)

    def patch(self, path: str, json: Any = None, **more: Any) -> requests.Response:
        return self.ask("PATCH", path, json, **more)

    def delete(self, path: str, **more: Any) -> requests.Response:
        return self.ask("DELETE", path, **more)

    def mailbox(self, name: str = "alice") -> Mailbox:
        return self.tenant.mailbox(name)

    def deliver(self, subject: str, name: str = "alice", **more: Any) -> Item:
        return self.mailbox(name).deliver(subject=subject, **more)


def error(answer: requests.Response) -> tuple[int, str, str]:
    """Return status, code and text of a refusal."""
    said = answer.json()["error"]
    return answer.status_code, said["code"], said["message"]


def ok(answer: requests.Response, status: int = 200) -> Any:
    """Return the JSON of an answer that has to have this status."""
    assert answer.status_code == status, answer.text
    return answer.json() if answer.content else None
