"""Pages that no service writes: what Windows' http.sys answers itself."""

from fakeserver.wire import HttpResponse


def plain_page(status: int, title: str, sentence: str) -> HttpResponse:
    """Return an error page as Windows' http.sys writes it, for requests that no service of the server takes."""
    body = (
        '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN""http://www.w3.org/TR/html4/strict.dtd">\r\n'
        f"<HTML><HEAD><TITLE>{title}</TITLE>\r\n"
        '<META HTTP-EQUIV="Content-Type" Content="text/html; charset=us-ascii"></HEAD>\r\n'
        f"<BODY><h2>{title}</h2>\r\n<hr><p>HTTP Error {status}. {sentence}</p>\r\n</BODY></HTML>\r\n"
    )
    headers = [("Content-Type", "text/html; charset=us-ascii"), ("Server", "Microsoft-HTTPAPI/2.0")]
    return HttpResponse(status, headers, body.encode("ascii"))


def badly_formed() -> HttpResponse:
    """Return the answer to octets that are no HTTP."""
    return plain_page(400, "Bad Request", "The request is badly formed.")


def head_too_long() -> HttpResponse:
    """Return the answer to a head, or a part of one, beyond the limit."""
    return plain_page(400, "Bad Request - Request Too Long", "The size of the request headers is too long.")


def hostname_invalid() -> HttpResponse:
    """Return the answer to a request whose Host field names no host."""
    return plain_page(400, "Bad Request - Invalid Hostname", "The request hostname is invalid.")


def version_not_supported() -> HttpResponse:
    """Return the answer to another version than HTTP/1."""
    return plain_page(505, "HTTP Version Not Supported", "The HTTP version is not supported.")


def not_implemented() -> HttpResponse:
    """Return the answer to a transfer coding that is not known."""
    return plain_page(501, "Not Implemented", "The request transfer encoding type is not supported.")


def too_large() -> HttpResponse:
    """Return the answer to a body beyond the limit."""
    return plain_page(413, "Request Entity Too Large", "The request body is too large.")


def not_served() -> HttpResponse:
    """Return the answer where the server itself has failed."""
    return plain_page(500, "Internal Server Error", "The request could not be served.")
