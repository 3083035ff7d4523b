"""The page docs/switches.md, made of the rows: ``python -m tests.tenant.switches.page`` writes it."""

from collections.abc import Iterable
from pathlib import Path
from typing import get_args

from fakeserver.tenant.switches.authentication_policy import AuthenticationPolicy
from fakeserver.tenant.switches.conditional_access import ConditionalAccessPolicy, Grant, Way
from fakeserver.tenant.switches.policies import Policies
from fakeserver.tenant.switches.switch import Switch
from fakeserver.tenant.switches.user_switches import UserSwitches
from fakeserver.tenant.switches.working_hours import WorkingHours

_HEAD = ("name", "as an admin knows it", "default", "takes", "what it does", "source")


PAGE = Path(__file__).resolve().parents[3] / "docs" / "switches.md"


def switches_page() -> str:
    """Return the page ``docs/switches.md``."""
    return "\n".join(
        [
            "# Switches",
            "",
            "Made by `tests/tenant/switches/page.py` from the rows themselves; a test compares.",
            "",
            "Set one on the tenant (`m365_fake.policies.basic_auth = True`), on a user (`user.imap = False`), with",
            "`add_user(name, imap=False)`, with the marker `@pytest.mark.m365(basic_auth=True, imap=False)`, or in the",
            "TOML file of `fakeserver serve --config`. An unknown name suggests the right one, a wrong value lists the",
            "right ones. A switch that is thrown while somebody is connected takes effect at their next command. In",
            "the marker, a name that tenant and user share (`smtp_auth`, `ews_allow_list`, ...) is the tenant's.",
            "",
            "## The tenant",
            "",
            *_table(Policies.rows.values()),
            "",
            "## Each user",
            "",
            *_table(UserSwitches.rows.values()),
            "",
            "## Values with parts",
            "",
            "`from fakeserver import AuthenticationPolicy, ConditionalAccessPolicy, WorkingHours`; a mapping of the",
            "same fields will do wherever one of them is taken.",
            "",
            f"- `AuthenticationPolicy`: {_fields(AuthenticationPolicy)}. What it doesn't allow, it blocks.",
            f"- `ConditionalAccessPolicy`: {_fields(ConditionalAccessPolicy)}. What is left out fits everybody;",
            f"  `grant` is one of {_words(Grant)}; `ways` are of {_words(Way)}.",
            f"- `WorkingHours`: {_fields(WorkingHours)}: names of days, and times such as `08:00`.",
            "",
            "## Beside the switches",
            "",
            "Permissions are given by calls of the tenant: `rights.add_mailbox_permission`,",
            "`rights.add_folder_permission`, `rights.add_delegate`, `rights.register_in_exchange`,",
            "`rights.assign_role`, `rights.add_application_access_policy`, `sign_ins.add_conditional_access`;",
            "each has its counterpart that takes it back.",
            "",
            '`people.localize_folders(user, "de-DE")` gives the folders of a mailbox their names in another language.',
            "",
            "In a real tenant most of this bites after minutes, some of it after hours. What is to bite later, by the",
            "tenant's clock, is given to `later.do`, whatever it is:",
            "",
            "```python",
            "m365_fake.later.do(lambda: user.set(imap=True), minutes=30)",
            "m365_fake.later.do(lambda: m365_fake.rights.add_mailbox_permission(user, app), hours=2)",
            "m365_fake.clock.advance(hours=2)",
            "```",
            "",
        ]
    )


def _fields(kind: type) -> str:
    return ", ".join(f"`{name}`" for name in kind.__annotations__)


def _words(choice: object) -> str:
    return ", ".join(f"`{word}`" for word in get_args(choice))


def _table(rows: Iterable[Switch]) -> list[str]:
    lines = [_line(_HEAD), _line(["---"] * len(_HEAD))]
    for row in rows:
        takes = row.takes.replace("|", "\\|")
        cells = (f"`{row.name}`", row.admin_name, f"`{row.default!r}`", takes, row.meaning, row.source)
        lines.append(_line(cells))
    return lines


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    PAGE.write_text(switches_page(), encoding="utf-8")
