"""What variables of the environment say of a tenant: ``FAKESERVER_TENANT_ID``, ``FAKESERVER_USERS`` ..."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any, NamedTuple

from fakeserver.config.reading import ConfigError, check_text, shown
from fakeserver.suggestion import did_you_mean
from fakeserver.tenant.identifiers import is_domain, is_guid
from fakeserver.tenant.switches.policies import Policies
from fakeserver.tenant.switches.switch import Switch

PREFIX = "FAKESERVER_"
_POLICIES = f"{PREFIX}POLICIES_"
#: Values of a switch as people write them in environment files, where it takes neither JSON nor the text itself.
_WORDS: Mapping[str, bool | None] = {
    **dict.fromkeys(("1", "true", "yes", "on"), True),
    **dict.fromkeys(("0", "false", "no", "off"), False),
    "none": None,
}
#: letters of what a switch says of a value
_LONGEST = 300


class Variable(NamedTuple):
    """A variable, and the key of the configuration whose value it is."""

    name: str
    #: the table, and the key in it; one alone is of the top level
    key: tuple[str, ...]
    #: takes the variable's name and its text; raises ConfigError
    read: Callable[[str, str], Any]
    #: after "it is"
    meaning: str


def read_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    """Return what the variables of an environment say, in the form of a configuration file.

    Variables that are empty are as if they were not there: compose files give those that nobody has set.

    Raises:
        ConfigError: a value is not what its variable takes.
    """
    table: dict[str, Any] = {}
    for variable in _variables(environment):
        inner = table
        for name in variable.key[:-1]:
            inner = inner.setdefault(name, {})
        inner[variable.key[-1]] = variable.read(variable.name, environment[variable.name])
    return table


def origins(environment: Mapping[str, str]) -> dict[str, str]:
    """Return key of the top level -> the variables that give it, for errors."""
    found: dict[str, list[str]] = {}
    for variable in _variables(environment):
        found.setdefault(variable.key[0], []).append(variable.name)
    return {key: ", ".join(names) for key, names in found.items()}


def check_names(environment: Mapping[str, str], options: Iterable[str]) -> None:
    """Refuse variables with our prefix that nothing reads.

    Args:
        options: those that are read elsewhere.

    Raises:
        ConfigError: there is one; the text suggests the right one.
    """
    usual = {*options, *(variable.name for variable in VARIABLES)}
    for name in sorted(environment):
        if not name.startswith(PREFIX) or name in usual:
            continue
        if name.startswith(_POLICIES):
            if _policy(name):
                continue
            raise ConfigError(name, f"the tenant has no such switch{_meant(name, _POLICIES, Policies.rows)}")
        known = [each[len(PREFIX) :] for each in usual]
        there_are = f"; there are: {', '.join(sorted(usual))}, {_POLICIES}<SWITCH>"
        raise ConfigError(name, f"there is no such variable{_meant(name, PREFIX, known) or there_are}")


def _variables(environment: Mapping[str, str]) -> Iterator[Variable]:
    """Yield those of an environment that are not empty."""
    yield from (variable for variable in VARIABLES if environment.get(variable.name))
    for name in sorted(environment):
        row = _policy(name)
        if row is not None and environment[name]:
            yield Variable(name, ("policies", row.name), _switch(row), row.meaning)


def _policy(name: str) -> Switch | None:
    """Return the tenant's switch that a variable is of, or None."""
    word = name.removeprefix(_POLICIES)
    return Policies.rows.get(word.lower()) if name.startswith(_POLICIES) and word.isupper() else None


def _meant(name: str, prefix: str, known: Iterable[str]) -> str:
    """Return "; did you mean ...?" by what stands behind the prefix, which all have; or nothing."""
    text = did_you_mean(name[len(prefix) :], (each.upper() for each in known))
    return text.replace("'", f"'{prefix}", 1)


# --- values ---------------------------------------------------------------------------------------------------------


def _text(name: str, text: str) -> str:
    check_text(text, name, is_secret=False)
    return text


def _secret(name: str, text: str) -> str:
    check_text(text, name, is_secret=True)
    return text


def _guid(name: str, text: str) -> str:
    if not is_guid(text):
        raise ConfigError(name, f"a GUID is wanted, not {shown(text)}")
    return text


def _domain(name: str, text: str) -> str:
    if not is_domain(text):
        raise ConfigError(name, f"a name such as contoso.onmicrosoft.com is wanted, not {shown(text)}")
    return text


def _users(name: str, text: str) -> list[dict[str, str]]:
    """Read ``alice:password,bob``; a password has no comma, and may have colons."""
    users: list[dict[str, str]] = []
    for number, part in enumerate(text.split(",")):
        user, colon, password = (word.strip() for word in part.partition(":"))
        if not user or (colon and not password):
            # Not the text itself, which has passwords in it.
            missing = "password" if user else "name"
            raise ConfigError(name, f"'alice:password,bob:password' is wanted; part {number + 1} has no {missing}")
        check_text(user, name, is_secret=False)
        check_text(password or user, name, is_secret=True)
        users.append({"name": user, "password": password} if colon else {"name": user})
    return users


def _switch(row: Switch) -> Callable[[str, str], object]:
    """Return what reads a switch: JSON, or the text itself, or a word for true or false."""

    def read(name: str, text: str) -> object:
        candidates: list[object] = [text]
        # A text, such as SMTP, is no JSON.
        with suppress(ValueError, RecursionError):
            candidates.insert(0, json.loads(text))
        candidates += [_WORDS[word] for word in [text.strip().lower()] if word in _WORDS]
        problems: list[str] = []
        for candidate in candidates:
            try:
                row.check(candidate)
            except (TypeError, ValueError) as error:
                problems.append(str(error))
            else:
                return candidate
        # Of lists and tables the switch says what is wrong inside.
        problem = problems[0 if isinstance(candidates[0], list | dict) else -1]
        raise ConfigError(name, problem if len(problem) <= _LONGEST else f"{problem[:_LONGEST]}...")

    return read


VARIABLES = (
    Variable(f"{PREFIX}TENANT_ID", ("tenant_id",), _guid, "the tenant's id"),
    Variable(f"{PREFIX}DOMAIN", ("domain",), _domain, "the tenant's initial domain"),
    Variable(f"{PREFIX}CLIENT_ID", ("public_app", "client_id"), _guid, "the id of the usual public application"),
    Variable(f"{PREFIX}DAEMON_CLIENT_ID", ("daemon_app", "client_id"), _guid, "the id of the usual daemon application"),
    Variable(f"{PREFIX}CLIENT_SECRET", ("daemon_app", "secret"), _secret, "that daemon application's secret"),
    Variable(f"{PREFIX}USERS", ("users",), _users, "the users, as `alice:password,bob:password`"),
)
