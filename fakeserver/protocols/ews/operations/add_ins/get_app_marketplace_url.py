"""GetAppMarketplaceUrl: where add-ins are to be had.

Source: web-service-reference/getappmarketplaceurl-operation, whose address was altered. Assumption: it is that of
Microsoft AppSource for Outlook.
"""

from fakeserver.protocols.ews.answers.forms import Flat
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap.complex_types import complex_type
from fakeserver.protocols.ews.soap.writing import Xml, text


@operation("GetAppMarketplaceUrl", answer=Flat(), since="Exchange2013", request=complex_type())
def get_app_marketplace_url(call: Call) -> Xml:
    """Return the address."""
    return text("m:AppMarketplaceUrl", "https://appsource.microsoft.com/marketplace/apps?product=outlook")
