"""The page docs/ews-operations.md: ``python -m tests.protocols.ews.operations.page`` writes it."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from fakeserver.protocols.ews.operations.not_performed import NOT_PERFORMED, operation_not_performed, page_of
from fakeserver.protocols.ews.registry import Operation, performed

PAGE = Path(__file__).resolve().parents[4] / "docs" / "ews-operations.md"


def operations_page() -> str:
    """Return the page ``docs/ews-operations.md``."""
    refused = operation_not_performed("PlayOnPhone").row
    return "\n".join(
        [
            "# EWS operations",
            "",
            "Made by `tests/protocols/ews/operations/page.py` from the registry; tests compare it with the page, and",
            "the registry with the operations of Microsoft's `services.wsdl`, which lacks the two on reminders.",
            "",
            f"Of {len(performed()) + len(NOT_PERFORMED)} operations {len(performed())} are performed. Any other gets a",
            f"SOAP fault that names it: `{refused.code}`, such as `{refused.text}`",
            "It is not ErrorInvalidRequest, ErrorInvalidServerVersion or ErrorIncorrectSchemaVersion, after which",
            "clients such as exchangelib try other versions. The report of a failed test has a paragraph for each.",
            "",
            "A request whose RequestServerVersion is older than an operation gets ErrorIncorrectSchemaVersion.",
            "",
            "## Performed",
            "",
            "| operation | about | since |",
            "| --- | --- | --- |",
            *(_row(operation) for operation in sorted(performed().values(), key=_order)),
            "",
            "## Not performed",
            *_not_performed(),
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
    for reason, names in groupby(NOT_PERFORMED, key=NOT_PERFORMED.__getitem__):
        sentence = f"{reason[0].upper()}{reason[1:]}."
        yield from ("", sentence, "", *_wrapped(sorted(names)))


def _wrapped(names: list[str]) -> list[str]:
    lines = [""]
    for name in names:
        shown = f"`{name}`"
        if len(lines[-1]) + len(shown) > 110:
            lines.append("")
        lines[-1] += f" {shown}" if lines[-1] else shown
    return lines


if __name__ == "__main__":
    PAGE.write_text(operations_page(), encoding="utf-8")
