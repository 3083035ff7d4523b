"""Whether a client's service is there and has asked for it: it is sent a token, and has to answer with it.

Source: learn.microsoft.com/graph/change-notifications-delivery-webhooks. The token's form is that of one which a
listener has printed (microsoft-graph-docs#21160).
"""

from time import monotonic
from typing import Final
from urllib.parse import quote_plus

from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.errors import GraphError, Row
from fakeserver.protocols.graph.operations.subscriptions.errors import NOT_VALIDATED, TIMED_OUT, TOKEN_DIFFERS
from fakeserver.steps import Pause, PausingSteps
from fakeserver.tenant.identifiers import new_guid
from fakeserver.wire import Posted

#: Seconds of real time that a service has.
LIMIT: Final = 10.0
_HEADERS: Final = (("Content-Type", "text/plain; charset=utf-8"),)


def validated(call: Call, url: str) -> PausingSteps[None]:
    """Wait until a service has answered as it must.

    Raises:
        GraphError: it has answered otherwise, or not in time.
    """
    token = (
        "Validation: Testing client application reachability for subscription Request-Id: "
        f"{new_guid(call.tenant.random)}"
    )
    answers: list[Posted] = []
    until = monotonic() + LIMIT
    pause = Pause(LIMIT)

    def take(answer: Posted) -> None:
        answers.append(answer)
        pause.wake()

    call.post(with_token(url, token), _HEADERS, b"", take)
    while not answers and (left := until - monotonic()) > 0:
        # Who waits may be asked to go on early.
        pause.seconds = left
        yield pause
    answer = answers[0] if answers else Posted(problem=f"no answer within {LIMIT:.0f} seconds")
    row, why = verdict(answer, token, in_time=bool(answers))
    if row is None:
        call.remark(f"validated {url[:100]}")
        return
    call.remark(f"{url[:100]} was not validated: {why}")
    error = GraphError(row)
    error.fix = f"{why}; {row.fix}"
    raise error


def with_token(url: str, token: str) -> str:
    """Return the address to ask at: other parameters in its query stay."""
    address, mark, fragment = url.partition("#")
    return f"{address}{'&' if '?' in address else '?'}validationToken={quote_plus(token)}{mark}{fragment}"


def verdict(answer: Posted, token: str, *, in_time: bool) -> tuple[Row | None, str]:
    """Return what is said of an answer, and why; None: it is right."""
    if not in_time:
        return TIMED_OUT, answer.problem
    if answer.status != 200:
        return NOT_VALIDATED, answer.problem or f"it answered HTTP {answer.status}"
    if answer.body != token.encode():
        return TOKEN_DIFFERS, f"it answered {answer.body[:100]!r}"
    if answer.content_type != "text/plain":
        # Assumption: what is said where the pages say that the type must be this one.
        return TOKEN_DIFFERS, f"its answer is {answer.content_type or 'of no type'}, not text/plain"
    return None, ""
