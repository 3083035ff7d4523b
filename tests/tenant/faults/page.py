"""The page docs/faults.md, made of the methods: ``python -m tests.tenant.faults.page`` writes it."""

import inspect
import re
from pathlib import Path

from fakeserver.tenant.faults.fault import Where
from fakeserver.tenant.faults.faults import Faults, kinds
from fakeserver.tenant.places import PLACES

#: what people report of the service most, and what brings it about here: the rows of a table
REPORTED = Path(__file__).with_name("reported.md").read_text(encoding="utf-8")
PAGE = Path(__file__).resolve().parents[3] / "docs" / "faults.md"
_SOURCE = Path(inspect.getfile(Where)).read_text(encoding="utf-8")

_INTRODUCTION = """\
# Faults on demand

Made by `tests/tenant/faults/page.py` from the methods themselves; a test compares.

`m365_fake.faults` lets go wrong what goes wrong in production, when and where a test wants it:

```python
def test_the_program_waits_and_tries_again(m365_fake, program):
    throttled = m365_fake.faults.throttle("imap", times=2, retry_after=0.1)
    with m365_fake.faults.slow("token", seconds=0.2):
        program.run()
    assert throttled.taken == 2
```

Each call returns the fault: `taken` counts how often it happened, `cancel()` ends it, and a `with` block ends it too;
what it does to a request already, it goes on doing.
`faults.clear()` ends all of them, and so does the end of the target: the test's, or the module's (`m365_module`).
`faults.add("throttle", "ews", times=2)` orders a fault by its name. A failed test's report says behind each exchange
which fault happened to it, and names those that never happened; the journal has it as `ordered`.

The first argument is the place, the second the operation; without one every operation is meant, or those that the kind
names. Of several faults that fit a request, the one that was ordered first happens, and counts.

Before anybody has signed in, and so for `connect` and TLS, the newest tenant's faults count: on a server that several
runs share (`--m365-url`) they hit whoever connects. A sign-in meets those of the tenant that its credential names.

A request to EWS or Autodiscover whose credential is refused (401, 403) meets `down`, `hang` and `unavailable` alone. So
does one to EWS that performs nothing (GET), and one to Entra ID that performs nothing (OPTIONS) or is refused unread (a
wrong method, a body that is too large).

Faults of TLS happen when somebody connects: a connection that is open, such as one that an HTTP client keeps, goes on.
All that is HTTP comes to one port, so that `broken_tls("ews")` or `expired_certificate("token")` is a fault of EWS,
Autodiscover and Entra ID alike.

A certificate that no client should take is refused by clients that verify. `imaplib.IMAP4_SSL`, `poplib.POP3_SSL` and
`smtplib`'s `starttls` verify nothing unless they are given an SSL context (`ssl.create_default_context()`): a program
without one goes on, and `assert fault.taken` with no error is the finding.

`fakeserver serve --config` takes the same as tables:

```toml
[[faults]]
kind = "throttle"
place = "ews"
operation = "FindItem"
times = 2
retry_after = 3
```
"""


def faults_page() -> str:
    """Return the page ``docs/faults.md``."""
    lines = [_INTRODUCTION, "## What people report, and what brings it about", ""]
    lines += ["| a program hears | in a test |", "| --- | --- |"]
    lines += REPORTED.splitlines()
    lines += ["", "## The kinds", ""]
    for kind in kinds():
        lines += _kind(kind)
    lines += ["## For whom, and how often", "", "Every kind takes these by name:", ""]
    lines += [f"- `{name}`: {meaning}" for name, meaning in _where()]
    lines += ["", "## The places and their operations", ""]
    lines += [f"- `{place}`: {', '.join(named.operations)}" for place, named in PLACES.items()]
    return "\n".join(lines) + "\n"


def _kind(kind: str) -> list[str]:
    method = getattr(Faults, kind)
    parameters = [
        str(parameter.replace(annotation=inspect.Parameter.empty)).replace("'", '"')
        for name, parameter in inspect.signature(method).parameters.items()
        if name not in ("self", "where")
    ]
    text = inspect.getdoc(method) or ""
    said, _, arguments = text.partition("\nArgs:\n")
    meaning = " ".join(said.split())
    lines = [f"### {kind}", "", f"`faults.{kind}({', '.join(parameters)})`", "", meaning, ""]
    settings = re.findall(r"^    (\w[\w, ]*): (.*(?:\n {8}.*)*)", arguments, re.MULTILINE)
    if settings:
        lines += [f"- `{name}`: {' '.join(meaning.split())}" for name, meaning in settings]
        lines.append("")
    return lines


def _where() -> list[tuple[str, str]]:
    rows = re.findall(r"    #: (.*)\n    (\w+): ", _SOURCE)
    return [(name, meaning) for meaning, name in rows if name in Where.__annotations__]


if __name__ == "__main__":
    PAGE.write_text(faults_page(), encoding="utf-8")
