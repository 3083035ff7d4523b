"""The inspector in headless Chromium: how soon a message shows after its arrival, and how a long folder scrolls.

The server is in this process; the page notes itself when a row is in the document, by the same machine's clock. Without
Debian's chromium and chromium-driver there are no figures.
"""

import shutil
import statistics
import time
from collections.abc import Iterator

from benchmarks.table import Figure
from fakeserver.server import FakeServer
from tests.protocols.control.inspector.browser import Browser, chromium

MESSAGES = 10_000
ROUNDS = 30
#: milliseconds
SHOWN, SCROLLED = 100.0, 100.0

#: Notes when a row has a text: milliseconds since the epoch, in the attribute data-shown of the page.
_WATCH = """const [text] = arguments;
delete document.body.dataset.shown;
const seen = () => [...document.querySelectorAll("[role=option]")].some((row) => row.textContent.includes(text));
const note = () => {
  if (!seen()) return;
  watch.disconnect();
  document.body.dataset.shown = performance.timeOrigin + performance.now();
};
const watch = new MutationObserver(note);
watch.observe(document.querySelector("[role=listbox]"), { childList: true, subtree: true, attributes: true });"""
_SHOWN = "return document.body.dataset.shown"
#: Goes to a place of the list; resolves to the milliseconds until the row of that place is there.
_SCROLL = """const [place, done] = arguments;
const list = document.querySelector("[role=listbox]");
const began = performance.now();
list.scrollTop = (place - 1) * 52;
const look = () => {
  if (document.querySelector(`[aria-posinset="${place}"]`)) done(performance.now() - began);
  else requestAnimationFrame(look);
};
look();"""


def figures() -> Iterator[Figure]:
    """Yield the figures of this group."""
    if shutil.which("chromium") is None or shutil.which("chromedriver") is None:
        return
    with FakeServer() as server, chromium() as page:
        tenant = server.new_tenant()
        tenant.add_user("alice")
        box = tenant.mailbox("alice")
        first = [box.deliver(subject=f"Number {number}", sender="eve@fabrikam.com", body="…") for number in range(100)]
        box.items.copy(first * (MESSAGES // 100 - 1), box.folders.distinguished("inbox"))
        page.size(1280, 800)
        page.open(f"{server.base_url}/_fake/#/tenants/{tenant.tenant_id}/mailboxes/{box.address}")
        page.hears()
        page.shown(f"[role=option][aria-setsize='{MESSAGES}']")

        def arrives(number: int) -> float:
            page.run(_WATCH, f"Arrival {number}.")
            began = time.time()
            box.deliver(subject=f"Arrival {number}.", sender="eve@fabrikam.com", body="…")
            return _noted(page) - began * 1000

        arrivals = [arrives(number) for number in range(ROUNDS)]
        yield Figure("the inspector shows a message that arrives", statistics.median(arrivals), "ms", SHOWN)
        yield Figure("the slowest of them", max(arrivals), "ms")
        places = [1 + number * 7919 % MESSAGES for number in range(ROUNDS)]
        scrolled = [float(page.driver.execute_async_script(_SCROLL, place)) for place in places]
        what = f"a place of {MESSAGES:,} messages is shown, jumped to by the scroll bar"
        yield Figure(what, statistics.median(scrolled), "ms", SCROLLED)


def _noted(page: Browser) -> float:
    """Wait until the page has noted a moment; return it in milliseconds since the epoch."""
    while (moment := page.run(_SHOWN)) is None:
        time.sleep(0.01)
    return float(moment)
