"""Microsoft Graph: the Inbox of each mailbox, by its address, as users and applications ask for it alike."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_m365.doctor.context import Context
from pytest_m365.doctor.opening import Answer, sign_ins
from pytest_m365.doctor.result import Probe
from pytest_m365.doctor.web import literal
from pytest_m365.doctor.who import Who
from pytest_m365.live.graph_session import key, said_in

STEP = "graph"
_OK = 200


def step(context: Context) -> Iterator[Probe]:
    """Open each mailbox."""
    return sign_ins(context, STEP, _open)


def _open(context: Context, who: Who, mailbox: str, token: str) -> str:
    """Return what is in the Inbox.

    Raises:
        Answer: the service refuses, with the status, the code and the text that it said.
        OSError: it cannot be reached.
    """
    url = f"{context.settings.graph_url}/users/{key(mailbox)}/mailFolders/inbox"
    answer = context.http.get(url, headers={"Authorization": f"Bearer {token}"})
    if answer.status_code == _OK:
        return f"{answer.json().get('totalItemCount', 'some')} messages in the Inbox"
    code, text = said_in(answer)
    raise Answer(f"HTTP {answer.status_code} {code}: {text}" if code else literal(answer))
