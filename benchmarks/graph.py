"""Microsoft Graph: a list of messages beside EWS's FindItem, pages in folders of 1,000 and 100,000, and delta.

The rates are of a server in a process of its own, without TLS; the load comes from this one. The folders are asked
without sockets; their times are the processor's.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.dialogue import seconds
from benchmarks.load import rate
from benchmarks.mail import Mailbox, appends, message, sign_in, soap_post
from benchmarks.startup import serving
from benchmarks.table import Figure
from fakeserver.protocols.graph.service import GraphService
from fakeserver.steps import finish
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.tenant import Tenant
from fakeserver.wire import Headers, HttpRequest, HttpResponse

#: of FindItem's rate in the same run
SHARE = 75.0
ROUNDS = 5
FEW, MANY = 1_000, 100_000
TIMES = 25
#: how many times as long the large folder may take
BAR = 2.0
#: milliseconds
NOTHING_NEW = 1.0
SCOPE = "https://graph.microsoft.com/Mail.ReadWrite"
SELECTED = "$select=subject,from,receivedDateTime,isRead,hasAttachments"
LIST = f"/v1.0/me/mailFolders/inbox/messages?$top=10&{SELECTED}"


def figures() -> Iterator[Figure]:
    """Yield the figures of this group."""
    # The package is found by its name alone; what it consists of is read when it is first asked.
    yield Figure("modules of Graph in a server that was not asked", _imported(), "")
    yield from _rates()
    yield from _folders()


def _imported() -> int:
    code = (
        "import sys; from fakeserver import FakeServer\n"
        "with FakeServer() as server: server.new_tenant()\n"
        "print(sum(name.startswith('fakeserver.protocols.graph') for name in sys.modules))"
    )
    return int(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)


def _rates() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory, "endpoints.json")
        with serving(file, "--plain"):
            endpoints = json.loads(file.read_text())
            alice = Mailbox(endpoints, 0)
            seconds(alice.where("imap"), [sign_in(alice)], appends(FEW))
            token, url = alice.token("https://outlook.office365.com/EWS.AccessAsUser.All"), endpoints["ews_url"]
            base = f"{urlsplit(url).scheme}://{urlsplit(url).netloc}"
            asked = get(base + LIST, alice.token(SCOPE))
            for connections in (1, 16):
                ask = partial(rate, connections=connections, seconds=1.0)
                turns = [(ask(url, soap_post(url, token)), ask(base, asked)) for _ in range(ROUNDS)]
                find, listed = (max(one) for one in zip(*turns, strict=True))
                yield Figure(f"FindItem of 12 items, {connections} at a time", find, "/s", better="more")
                yield Figure(f"a list of 10 messages, {connections} at a time", listed, "/s", better="more")
                yield Figure("of FindItem's", 100 * listed / find, "%", SHARE, "more")


def get(url: str, token: str) -> bytes:
    """Return the octets of a request for an address."""
    parts = urlsplit(url)
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return (
        f"GET {target} HTTP/1.1\r\nHost: {parts.netloc}\r\nAuthorization: Bearer {token}\r\n"
        "Accept: application/json\r\n\r\n"
    ).encode()


def _folders() -> Iterator[Figure]:
    asked = _Asked()
    for size in (FEW, MANY):
        folder = asked.box.add_folder(str(size))
        for number in range(size):
            asked.box.items.add_mime(folder, message(number))
        asked.ids[size] = folder.folder_id.replace("/", "-").replace("+", "_")
    for name, query in _QUESTIONS.items():
        few, many = asked.in_turns(query)
        yield Figure(f"{name} in {FEW:,} messages", few, "ms")
        yield Figure(f"{name} in {MANY:,} messages", many, "ms")
        yield Figure("as many times as long", many / few, "", BAR)
    link = asked.delta(f"/me/mailFolders/{asked.ids[MANY]}/messages/delta")
    yield Figure(
        "delta of nothing", statistics.median(asked.milliseconds(link) for _ in range(TIMES)), "ms", NOTHING_NEW
    )


_QUESTIONS = {
    "a page": f"?{SELECTED}",
    "a page by $orderby=receivedDateTime desc": f"?$orderby=receivedDateTime desc&{SELECTED}",
    "the tenth page": f"?$skip=90&{SELECTED}",
    "a page with $count": f"?$count=true&{SELECTED}",
}


class _Asked:
    """A service that is asked without sockets."""

    def __init__(self) -> None:
        cloud, tenant = Cloud(), Tenant()
        cloud.add(tenant)
        alice = tenant.add_user("alice")
        self.box = alice.mailbox
        self.ids: dict[int, str] = {}
        self._service = GraphService(cloud, lambda *_: None)
        app = tenant.register_app("Graph", public=True, delegated=[SCOPE])
        self._headers = Headers([("Authorization", f"Bearer {tenant.token(app, alice, SCOPE)}")])

    def answer(self, address: str) -> tuple[dict[str, object], float]:
        """Ask, and return the answer with the milliseconds of the processor that it took."""
        path, _, query = address.partition("?")
        path = path if path.startswith("/v1.0") else f"/v1.0{path}"
        request = HttpRequest("GET", path, query, headers=self._headers, raw_path=path)
        began = time.process_time()
        answer = self._service.handle(request)
        answer = answer if isinstance(answer, HttpResponse) else finish(answer)
        taken = (time.process_time() - began) * 1000
        if answer.status != 200:
            raise RuntimeError(answer.body.decode())
        return json.loads(answer.body), taken

    def milliseconds(self, address: str) -> float:
        """Ask, and return what time of the processor the answer took."""
        return self.answer(address)[1]

    def delta(self, address: str) -> str:
        """Follow delta to its end; return the address of what comes later."""
        while True:
            found = self.answer(address)[0]
            if "@odata.deltaLink" in found:
                return str(found["@odata.deltaLink"]).partition("https://localhost")[2]
            address = str(found["@odata.nextLink"]).partition("https://localhost")[2]

    def in_turns(self, query: str) -> tuple[float, float]:
        """Return the medians for both folders; a new message comes into each before it is asked again."""

        def question(size: int) -> str:
            return f"/me/mailFolders/{self.ids[size]}/messages{query}"

        values = []
        folders = {size: self.box.folders.by_path(str(size)) for size in (FEW, MANY)}
        for _ in range(TIMES):
            for folder in folders.values():
                assert folder is not None
                self.box.items.add_mime(folder, message(0))
            values.append((self.milliseconds(question(FEW)), self.milliseconds(question(MANY))))
        # The first ones make what is kept from then on.
        first, second = zip(*values[3:], strict=True)
        return statistics.median(first), statistics.median(second)
