"""Mail: what IMAP, POP3, SMTP and EWS do in a second, and what 10,000 messages cost in memory.

The server runs in a process of its own, without TLS; the load comes from this one. Beside it, in the same run: a bare
aiosmtpd sink, and an aiohttp handler that does nothing. Dovecot and GreenMail, with which the bars were found, are no
packages of Python; what they do was weighed when the bars were set.
"""

import base64
import imaplib
import json
import poplib
import statistics
import tempfile
import urllib.request
from collections.abc import Callable, Iterator
from functools import partial
from itertools import cycle
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from benchmarks.dialogue import Step, Where, rounds_per_second, seconds, sessions_per_second
from benchmarks.load import rate
from benchmarks.peers import bare_http, bare_smtp
from benchmarks.startup import serving
from benchmarks.table import Figure, milliseconds

MESSAGES = 10_000
#: of a message
OCTETS = 4_000

#: connections -> what is wanted per second
SESSIONS = {1: 620.0, 16: 1_000.0}
RETRIEVALS = {1: 9_000.0, 16: 35_000.0}
SUBMISSIONS = {1: 1_600.0, 16: 5_000.0}
#: the bare sink's rates when the bars were found
SINK = {1: 1_090.0, 16: 2_520.0}
FINDINGS = {1: 2_000.0, 16: 4_500.0}
#: milliseconds
SEARCHES = {"ALL": 2.0, "SUBJECT 9999": 4.0, 'BODY "number 9999"': 50.0}

FIND_ITEM = """<?xml version="1.0" encoding="utf-8"?>
<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"
 xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"
 xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages">
<s:Header><t:RequestServerVersion Version="Exchange2016"/></s:Header>
<s:Body><m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>Default</t:BaseShape></m:ItemShape>
<m:IndexedPageItemView MaxEntriesReturned="12" Offset="0" BasePoint="Beginning"/>
<m:ParentFolderIds><t:DistinguishedFolderId Id="inbox"/></m:ParentFolderIds></m:FindItem></s:Body></s:Envelope>"""


class Mailbox:
    """A mailbox of the running server, and how to get in."""

    def __init__(self, endpoints: dict[str, object], number: int) -> None:
        self._endpoints = endpoints
        users = endpoints["users"]
        assert isinstance(users, list)
        self.address: str = users[number]["upn"]
        self._password: str = users[number]["password"]

    def where(self, protocol: str) -> Where:
        """Return host and port of ``imap``, ``pop3`` or ``smtp``."""
        endpoint = self._endpoints[protocol]
        assert isinstance(endpoint, dict)
        return endpoint["host"], endpoint["port"]

    def token(self, scope: str) -> str:
        """Return a token for this user."""
        apps = self._endpoints["apps"]
        assert isinstance(apps, list)
        client_id = next(app["client_id"] for app in apps if app["kind"] == "public")
        form = {"grant_type": "password", "client_id": client_id, "username": self.address, "password": self._password,
                "scope": scope}  # fmt: skip
        with urllib.request.urlopen(str(self._endpoints["token_url"]), urlencode(form).encode()) as answer:
            return str(json.load(answer)["access_token"])

    def xoauth2(self, permission: str) -> bytes:
        """Return the SASL message, not yet in base64."""
        return f"user={self.address}\1auth=Bearer {self.token(f'https://outlook.office.com/{permission}')}\1\1".encode()


def message(number: int) -> bytes:
    """Return a message of 4 kB."""
    head = (
        f"From: Bob <bob@example.com>\r\nTo: alice@example.com\r\nSubject: Message {number}\r\n\r\nnumber {number}\r\n"
    )
    line = b"The quick brown fox jumps over the lazy dog, and then once more.\r\n"
    octets = head.encode() + line * (OCTETS // len(line) + 1)
    return octets[: OCTETS - 2] + b"\r\n"


def figures() -> Iterator[Figure]:
    """Yield the figures of this group."""
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory, "endpoints.json")
        with serving(file, "--plain") as server:
            endpoints = json.loads(file.read_text())
            alice, bob = Mailbox(endpoints, 0), Mailbox(endpoints, 1)
            yield from _imap(alice, server.memory)
            yield from _pop3(alice)
            yield from _single_commands(alice)
            yield from _ews(endpoints["ews_url"], alice)
            yield from _smtp(alice, bob)


def _imap(mailbox: Mailbox, memory: Callable[[], float]) -> Iterator[Figure]:
    where = mailbox.where("imap")
    signed_in = sign_in(mailbox)
    before = memory()
    taken = seconds(where, [signed_in], appends(MESSAGES))
    yield Figure(f"IMAP: APPEND, one connection, to {MESSAGES:,}", MESSAGES / taken, "/s", 6_000, "more")
    yield Figure(f"memory with {MESSAGES:,} messages of 4 kB", memory(), "MB", 110)
    yield Figure("memory of the server before them", before, "MB")
    select = _tagged(b"SELECT INBOX")
    taken = seconds(where, [signed_in, select], [_tagged(b"FETCH 1:* (UID FLAGS BODY.PEEK[])")])
    yield Figure("IMAP: messages fetched in a session", MESSAGES / taken, "/s", 130_000, "more")
    for key, bar in SEARCHES.items():
        times = 9
        taken = seconds(where, [signed_in, select, _search(key)], [_search(key)] * times) / times
        yield Figure(f"IMAP: SEARCH {key} in {MESSAGES:,}", taken * 1000, "ms", bar)
    yield Figure("memory with the text that SEARCH has read", memory(), "MB", 150)
    session = [signed_in, select, _tagged(b"FETCH 1:100 BODY.PEEK[]"), _tagged(b"LOGOUT")]
    for connections, bar in SESSIONS.items():
        value = sessions_per_second(where, session, connections)
        yield Figure(f"IMAP: sessions, {connections} at a time", value, "/s", bar, "more")


def _pop3(mailbox: Mailbox) -> Iterator[Figure]:
    response = base64.b64encode(mailbox.xoauth2("POP.AccessAsUser.All"))
    sign_in = [Step(b"AUTH XOAUTH2\r\n"), Step(response + b"\r\n")]
    for connections, bar in RETRIEVALS.items():
        retrievals = [Step(b"RETR %d\r\n" % number, b"\r\n.\r\n") for number in range(1, 101)]
        rounds = rounds_per_second(mailbox.where("pop3"), sign_in, retrievals, connections)
        yield Figure(f"POP3: RETR, {connections} at a time", rounds * len(retrievals), "/s", bar, "more")


def _smtp(sender: Mailbox, recipient: Mailbox) -> Iterator[Figure]:
    hello = Step(b"EHLO localhost\r\n", b"SMTPUTF8\r\n")
    sign_in = Step(b"AUTH XOAUTH2 %b\r\n" % base64.b64encode(sender.xoauth2("SMTP.Send")))
    body = message(0).replace(b"Bob <bob@example.com>", sender.address.encode())
    one_message = [
        Step(b"MAIL FROM:<%b>\r\n" % sender.address.encode()),
        Step(b"RCPT TO:<%b>\r\n" % recipient.address.encode()),
        Step(b"DATA\r\n"),
        Step(body + b".\r\n"),
    ]
    bare_hello = hello._replace(until=b"HELP\r\n")
    with bare_smtp() as url:
        bare = (urlsplit(url).hostname or "", urlsplit(url).port or 0)
        for connections, bar in SUBMISSIONS.items():
            theirs, ours = _in_turns(
                partial(rounds_per_second, bare, [bare_hello], one_message, connections),
                partial(rounds_per_second, sender.where("smtp"), [hello, sign_in], one_message, connections),
            )
            yield Figure(f"ceiling: a bare aiosmtpd sink, {connections} at a time", theirs, "/s", better="more")
            yield Figure(f"SMTP: messages, {connections} at a time", ours, "/s", bar, "more")
            yield Figure("of the bare sink's", 100 * ours / theirs, "%", round(100 * bar / SINK[connections]), "more")


def _ews(url: str, mailbox: Mailbox) -> Iterator[Figure]:
    token = mailbox.token("https://outlook.office365.com/EWS.AccessAsUser.All")
    with bare_http() as bare:
        for connections, bar in FINDINGS.items():
            theirs, ours = _in_turns(
                partial(rate, bare, soap_post(bare, token), connections),
                partial(rate, url, soap_post(url, token), connections),
            )
            yield Figure(f"ceiling: an aiohttp handler alone, {connections} at a time", theirs, "/s", better="more")
            yield Figure(f"EWS: FindItem of 12 items, {connections} at a time", ours, "/s", bar, "more")
            yield Figure("of the bare handler's", 100 * ours / theirs, "%", better="more")


def _in_turns(one: Callable[[], float], other: Callable[[], float], rounds: int = 3) -> tuple[float, float]:
    """Return the medians of two rates that are measured in turns: what else the machine does then meets both alike."""
    values = [(one(), other()) for _ in range(rounds)]
    return statistics.median(value for value, _ in values), statistics.median(value for _, value in values)


def _single_commands(mailbox: Mailbox) -> Iterator[Figure]:
    """Yield the slowest of a client library's commands, each the median of many."""
    imap_response, pop_response = mailbox.xoauth2("IMAP.AccessAsUser.All"), mailbox.xoauth2("POP.AccessAsUser.All")

    def log_in() -> None:
        with imaplib.IMAP4(*mailbox.where("imap")) as client:
            client.authenticate("XOAUTH2", lambda _: imap_response)

    yield Figure("imaplib: connect, log in, log out", milliseconds(log_in, 50), "ms", 2)
    number = cycle(range(1, MESSAGES + 1))
    with imaplib.IMAP4(*mailbox.where("imap")) as client:
        client.authenticate("XOAUTH2", lambda _: imap_response)
        commands: dict[str, Callable[[], object]] = {
            "NOOP": client.noop,
            "LIST": client.list,
            "STATUS": lambda: client.status("INBOX", "(MESSAGES UNSEEN)"),
            "SELECT": client.select,
            "FETCH": lambda: client.fetch(str(next(number)), "(FLAGS BODY.PEEK[])"),
            "STORE": lambda: client.store(str(next(number)), "+FLAGS", r"(\Seen)"),
            "COPY": lambda: client.copy(str(next(number)), "Archive"),
        }
        yield _slowest("imaplib", commands)
    pop3 = poplib.POP3(*mailbox.where("pop3"))
    pop3._shortcmd("AUTH XOAUTH2")  # type: ignore[attr-defined]
    pop3._shortcmd(base64.b64encode(pop_response).decode())  # type: ignore[attr-defined]
    yield _slowest("poplib", {"STAT": pop3.stat, "NOOP": pop3.noop, "RETR": lambda: pop3.retr(next(number))})
    pop3.quit()


def _slowest(library: str, commands: dict[str, Callable[[], object]]) -> Figure:
    times = {name: milliseconds(command, 50) for name, command in commands.items()}
    name = max(times, key=lambda name: times[name])
    return Figure(f"{library}: the slowest single command ({name})", times[name], "ms", 1)


def sign_in(mailbox: Mailbox) -> Step:
    """Return the command of IMAP that signs in."""
    return _tagged(b"AUTHENTICATE XOAUTH2 " + base64.b64encode(mailbox.xoauth2("IMAP.AccessAsUser.All")))


def appends(number: int) -> list[Step]:
    """Return the commands of IMAP that put so many messages into the inbox."""
    return [_tagged(b"APPEND INBOX {%d+}\r\n%b" % (OCTETS, message(one))) for one in range(number)]


def _tagged(command: bytes) -> Step:
    return Step(b"a %b\r\n" % command, b" completed.\r\n")


def _search(key: str) -> Step:
    return _tagged(b"SEARCH " + key.encode("ascii"))


def soap_post(url: str, token: str, envelope: str = FIND_ITEM) -> bytes:
    """Return a whole request that asks for FindItem, or for what an envelope holds."""
    body, where = envelope.encode(), urlsplit(url)
    head = (
        f"POST {where.path} HTTP/1.1\r\nHost: {where.netloc}\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: text/xml; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
