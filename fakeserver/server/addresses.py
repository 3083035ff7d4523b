"""Every name under which clients may know a server, and what its certificates are therefore for."""

import logging
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from fakeserver.listeners.authorities.authority import Authority
from fakeserver.listeners.certificates import Certificates
from fakeserver.server.advertised import Advertised
from fakeserver.server.endpoints import ON_ALL, certificate_names
from fakeserver.server.host_names import host_names, is_host
from fakeserver.service_names import autodiscover_name
from fakeserver.trust import LOOPBACK

_log = logging.getLogger("fakeserver")


class Addresses:
    """The names of a server.

    Args:
        host: the address to listen on.
        names: further host names and IP addresses.
        advertise: where clients are told to connect, as `Advertised.read` takes it; the first of the names by default.
        ca_dir: the folder of an authority that is kept; None for one that lasts as long as the server.

    Raises:
        ValueError: a name is none.
    """

    def __init__(self, host: str, names: Iterable[str], advertise: Iterable[str], ca_dir: Path | None) -> None:
        self._host = host
        given = host_names(names)
        self.advertised = Advertised.read(advertise, given[0] if given else None)
        self._ca_dir = ca_dir
        #: what the machine offers beside loopback, and what somebody asks for: the certificate is good for them
        self._of_machine = certificate_names(host)
        asked = (*given, *self.advertised.hosts, *(name for name in self._of_machine if name == host))
        self._asked = tuple(dict.fromkeys(asked))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Loopback's names, those given and advertised, the listening address, and the machine's own if it is open."""
        listening = () if self._host in ON_ALL else (self._host,)
        return tuple(dict.fromkeys(map(str.lower, (*LOOPBACK, *self._asked, *listening, *self._of_machine))))

    def certificates(self, domains: Iterable[str]) -> Certificates:
        """Return certificates for them.

        Args:
            domains: the tenants', for whose Autodiscover names a kept authority is made as well.

        Raises:
            AuthorityError: the kept authority cannot be used.
        """
        authority = None if self._ca_dir is None else self._kept(self._ca_dir, domains)
        return Certificates((*self._asked, *self._of_machine), authority)

    def _kept(self, folder: Path, domains: Iterable[str]) -> Authority:
        # Few need it, and it is long to import.
        from fakeserver.listeners.authorities.kept import KeptAuthority

        autodiscover = [autodiscover_name(domain) for domain in domains if is_host(domain)]
        authority = KeptAuthority.of(folder, self._asked, (*self._of_machine, *autodiscover))
        for name in autodiscover:
            if not authority.covers(name):
                _log.warning("%s", authority.cannot_sign_for([name]))
        return authority
