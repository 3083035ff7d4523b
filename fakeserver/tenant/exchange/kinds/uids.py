"""UIDs of appointments that are made here.

Source: [MS-OXCICAL] 2.1.3.1.1.20.26 and [MS-OXOCAL] 2.2.1.27; as recorded: a constant, a date that is zero but for
single appointments of a series, the time of creation, eight zeros, and sixteen octets of chance.
"""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Final

_CONSTANT: Final = "040000008200E00074C5B7101A82E008"
#: What follows it in a UID of Exchange: the date, time and zeros, the size, and so much data.
_OF_EXCHANGE: Final = re.compile(f"{_CONSTANT}(?:[0-9A-F]{{2}}){{24,}}", re.IGNORECASE)
#: Before the text of any other UID.
_FOREIGN: Final = b"vCal-Uid\x01\0\0\0"
_EPOCH: Final = datetime(1601, 1, 1, tzinfo=UTC)


def new_uid(at: datetime, chance: bytes) -> str:
    """Return a UID: 112 hexadecimal digits.

    Args:
        chance: 16 octets.
    """
    ticks = max(0, (at - _EPOCH) // timedelta(microseconds=1) * 10)
    return f"{_CONSTANT}00000000{ticks.to_bytes(8, 'little').hex()}{'0' * 16}10000000{chance.hex()}".upper()


def global_object_id(uid: str, day: date | None) -> bytes:
    """Return what names an appointment in everybody's calendar, PidLidGlobalObjectId.

    Args:
        day: on which the pattern has it, in its series; None for others, and for PidLidCleanGlobalObjectId.
    """
    octets = bytes.fromhex(uid) if _OF_EXCHANGE.fullmatch(uid) else _of_foreign(uid.encode())
    instance = bytes(4) if day is None else day.year.to_bytes(2, "big") + bytes((day.month, day.day))
    return octets[:16] + instance + octets[20:]


def _of_foreign(uid: bytes) -> bytes:
    data = _FOREIGN + uid + b"\0"
    return bytes.fromhex(_CONSTANT) + bytes(4 + 8 + 8) + len(data).to_bytes(4, "little") + data
