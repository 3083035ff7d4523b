"""The service asks the program to wait; each protocol has its own words for it, and HTTP a header."""

from fakeserver.edge.faults.effect import Effect, Moment
from fakeserver.tenant.refusals import Throttled, ThrottledWithin
from fakeserver.wire import HttpResponse


def carry_out(moment: Moment, *, retry_after: float, code: int, closes: bool, as_text: bool, wrapped: bool) -> Effect:
    """Refuse, and say how long to wait."""
    if wrapped:
        return Effect(ThrottledWithin(because=moment.fault.because, operation=moment.operation))
    throttled = Throttled(because=moment.fault.because, operation=moment.operation, retry_after=retry_after)
    if as_text:
        # As seen in AzureAD/microsoft-authentication-library-for-dotnet#2855.
        fields = [("Content-Type", "text/plain; charset=utf-8"), ("Retry-After", throttled.header)]
        return Effect(throttled, response=HttpResponse(429, fields, b"Too Many Requests"))
    return Effect(throttled, code=code, closes=closes)
