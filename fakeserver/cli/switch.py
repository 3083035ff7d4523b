"""``fakeserver switch``."""

from collections.abc import Iterable
from typing import Any

import click

from fakeserver.cli.asking import Asked, asking, named_values

#: Words that somebody has meant as a value.
_VALUES = frozenset({"on", "off", "true", "false", "none", "null", "yes", "no", "0", "1"})


@click.command()
@click.argument("switches", nargs=-1)
@click.option("--user", metavar="NAME", help="A user's switches, in the place of the tenant's.")
@click.option("--all", "all_of_them", is_flag=True, help="Those too that are as they come.")
@asking
def switch(asked: Asked, /, *, switches: tuple[str, ...], user: str | None, all_of_them: bool) -> None:
    """Tell how SWITCHES are set, or set them: name=value. Without any, those that were changed are told.

    Values are true, false, none, numbers, texts, or JSON. docs/switches.md says what each does.

    \b
        fakeserver switch basic_auth=true ews_enabled=false
        fakeserver switch --user alice imap=false mfa=required
        fakeserver switch smtp_auth
    """
    from fakeserver.client.values import to_json

    to_set = named_values(word for word in switches if "=" in word)
    asked_for = [word for word in switches if "=" not in word]
    _check([*to_set, *asked_for], user)
    tenant = asked.tenant
    holder: Any = tenant.policies if user is None else tenant.user(user)
    if to_set:
        holder.set(**to_set)
    rows = holder.rows if user is None else type(holder).switches
    values = {name: getattr(holder, name) for name in [*to_set, *asked_for] or rows}
    if not switches and not all_of_them:
        values = {name: value for name, value in values.items() if value != rows[name].default}
    shown = {name: to_json(name, value) for name, value in values.items()}
    asked.say(shown, [f"{name}={value!r}" for name, value in values.items()])


def _check(names: Iterable[str], user: str | None) -> None:
    """See that the tenant, or a user, has such switches.

    Raises:
        ValueError: one has none; the text says who has it, or suggests the right name.
    """
    from fakeserver.suggestion import suggestion
    from fakeserver.tenant.switches.policies import Policies
    from fakeserver.tenant.switches.user_switches import UserSwitches

    holder, other = (Policies, UserSwitches) if user is None else (UserSwitches, Policies)
    for name in names:
        if name in holder.rows:
            continue
        if name in other.rows:
            how = "give --user NAME" if user is None else "leave out --user"
            raise ValueError(f"{name} is a switch of {other.holder}, not of {holder.holder}: {how}")
        how = "; a switch is set by name=value" if name.lower() in _VALUES else suggestion(name, sorted(holder.rows))
        raise ValueError(f"{holder.holder} has no switch {name!r}{how}")
