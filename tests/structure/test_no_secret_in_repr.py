"""No dataclass shows a secret in its `repr`, which is what tracebacks, logs and assertions print of it."""

import dataclasses
import inspect
import re
from types import ModuleType

import pytest

import fakeserver
import pytest_m365
from tests.modules import modules_of

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
    ("Context", "assertion"): "claims",
    ("Context", "without_token"): "why there is none",
    ("Credentials", "assertion_type"): "the name of a kind",
    ("Envelope", "body"): "an XML element, which shows its name",
    ("Explanation", "token"): "claims",
    ("IssuedTokens", "refresh_token_age"): "seconds",
    ("Answer", "response"): "accepted, declined, ...",
    ("MeetingMessage", "response"): "accepted, declined, ...",
    ("Path", "parameters"): "of MAIL and RCPT",
    ("Redemption", "id_token_claims"): "names of claims",
    ("AuthorizationCode", "id_token_claims"): "names of claims",
    ("Secret", "secret_id"): "what the portal shows of a secret beside its value",
    ("Seen", "assertion"): "claims",
    ("Seen", "secret_form"): "what is odd about it, in words",
    ("Seen", "token_length"): "characters",
    ("_Reader", "tokens"): "words of a search",
    ("Daemon", "token_file"): "a path",
    ("Effect", "code"): "of a reply of SMTP, or of an error of Entra ID",
    ("KindView", "parameters"): "what a kind of fault takes",
    ("TenantView", "token_url"): "an address",
}
#: Codes of protocols, not of grants: the class says so.
OF_PROTOCOLS = re.compile(r".*(Row|Fault|Error)|Reply")


def dataclasses_of(package: ModuleType) -> list[type]:
    """Return the dataclasses of a package, each from the module that defines it."""
    return [
        kind
        for module in modules_of(package)
        for kind in vars(module).values()
        if inspect.isclass(kind) and dataclasses.is_dataclass(kind) and kind.__module__ == module.__name__
    ]


EVERY = dict.fromkeys([*dataclasses_of(fakeserver), *dataclasses_of(pytest_m365)])
SUSPECT = [(kind, field.name) for kind in EVERY for field in dataclasses.fields(kind) if SECRET.fullmatch(field.name)]


def is_harmless(kind: type, name: str) -> bool:
    return (kind.__name__, name) in HARMLESS or (name == "code" and OF_PROTOCOLS.fullmatch(kind.__name__) is not None)


SECRETS = [(kind, name) for kind, name in SUSPECT if not is_harmless(kind, name)]


@pytest.mark.parametrize(("kind", "name"), SECRETS, ids=[f"{kind.__name__}.{name}" for kind, name in SECRETS])
def test_a_secret_is_not_shown(kind: type, name: str) -> None:
    made: object = kind.__new__(kind)  # type: ignore[call-overload]
    for field in dataclasses.fields(kind):
        object.__setattr__(made, field.name, "S3CRET" if field.name == name else "")
    assert "S3CRET" not in repr(made)


def test_each_exception_is_a_field_that_is_there() -> None:
    assert HARMLESS.keys() <= {(kind.__name__, name) for kind, name in SUSPECT}
