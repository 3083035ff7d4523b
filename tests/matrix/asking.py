"""What a client asks once it is signed in, in the place of the usual use."""

from tests.matrix.web import Autodiscover, Ews
from tests.matrix.wire import Connection, Credential, Imap, Lines

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
            on EWS ``{id}`` for the first id in the answer before.
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
        answers = connection.command(text) if isinstance(connection, Imap) else [connection.say(text)]
    return answers
