"""The page docs/ews-operations.md: ``python -m tests.protocols.ews.operations.page`` writes it."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from fakeserver.protocols.ews.operations.not_performed import NOT_PERFORMED, Form, operation_not_performed, page_of
from fakeserver.protocols.ews.registry import Operation, performed

PAGE = Path(__file__).resolve().parents[4] / "docs" / "ews-operations.md"


DIFFERENCES = Path(__file__).with_name("differences.md")


def operations_page() -> str:
    """Return the page ``docs/ews-operations.md``."""
    refused = operation_not_performed("FindTags").row
    return "\n".join(
        [
            "# EWS operations",
            "",
            "Made by `tests/protocols/ews/operations/page.py` from the registry; tests compare it with the page, and",
            "the registry with the operations of Microsoft's `services.wsdl`, which lacks the two on reminders.",
            "",
            f"Of {len(performed()) + len(NOT_PERFORMED)} operations {len(performed())} are performed. What is",
            "answered to any other stands in [a table](#not-performed), and the report of a failed test explains it.",
            "A request whose RequestServerVersion is older than an operation gets ErrorIncorrectSchemaVersion.",
            "",
            "## Performed",
            "",
            "| operation | about | since |",
            "| --- | --- | --- |",
            *(_row(operation) for operation in sorted(performed().values(), key=_order)),
            "",
            "## Not performed",
            "",
            "A feature that is absent, or that Microsoft has withdrawn, is answered by the service's code for it, with",
            "HTTP 200; what no page of Microsoft's describes, by a SOAP fault that says so:",
            f"`{refused.code}`, `{refused.text}`",
            "None of the codes is one after which clients such as exchangelib try other versions.",
            "",
            "| operations | why | answered | the text is backed by |",
            "| --- | --- | --- | --- |",
            *_not_performed(),
            "",
            "## What differs from the service",
            "",
            DIFFERENCES.read_text(encoding="utf-8").rstrip(),
            "",
        ]
    )


def _family(operation: Operation) -> str:
    """Return the folder of an operation's file."""
    return operation.handler.__module__.split(".")[-2]


def _order(operation: Operation) -> tuple[str, str]:
    return _family(operation), operation.name


def _row(operation: Operation) -> str:
    link = f"[{operation.name}](https://{page_of(operation.name)})"
    return f"| {link} | {_family(operation)} | {operation.since} |"


def _not_performed() -> Iterator[str]:
    for shown, group in groupby(NOT_PERFORMED, key=_answered):
        yield f"| {' '.join(f'`{name}`' for name in sorted(group))} | {shown} |"


def _answered(name: str) -> str:
    """Return why an operation is not performed, and what it is answered; several ones share a row."""
    why, row = NOT_PERFORMED[name], operation_not_performed(name).row
    code = f"`{row.code}`" if why.told is not Form.FAULT else f"a fault, `{row.code}`"
    return f"{why.reason} | {code} | {row.source}"


if __name__ == "__main__":
    PAGE.write_text(operations_page(), encoding="utf-8")
