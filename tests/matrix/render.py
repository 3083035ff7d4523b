"""The table as pages of the docs: ``python -m tests.matrix.render`` writes docs/what-your-app-will-see.md and below.

A page for each protocol, and one that leads to them. By how many reports of the contract suite a row is confirmed comes
from docs/contract-reports.json.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from pytest_m365.contract.confirmed import Confirmed, confirmed, read_reports
from pytest_m365.contract.promises.everything import PROMISES
from tests.matrix.families import FAMILIES
from tests.matrix.outcomes import CLOSED, EMPTY, Outcome
from tests.matrix.sources import MARKS, SOURCES
from tests.matrix.table import PROTOCOLS, Circumstance, Family, Line, rows

_DOCS = Path(__file__).parents[2] / "docs"
PAGE = _DOCS / "what-your-app-will-see.md"
REPORTS = _DOCS / "contract-reports.json"

#: protocol -> what its page is called
TITLES = {
    "Token": "the token endpoint",
    "EWS": "EWS",
    "Autodiscover": "Autodiscover",
    "Graph": "Microsoft Graph",
    "IMAP": "IMAP",
    "POP3": "POP3",
    "SMTP": "SMTP",
}

#: what reports say of rows, by the rows' ids
Rows = Mapping[str, Confirmed]

_HEAD = """# What your app will see when …

Exchange Online says little, and says it differently on each protocol. These pages are the table that
[tests/matrix](../tests/matrix) asks row by row over real sockets; `python -m tests.matrix.render` writes them.

{pages}

A cell has what came over the wire, and behind it how far that is known of the real service, and from where:

{marks}

Behind that may stand in how many [reports of real tenants](contract.md) the cell holds or differs, and when it was last
asked; {reports}.

`works` is a sign-in and then one use: `SELECT INBOX`, `STAT`, a message sent, `GetFolder` for the Inbox, the settings
from Autodiscover, a token. Parts that change are `<host>`, `<ts>` (the time) and `<id>`; `…` stands for what has no
fixed words. What has nothing to ask on a protocol is not on its page. IMAP's tags are left out. The token endpoint is
v2.0: client credentials for an application, user name and password for a user.

A 401 or 403 of EWS and Autodiscover has no body. A 401 carries `WWW-Authenticate: Bearer client_id="…", …,
authorization_uri="…", error="invalid_token",Basic Realm=""` and `x-ms-diagnostics`; the cell shows what differs.

The set-up is written as in a test: `tenant` is `m365_fake`, `alice` the test's user, `bob` and `shared` another user
and a shared mailbox, `public_app` and `daemon_app` the tenant's two applications. Why a row came out as it did is in
`m365_fake.journal`, in the report of a failed test and in the server's log: see [refusals](refusals.md). The other way
round, from a message to what may be behind it: [Find by message](find.md).

## By circumstance

{families}
"""

_PAGE_HEAD = """# What your app will see on {title}

How to read it: [What your app will see when …](../what-your-app-will-see.md).
"""


def pages(reports: Path = REPORTS) -> dict[Path, str]:
    """Return each page by its path.

    Args:
        reports: a file of reports of real tenants.
    """
    read = read_reports(reports)
    confirmations = confirmed(read, PROMISES)
    found = {path_of(protocol): _page(protocol, confirmations) for protocol in PROTOCOLS}
    return {PAGE: _overview(len(read)), **found}


def path_of(protocol: str) -> Path:
    """Return where a protocol's page is."""
    return PAGE.with_suffix("") / f"{protocol.lower()}.md"


def _overview(reports: int) -> str:
    marks = "\n".join(f"- **{mark}** {meaning}" for mark, meaning in MARKS.items())
    counted = f"there {'is one' if reports == 1 else f'are {reports}'}" if reports else "there are none yet"
    named = "\n".join(f"- [On {TITLES[protocol]}]({_link(protocol)})" for protocol in PROTOCOLS)
    families = "\n".join(f"- {family.title}: {', '.join(_links(family))}" for family in FAMILIES)
    return _HEAD.format(marks=marks, reports=counted, pages=named, families=families)


def _links(family: Family) -> Iterator[str]:
    for protocol in PROTOCOLS:
        if _of(family, protocol):
            yield f"[{protocol}]({_link(protocol)}#{_anchor(family.title)})"


def _link(protocol: str) -> str:
    return path_of(protocol).relative_to(_DOCS).as_posix()


def _of(family: Family, protocol: str) -> list[Circumstance]:
    """Return the circumstances that have something to ask on a protocol."""
    return [each for each in family.circumstances if any(protocol in line.cells for line in each.lines)]


def _page(protocol: str, rows: Rows) -> str:
    families = [family for family in FAMILIES if _of(family, protocol)]
    parts = [_PAGE_HEAD.format(title=TITLES[protocol])]
    parts += ["\n".join(f"- [{family.title}](#{_anchor(family.title)})" for family in families) + "\n"]
    parts += ["\n".join(_family(family, protocol, rows)) for family in families]
    parts.append("\n".join(_sources(protocol)))
    return "\n".join(parts)


def _family(family: Family, protocol: str, rows: Rows) -> Iterator[str]:
    yield f"## {family.title}\n"
    yield f"{family.about}\n"
    if family.flat:
        yield from _flat(family, protocol, rows)
        return
    for circumstance in _of(family, protocol):
        yield f"### {circumstance.title}\n"
        yield from _set_up(circumstance)
        lines = [line for line in circumstance.lines if protocol in line.cells]
        yield from _table([(line.kind.title, circumstance, line) for line in lines], protocol, rows)


def _flat(family: Family, protocol: str, rows: Rows) -> Iterator[str]:
    """Yield one table with a line for each circumstance, those that say the same to every credential in one line."""
    titled: list[_Titled] = []
    for circumstance in _of(family, protocol):
        lines = [line for line in circumstance.lines if protocol in line.cells]
        same = len({line.cells[protocol] for line in lines}) == 1
        for line in lines[:1] if same else lines:
            title = circumstance.title if same else f"{circumstance.title}: {line.kind.title}"
            titled.append((title, circumstance, line))
    yield from _table(titled, protocol, rows)


def _set_up(circumstance: Circumstance) -> Iterator[str]:
    if circumstance.code:
        yield f"```python\n{circumstance.code}\n```\n"
    if circumstance.really:
        yield f"In a real tenant: `{circumstance.really}`\n"
    if circumstance.when == "connected":
        yield "While the connection is open.\n"


#: a line of a table, with what stands in front of it
_Titled = tuple[str, Circumstance, Line]


def _table(titled: list[_Titled], protocol: str, rows: Rows) -> Iterator[str]:
    yield f"| | {protocol} |"
    yield "| --- | --- |"
    for title, circumstance, line in titled:
        cell = _cell(line.cells[protocol], rows.get(f"{circumstance.name}-{line.kind.name}-{protocol}"))
        yield f"| {title} | {cell} |"
    yield ""


def _cell(outcome: Outcome, reports: Confirmed | None) -> str:
    text = "works" if outcome.works else "<br>".join(filter(None, map(_said, outcome.lines)))
    asked = f"; {reports}" if reports is not None else ""
    if outcome.mark == "U":
        return f"*not known; the fake:* {text} <sub>U{asked}</sub>"
    return f"{text} <sub>{outcome.mark} {outcome.source}{asked}</sub>"


#: What the page says once, in its head.
_ALWAYS = ('WWW-Authenticate: <bearer>, error="invalid_token",Basic Realm=""', EMPTY)


def _said(line: str) -> str:
    """Return a line as code; nothing for what every answer of its kind has."""
    if line in _ALWAYS:
        return ""
    line = line.replace("<bearer>", "Bearer …").replace("<any>", "…").replace("|", "\\|")
    line = line.removeprefix("x-ms-diagnostics: ")
    return line if line == CLOSED else f"`{line}`"


def _sources(protocol: str) -> Iterator[str]:
    asked = (row for row in rows(FAMILIES) if row.protocol == protocol)
    used = {name for row in asked for name in row.outcome.source.split(", ")}
    yield "## Sources\n"
    for name, text in SOURCES.items():
        if name in used:
            yield f"- **{name}**: {text}"
    yield ""


def _anchor(title: str) -> str:
    """Return a heading's anchor as GitHub makes it."""
    kept = "".join(letter for letter in title.lower() if letter.isalnum() or letter in " -_")
    return kept.replace(" ", "-")


if __name__ == "__main__":
    for path, text in pages().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
