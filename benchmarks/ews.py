"""EWS: FindItem beside a bare handler, and operations in a folder of 100,000 items beside those in one of 1,000.

The rates are of a server in a process of its own, without TLS, and the load comes from this one: the best of several
turns, on a machine that does nothing else. The folders are asked without sockets; their times are the processor's.
"""

import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from benchmarks.dialogue import seconds
from benchmarks.load import rate
from benchmarks.mail import FIND_ITEM, Mailbox, appends, message, sign_in, soap_post
from benchmarks.peers import bare_ews
from benchmarks.startup import serving
from benchmarks.table import Figure
from fakeserver.protocols.ews.service import EwsService
from fakeserver.steps import finish
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.tenant import Tenant
from fakeserver.wire import Headers, HttpRequest, HttpResponse

#: per cent of the bare handler's rate, for each number of connections
BARE = 50.0
ROUNDS = 5
FEW, MANY = 1_000, 100_000
TIMES = 25
#: how many times as long the large folder may take
BAR = 2.0
#: microseconds for an item, of what looks at one property of each
AN_ITEM = 2.0

_SHAPE = "<m:ItemShape><t:BaseShape>Default</t:BaseShape></m:ItemShape>"
_BY_SIZE = (
    '<m:SortOrder><t:FieldOrder Order="Descending"><t:FieldURI FieldURI="item:Size"/></t:FieldOrder></m:SortOrder>'
)
_HEAD, _, _REST = FIND_ITEM.partition("<s:Body>")
_TAIL = "</s:Body></s:Envelope>"


def figures() -> Iterator[Figure]:
    """Yield the figures of this group."""
    yield from _rates()
    yield from _folders()


def _rates() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory, "endpoints.json")
        with serving(file, "--plain"), bare_ews() as bare:
            endpoints = json.loads(file.read_text())
            alice = Mailbox(endpoints, 0)
            seconds(alice.where("imap"), [sign_in(alice)], appends(FEW))
            token, url = alice.token("https://outlook.office365.com/EWS.AccessAsUser.All"), endpoints["ews_url"]
            for connections in (1, 16):
                ask = partial(rate, connections=connections, seconds=1.0)
                # The bare handler reads whatever comes, so that the same request is as good as any.
                turns = [
                    (ask(bare, soap_post(bare, token)), ask(url, soap_post(url, token)), ask(url, _pages(url, token)))
                    for _ in range(ROUNDS)
                ]
                theirs, *ours = (max(one) for one in zip(*turns, strict=True))
                yield Figure(
                    f"ceiling: a bare handler's FindItem of 12, {connections} at a time", theirs, "/s", better="more"
                )
                for asked, value in zip(("again and again", "another page each time"), ours, strict=True):
                    yield Figure(f"FindItem of 12 items, {asked}, {connections} at a time", value, "/s", better="more")
                    yield Figure("of the bare handler's", 100 * value / theirs, "%", BARE, "more")


def _pages(url: str, token: str) -> list[bytes]:
    """Return requests for more pages than the service remembers requests."""
    offsets = range(FEW - 12)
    return [soap_post(url, token, FIND_ITEM.replace('Offset="0"', f'Offset="{offset}"')) for offset in offsets]


def _folders() -> Iterator[Figure]:
    asked = _Asked()
    folders = {size: asked.box.add_folder(str(size)) for size in (FEW, MANY)}
    for size, folder in folders.items():
        began = time.process_time()
        for number in range(size):
            asked.box.items.add_mime(folder, message(number))
        if size == MANY:
            yield Figure(
                f"a message put into a folder, {size:,} times", (time.process_time() - began) / size * 1e6, "µs"
            )
    for name, question in _QUESTIONS.items():
        few, many = asked.in_turns(question, folders[FEW], folders[MANY])
        yield Figure(f"{name} in {FEW:,} items", few, "ms")
        yield Figure(f"{name} in {MANY:,} items", many, "ms")
        yield Figure("as many times as long", many / few, "", BAR)
    for name, question in _SEARCHES.items():
        taken = min(asked.milliseconds(question(folders[MANY])) for _ in range(5))
        yield Figure(
            f"{name} in {MANY:,}, for each item", taken / MANY * 1000, "µs", AN_ITEM * _PROPERTIES.get(name, 1)
        )


class _Asked:
    """A service that is asked without sockets."""

    def __init__(self) -> None:
        cloud, tenant = Cloud(), Tenant()
        cloud.add(tenant)
        alice = tenant.add_user("alice")
        self.box = alice.mailbox
        self._service = EwsService(cloud)
        token = tenant.token(tenant.public_app, alice, "EWS.AccessAsUser.All")
        self._headers = Headers([("Authorization", f"Bearer {token}"), ("Content-Type", "text/xml")])

    def milliseconds(self, question: str) -> float:
        """Ask, and return what time of the processor the answer took."""
        request = HttpRequest(
            "POST", "/EWS/Exchange.asmx", headers=self._headers, body=f"{_HEAD}<s:Body>{question}{_TAIL}".encode()
        )
        began = time.process_time()
        answer = self._service.handle(request)
        answer = answer if isinstance(answer, HttpResponse) else finish(answer)
        taken = time.process_time() - began
        if b"NoError" not in answer.body:
            raise RuntimeError(answer.body.decode())
        return taken * 1000

    def in_turns(self, question: Callable[[Folder], str], one: Folder, other: Folder) -> tuple[float, float]:
        """Return the medians for two folders; a new item comes into each before it is asked again."""
        values = []
        for _ in range(TIMES):
            for folder in (one, other):
                self.box.items.add_mime(folder, message(0))
            values.append((self.milliseconds(question(one)), self.milliseconds(question(other))))
        # The first ones make what is kept from then on.
        first, second = zip(*values[3:], strict=True)
        return statistics.median(first), statistics.median(second)


def _named(folder: Folder) -> str:
    return f'<t:FolderId Id="{folder.folder_id}"/>'


def _view(offset: int) -> str:
    return f'<m:IndexedPageItemView MaxEntriesReturned="100" Offset="{offset}" BasePoint="Beginning"/>'


def _find(folder: Folder, offset: int = 0, extra: str = "", behind: str = "") -> str:
    where = f"<m:ParentFolderIds>{_named(folder)}</m:ParentFolderIds>"
    return f'<m:FindItem Traversal="Shallow">{_SHAPE}{_view(offset)}{extra}{where}{behind}</m:FindItem>'


def _get(folder: Folder) -> str:
    item = next(iter(folder.items.values()))
    return f'<m:GetItem>{_SHAPE}<m:ItemIds><t:ItemId Id="{item.item_id}"/></m:ItemIds></m:GetItem>'


def _create(folder: Folder) -> str:
    where = f"<m:SavedItemFolderId>{_named(folder)}</m:SavedItemFolderId>"
    item = "<m:Items><t:Message><t:Subject>x</t:Subject></t:Message></m:Items>"
    return f'<m:CreateItem MessageDisposition="SaveOnly">{where}{item}</m:CreateItem>'


def _conversations(folder: Folder) -> str:
    view = '<m:IndexedPageItemView MaxEntriesReturned="25" Offset="0" BasePoint="Beginning"/>'
    return f"<m:FindConversation>{view}<m:ParentFolderId>{_named(folder)}</m:ParentFolderId></m:FindConversation>"


def _sync(folder: Folder) -> str:
    where = f"<m:SyncFolderId>{_named(folder)}</m:SyncFolderId>"
    return f"<m:SyncFolderItems>{_SHAPE}{where}<m:MaxChangesReturned>512</m:MaxChangesReturned></m:SyncFolderItems>"


def _equal(uri: str, value: str) -> str:
    constant = f'<t:FieldURIOrConstant><t:Constant Value="{value}"/></t:FieldURIOrConstant>'
    return f'<m:Restriction><t:IsEqualTo><t:FieldURI FieldURI="{uri}"/>{constant}</t:IsEqualTo></m:Restriction>'


_QUERY = '<m:QueryString>subject:"message 77"</m:QueryString>'
_SEEKING = (
    '<m:SeekToConditionPageItemView MaxEntriesReturned="100" BasePoint="Beginning">'
    f"{_equal('item:Subject', 'none').replace('m:Restriction>', 't:Condition>')}</m:SeekToConditionPageItemView>"
)
_BY_SENDER = (
    '<m:GroupBy Order="Ascending"><t:FieldURI FieldURI="message:From"/><t:AggregateOn Aggregate="Maximum">'
    '<t:FieldURI FieldURI="item:DateTimeReceived"/></t:AggregateOn></m:GroupBy>'
)

_QUESTIONS: dict[str, Callable[[Folder], str]] = {
    "GetItem": _get,
    "FindItem, a page of 100,": _find,
    "FindItem, a page from the middle,": lambda folder: _find(folder, folder.total_count // 2),
    "FindItem, a page by size,": lambda folder: _find(folder, extra=_BY_SIZE),
    "FindConversation, a page of 25,": _conversations,
    "CreateItem": _create,
    "SyncFolderItems, 512 changes,": _sync,
}
_SEARCHES: dict[str, Callable[[Folder], str]] = {
    "Restriction on the subject": lambda folder: _find(folder, extra=_equal("item:Subject", "Message 77")),
    "Restriction on the size": lambda folder: _find(folder, extra=_equal("item:Size", "77")),
    "Restriction on the importance": lambda folder: _find(folder, extra=_equal("item:Importance", "High")),
    "Restriction on the sender": lambda folder: _find(folder, extra=_equal("message:From", "nobody")),
    "Query for the subject": lambda folder: _find(folder, behind=_QUERY),
    "SeekToCondition": lambda folder: _find(folder).replace(_view(0), _SEEKING),
    "GroupBy the sender": lambda folder: _find(folder, extra=_BY_SENDER),
}
#: How many properties of an item it looks at, where that is not one.
_PROPERTIES = {"GroupBy the sender": 2}
