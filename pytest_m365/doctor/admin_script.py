"""The script that an admin runs: it reads what cannot be seen from outside, and changes nothing.

Nothing in it was run against a real tenant; the cmdlets and their parameters are those of Microsoft's reference.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from pytest_m365.live.settings import LiveSettings

#: of the JSON that the script writes
FORM = 1


def admin_script(settings: LiveSettings, mailboxes: Sequence[str]) -> str:
    """Return the script with the ids of this tenant, its applications and its mailboxes filled in."""
    clients = [settings.client_id, settings.daemon.client_id if settings.daemon else None]
    filled = {
        "__FORM__": str(FORM),
        "__TENANT__": quoted(settings.tenant_id),
        "__CLIENTS__": ", ".join(quoted(client.lower()) for client in dict.fromkeys(clients) if client),
        "__MAILBOXES__": ", ".join(map(quoted, mailboxes)),
    }
    script = Path(__file__).with_name("admin.ps1").read_text(encoding="utf-8")
    return re.sub("|".join(filled), lambda name: filled[name[0]], script)


def quoted(text: str) -> str:
    """Return a text as PowerShell takes it literally."""
    # Its typographic quotes end a literal as the plain one does.
    return "'" + "".join(letter * 2 if letter in "'‘’‚‛" else letter for letter in text) + "'"
