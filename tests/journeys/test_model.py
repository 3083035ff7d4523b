"""A mailbox in the hands of IMAP, POP3, EWS and SMTP at once, compared with a plain model after every step.

The model is lists of messages, one a folder, in the order in which they came there. Three clients lag behind: an IMAP
session that hears of changes when it asks, a POP3 session with its snapshot, and an EWS client that holds a sync state.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from fakeserver.protocols.smtp.session import SmtpSession
from tests.protocols.ews.client import Answer, Ews
from tests.protocols.imap.client import ImapClient
from tests.protocols.pop3.client import Pop3Client
from tests.world import World

ALICE, BOB = "alice@contoso.onmicrosoft.com", "bob@contoso.onmicrosoft.com"
#: distinguished folder id -> what IMAP calls it
FOLDERS = {"inbox": "INBOX", "archive": "Archive", "deleteditems": '"Deleted Items"', "sentitems": '"Sent Items"'}
FLAGS = ("\\Answered", "\\Deleted", "\\Flagged", "\\Seen")
_FETCHED = re.compile(r'\* (\d+) FETCH \(UID (\d+) FLAGS \(([^)]*)\) ENVELOPE \((?:NIL|"[^"]*") "([^"]*)"')
#: All but \\Recent, which is one session's alone.
_FLAG = re.compile(r"\\(?!Recent)\w+")
_NEWS = re.compile(r"\* (\d+) (EXISTS|EXPUNGE)")

folder_ids = st.sampled_from(sorted(FOLDERS))
flags = st.sampled_from(FLAGS)


@dataclass(eq=False)
class Message:
    """A message of the model, in one folder; what is moved or copied becomes another one."""

    subject: str
    flags: set[str] = field(default_factory=set)

    def again(self) -> "Message":
        """Return what it is in another folder: no longer marked for deletion there."""
        return Message(self.subject, self.flags - {"\\Deleted"})


class MailboxMachine(RuleBasedStateMachine):
    """What clients may do to alice's mailbox."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World.of("alice", "bob")
        self.ews = Ews(self.world)
        self.folders: dict[str, list[Message]] = {name: [] for name in FOLDERS}
        self.count = 0
        self.senders = {address: self.submission(address) for address in (ALICE, BOB)}
        self.imap = self.signed_in()
        self.lagging = self.signed_in()
        self.lagging.select("INBOX")
        #: what the lagging session believes the inbox to be, and what has come since it last heard of something new
        self.known: list[Message] = []
        self.unheard: list[Message] = []
        self.drop = Pop3Client(self.world, self.world.user()).sign_in()
        self.dropped: list[Message] = []
        self.state = ""
        self.synced: dict[str, tuple[str, str]] = {}

    # --- clients ---

    def submission(self, address: str) -> SmtpSession:
        session = SmtpSession(self.world.cloud, tls="off")
        blob = self.world.xoauth2(address, "SMTP.Send")
        assert b"235 2.7.0" in session.receive(b"EHLO me.example\r\nAUTH XOAUTH2 %b\r\n" % blob)
        return session

    def signed_in(self) -> ImapClient:
        return ImapClient(self.world, self.world.user()).sign_in()

    def says(self, line: str, folder: str) -> list[str]:
        """Say a line to an IMAP session that has just opened a folder, so that it knows all."""
        self.imap.select(FOLDERS[folder])
        answer = self.imap.says(f"b {line}")
        assert answer[-1].startswith("b OK"), answer
        return answer[:-1]

    def uid(self, folder: str, message: Message) -> str:
        (found,) = self.says("UID SEARCH ALL", folder)
        return found.split()[2:][self.folders[folder].index(message)]

    def item(self, folder: str, message: Message) -> str:
        """Return the ItemId of a message, as an element."""
        items = list(self.ews.mailbox.folders.distinguished(folder).items.values())
        return f'<t:ItemId Id="{items[self.folders[folder].index(message)].item_id}"/>'

    def asks(self, request: str) -> Answer:
        answer = self.ews(request)
        assert answer.codes == ["NoError"], answer.text
        return answer

    # --- what comes in ---

    def comes(self, folder: str, message: Message) -> None:
        self.folders[folder].append(message)
        if folder == "inbox":
            self.unheard.append(message)

    def new(self, folder: str, *given: str) -> bytes:
        self.count += 1
        message = Message(f"m{self.count}", set(given))
        self.comes(folder, message)
        return f"From: {ALICE}\r\nSubject: {message.subject}\r\n\r\nbody {self.count}\r\n".encode()

    @rule(sender=st.sampled_from([ALICE, BOB]), twice=st.booleans())
    def deliver(self, sender: str, twice: bool) -> None:
        """SMTP: one message, whether alice is named once or by two of her addresses."""
        mime = self.new("inbox").replace(ALICE.encode(), sender.encode())
        if sender == ALICE:
            self.comes("sentitems", Message(f"m{self.count}", {"\\Seen"}))
        others = f"RCPT TO:<{ALICE.replace('@', '+x@')}>\r\n" if twice else ""
        session = self.senders[sender]
        session.receive(f"MAIL FROM:<{sender}>\r\nRCPT TO:<{ALICE}>\r\n{others}DATA\r\n".encode())
        assert session.receive(mime + b".\r\n").startswith(b"250 2.0.0 OK")

    @rule(folder=folder_ids, given=st.sets(flags))
    def append(self, folder: str, given: set[str]) -> None:
        mime = self.new(folder, *given)
        line = f"a APPEND {FOLDERS[folder]} ({' '.join(sorted(given))}) {{{len(mime)}+}}\r\n".encode()
        assert self.imap.says(line + mime)[-1].startswith("a OK [APPENDUID ")

    @rule(folder=folder_ids, is_read=st.booleans())
    def create(self, folder: str, is_read: bool) -> None:
        self.new(folder, *(["\\Seen"] if is_read else []))
        self.asks(
            '<m:CreateItem MessageDisposition="SaveOnly"><m:SavedItemFolderId>'
            f'<t:DistinguishedFolderId Id="{folder}"/></m:SavedItemFolderId><m:Items><t:Message>'
            f"<t:Subject>m{self.count}</t:Subject><t:IsRead>{str(is_read).lower()}</t:IsRead></t:Message></m:Items>"
            "</m:CreateItem>"
        )
        self.folders[folder][-1].flags.add("\\Draft")

    # --- what happens to a message ---

    def any_message(self) -> bool:
        return any(self.folders.values())

    def drawn(self, data: st.DataObject) -> tuple[str, Message]:
        return data.draw(st.sampled_from([(name, one) for name, held in self.folders.items() for one in held]))

    @precondition(any_message)
    @rule(data=st.data(), given=st.sets(flags, min_size=1), add=st.booleans(), silent=st.booleans())
    def store(self, data: st.DataObject, given: set[str], add: bool, silent: bool) -> None:
        folder, message = self.drawn(data)
        message.flags = message.flags | given if add else message.flags - given
        item = f"{'+' if add else '-'}FLAGS{'.SILENT' if silent else ''}"
        self.says(f"UID STORE {self.uid(folder, message)} {item} ({' '.join(sorted(given))})", folder)

    @precondition(any_message)
    @rule(data=st.data(), is_read=st.booleans())
    def update(self, data: st.DataObject, is_read: bool) -> None:
        folder, message = self.drawn(data)
        (message.flags.add if is_read else message.flags.discard)("\\Seen")
        self.asks(
            '<m:UpdateItem ConflictResolution="AlwaysOverwrite" MessageDisposition="SaveOnly"><m:ItemChanges>'
            f"<t:ItemChange>{self.item(folder, message)}<t:Updates><t:SetItemField>"
            f'<t:FieldURI FieldURI="message:IsRead"/><t:Message><t:IsRead>{str(is_read).lower()}</t:IsRead></t:Message>'
            "</t:SetItemField></t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>"
        )

    @precondition(any_message)
    @rule(data=st.data(), to=folder_ids, keep=st.booleans(), by_ews=st.booleans())
    def transfer(self, data: st.DataObject, to: str, keep: bool, by_ews: bool) -> None:
        folder, message = self.drawn(data)
        if by_ews:
            name = "CopyItem" if keep else "MoveItem"
            self.asks(
                f'<m:{name}><m:ToFolderId><t:DistinguishedFolderId Id="{to}"/></m:ToFolderId>'
                f"<m:ItemIds>{self.item(folder, message)}</m:ItemIds></m:{name}>"
            )
        else:
            uid = self.uid(folder, message)
            self.says(f"UID {'COPY' if keep else 'MOVE'} {uid} {FOLDERS[to]}", folder)
        if not keep:
            self.folders[folder].remove(message)
        self.comes(to, message.again())

    @rule(folder=folder_ids)
    def expunge(self, folder: str) -> None:
        self.folders[folder] = [one for one in self.folders[folder] if "\\Deleted" not in one.flags]
        self.says("EXPUNGE", folder)

    @precondition(any_message)
    @rule(data=st.data(), for_good=st.booleans())
    def delete(self, data: st.DataObject, for_good: bool) -> None:
        folder, message = self.drawn(data)
        kind = "HardDelete" if for_good or folder == "deleteditems" else "MoveToDeletedItems"
        item = self.item(folder, message)
        self.asks(f'<m:DeleteItem DeleteType="{kind}"><m:ItemIds>{item}</m:ItemIds></m:DeleteItem>')
        self.folders[folder].remove(message)
        if kind == "MoveToDeletedItems":
            self.comes("deleteditems", message.again())

    # --- clients that lag behind ---

    def hears(self, answer: list[str], *, expunges: bool) -> None:
        """Let the lagging IMAP session learn what an answer tells it."""
        inbox = self.folders["inbox"]
        for number, what in _NEWS.findall("\n".join(answer)):
            if what == "EXPUNGE":
                assert expunges, answer
                assert self.known.pop(int(number) - 1) not in inbox
            else:
                # Those that have gone again may be told or not.
                told = int(number) - len(self.known)
                still_there = [one for one in self.unheard if one in inbox]
                assert told in (len(self.unheard), len(still_there))
                self.known += self.unheard if told == len(self.unheard) else still_there
                self.unheard.clear()

    @rule()
    def lagging_session_asks_for_news(self) -> None:
        self.hears(self.lagging.says("a NOOP"), expunges=True)
        assert self.known == self.folders["inbox"]
        shown = self.lagging.says("a FETCH 1:* (FLAGS)")[:-1] if self.known else []
        assert [set(_FLAG.findall(line)) for line in shown] == [one.flags for one in self.known]

    @rule(given=flags, data=st.data())
    def lagging_session_goes_by_what_it_knows(self, given: str, data: st.DataObject) -> None:
        if not self.known:
            return
        number = data.draw(st.integers(1, len(self.known)))
        message = self.known[number - 1]
        self.hears(self.lagging.says(f"a STORE {number} +FLAGS ({given})"), expunges=False)
        if message in self.folders["inbox"]:
            message.flags.add(given)

    @rule(data=st.data())
    def pop3_session_deletes(self, data: st.DataObject) -> None:
        """It has what was there when it signed in, and deletes what is there still."""
        assert self.drop.says("STAT")[0].split()[:2] == ["+OK", str(len(self.dropped))]
        for number, message in enumerate(self.dropped, 1):
            if message in self.folders["inbox"]:
                assert f"Subject: {message.subject}" in self.drop.says(f"TOP {number} 0")
        chosen = data.draw(st.sets(st.sampled_from(self.dropped))) if self.dropped else set[Message]()
        for number, message in enumerate(self.dropped, 1):
            if message in chosen:
                assert self.drop.says(f"DELE {number}")[0].startswith("+OK")
        self.drop.says("QUIT")
        self.folders["inbox"] = [one for one in self.folders["inbox"] if one not in chosen]
        self.drop = Pop3Client(self.world, self.world.user()).sign_in()
        self.dropped = list(self.folders["inbox"])

    @rule(most=st.sampled_from(["1", "3", "512"]))
    def synchronize(self, most: str) -> None:
        """An EWS client brings its copy of the inbox up to date, page by page."""
        is_last = "false"
        while is_last == "false":
            given = f"<m:SyncState>{self.state}</m:SyncState>" if self.state else ""
            answer = self.asks(
                "<m:SyncFolderItems><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties>"
                '<t:FieldURI FieldURI="item:Subject"/><t:FieldURI FieldURI="message:IsRead"/></t:AdditionalProperties>'
                f'</m:ItemShape><m:SyncFolderId><t:DistinguishedFolderId Id="inbox"/></m:SyncFolderId>{given}'
                f"<m:MaxChangesReturned>{most}</m:MaxChangesReturned></m:SyncFolderItems>"
            )
            self.state, is_last = answer.value(".//m:SyncState"), answer.value(".//m:IncludesLastItemInRange")
            for change in answer.find(".//m:Changes"):
                self.learn(Answer(200, change))
        assert Counter(self.synced.values()) == self.by_ews("inbox")

    def learn(self, change: Answer) -> None:
        (item_id,) = change.attributes(".//t:ItemId", "Id")
        verb = change.element.tag.rpartition("}")[2]
        if verb == "Delete":
            # It may have come and gone between two synchronizations.
            self.synced.pop(item_id, None)
        elif verb == "ReadFlagChange":
            self.synced[item_id] = (self.synced[item_id][0], change.value("./t:IsRead"))
        else:
            assert (item_id in self.synced) == (verb == "Update")
            self.synced[item_id] = (change.value(".//t:Subject"), change.value(".//t:IsRead"))

    # --- what must be true ---

    def by_ews(self, folder: str) -> Counter[tuple[str, str]]:
        return Counter((one.subject, "true" if "\\Seen" in one.flags else "false") for one in self.folders[folder])

    @invariant()
    def every_protocol_shows_the_model(self) -> None:
        for folder, messages in self.folders.items():
            shown = [
                (subject, set(_FLAG.findall(given)))
                for _, _, given, subject in _FETCHED.findall("\n".join(self.fetched(folder)))
            ]
            assert shown == [(one.subject, one.flags) for one in messages], f"IMAP, {folder}"
            unseen = sum("\\Seen" not in one.flags for one in messages)
            (status,) = self.imap.says(f"a STATUS {FOLDERS[folder]} (MESSAGES UNSEEN)")[:-1]
            assert f"(MESSAGES {len(messages)} UNSEEN {unseen})" in status
        found = self.asks(
            '<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties>'
            '<t:FieldURI FieldURI="item:Subject"/><t:FieldURI FieldURI="message:IsRead"/></t:AdditionalProperties>'
            '</m:ItemShape><m:ParentFolderIds><t:DistinguishedFolderId Id="inbox"/></m:ParentFolderIds></m:FindItem>'
        )
        pairs = zip(found.texts(".//t:Subject"), found.texts(".//t:IsRead"), strict=True)
        assert Counter(pairs) == self.by_ews("inbox")
        folder_shown = self.asks(
            "<m:GetFolder><m:FolderShape><t:BaseShape>Default</t:BaseShape></m:FolderShape><m:FolderIds>"
            '<t:DistinguishedFolderId Id="inbox"/></m:FolderIds></m:GetFolder>'
        )
        assert folder_shown.value(".//t:TotalCount") == str(len(self.folders["inbox"]))
        unread = [one for one in self.folders["inbox"] if "\\Seen" not in one.flags]
        assert folder_shown.value(".//t:UnreadCount") == str(len(unread))

    def fetched(self, folder: str) -> list[str]:
        self.imap.select(FOLDERS[folder])
        return self.imap.says("a UID FETCH 1:* (UID FLAGS ENVELOPE)")[:-1] if self.folders[folder] else []

    @invariant()
    def a_new_pop3_session_shows_the_inbox(self) -> None:
        client = Pop3Client(self.world, self.world.user()).sign_in()
        uids = [line.split()[1] for line in client.says("UIDL")[1:-1]]
        assert len(uids) == len(set(uids)) == len(self.folders["inbox"])
        subjects = [line for n in range(1, len(uids) + 1) for line in client.says(f"TOP {n} 0") if "Subject:" in line]
        assert subjects == [f"Subject: {one.subject}" for one in self.folders["inbox"]]


# Seeded, so that every run does the same; bounded to some fifteen seconds on a quick machine, and to a minute on a slow
# one. A failure is seen from its steps, and what hypothesis would add takes minutes.
MailboxMachine.TestCase.settings = settings(
    max_examples=100, stateful_step_count=25, derandomize=True, phases=[Phase.generate, Phase.shrink]
)
TestMailbox = pytest.mark.timeout(600)(MailboxMachine.TestCase)
