"""Automatic replies of a mailbox: when they are on, what they say to whom, and who has had one.

Source: learn.microsoft.com/powershell/module/exchange/set-mailboxautoreplyconfiguration.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum, auto
from typing import Any

from fakeserver.durations import in_utc
from fakeserver.suggestion import suggestion

#: Senders of whom it is remembered that they have had a reply (Microsoft's support article on automatic replies).
MAX_ANSWERED = 10_000


class ReplyState(StrEnum):
    """Whether automatic replies are sent."""

    DISABLED = auto()
    ENABLED = auto()
    #: between start and end
    SCHEDULED = auto()


class ExternalAudience(StrEnum):
    """Who of those outside the organization gets one."""

    NONE = auto()
    #: who is in the owner's contacts
    KNOWN = auto()
    ALL = auto()


@dataclass(frozen=True, slots=True)
class Reply:
    """What a reply says: plain text, or HTML."""

    text: str
    #: of the text, as in HTTP; None: not said
    language: str | None = None


@dataclass(frozen=True, slots=True)
class AbsenceSettings:
    """What the calendar does besides, while replies are scheduled; what nobody has said is None."""

    declines_new_requests: bool | None = None
    #: what is in the calendar already may be declined, and all of it is
    declines_events: bool | None = None
    declines_all_events: bool | None = None
    #: told to organizers
    decline_reply: Reply | None = None
    #: an appointment shows the absence
    creates_event: bool | None = None
    event_subject: str | None = None
    #: of that appointment; empty where there is none
    event_id: str = ""


@dataclass(frozen=True, slots=True)
class AutomaticReplySettings:
    """What Outlook shows as Automatic Replies."""

    state: ReplyState = ReplyState.DISABLED
    audience: ExternalAudience = ExternalAudience.ALL
    #: aware, in UTC; None: never set. They count where replies are scheduled, and are kept otherwise
    start: datetime | None = None
    end: datetime | None = None
    #: to the organization, and to others; None: nothing is sent
    internal: Reply | None = None
    external: Reply | None = None
    absence: AbsenceSettings = AbsenceSettings()

    def are_on(self, now: datetime) -> bool:
        """Say whether replies are sent at a moment."""
        if self.state is not ReplyState.SCHEDULED:
            return self.state is ReplyState.ENABLED
        return self.start is not None and self.end is not None and self.start <= now < self.end


class AutomaticReplies:
    """The automatic replies of one mailbox."""

    def __init__(self) -> None:
        self.settings = AutomaticReplySettings()
        self._answered: set[str] = set()

    def set(
        self,
        internal: str | None = None,
        external: str | None = None,
        *,
        start: datetime | None = None,
        end: datetime | None = None,
        audience: str = "all",
    ) -> None:
        """Switch automatic replies on, as Outlook does; ``clear`` switches them off.

        Args:
            internal, external: what the organization and others are told; None tells them nothing.
            start, end: when, with a time zone; both or neither.
            audience: who of those outside gets one: "none", "known" (the owner's contacts) or "all".

        Raises:
            ValueError: there is no such audience; a time has no zone, stands alone, or the end is not after the start.
        """
        audiences = [known.value for known in ExternalAudience]
        if audience not in audiences:
            raise ValueError(f"no audience {audience!r}{suggestion(audience, audiences)}")
        if (start is None) is not (end is None):
            raise ValueError("start and end go together")
        given: dict[str, Any] = {"state": ReplyState.ENABLED}
        if start is not None and end is not None:
            given = {"state": ReplyState.SCHEDULED, "start": in_utc(start, "start"), "end": in_utc(end, "end")}
            if given["start"] >= given["end"]:
                raise ValueError(f"they end at {end}, which is not after {start}")
        said = {"internal": internal, "external": external}
        given |= {name: None if text is None else Reply(text) for name, text in said.items()}
        self.change(replace(self.settings, audience=ExternalAudience(audience), **given))

    def clear(self) -> None:
        """Switch automatic replies off; what they say is kept."""
        self.change(replace(self.settings, state=ReplyState.DISABLED))

    def change(self, settings: AutomaticReplySettings) -> None:
        """Take other settings; whoever had a reply gets one again once they are switched, or say something else."""
        told = (settings.state, settings.internal, settings.external)
        if told != (self.settings.state, self.settings.internal, self.settings.external):
            self._answered.clear()
        self.settings = settings

    def is_first_to(self, sender: str) -> bool:
        """Say whether somebody has had no reply yet, and remember them, as long as there is room."""
        key = sender.lower()
        if key in self._answered:
            return False
        if len(self._answered) < MAX_ANSWERED:
            self._answered.add(key)
        return True
