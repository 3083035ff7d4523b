"""What the code says itself in docs/live.md and docs/live-ci.md: ``python -m tests.plugin.live_pages`` writes it."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pytest_m365 import options
from pytest_m365.live.clouds import CLOUDS
from pytest_m365.live.environment import SECRETS, VARIABLES

ROOT = Path(__file__).resolve().parents[2]
PAGES = (ROOT / "docs" / "live.md", ROOT / "docs" / "live-ci.md")
WORKFLOW = ROOT / "examples" / "live" / "github-workflow.yml"
#: a place in a page that is filled: ``<!-- made: name -->``, what was made, ``<!-- end -->``
_PLACE = re.compile(r"(<!-- made: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
#: options and settings that matter to live runs and have no name of theirs
_ALSO = {"--m365", "m365_target", "m365_require"}


class Declared:
    """What the plugin declares to pytest: takes the place of its parser."""

    def __init__(self) -> None:
        #: an option's name, and what is known of it
        self.options: dict[str, dict[str, Any]] = {}
        #: an ini setting's name, what it is for, its default
        self.settings: dict[str, tuple[str, Any]] = {}
        options.add_options(self)  # type: ignore[arg-type]

    def getgroup(self, *_: str) -> "Declared":
        return self

    def addoption(self, name: str, **known: Any) -> None:
        self.options[name] = known

    def addini(self, name: str, help: str, type: str | None = None, default: Any = None) -> None:
        self.settings[name] = (help, default)


def filled(page: str) -> str:
    """Return a page with what the code says, in the places for it."""
    made = {"variables": variables, "ini": ini, "options": command_line, "clouds": clouds, "workflow": workflow}
    return _PLACE.sub(lambda place: f"{place[1]}{made[place[2]]()}{place[3]}", page)


def variables() -> str:
    """Return the table of the environment's variables."""
    rows = [(f"`{name}`", meaning, "secret" if name in SECRETS else "") for name, meaning in VARIABLES.items()]
    return _table(("environment variable", "value", ""), rows)


def ini() -> str:
    """Return the table of the ini file's settings."""
    rows = [
        (f"`{name}`", meaning, _default(default))
        for name, (meaning, default) in Declared().settings.items()
        if name.startswith("m365_live_") or name in _ALSO
    ]
    return _table(("ini setting", "value", "default"), rows)


def command_line() -> str:
    """Return the table of the command line's options."""
    rows = [
        (f"`{_with_value(name, known)}`", known["help"])
        for name, known in Declared().options.items()
        if name in ("--m365-require", "--m365-sweep") or name in _ALSO
    ]
    return _table(("option", "what for"), rows)


def clouds() -> str:
    """Return the table of clouds."""
    rows = [
        (f"`{cloud.name}`", *_hosts(cloud.sign_in_host, cloud.mail_host, cloud.submission_host))
        for cloud in CLOUDS.values()
    ]
    return _table(("`M365_CLOUD`", "sign-in", "EWS, IMAP (993), POP3 (995)", "SMTP (587)"), rows)


def workflow() -> str:
    """Return the workflow's file as a block of code."""
    return f"```yaml\n{WORKFLOW.read_text(encoding='utf-8')}```\n"


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [tuple(head)]
    lines += [tuple(cell.replace("|", "\\|") for cell in row) for row in rows]
    texts = [f"| {' | '.join(line)} |" for line in lines]
    return "\n".join([texts[0], f"|{' --- |' * len(lines[0])}", *texts[1:]]).replace("|  |", "| |") + "\n"


def _with_value(name: str, known: dict[str, Any]) -> str:
    choices = known.get("choices")
    value = "{" + ",".join(choices) + "}" if choices else known.get("metavar")
    return f"{name}={value}" if value else name


def _default(default: Any) -> str:
    values = default if isinstance(default, list) else [default]
    return ", ".join(str(value) for value in values if value)


def _hosts(*names: str) -> Iterable[str]:
    return (f"`{name}`" for name in names)


if __name__ == "__main__":
    for path in PAGES:
        path.write_text(filled(path.read_text(encoding="utf-8")), encoding="utf-8")
