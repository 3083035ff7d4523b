"""Lead host names and ports elsewhere, in this process: the real service's names to the fake.

``redirects.py`` is the table, plain values that another process can be handed as JSON; ``block.py`` puts it into force
and takes it back. All else is how look-ups (``lookups.py``), connections (``connections.py``) and other libraries
(``clients``) are led. Certificates are verified against the name that was asked for. Imports the standard library only,
and little of that, since it does so at the start of other Pythons too, 3.9 and 3.10 among them.
"""

from __future__ import annotations

from fakeserver.redirect.block import redirected
from fakeserver.redirect.redirects import Address, Redirects
from fakeserver.redirect.service import service_redirects, sign_in_redirects

__all__ = ["Address", "Redirects", "redirected", "service_redirects", "sign_in_redirects"]
