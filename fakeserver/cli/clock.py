"""``fakeserver clock``."""

import re

import click

from fakeserver.cli.asking import Asked, asking, moment

_UNITS = {"w": "weeks", "d": "days", "h": "hours", "m": "minutes", "s": "seconds"}
_PART = re.compile(r"(\d{1,9}(?:\.\d{1,6})?)([wdhms])", re.ASCII)


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("action", type=click.Choice(["now", "advance", "freeze", "unfreeze"]), default="now")
@click.argument("words", metavar="[BY]", nargs=-1)
@asking
def clock(asked: Asked, /, *, action: str, words: tuple[str, ...]) -> None:
    """Tell the tenant's time; or move it on, stop it, let it run again.

    \b
        fakeserver clock
        fakeserver clock advance 90d        # w, d, h, m, s: also 1h30m, and -5m back
        fakeserver clock freeze 2026-03-01T09:30:00Z
        fakeserver clock unfreeze
    """
    tenant_clock, by = asked.tenant.clock, " ".join(words)
    if action == "advance":
        tenant_clock.advance(**duration(by))
    elif action == "freeze":
        tenant_clock.freeze(moment(by) if by else None)
    elif by:
        raise ValueError(f"{by!r}: clock {action} takes nothing more")
    elif action == "unfreeze":
        tenant_clock.unfreeze()
    now = tenant_clock.described()
    stands = ", stands still" if now["frozen"] else ""
    asked.say(now, [f"{now['now']}  ({now['ahead']:+.0f} s{stands})"])


def duration(text: str) -> dict[str, float]:
    """Return a duration such as ``1h30m`` by the names of its units.

    Raises:
        ValueError: it is none.
    """
    rest, sign = text.removeprefix("-"), -1 if text.startswith("-") else 1
    units: dict[str, float] = {}
    while part := _PART.match(rest):
        unit = _UNITS[part[2]]
        units[unit] = units.get(unit, 0.0) + sign * float(part[1])
        rest = rest[part.end() :]
    if rest or not units:
        raise ValueError(f"{text!r} is no duration: write 90d, 1h30m, 45s, or -5m")
    return units
