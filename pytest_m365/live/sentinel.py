"""A message of our own, behind which absence means something: what was sent before it has come, if it came at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import count

from fakeserver.tenant.exchange.arrival import composed
from pytest_m365.live.marking import marked
from pytest_m365.live.tags import Tag
from pytest_m365.live.view import SENTINEL, View
from pytest_m365.live.way import Found

_numbers = count(1)


class Sentinel:
    """One such message."""

    def __init__(self, view: View, tag: Tag, user: str, folder: str) -> None:
        """Take whose it is, and the folder in which something is not to be."""
        self._view = view
        self._tag = tag
        self._user = user
        self._folder = folder
        self._subject = f"{SENTINEL} ({next(_numbers)})"
        #: how it came, for people
        self.how = ""
        self._places: Sequence[str] = ()

    def send(self, send: Callable[[bytes], bool] | None, now: datetime) -> None:
        """Let it come by mail, or put it there where nothing sends.

        Args:
            send: sends a message by SMTP to the addresses in its To, and says whether that was possible.
            now: aware.
        """
        # SMTP AUTH lets a mailbox send as itself alone.
        plain = composed(to=self._tag.address(self._user), sender=self._user, subject=self._subject)
        mime = marked(plain, self._tag, now)
        if send is not None and send(mime):
            self.how = "sent by SMTP"
            self._places = ["sentitems"] if self._folder == "sentitems" else ["inbox", "junkemail"]
        else:
            self.how = f"put there by {self._view.way.name.upper()}, which says nothing of mail that is on its way"
            self._places = [self._folder]
            self._view.way.put(self._folder, mime, is_read=True, received_at=None)

    def found(self) -> list[Found]:
        """Return it where it is; nothing if it has not come yet."""
        there: list[Found] = []
        for folder in self._places:
            if folder in self._view.folders:
                there += [each for each in self._view.look(folder).sentinels if each.subject == self._subject]
        return there
