"""Which target a test has, the fake's or the live one, and how it comes to it.

Loaded when a test asks for a target.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from pytest_m365.fake import FakeTarget, fake_target, is_led
from pytest_m365.options import KIND
from pytest_m365.stash import CLOCK, CONCEALING, LIVE, SHARED, SINCE
from pytest_m365.target import Target

if TYPE_CHECKING:
    from fakeserver.server import FakeServer
    from pytest_m365.live.run import LiveRun
    from pytest_m365.redirect import Redirect


@contextmanager
def own(request: pytest.FixtureRequest, kind: str, switches: dict[str, object]) -> Iterator[Target]:
    """Give the target of a test, or of several, until the block ends.

    Args:
        request: of the fixture.
        kind: "fake" or "live".
        switches: what the marker asks of the tenant.
    """
    if kind == "live":
        from pytest_m365.live.errors import LiveError

        if is_led():
            # A fake that tests share depends on this one, and ends where it becomes "live".
            request.getfixturevalue(KIND)
        if is_led():
            pytest.fail(
                "the sign-in service's name leads to the fake at the moment, where the tenant's secrets must not go: "
                "a target of the fake is still active",
                pytrace=False,
            )
        run: LiveRun = request.config.stash[LIVE]
        try:
            with run.target(request.node, switches) as live:
                yield live
        except LiveError as error:
            # Our own frames tell nothing that its text does not; the report finds it as the context.
            raise pytest.fail.Exception(str(error), pytrace=False) from None
        return
    server: FakeServer = request.getfixturevalue("m365_server")
    with fake_target(server, switches) as target:
        # A project may have a fixture m365_server of its own.
        concealing = request.config.stash.get(CONCEALING, None)
        if concealing is not None:
            concealing.begin(target)
        try:
            yield target
        finally:
            if concealing is not None:
                concealing.end(target)


@contextmanager
def shared(name: str, request: pytest.FixtureRequest, kind: str, switches: dict[str, object]) -> Iterator[Target]:
    """Give a target that the reports of several tests show."""
    known = request.config.stash.setdefault(SHARED, {})
    with own(request, kind, switches) as target:
        known[name] = target
        try:
            yield target
        finally:
            del known[name]


def now(targets: Iterable[Target]) -> int:
    """Return a number that is greater than those of all exchanges that the journals of targets have noted."""
    for target in targets:
        if isinstance(target, FakeTarget):
            return target.tenant.journal.mark().number
    return 0


def section(item: pytest.Item, target: Target, failure: BaseException | None) -> tuple[str, str]:
    """Return the text of a target's section in the report of a test, and the name of its last refusal."""
    if isinstance(target, FakeTarget):
        from pytest_m365 import report

        since = item.stash.get(SINCE, 0)
        try:
            said = report.section(target, failure, item.stash.get(CLOCK, None), since)
            return said, report.last_refusal(target, failure, since)
        except ConnectionError as error:
            # One that ran elsewhere (--m365-url), and does so no longer.
            return f"nothing can be told of {target.domain}: {error}", ""
    from pytest_m365 import live_report
    from pytest_m365.live.target import LiveTarget

    assert isinstance(target, LiveTarget)
    return live_report.section(item.config.stash[LIVE], target, failure), live_report.last_refusal(failure)


def section_without_target(item: pytest.Item, failure: BaseException | None) -> tuple[str, str]:
    """Return the same for a live test whose target could not be made."""
    from pytest_m365 import live_report

    return live_report.section_without_target(item.config.stash[LIVE], failure), live_report.last_refusal(failure)


def keep(item: pytest.Item, targets: dict[str, Target]) -> None:
    """Leave the fake up after a failed test, if it has a target there."""
    from pytest_m365 import keeping

    fakes = {name: target for name, target in targets.items() if isinstance(target, FakeTarget)}
    if fakes:
        keeping.keep(item, fakes)


def unled(target: Target) -> Redirect:
    """Return what ``m365_redirect`` is on the live target: programs reach the real names anyway."""
    from pytest_m365.live.redirect import NotLed
    from pytest_m365.live.target import LiveTarget
    from pytest_m365.redirect import Redirect

    assert isinstance(target, LiveTarget)
    return Redirect(NotLed(target.identity), None)


def raise_errors(target: Target) -> None:
    """Raise what the fake met of its own, if it did; a real service keeps that to itself."""
    if isinstance(target, FakeTarget):
        target.raise_errors()
