"""The table as a page of the docs: ``python -m tests.matrix.render`` writes docs/what-your-app-will-see.md.

By how many reports of the contract suite a row is confirmed comes from docs/contract-reports.json.
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

#: what reports say of rows, by the rows' ids
Rows = Mapping[str, Confirmed]

_HEAD = """# What your app will see when …

Exchange Online says little, and says it differently on each protocol. This page is the table that
[tests/matrix](../tests/matrix) asks row by row over real sockets; `python -m tests.matrix.render` writes it.

A cell has what came over the wire, and behind it how far that is known of the real service, and from where:

{marks}

Behind that may stand in how many [reports of real tenants](contract.md) the cell holds or differs, and when it was last
asked; {reports}.

`works` is a sign-in and then one use: `SELECT INBOX`, `STAT`, a message sent, `GetFolder` for the Inbox, the settings
from Autodiscover, a token. Parts that change are `<host>`, `<ts>` (the time) and `<id>`; `…` stands for what has no
fixed words. A cell is empty where there is nothing to ask. IMAP's tags are left out. **Token** is the token endpoint,
v2.0: client credentials for an application, user name and password for a user.

A 401 or 403 of EWS and Autodiscover has no body. A 401 carries `WWW-Authenticate: Bearer client_id="…", …,
authorization_uri="…", error="invalid_token",Basic Realm=""` and `x-ms-diagnostics`; the cell shows what differs.

The set-up is written as in a test: `tenant` is `m365_fake`, `alice` the test's user, `bob` and `shared` another user
and a shared mailbox, `public_app` and `daemon_app` the tenant's two applications. Why a row came out as it did is in
`m365_fake.journal`, in the report of a failed test and in the server's log: see [refusals](refusals.md).
"""


def render(reports: Path = REPORTS) -> str:
    """Return the whole page.

    Args:
        reports: a file of reports of real tenants.
    """
    read = read_reports(reports)
    rows = confirmed(read, PROMISES)
    marks = "\n".join(f"- **{mark}** {meaning}" for mark, meaning in MARKS.items())
    counted = f"there {'is one' if len(read) == 1 else f'are {len(read)}'}" if read else "there are none yet"
    parts = [_HEAD.format(marks=marks, reports=counted)]
    parts += ["\n".join(f"- [{family.title}](#{_anchor(family.title)})" for family in FAMILIES) + "\n"]
    for family in FAMILIES:
        parts.append("\n".join(_family(family, rows)))
    parts.append("\n".join(_sources()))
    return "\n".join(parts)


def _family(family: Family, rows: Rows) -> Iterator[str]:
    yield f"## {family.title}\n"
    yield f"{family.about}\n"
    if family.flat:
        yield from _flat(family, rows)
        return
    for circumstance in family.circumstances:
        yield f"### {circumstance.title}\n"
        yield from _set_up(circumstance)
        yield from _table([(line.kind.title, circumstance, line) for line in circumstance.lines], rows)


def _flat(family: Family, rows: Rows) -> Iterator[str]:
    """Yield one table with a line for each circumstance, those that say the same to every credential in one line."""
    titled: list[_Titled] = []
    for circumstance in family.circumstances:
        same = len({tuple(line.cells.items()) for line in circumstance.lines}) == 1
        for line in circumstance.lines[:1] if same else circumstance.lines:
            title = circumstance.title if same else f"{circumstance.title}: {line.kind.title}"
            titled.append((title, circumstance, line))
    yield from _table(titled, rows)


def _set_up(circumstance: Circumstance) -> Iterator[str]:
    if circumstance.code:
        yield f"```python\n{circumstance.code}\n```\n"
    if circumstance.really:
        yield f"In a real tenant: `{circumstance.really}`\n"
    if circumstance.when == "connected":
        yield "While the connection is open.\n"


#: a line of a table, with what stands in front of it
_Titled = tuple[str, Circumstance, Line]


def _table(titled: list[_Titled], rows: Rows) -> Iterator[str]:
    columns = [protocol for protocol in PROTOCOLS if any(protocol in line.cells for _, _, line in titled)]
    yield f"| | {' | '.join(columns)} |"
    yield f"| --- |{' --- |' * len(columns)}"
    for title, circumstance, line in titled:
        cells = [
            _cell(line.cells.get(protocol), rows.get(f"{circumstance.name}-{line.kind.name}-{protocol}"))
            for protocol in columns
        ]
        yield f"| {title} | {' | '.join(cells)} |"
    yield ""


def _cell(outcome: Outcome | None, reports: Confirmed | None) -> str:
    if outcome is None:
        return ""
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


def _sources() -> Iterator[str]:
    used = {name for row in rows(FAMILIES) for name in row.outcome.source.split(", ")}
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
    PAGE.write_text(render(), encoding="utf-8")
