"""SendNotification: the call of a client's own service, and what it answers.

Sources: web-service-reference/sendnotification, sendnotificationresult; the SOAPAction: [MS-OXWSPSNTIF] 3.1.4.1; the
prefix soap11: as listeners have printed what they got.
"""

from typing import Final, Literal

from fakeserver.protocols.ews.answers.responses import OK, response
from fakeserver.protocols.ews.operations.notifications.event_xml import notification
from fakeserver.protocols.ews.operations.notifications.subscribers import Subscribed
from fakeserver.protocols.ews.soap.names import MESSAGES, SOAP, TYPES, m
from fakeserver.protocols.ews.soap.writing import Xml, element, joined
from fakeserver.protocols.http import request_xml
from fakeserver.steps import finish
from fakeserver.tenant.exchange.notifications.subscription import News, Place
from fakeserver.wire import Posted

HEADERS: Final = (("Content-Type", "text/xml; charset=utf-8"), ("SOAPAction", f'"{MESSAGES}/SendNotification"'))

Status = Literal["OK", "Unsubscribe"]

_HEADER: Final = element("soap11:Header", Xml(f'<t:RequestServerVersion xmlns:t="{TYPES}" Version="Exchange2016"/>'))


def request(subscribed: Subscribed, since: Place, news: News) -> bytes:
    """Return the SOAP document that is sent, UTF-8."""
    message = element(
        "m:SendNotificationResponseMessage", OK, notification(subscribed, since, news), ResponseClass="Success"
    )
    sent = joined(response("SendNotification", element("m:ResponseMessages", message)))
    body = element("soap11:Body", sent)
    declaration = '<?xml version="1.0" encoding="utf-8"?>'
    return f'{declaration}<soap11:Envelope xmlns:soap11="{SOAP}">{_HEADER}{body}</soap11:Envelope>'.encode()


def status_of(answer: Posted) -> Status | None:
    """Return what a callback has answered; None for anything else than an answer."""
    if answer.status != 200:
        return None
    try:
        document = finish(request_xml.parse(answer.body))
    except request_xml.NotXmlError:
        return None
    found = document.find(f".//{m('SendNotificationResult')}/{m('SubscriptionStatus')}")
    said = "" if found is None else (found.text or "").strip()
    return "OK" if said == "OK" else "Unsubscribe" if said == "Unsubscribe" else None
