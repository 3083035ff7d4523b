"""What may happen in a mailbox, drawn by lot."""

import random
from typing import Any

from fakeserver.tenant.exchange.flags import MessageFlags
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.transport.envelope import Envelope
from tests.world import World

CONTENT = "x" * 500
SENT = Envelope.of("alice@contoso.onmicrosoft.com", "eve@fabrikam.example", "bob@contoso.onmicrosoft.com")


class Deeds:
    """Does one of them after the other."""

    def __init__(self, world: World, seed: int) -> None:
        self.tenant = world.tenant
        self.random = random.Random(seed)
        self.box: Mailbox = world.mailbox()
        self.count = 0

    def do(self) -> None:
        self.count += 1
        deeds = [self.come, self.come, self.move, self.copy, self.delete, self.flag, self.change, self.folder]
        deeds += [self.rename, self.remove_folder, self.attach, self.people, self.switch, self.leave, self.restore]
        self.random.choice(deeds)()

    def some(self) -> list[Any]:
        there = [item for folder in ("inbox", "archive") for item in self.box.messages(folder)]
        return self.random.sample(there, min(len(there), self.random.randrange(4)))

    def place(self) -> Any:
        return self.box.folders.distinguished(self.random.choice(["inbox", "archive", "deleteditems", "drafts"]))

    def come(self) -> None:
        self.box.deliver(subject=f"m{self.count}", body=CONTENT, attachments=[("a.bin", b"a" * 400)])

    def move(self) -> None:
        self.box.items.move(self.some(), self.place())

    def copy(self) -> None:
        self.box.items.copy(self.some(), self.place())

    def delete(self) -> None:
        self.box.items.delete(self.some())

    def flag(self) -> None:
        for item in self.some():
            self.box.items.set_flags(item, MessageFlags(*(self.random.random() < 0.5 for _ in MessageFlags._fields)))

    def change(self) -> None:
        for item in self.some():
            self.box.items.update(item, {"subject": f"changed {self.count}", "categories": ["Blue"]})

    def attach(self) -> None:
        for item in self.some():
            if item.attachments and self.random.random() < 0.5:
                self.box.attachments.remove(item.attachments[0])

    def folder(self) -> None:
        self.box.add_folder(f"Inbox/{self.random.choice('abc')}/{self.random.choice('abc')}")

    def rename(self) -> None:
        folder = self.box.folders.by_path(f"Inbox/{self.random.choice('abc')}")
        if folder is not None:
            self.box.folders.rename(folder, f"renamed {self.count}")

    def remove_folder(self) -> None:
        folder = self.box.folders.by_path(f"Inbox/{self.random.choice('abc')}")
        if folder is not None:
            self.box.folders.delete(folder)

    def people(self) -> None:
        user = self.tenant.add_user(f"user{self.count}", aliases=[f"alias{self.count}"])
        if self.random.random() < 0.5:
            self.tenant.people.rename_user(user, f"renamed{self.count}")
        else:
            self.tenant.people.remove_user(user)

    def switch(self) -> None:
        self.tenant.user("alice").set(imap=self.random.random() < 0.5)
        self.tenant.policies.basic_auth = self.random.random() < 0.5

    def leave(self) -> None:
        mime = f"Subject: {self.count}\r\n\r\n{CONTENT}".encode()
        self.tenant.transport.submit(self.box, SENT, mime)

    def restore(self) -> None:
        if self.random.random() < 0.5:
            self.tenant.snapshot()
        elif vars(self.tenant.snapshots)["_newest"] is not None:
            self.tenant.restore()
            self.box = self.tenant.mailbox("alice")
