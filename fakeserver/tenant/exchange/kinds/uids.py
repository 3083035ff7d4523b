"""UIDs of appointments that are made here.

Source: [MS-OXCICAL] 2.1.3.1.1.20.26 and [MS-OXOCAL] 2.2.1.27; as recorded: a constant, a date that is zero but for
single appointments of a series, the time of creation, eight zeros, and sixteen octets of chance.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

_CONSTANT: Final = "040000008200E00074C5B7101A82E008"
_EPOCH: Final = datetime(1601, 1, 1, tzinfo=UTC)


def new_uid(at: datetime, chance: bytes) -> str:
    """Return a UID: 112 hexadecimal digits.

    Args:
        chance: 16 octets.
    """
    ticks = max(0, (at - _EPOCH) // timedelta(microseconds=1) * 10)
    return f"{_CONSTANT}00000000{ticks.to_bytes(8, 'little').hex()}{'0' * 16}10000000{chance.hex()}".upper()
