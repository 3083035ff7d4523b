"""`/`: what this is, for somebody who has opened the server's address in a browser."""

from html import escape

from fakeserver.protocols.oauth import pages
from fakeserver.protocols.oauth.call import Call
from fakeserver.wire import HttpResponse

#: What answers here -> its address.
_SERVICES = (
    ("Exchange Web Services", "/EWS/Exchange.asmx"),
    ("Autodiscover", "/autodiscover/autodiscover.xml"),
    ("Device codes", "/devicelogin"),
    ("The inspector: mailboxes, messages, journal, switches", "/_fake/"),
    ("What an AADSTS code means", "/error"),
)


def front_page(call: Call) -> HttpResponse:
    """Say that this is a fake, and where its parts are."""
    tenants = "".join(
        f"<dt>{escape(tenant.domain)}</dt><dd>{escape(f'{call.base_url}/{tenant.tenant_id}')}</dd>"
        for tenant in call.cloud.tenants
    )
    services = "".join(
        f'<dt>{escape(name)}</dt><dd><a href="{path}">{escape(call.base_url + path)}</a></dd>'
        for name, path in _SERVICES
    )
    return pages.page(
        "A fake of Microsoft 365",
        "<h1>A fake of Microsoft 365, for tests</h1>"
        "<p>This is fakeserver, the server of pytest-m365. It answers as Entra ID and Exchange Online do, keeps "
        "everything in memory, and is not Microsoft’s.</p>"
        f"<h2>Tenants, and what msal takes as authority</h2><dl>{tenants}</dl>"
        f"<h2>Besides</h2><dl>{services}</dl>",
    )
