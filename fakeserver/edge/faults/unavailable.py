"""The service fails."""

from math import ceil

from fakeserver.edge.faults.effect import Effect, Moment
from fakeserver.tenant.places import MAIL, PLACES
from fakeserver.tenant.refusals import ServiceUnavailable
from fakeserver.wire import HttpResponse

#: HTTP.SYS's own page, in whose words the front end of a service that is down answers.
_PAGE = (
    '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN""http://www.w3.org/TR/html4/strict.dtd">\r\n'
    "<HTML><HEAD><TITLE>{title}</TITLE>\r\n"
    '<META HTTP-EQUIV="Content-Type" Content="text/html; charset=us-ascii"></HEAD>\r\n'
    "<BODY><h2>{title}</h2>\r\n<hr><p>HTTP Error {status}. {sentence}</p>\r\n</BODY></HTML>\r\n"
)
_TITLES = {
    429: ("Too Many Requests", "Too many requests."),
    500: ("Internal Server Error", "The server has met an internal error."),
    502: ("Bad Gateway", "The gateway has got a wrong answer."),
    503: ("Service Unavailable", "The service is unavailable."),
    504: ("Gateway Timeout", "The gateway has waited for too long."),
}


def carry_out(moment: Moment, *, status: int, retry_after: float, html: bool) -> Effect:
    """Refuse; over HTTP with this status."""
    refusal = ServiceUnavailable(because=moment.fault.because, retry_after=retry_after)
    if moment.protocol in {PLACES[place].protocol for place in MAIL}:
        return Effect(refusal)
    if moment.protocol == "Graph" and not html:
        return Effect(refusal, code=status)
    if moment.protocol == "OAuth" and not html and status == 503 and not retry_after:
        return Effect(refusal)
    wait = [("Retry-After", str(ceil(retry_after)))] if retry_after else []
    if not html:
        return Effect(refusal, response=HttpResponse(status, wait))
    title, sentence = _TITLES[status]
    page = _PAGE.format(title=title, status=status, sentence=sentence).encode("ascii")
    fields = [("Content-Type", "text/html; charset=us-ascii"), *wait]
    return Effect(refusal, response=HttpResponse(status, fields, page))
