"""A page comes where a program waits for JSON or XML."""

from fakeserver.edge.faults.effect import Effect, Moment
from fakeserver.wire import HttpResponse

_PAGE = (
    b"<!DOCTYPE html>\n<html><head><title>Welcome</title></head><body><h1>Welcome to our network</h1>"
    b"<p>Accept the terms of use to go on.</p></body></html>\n"
)


def carry_out(moment: Moment) -> Effect:
    """Answer with a page."""
    return Effect(response=HttpResponse(200, [("Content-Type", "text/html; charset=utf-8")], _PAGE))
