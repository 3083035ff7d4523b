"""Files that pytest and its plugins write, without secrets."""

import logging
from pathlib import Path

from pytest_m365.secrecy.registry import Secrets

#: as it is written in XML and HTML
_IN_MARKUP = "&lt;redacted&gt;"


class _CleanFormatter(logging.Formatter):
    """Writes records as another formatter does, without secrets."""

    def __init__(self, formatter: logging.Formatter, secrets: Secrets) -> None:
        super().__init__()
        self._formatter = formatter
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        """Return a record's lines, its traceback too."""
        return self._secrets.scrub(self._formatter.format(record))


def clean_log(handler: object, secrets: Secrets) -> None:
    """Let a handler of logging write no secrets, whatever file it is told to write to; what is none is left alone."""
    if isinstance(handler, logging.Handler) and not isinstance(handler.formatter, _CleanFormatter):
        handler.setFormatter(_CleanFormatter(handler.formatter or logging.Formatter(), secrets))


def clean_file(path: str | None, secrets: Secrets) -> None:
    """Take secrets out of a report in XML or HTML: out of what no report of a test held, as record_testsuite_property.

    Args:
        path: none, or a file that is not there, if nothing was written.
    """
    if path is None or not Path(path).is_file():
        return
    file = Path(path)
    text = file.read_text("utf-8")
    clean = secrets.scrub_known(text, _IN_MARKUP)
    if clean != text:
        file.write_text(clean, "utf-8")
