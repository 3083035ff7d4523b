"""What a client asks once it is signed in, in the place of the usual use."""

import re

from tests.matrix.web import Autodiscover, Ews
from tests.matrix.wire import Connection, Credential, Imap, Lines

#: Asked of SMTP after a message: what the report in the sender's inbox says of it.
REPORT = "(the report)"

_ENVELOPE = """<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"
 xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"
 xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages">
<s:Header><t:RequestServerVersion Version="%s"/></s:Header><s:Body>%s</s:Body></s:Envelope>"""

_AUTODISCOVER = """<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"
 xmlns:a="http://schemas.microsoft.com/exchange/2010/Autodiscover"><s:Header>%s</s:Header><s:Body>%s</s:Body>
</s:Envelope>"""


def ask(connection: Connection, asks: tuple[str, ...], credential: Credential) -> list[str]:
    """Ask one after the other; return the deciding lines of the last answer.

    Args:
        asks: commands; on Autodiscover a version and the body of a request; on EWS a version, which a content type may
            follow after a blank, and the bodies of some requests. ``@contoso.com`` stands for the tenant's domain, and
            on EWS ``{id}`` for the last id that was answered. In IMAP, ``*`` before a command asks for all of its
            answer.
    """
    asks = tuple(text.replace("@contoso.com", f"@{connection.tenant.domain}") for text in asks)
    answers: list[str] = []
    if isinstance(connection, Ews):
        version, _, content_type = asks[0].partition(" ")
        for body in asks[1:]:
            envelope = _ENVELOPE % (version, body.replace("{id}", connection.last_id))
            answers = connection.call(envelope, credential, content_type or "text/xml; charset=utf-8")
        return answers
    if isinstance(connection, Autodiscover):
        version, body = asks
        header = version and f"<a:RequestedServerVersion>{version}</a:RequestedServerVersion>"
        return connection.call(_AUTODISCOVER % (header, body), credential)
    assert isinstance(connection, Lines)
    for text in asks:
        if text == REPORT:
            answers = [*answers, _report(connection, credential)]
        elif not isinstance(connection, Imap):
            answers = [connection.say(text)]
        elif text.startswith("* "):
            answers = connection.all_of(text[2:])
        else:
            answers = connection.command(text)
    return answers


def _report(connection: Connection, credential: Credential) -> str:
    """Return the Diagnostic-Code of the first message in the sender's inbox."""
    reader = Imap(connection.server, connection.tenant)
    reader.sign_in(credential)
    message = "\n".join(reader.all_of("FETCH 1 BODY[]"))
    reader.close()
    found = re.search(r"^Diagnostic-Code:(?:.*\n[ \t])*.*$", message, re.MULTILINE)
    assert found is not None, message
    return re.sub(r"\n[ \t]", " ", found[0])
