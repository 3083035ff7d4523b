"""No dataclass shows a secret in its `repr`, which is what tracebacks, logs and assertions print of it."""

import dataclasses
import importlib
import inspect
import pkgutil
import re

import pytest

import fakeserver
import pytest_m365

#: Fields whose value may let somebody in, or holds what a client has sent as it came.
SECRET = re.compile(
    r".*(password|secret|assertion|token|verifier|credential|cookie|signature).*"
    r"|((user|device|authorization)_)?code|(initial_)?response|private_key|code_challenge|signing_input|browser|flow(_id|s)?|sessions"
    r"|octets|head|headers|body|query_string|parameters|form|(keys_)?pem|der"
)

#: Class and field -> what it is instead.
HARMLESS = {
    ("Attendee", "response"): "accepted, declined, ...",
    ("Challenge", "octets"): "what the server says",
    ("CommandRow", "secret"): "whether a command holds one",
    ("Credentials", "assertion_type"): "the name of a kind",
    ("Envelope", "body"): "an XML element, which shows its name",
    ("Explanation", "token"): "claims",
    ("IssuedTokens", "refresh_token_age"): "seconds",
    ("MeetingMessage", "response"): "accepted, declined, ...",
    ("Path", "parameters"): "of MAIL and RCPT",
    ("Redemption", "id_token_claims"): "names of claims",
    ("AuthorizationCode", "id_token_claims"): "names of claims",
    ("Secret", "secret_id"): "what the portal shows of a secret beside its value",
    ("_Reader", "tokens"): "words of a search",
}
#: Codes of protocols, not of grants: the class says so.
OF_PROTOCOLS = re.compile(r".*(Row|Fault|Error)|Reply")


def dataclasses_of(package: str, path: list[str]) -> list[type]:
    found: dict[str, type] = {}
    for module in pkgutil.walk_packages(path, f"{package}."):
        if module.name.endswith("__main__"):
            continue
        for kind in vars(importlib.import_module(module.name)).values():
            if inspect.isclass(kind) and dataclasses.is_dataclass(kind) and kind.__module__ == module.name:
                found[f"{kind.__module__}.{kind.__qualname__}"] = kind
    return list(found.values())


EVERY = [
    *dataclasses_of("fakeserver", list(fakeserver.__path__)),
    *dataclasses_of("pytest_m365", list(pytest_m365.__path__)),
]
SUSPECT = [(kind, field.name) for kind in EVERY for field in dataclasses.fields(kind) if SECRET.fullmatch(field.name)]


def is_harmless(kind: type, name: str) -> bool:
    return (kind.__name__, name) in HARMLESS or (name == "code" and OF_PROTOCOLS.fullmatch(kind.__name__) is not None)


@pytest.mark.parametrize(("kind", "name"), SUSPECT, ids=[f"{kind.__name__}.{name}" for kind, name in SUSPECT])
def test_a_secret_is_not_shown(kind: type, name: str) -> None:
    made: object = kind.__new__(kind)  # type: ignore[call-overload]
    for field in dataclasses.fields(kind):
        object.__setattr__(made, field.name, "S3CRET" if field.name == name else "")
    assert ("S3CRET" not in repr(made)) or is_harmless(kind, name)


def test_what_is_harmless_is_there_to_be_shown() -> None:
    assert HARMLESS.keys() <= {(kind.__name__, name) for kind, name in SUSPECT}
