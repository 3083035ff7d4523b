"""What was asked, what was answered, and why not: one list for all protocols, with questions that a test puts to it.

`Journal` is what a test has; `notes.py` keeps what it is told, `kept.py` is what questions look at. `exchange.py` is
one question with its answer, `wanted.py` says which are asked for, `asserting.py` explains what was there instead,
`judging/` looks at the client's side, `json_export.py` and `har.py` are files for other programs.
"""

from fakeserver.tenant.journal.exchange import Exchange, GrantRequest, Http, RefusedExchange
from fakeserver.tenant.journal.journal import Journal
from fakeserver.tenant.journal.marks import Mark
from fakeserver.tenant.journal.notes import LOG
from fakeserver.tenant.journal.permissions import LeastPrivilege, PermissionUse
from fakeserver.tenant.journal.wanted import Names

__all__ = [
    "LOG",
    "Exchange",
    "GrantRequest",
    "Http",
    "Journal",
    "LeastPrivilege",
    "Mark",
    "Names",
    "PermissionUse",
    "RefusedExchange",
]
