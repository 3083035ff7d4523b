"""How entities are to be shown in one answer."""

from dataclasses import dataclass


@dataclass(frozen=True)
class View:
    """What a client prefers, and may see."""

    #: ``text`` or ``html``; empty: as the service chooses
    body_type: str = ""
    unsafe_html: bool = False
    immutable_ids: bool = False
    #: Windows' name of the zone that times of day are written in
    time_zone: str = "UTC"
    #: scheme, host and version, for addresses in entities
    root: str = ""
