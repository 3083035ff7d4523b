"""The page docs/graph.md: ``python -m tests.protocols.graph.page`` writes it."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from fakeserver.protocols.graph.registry import Operation, operations
from tests.protocols.graph.metadata.not_served import OPERATIONS_NOT_SERVED, PROPERTIES_NOT_SERVED

PAGE = Path(__file__).resolve().parents[3] / "docs" / "graph.md"
DIFFERENCES = Path(__file__).with_name("differences.md")

_HEAD = """# Microsoft Graph

Mail, and what belongs to it, by Microsoft Graph v1.0, over the same mailboxes as EWS, IMAP and POP3: an item has one
identity, and what one protocol does the others show at once. How to test with msgraph-sdk or by hand is a page of its
own, [Microsoft Graph: msgraph-sdk, and by hand](howto/graph.md), and so is [From EWS to Graph](howto/ews-to-graph.md);
what is said to whom is [a column of the table](what-your-app-will-see/graph.md).

Made by `tests/protocols/graph/page.py` from the registry; tests compare the names that are served with Microsoft's
public metadata.

- `https://graph.microsoft.com` leads here by [m365_redirect](real-names.md); `m365.graph_url` is the address itself.
- Tokens are Graph's own (`https://graph.microsoft.com/Mail.Read`), and open nothing else; each operation asks for one
  of the permissions below. The signature of such a token verifies for Graph alone, as in production: it was made over
  the hash of the header's `nonce`.
- In mailboxes of others a user needs the permission that ends in `.Shared`. An application is kept to mailboxes by
  `tenant.rights.add_application_access_policy` and `tenant.rights.assign_role`.
- Default ids are EWS ids with `-` for `/` and `_` for `+`, and change when an item moves;
  `Prefer: IdType="ImmutableId"` gives those that stay. Both are taken at any time, and `translateExchangeIds` turns
  each into the others.
- A path that is not served is answered as the service answers unknown ones, and the report of a failed test says what
  there is.
- What goes wrong on order: `m365_fake.faults.throttle("graph", "SendMail", retry_after=2)`, `unavailable`, `refuse`,
  ... by the names in the table ([all kinds](faults.md)).
"""


def graph_page() -> str:
    """Return the page."""
    differences = DIFFERENCES.read_text(encoding="utf-8").rstrip()
    parts = [_HEAD, "## Performed", "", *_performed(), "## Not performed", "", *_not_performed(), ""]
    return "\n".join([*parts, "## What differs from the service", "", differences, ""])


def _family(each: Operation) -> str:
    return str(each.perform.__module__).split(".")[4]


def _performed() -> Iterator[str]:
    rows = sorted(operations(), key=lambda each: (_family(each), each.name, each.path))
    for family, those in groupby(rows, _family):
        yield f"### {family.capitalize()}"
        yield ""
        yield "| operation | requests | permissions |"
        yield "| --- | --- | --- |"
        for name, same in groupby(those, lambda each: each.name):
            found = list(same)
            requests = "<br>".join(f"`{each.method} /{each.path}`" for each in found)
            yield f"| {name} | {requests} | {_needed(found)} |"
        yield ""


def _needed(found: list[Operation]) -> str:
    """Return the permissions; of attachments and extensions those of mail, calendars and contacts, each for its own."""
    return ", ".join(dict.fromkeys(name for each in found if each.needs is not None for name in each.needs.names))


def _not_performed() -> Iterator[str]:
    yield "| of the metadata of v1.0 | why |"
    yield "| --- | --- |"
    reasons = OPERATIONS_NOT_SERVED | {
        f"{kind}/{name}": why for kind, those in PROPERTIES_NOT_SERVED.items() for name, why in those.items()
    }
    by_reason: dict[str, list[str]] = {}
    for name, why in reasons.items():
        by_reason.setdefault(why, []).append(f"`{name}`")
    yield from (f"| {', '.join(sorted(names))} | {why} |" for why, names in by_reason.items())


if __name__ == "__main__":
    PAGE.write_text(graph_page(), encoding="utf-8")
