"""The answer is the test's own."""

from fakeserver.edge.faults.effect import Effect, Moment
from fakeserver.wire import HttpResponse

#: what bodies are where the test does not say
_JSON, _XML = "application/json; charset=utf-8", "text/xml; charset=utf-8"


def carry_out(moment: Moment, *, text: str, status: int, content_type: str) -> Effect:
    """Answer with it."""
    if not status:
        return Effect(performs=False, said=text)
    content_type = content_type or (_JSON if moment.protocol == "OAuth" else _XML)
    return Effect(response=HttpResponse(status, [("Content-Type", content_type)], text.encode()))
