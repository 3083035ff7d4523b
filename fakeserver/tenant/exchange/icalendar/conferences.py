"""How a meeting is held from afar, in lines of a calendar object.

Sources: [MS-OXCICAL] section 2.1.3.1.1.20 for those of Outlook's conferences; invitations that Exchange Online sent for
that of Teams. Assumption: what has the address of a Teams meeting is online.
"""

from collections.abc import Callable, Iterator
from typing import Any, Final

from fakeserver.tenant.exchange.icalendar.component import Reader
from fakeserver.tenant.exchange.icalendar.lines import escaped, unescaped

_TEAMS: Final = "X-MICROSOFT-SKYPETEAMSMEETINGURL"
_IS_ONLINE, _KIND = "X-MS-OLK-CONFCHECK", "X-MS-OLK-CONFTYPE"
#: [MS-OXOCAL] 2.2.1.56.3: video conference, presentation, chat.
_KINDS: Final = {"0": 0, "1": 1, "2": 2}
_WORKSPACE, _SHOW = "X-MS-OLK-MWSURL", "X-MS-OLK-NETSHOWURL"


def teams_lines(get: Callable[[str], Any]) -> Iterator[tuple[str, str]]:
    """Yield the line of a Teams meeting, if it is one.

    Args:
        get: gives a property of the appointment by its name, None where there is none.
    """
    if address := get("join_online_meeting_url"):
        yield _TEAMS, escaped(address)


def conference_lines(get: Callable[[str], Any]) -> Iterator[tuple[str, str]]:
    """Yield the lines of any other conference; the argument is that of `teams_lines`."""
    if get("is_online_meeting"):
        yield _IS_ONLINE, "TRUE"
    if (kind := get("conference_type")) is not None:
        yield _KIND, str(kind)
    for line, name in ((_WORKSPACE, "meeting_workspace_url"), (_SHOW, "net_show_url")):
        if address := get(name):
            yield line, escaped(address)


#: Line -> how it is read; each raises one of `NO_VALUE` where it is not what it should be.
CONFERENCE: Final[dict[str, Callable[[Reader, Any], None]]] = {
    _TEAMS: lambda reader, value: reader.set(join_online_meeting_url=unescaped(str(value)), is_online_meeting=True),
    _IS_ONLINE: lambda reader, value: reader.set(is_online_meeting={"TRUE": True, "FALSE": False}[str(value).upper()]),
    _KIND: lambda reader, value: reader.set(conference_type=_KINDS[str(value)]),
    _WORKSPACE: lambda reader, value: reader.set(meeting_workspace_url=unescaped(str(value))),
    _SHOW: lambda reader, value: reader.set(net_show_url=unescaped(str(value))),
}
