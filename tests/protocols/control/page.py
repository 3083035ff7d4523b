"""The page docs/control.md: its table is made of the operations (``python -m tests.protocols.control.page``)."""

from itertools import groupby
from pathlib import Path

from fakeserver.protocols.control import resources
from fakeserver.protocols.control.routing import Operation

PAGE = Path(__file__).resolve().parents[3] / "docs" / "control.md"
TEXT = Path(__file__).with_name("control.md").read_text(encoding="utf-8")


def rendered() -> str:
    """Return the page."""
    parts = ["| | |", "| --- | --- |"]
    for _, operations in groupby(resources.operations(), lambda each: each.perform.__module__):
        parts += [_row(each) for each in operations]
    return TEXT.replace("<!-- operations -->", "\n".join(parts))


def _row(each: Operation) -> str:
    summary, _ = each.text
    path = each.path.replace("/tenants/{tenant}", "…") if each.path != "/tenants/{tenant}" else each.path
    return f"| `{each.method} {path}` | {summary} |"


if __name__ == "__main__":
    PAGE.write_text(rendered(), encoding="utf-8")
