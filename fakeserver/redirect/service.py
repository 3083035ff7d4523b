"""The tables that lead the real service's names to a running fake."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fakeserver.redirect.redirects import Address, Redirects, plain
from fakeserver.service_names import AUTODISCOVER, CLOSED_SUFFIXES, GRAPH, MAIL, SIGN_IN, SUBMISSION, autodiscover_name


def sign_in_redirects(http: Address) -> Redirects:
    """Return what msal for Python needs in order to sign in with user name and password.

    It asks for the user's realm at the authority's host name and forgets the port (msal 1.39,
    ``Authority.user_realm_discovery``), so that question arrives at 443.
    """
    return Redirects({("localhost", 443): http})


def service_redirects(
    http: Address,
    imap: Address,
    pop3: Address,
    smtp: Address,
    domains: Iterable[str],
    *,
    closed_names: Iterable[str] = (),
    open_names: Iterable[str] = (),
) -> Redirects:
    """Return what leads every name of the real service to a server's ports.

    Args:
        domains: whose ``autodiscover.<domain>`` lead there as well; the domains themselves have no web site.
        closed_names: kept from the network with all names below them, beside Microsoft's.
        open_names: not kept from it, with all names below them.
    """
    domains = list(map(plain, domains))
    targets: dict[Address, Address] = {}
    for name in (*SIGN_IN, *GRAPH, *MAIL, *AUTODISCOVER, *map(autodiscover_name, domains)):
        targets[name, 443] = http
    for name in MAIL:
        targets |= {(name, 993): imap, (name, 995): pop3, (name, 587): smtp}
    for name in SUBMISSION:
        targets |= {(name, 587): smtp, (name, 25): smtp}
    records = [record for domain in domains for record in _records(domain)]
    return Redirects(
        targets,
        frozenset((*(name for name, _ in targets), *(name for (name, _), _ in records))),
        frozenset((*CLOSED_SUFFIXES, *map(plain, closed_names))),
        frozenset(map(plain, open_names)),
        dict(records),
    )


def _records(domain: str) -> Iterator[tuple[tuple[str, str], tuple[str, ...]]]:
    """Yield what a domain's administrator enters in DNS, as Microsoft asks for it.

    Source: learn.microsoft.com/microsoft-365/enterprise/external-domain-name-system-records
    """
    # Assumption: the initial domain is entered by its first label alone.
    key = domain.removesuffix(".onmicrosoft.com").replace(".", "-")
    yield (domain, "MX"), (f"0 {key}.mail.protection.outlook.com.",)
    yield (domain, "TXT"), ('"v=spf1 include:spf.protection.outlook.com -all"',)
    yield (autodiscover_name(domain), "CNAME"), ("autodiscover.outlook.com.",)
    # Assumption: an administrator may enter this one as well, for clients that look nowhere else.
    yield (f"_autodiscover._tcp.{domain}", "SRV"), ("0 0 443 autodiscover.outlook.com.",)
