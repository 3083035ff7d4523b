"""What the spam filter says of a message, and the header fields that tell it.

Source: "Anti-spam message headers" of Defender for Office 365. Assumption: the level of what a user blocks.
"""

from enum import Enum, auto
from typing import Final

from fakeserver.tenant.exchange.mime.message import top_header
from fakeserver.tenant.exchange.mime.render import header_field


class Verdict(Enum):
    """What a message is to its recipient."""

    CLEAN = auto()
    #: its author is one of the recipient's safe senders
    TRUSTED = auto()
    SPAM = auto()
    #: its author is one of the recipient's blocked senders
    BLOCKED = auto()
    #: nothing is against it, and nobody whom the recipient trusts has sent it
    UNKNOWN = auto()

    @property
    def is_junk(self) -> bool:
        """Whether it goes to Junk Email."""
        return self in (Verdict.SPAM, Verdict.BLOCKED, Verdict.UNKNOWN)


#: Verdict -> how likely it is spam (SCL), why it was filtered or not (SFV), what it is (CAT); others say nothing.
_SAID: Final = {
    Verdict.TRUSTED: (-1, "SFE", "NONE"),
    Verdict.SPAM: (5, "SPM", "SPM"),
    Verdict.BLOCKED: (6, "BLK", "NONE"),
}
_LEVEL: Final = "X-MS-Exchange-Organization-SCL"
#: The level of what nobody has looked at, as delivery writes it.
NOT_LOOKED_AT: Final = header_field(_LEVEL, "-1")
_SUSPECTED: Final = header_field(_LEVEL, "5")


def suspected(mime: bytes) -> bytes:
    """Return a message that has the fields of `trace_fields` as one that looks like spam."""
    return mime.replace(NOT_LOOKED_AT, _SUSPECTED, 1)


def is_suspected(mime: bytes) -> bool:
    """Say whether a message looks like spam."""
    return top_header(mime, _LEVEL.encode("ascii")).strip() == "5"


def judged(mime: bytes, verdict: Verdict) -> bytes:
    """Return a message that has the fields of `trace_fields` with those of a verdict, by whatever looks it has."""
    said = _SAID.get(verdict)
    if said is None:
        return mime
    level, reason, category = said
    report = f"CIP:255.255.255.255;LANG:en;SCL:{level};SFV:{reason};CAT:{category};DIR:INT;"
    return (
        header_field("X-Forefront-Antispam-Report", report)
        + header_field("X-Microsoft-Antispam", "BCL:0;")
        + mime.replace(_SUSPECTED if is_suspected(mime) else NOT_LOOKED_AT, header_field(_LEVEL, str(level)), 1)
    )
