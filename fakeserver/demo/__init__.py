"""``fakeserver demo``: every way to sign in and read mail, with the clients that programs use, then five refusals.

Each step says what it asks and what must come back; the table shows what did. The clients are msal and the standard
library's; EWS is asked through exchangelib where that is installed.
"""

import sys
import warnings
from typing import TextIO

from fakeserver.demo.steps import Demo
from fakeserver.demo.table import taken
from fakeserver.redirect import redirected, sign_in_redirects
from fakeserver.server import FakeServer
from fakeserver.signals import before_the_end
from fakeserver.trust import trusted


def run(out: TextIO | None = None) -> int:
    """Start the fake, take every step, print the table.

    Returns:
        0 if each answer was as it should be, else 1.
    """
    stream = out or sys.stdout
    server = FakeServer()
    with (
        before_the_end(server.remove_files),
        server,
        trusted(server.bundle_file),
        redirected(sign_in_redirects(server.http)),
        warnings.catch_warnings(),
    ):
        # msal warns of user name and password, and of the answer in the query; both are here to be shown.
        warnings.simplefilter("ignore")
        tenant = server.new_tenant()
        tenant.add_user("alice")
        tenant.add_user("bob")
        # Nobody sits at the sign-in page.
        tenant.sign_ins.auto_sign_in = True
        demo = Demo(server, tenant)
        print(f"A fake Exchange Online at {server.base_url}\nTenant {tenant.domain}\n", file=stream)
        outcomes = taken("The ways in", demo.ways_in(), stream)
        outcomes += taken("Refusals, as the real service words them", demo.refusals(), stream)
        errors = list(server.errors)
    for error in errors:
        print(f"the fake met {error!r}, which is a bug in it", file=stream)
    wrong = [outcome for outcome in outcomes if not outcome.right]
    for outcome in wrong:
        print(f"{outcome.step.protocol}: expected {outcome.step.expected!r}, got {outcome.answered!r}", file=stream)
    verdict = "as it should be" if not wrong and not errors else f"{len(wrong)} not as it should be"
    print(f"{len(outcomes)} asked, {verdict}.", file=stream)
    return 1 if wrong or errors else 0
