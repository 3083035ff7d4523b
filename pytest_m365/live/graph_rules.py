"""What a live test may ask of Microsoft Graph: what reads, and what changes its own messages and folders.

Anything else is refused. What is not known here changes something that nobody has thought of: rules, settings, a
subscription that tells another host.
"""

from __future__ import annotations

import binascii
import json
import re
from base64 import b64decode
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

from fakeserver.tenant.exchange.mime.message import Message
from pytest_m365.live.graph_message import header_of
from pytest_m365.live.guard import Guard, NotAllowed
from pytest_m365.live.headers import read_header
from pytest_m365.live.own_folders import OwnFolders
from pytest_m365.live.recipients import check_recipient
from pytest_m365.live.tags import FIELD, Tag

#: requests that read, though they are no GET; below a mailbox
_READS = frozenset({"translateexchangeids", "getmailtips"})
#: what is done to a message by POST, and changes no other
_CHANGES = frozenset(
    "move copy send reply replyall forward createreply createreplyall createforward permanentdelete attachments".split()
)
_SENDS = frozenset("send reply replyall forward createreply createreplyall createforward".split())
#: of these, what goes to whom the message is from
_ANSWERS = frozenset("reply replyall createreply createreplyall".split())
_RECIPIENTS = ("torecipients", "ccrecipients", "bccrecipients")
_WHOSE = ("from", "sender", "replyto")
#: where a test may make folders: their names, and what their paths begin with
_ABOVE = {"": "", "msgfolderroot": "", "inbox": "Inbox/"}


#: ``name('key')``, where a quote in the key is doubled; ``name()`` is a function
_KEYED = re.compile(r"([^()']+)\((?:'((?:[^']|'')*)')?\)")


@dataclass
class Asked:
    """A request, as far as it is looked at."""

    method: str
    #: below the version, keys as parts of their own; in the case in which they stand
    path: list[str]
    body: bytes = field(default=b"", repr=False)
    #: folders that it was noted to make
    noted: list[str] = field(default_factory=list, init=False)

    @property
    def is_mime(self) -> bool:
        """Whether the body is a message, in base64."""
        return bool(self.body) and not self.body.lstrip().startswith((b"{", b"["))

    @property
    def values(self) -> Any:
        """The body's JSON, names in small letters; empty where there is none.

        Raises:
            NotAllowed
        """
        try:
            return _small(json.loads(self.body)) if self.body else {}
        except ValueError:
            raise NotAllowed("a body that is no JSON, of which nobody could say what it changes") from None

    @property
    def mime(self) -> bytes:
        """The message in the body.

        Raises:
            NotAllowed
        """
        try:
            return b64decode(b"".join(self.body.split()), validate=True)
        except binascii.Error:
            raise NotAllowed("a message that is no base64, of which nobody could say to whom it goes") from None


@dataclass
class GraphRules:
    """What a request may do."""

    tag: Tag
    #: the mailbox's address
    user: str
    guard: Guard
    #: where mail may be sent
    domains: Collection[str]
    #: is told of the folders that the test makes
    folders: OwnFolders
    #: path of the service's address, with its version
    root: str
    #: of the folders that the test has made: id -> path
    own_folders: dict[str, str] = field(default_factory=dict)

    def read(self, method: str, url: str, body: bytes) -> Asked:
        """Return a request to look at.

        Raises:
            NotAllowed: it goes elsewhere.
        """
        self.guard.check_url(url)
        path = urlsplit(url).path
        if not path.startswith(f"{self.root}/"):
            raise NotAllowed(f"{method} {path}, which is not Microsoft Graph's {self.root}")
        parts = [part for each in path[len(self.root) :].split("/") if each for part in _parts(unquote(each))]
        return Asked(method.upper(), parts, body)

    def check(self, asked: Asked) -> str:
        """Refuse a request; return the id of the message that it changes, which must be the test's: empty, none.

        Raises:
            NotAllowed
        """
        below = self._below(asked)
        if asked.method in ("GET", "HEAD") or below is None:
            return ""
        names = [each.lower() for each in below]
        if names[:1] == ["mailfolders"]:
            if names[2:3] == ["messages"] and len(names) > 3:
                # A message is one, by whichever way.
                below, names = below[2:], names[2:]
            else:
                self._check_folders(asked, below, names)
                return ""
        if names == ["sendmail"] and asked.method == "POST":
            self._check_sent(asked)
        elif names == ["messages"] and asked.method == "POST":
            self._check_new(asked)
        elif names[:1] == ["messages"] and self._is_change(asked.method, names[2:]):
            self._check_recipients(asked)
            return below[1]
        elif not (asked.method == "POST" and len(names) == 1 and names[0] in _READS):
            raise NotAllowed(
                f"{asked.method} {'/'.join(below)}: nothing says that it changes only what is the test's; m365_fake "
                "takes it"
            )
        return ""

    def check_message(self, asked: Asked, shown: Any) -> None:
        """Refuse a request that changes a message of somebody else, or sends one outside.

        Args:
            shown: the message, with what `graph_message.SHOWN` names.

        Raises:
            NotAllowed
        """
        what = asked.path[-1].lower()
        if self.tag not in read_header(header_of(shown)).tags:
            raise NotAllowed(
                f"{asked.method} of a message that is not the test's; its own have {self.tag} in their address, "
                f"Message-ID or {FIELD}"
            )
        if asked.method == "POST" and what in _SENDS:
            told = _small(shown)
            for address in _addresses(told, (*_RECIPIENTS, *(_WHOSE if what in _ANSWERS else ()))):
                check_recipient(address, self.domains)

    def take_answer(self, asked: Asked, answer: Mapping[str, Any]) -> None:
        """Remember a folder that a request has made."""
        names = [each.lower() for each in self._below(asked) or ()]
        if names[:1] != ["mailfolders"] or names[2:3] == ["messages"] or "id" not in answer:
            return
        if asked.method == "POST" and (len(names) == 1 or names[2:] == ["childfolders"]):
            self.own_folders[answer["id"]] = self._path_of_new(asked)

    def take_refusal(self, asked: Asked) -> None:
        """Take notice that a folder was not made: whatever has its name is not the test's."""
        if asked.noted:
            self.folders.were_not_made(asked.noted)

    # --- inside ------------------------------------------------------------------------------------------------

    def _below(self, asked: Asked) -> list[str] | None:
        """Return what is asked of the mailbox; None: the directory is read."""
        head = asked.path[0].lower() if asked.path else ""
        if head == "me":
            return asked.path[1:]
        is_read = asked.method in ("GET", "HEAD")
        if head == "users" and len(asked.path) <= 2 and is_read:
            return None
        if head == "users" and len(asked.path) > 2:
            self.guard.check_mailbox(asked.path[1])
            if asked.path[1].lower() != self.user.lower() and not is_read:
                raise NotAllowed(f"{asked.method} in {asked.path[1]}, and this is the client of {self.user}")
            return asked.path[2:]
        raise NotAllowed(f"{asked.method} {'/'.join(asked.path)}, which is not of the mailbox: m365_fake takes it")

    @staticmethod
    def _is_change(method: str, rest: list[str]) -> bool:
        """Say whether a request changes the one message that it names."""
        if not rest:
            return method in ("PATCH", "DELETE")
        if rest[0] == "attachments":
            return (method, len(rest)) in (("POST", 1), ("DELETE", 2))
        return method == "POST" and len(rest) == 1 and rest[0].removeprefix("microsoft.graph.") in _CHANGES

    def _check_sent(self, asked: Asked) -> None:
        message = None if asked.is_mime else asked.values.get("message")
        if not asked.is_mime and not isinstance(message, dict):
            raise NotAllowed("sendMail without a message, of which nobody could say to whom it goes")
        self._check_recipients(asked)

    def _check_recipients(self, asked: Asked) -> None:
        if asked.is_mime:
            message = Message(asked.mime)
            found = [each.address for each in (*message.to_recipients, *message.cc_recipients, *message.bcc_recipients)]
        else:
            values = asked.values
            found = _addresses(values, _RECIPIENTS) + _addresses(values.get("message") or {}, _RECIPIENTS)
        for address in found:
            check_recipient(address, self.domains)

    def _check_new(self, asked: Asked) -> None:
        """Refuse a message that nobody would find again."""
        self._check_recipients(asked)
        tags = read_header(asked.mime if asked.is_mime else header_of(json.loads(asked.body or b"{}"))).tags
        if self.tag not in tags:
            raise NotAllowed(
                "a new message that nothing marks as the test's, which nobody would remove: address it to "
                "m365_mailbox.address, or make a folder for it"
            )

    def _check_folders(self, asked: Asked, below: list[str], names: list[str]) -> None:
        method, rest = asked.method, names[2:]
        if method == "POST" and (len(names) == 1 or rest == ["childfolders"]):
            asked.noted += self.folders.note_folder(self._path_of_new(asked))
            return
        own = self.own_folders.get(below[1]) if len(below) > 1 else None
        if own is None:
            if method == "POST" and rest == ["messages"]:
                self._check_new(asked)
                return
            raise NotAllowed(f"{method} of a folder that the test has not made: others' messages are in it")
        if method == "POST" and rest == ["messages"]:
            self._check_recipients(asked)
        elif method == "PATCH" and not rest and isinstance(name := asked.values.get("displayname"), str):
            new = "/".join([*own.split("/")[:-1], name])
            asked.noted += self.folders.note_renamed(own, new)
            self.own_folders = {
                each: new + path[len(own) :] if f"{path}/".startswith(f"{own}/") else path
                for each, path in self.own_folders.items()
            }
        elif method == "DELETE" and not rest:
            asked.noted += self.folders.note_renamed(own, f"Deleted Items/{own.rpartition('/')[2]}")
        elif not (method == "POST" and rest == ["permanentdelete"]):
            raise NotAllowed(f"{method} {'/'.join(below)}: nothing says that it is found again; m365_fake takes it")

    def _path_of_new(self, asked: Asked) -> str:
        """Return the path of the folder that a request makes.

        Raises:
            NotAllowed: it is made where nobody would find it again.
        """
        below = self._below(asked) or []
        above = below[1] if len(below) > 1 else ""
        if above.lower() in _ABOVE:
            start = _ABOVE[above.lower()]
        elif above in self.own_folders:
            start = f"{self.own_folders[above]}/"
        else:
            raise NotAllowed(
                "a new folder below another than the mailbox's top, its Inbox or one of the test's own: make it by "
                "m365_mailbox.add_folder(...)"
            )
        name = str(asked.values.get("displayname") or "")
        if "/" in name or "@odata.type" in asked.values:
            raise NotAllowed(f"a new folder {name}: folders of mail only, without / in their names, are found again")
        return f"{start}{name}"


def _parts(segment: str) -> list[str]:
    """Return a name and its key; of a function its name alone."""
    found = _KEYED.fullmatch(segment)
    return [segment] if found is None else [part.replace("''", "'") for part in found.groups() if part]


def _small(value: Any) -> Any:
    """Return JSON with its names in small letters, as clients write them in either."""
    if isinstance(value, dict):
        return {str(name).lower(): _small(each) for name, each in value.items()}
    return [_small(each) for each in value] if isinstance(value, list) else value


def _addresses(values: Any, names: Iterable[str]) -> list[str]:
    """Return the addresses in properties of a message; empty for one that has none of its own."""
    found = []
    for name in names:
        people = values.get(name) or []
        for each in people if isinstance(people, list) else [people]:
            address = (each.get("emailaddress") or {}).get("address") if isinstance(each, dict) else None
            found.append(str(address or ""))
    return found
