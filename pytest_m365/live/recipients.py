"""Who may be written to in a live run: addresses of the test mailboxes' domains, by whichever protocol."""

from __future__ import annotations

import re
from collections.abc import Collection

from pytest_m365.live.guard import NotAllowed

#: no lists, routes or quoted local parts: of these nobody could say where they lead
_ADDRESS = re.compile(r"[^\s@,;:<>()\[\]\"\\]+@([^\s@,;:<>()\[\]\"\\]+)")


def check_recipient(address: str, domains: Collection[str]) -> None:
    """Refuse a recipient who is outside of the test mailboxes' domains.

    Raises:
        NotAllowed
    """
    plain = _ADDRESS.fullmatch(address.strip("<> "))
    if plain is None or plain[1].lower() not in domains:
        raise NotAllowed(
            f"no mail is sent to {address}: live tests send to the domains of m365_live_mailboxes, "
            f"{', '.join(sorted(domains))}"
        )
