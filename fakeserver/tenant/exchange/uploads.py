"""Large files on their way to a message, part by part (upload sessions of Microsoft Graph).

They are gone with the process, and after a while by themselves: a program that is told so begins anew.
"""

import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Final

from fakeserver.tenant.clock import Clock
from fakeserver.tenant.identifiers import new_opaque

#: Assumption: how long one lives; the page has a moment and no duration.
LIFETIME: Final = timedelta(days=3)
#: Of one mailbox at a time; the oldest has to go. Octets that wait in all of them, too.
_MOST: Final = 20
_MOST_OCTETS: Final = 300 * 1024 * 1024


@dataclass(eq=False)
class Upload:
    """A file that is being sent."""

    session_id: str
    #: what opens it, without any other token
    key: str = field(repr=False)
    #: EWS id of the message, as it was when the session was opened
    item_id: str
    name: str
    size: int
    expires_at: datetime
    content_type: str = ""
    content_id: str = ""
    is_inline: bool = False
    #: the application that has opened it; empty: none is known
    client_id: str = ""
    parts: list[bytes] = field(default_factory=list, repr=False)

    @property
    def received(self) -> int:
        """How many octets are here."""
        return sum(map(len, self.parts))


class Uploads:
    """The upload sessions of one mailbox."""

    def __init__(self, clock: Clock, random: Random) -> None:
        self._clock = clock
        self._random = random
        #: by id, oldest first
        self._sessions: dict[str, Upload] = {}

    def begin(
        self,
        item_id: str,
        name: str,
        size: int,
        *,
        content_type: str = "",
        content_id: str = "",
        is_inline: bool = False,
        client_id: str = "",
    ) -> Upload:
        """Open a session for a file of so many octets."""
        self._forget_old()
        while self._sessions and (
            len(self._sessions) >= _MOST or size + sum(each.size for each in self._sessions.values()) > _MOST_OCTETS
        ):
            del self._sessions[next(iter(self._sessions))]
        upload = Upload(
            new_opaque(self._random, 48),
            new_opaque(self._random, 96),
            item_id,
            name,
            size,
            self._clock.now() + LIFETIME,
            content_type,
            content_id,
            is_inline,
            client_id,
        )
        self._sessions[upload.session_id] = upload
        return upload

    def find(self, session_id: str, key: str) -> Upload | None:
        """Return the session with this id, if the key opens it and its time is not over."""
        self._forget_old()
        upload = self._sessions.get(session_id)
        if upload is None or not hmac.compare_digest(upload.key.encode(), key.encode()):
            return None
        return upload

    def end(self, upload: Upload) -> None:
        """Forget a session, with what has come."""
        self._sessions.pop(upload.session_id, None)

    def _forget_old(self) -> None:
        now = self._clock.now()
        for old in [each for each in self._sessions.values() if each.expires_at <= now]:
            self.end(old)
