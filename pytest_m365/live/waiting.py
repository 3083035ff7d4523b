"""Waiting for mail on the live service: politely, by asking what is new, and saying in the end what came instead."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime

from fakeserver.tenant.exchange.demand import Demand, in_vain, unwanted
from fakeserver.tenant.exchange.wanted import Wanted
from pytest_m365.live.errors import LiveError
from pytest_m365.live.folder_names import shown
from pytest_m365.live.message import LiveMessage
from pytest_m365.live.patient_way import PatientWay
from pytest_m365.live.rhythm import Rhythm
from pytest_m365.live.sentinel import Sentinel
from pytest_m365.live.view import View
from pytest_m365.live.way import Found

#: Seconds after the sentinel: order is not guaranteed.
GRACE = 10.0
#: Messages of others, and Message-IDs, that an error names at most.
_MOST = 5


@dataclass(frozen=True)
class Circumstances:
    """What all waits at a mailbox have in common."""

    view: View
    way: PatientWay
    #: sign-in name of the mailbox
    user: str
    #: the test's own address
    address: str
    rhythm: Rhythm
    now: Callable[[], datetime]
    #: sends a message by SMTP, and says whether that was possible; None where nothing does
    send: Callable[[bytes], bool] | None
    #: sentences for the report
    notes: list[str]


@dataclass
class Elsewhere:
    """What there is to say of other folders, when a wait was in vain."""

    sentences: list[str] = field(default_factory=list)
    #: whether what was waited for is in Junk Email
    in_junk: bool = False
    #: whether what was waited for is in Sent Items
    was_sent: bool = False


class NotArrived(TimeoutError):
    """What was waited for did not come; says whether it is in Junk Email instead, or was sent at all."""

    def __init__(self, text: str, *, in_junk: bool, was_sent: bool) -> None:
        super().__init__(text)
        self.in_junk = in_junk
        self.was_sent = was_sent


class LiveWait:
    """One wait in one folder."""

    def __init__(self, at: Circumstances, folder: str, wanted: Wanted[LiveMessage], since: int | None) -> None:
        """Take what is waited for.

        Args:
            since: the number of a moment of the view; None: what no wait has returned before.
        """
        self._at = at
        self._view = at.view
        self._rhythm = at.rhythm
        self._folder = at.way.named(folder)
        self._wanted = wanted
        self._since = since

    def answer(
        self, count: int | None, timeout: float | None, none_within: float | None
    ) -> LiveMessage | list[LiveMessage] | None:
        """Return what ``wait_for`` does; arguments and errors are those of the fake's, times are `Rhythm`'s.

        Raises:
            Unavailable: the service asks for more patience than the time that is left.
        """
        __tracebackhide__ = True
        demand = Demand.of(count, timeout, none_within, default=self._rhythm.timeout)
        if timeout is not None:
            demand = replace(demand, seconds=self._rhythm.scaled(timeout))
        if demand.count == 0:
            self._none(demand.seconds)
            return None
        found = self._messages(demand)
        if len(found) < demand.count:
            raise self._in_vain(demand, len(found))
        return found if demand.is_list else found[0]

    # --- inside ------------------------------------------------------------------------------------------------

    def _messages(self, demand: Demand) -> list[LiveMessage]:
        with self._at.way.within(demand.seconds):
            for _ in self._rhythm.looks(demand.seconds):
                with self._view.lock:
                    found = self._fitting()[: demand.count]
                    if len(found) == demand.count:
                        self._view.returned.update(each.number for each in found)
                        break
        return found

    def _fitting(self) -> list[LiveMessage]:
        own = self._view.own(self._folder)
        return [each for each in own if self._view.is_new(each, self._since) and not self._wanted.unmet(each)]

    def _none(self, seconds: float) -> None:
        """Wait until nothing can come any more that was sent before now."""
        __tracebackhide__ = True
        clock, began = self._rhythm.clock, self._rhythm.clock()
        self._check_none()
        sentinel = Sentinel(self._view, self._view.tag, self._at.user, self._folder)
        sentinel.send(self._at.send, self._at.now())
        there = self._arrived(sentinel)
        if not there:
            raise TimeoutError(
                f"whether a message{self._wanted} comes to {self._place} cannot be said: a message of our own, "
                f"{sentinel.how}, has not come in {self._rhythm.timeout:g} s either"
            )
        self._rhythm.rest(max(GRACE, seconds - (clock() - began)))
        self._check_none()
        with suppress(LiveError):
            # What stays now goes with the rest of the test's.
            self._at.way.remove([*there, *sentinel.found()])
        self._at.notes.append(
            f"none_within: no message{self._wanted} in {shown(self._folder)} {GRACE * self._rhythm.pace:g} s after a "
            f"sentinel, {sentinel.how}"
        )

    def _arrived(self, sentinel: Sentinel) -> Sequence[Found]:
        __tracebackhide__ = True
        with self._at.way.within(self._rhythm.timeout):
            for _ in self._rhythm.looks(self._rhythm.timeout):
                self._check_none()
                if there := sentinel.found():
                    return there
        return []

    def _check_none(self) -> None:
        __tracebackhide__ = True
        for one in self._fitting():
            raise unwanted(one, self._wanted, self._place)

    @property
    def _place(self) -> str:
        return f"{shown(self._folder)} of {self._at.address}"

    def _in_vain(self, demand: Demand, found: int) -> NotArrived:
        present = {each.number: each for each in self._view.own(self._folder)}
        told = self._told()
        error = in_vain(
            self._wanted,
            demand,
            found,
            present,
            place=self._place,
            is_new=lambda number: self._view.is_new(present[number], self._since),
            is_marked=self._since is not None,
            elsewhere="".join(f" {sentence}" for sentence in told.sentences),
        )
        return NotArrived(str(error), in_junk=told.in_junk, was_sent=told.was_sent)

    def _told(self) -> Elsewhere:
        told = Elsewhere()
        try:
            told.sentences += self._elsewhere(told)
        except LiveError as error:
            told.sentences.append(f"What is elsewhere cannot be said: {error}.")
        return told

    def _elsewhere(self, told: Elsewhere) -> Iterator[str]:
        """Yield sentences about other folders, others' mail and what a trace would be asked for."""
        looks = {folder: self._view.look(folder) for folder in self._view.folders}
        own = {folder: look.own for folder, look in looks.items() if look.own and folder != self._folder}
        if own:
            yield f"Other folders: {', '.join(f'{len(held)} in {shown(folder)}' for folder, held in own.items())}."
        # That it was sent says no more than that.
        come = [each for folder, held in own.items() if folder != "sentitems" for each in held]
        right = [each for each in come if not self._wanted.unmet(each)]
        told.in_junk = any(not self._wanted.unmet(each) for each in own.get("junkemail", ()))
        told.was_sent = any(not self._wanted.unmet(each) for each in own.get("sentitems", ()))
        for each in right[:_MOST]:
            yield f"What fits was found in {each.verdict}: {each.subject!r}."
        others = [each for folder in ("inbox", "junkemail") if folder in looks for each in looks[folder].others]
        if others:
            named = ", ".join(
                f"{each.subject!r} to {', '.join(each.recipients) or 'nobody'}" for each in others[-_MOST:]
            )
            yield (
                f"Since the test began {len(others)} came that are not this test's, as they are neither to "
                f"{self._at.address} nor answers to it: {named}."
            )
        sent = [each.found.message_id for each in own.get("sentitems", ()) if each.found.message_id]
        for message_id in sent[-_MOST:]:
            yield f'Sent Items has {message_id}: Get-MessageTraceV2 -MessageId "{message_id}" tells what became of it.'
        if not right and not sent:
            yield f"Get-MessageTraceV2 -RecipientAddress {self._at.address} tells what became of mail on its way."
