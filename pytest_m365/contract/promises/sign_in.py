"""Signing in to each protocol: who is let in, and how those are refused who spoil their token or its form themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from fakeserver.xoauth2 import xoauth2
from pytest_m365.contract.asking import forged
from pytest_m365.contract.asking.doors import respond, token_without
from pytest_m365.contract.asking.lines import Imap, Pop3, base64_unless
from pytest_m365.contract.asking.permissions import scope_of
from pytest_m365.contract.promise import Ask, Perform, Table
from pytest_m365.contract.promises.answers import IN, NO, NOT_CONNECTED, TRACE
from pytest_m365.contract.terms import Known

if TYPE_CHECKING:
    from pytest_m365.contract.asking.asker import Asker

IMAP, POP3, SMTP = Table("IMAP"), Table("POP3"), Table("SMTP")
TABLES = (IMAP, POP3, SMTP)


def _response(protocol: str, made: Callable[[Asker], str]) -> Perform:
    """Return what signs in by a response and uses what that opens: the deciding lines."""
    return lambda asker: respond(asker, protocol, made(asker))


def _always(text: str) -> Callable[[Asker], str]:
    return lambda asker: text


def _by_token(made: Callable[[Asker, str], str], protocol: str) -> Callable[[Asker], Sequence[str]]:
    return _response(protocol, lambda asker: xoauth2(asker.user, made(asker, scope_of(protocol))))


def _user(asker: Asker, scope: str) -> str:
    return asker.user_token(scope)


def _app(asker: Asker, scope: str) -> str:
    return asker.app_token()


_GOOD: tuple[tuple[str, str, Callable[[Asker, str], str]], ...] = (
    ("delegated", "a user's token", _user),
    ("app-only", "an application's token", _app),
)
#: name, what it is, how it is made, and how far its refusal is known on all three
_BAD: tuple[tuple[str, str, Callable[[Asker, str], str]], ...] = (
    ("garbage", "a text that is no token", lambda asker, scope: "no.token.at-all"),
    ("cut", "a token that was cut off", lambda asker, scope: forged.cut(asker.token(scope))),
    ("changed", "a token changed after signing", lambda asker, scope: forged.changed(asker.token(scope))),
    ("unsigned", "an unsigned token (alg none)", lambda asker, scope: forged.unsigned(asker.token(scope))),
    ("unknown-key", "a token signed by somebody else's key", lambda asker, scope: forged.signed_by_another(asker.token(scope))),
)  # fmt: skip

for _table in TABLES:
    _protocol = _table.protocol
    for _name, _title, _made in _GOOD:
        _table.add(
            f"sign-in-{_name}",
            f"{_title} signs in, and the mailbox opens",
            ("D", "IPS"),
            Ask(f"AUTH XOAUTH2 with {_title}, and one use", _by_token(_made, _protocol)),
            IN[_protocol],
            rows=f"default-{_name}-",
        )
    for _name, _title, _made in _BAD:
        _table.add(
            f"refused-{_name}",
            f"{_title} is refused at once, without a challenge",
            ("D", "IPS" if _protocol == "POP3" else "IPS, logs"),
            Ask(f"AUTH XOAUTH2 with {_title}", _by_token(_made, _protocol)),
            NO[_protocol],
            rows=f"default-{_name}-",
        )

#: how the response is spoilt: name, what it is, the response, and how far its answer is known
_FORMS: tuple[tuple[str, str, str, dict[str, Known]], ...] = (
    ("no-base64", "a response that is no base64", "user=a auth=Bearer", {"IMAP": ("I", "logs")}),
    ("no-auth-field", "a response without auth=", "user=a@pytest-m365.invalid\x01\x01", {"IMAP": ("I", "logs")}),
    ("no-user-field", "a response without user=", "auth=Bearer x.y.z\x01\x01", {"IMAP": ("I", "logs")}),
    ("cancelled", "`*`, by which a client gives up,", "*", {"SMTP": ("T*", "oauth2-proxy")}),
)
for _table in TABLES:
    for _name, _title, _text, _known in _FORMS:
        _cancelled = _name == "cancelled" and _table.protocol == "IMAP"
        _table.add(
            f"sasl-{_name}",
            f"{_title} is answered like this",
            _known.get(_table.protocol, ("U", "no record")),
            Ask(f"AUTH XOAUTH2, then {_title.rstrip(',')}", _response(_table.protocol, _always(_text))),
            "BAD AUTHENTICATE failed." if _cancelled else NO[_table.protocol],
            rows=f"sasl-{_name}-",
        )


def _one_line(asker: Asker, client: Imap | Pop3, command: str, token: str) -> list[str]:
    response = base64_unless(xoauth2(asker.user, token))
    said = client.say(command + response)
    return [said.partition(" ")[2] if isinstance(client, Imap) else said]


@IMAP.asked(
    "sasl-one-line",
    ("D", "IPS"),
    "AUTHENTICATE XOAUTH2 with the response on one line",
    "OK AUTHENTICATE completed.",
    rows="sasl-one-line-",
)
def _imap_one_line(asker: Asker) -> Sequence[str]:
    """The response may stand on the command's own line."""
    return _one_line(asker, asker.new_imap(), "one AUTHENTICATE XOAUTH2 ", asker.token("IMAP.AccessAsUser.All"))


@IMAP.asked(
    "sasl-garbage-one-line",
    ("D", "IPS"),
    "the same with no token",
    "NO AUTHENTICATE failed.",
    rows="sasl-garbage-one-line-",
)
def _imap_garbage(asker: Asker) -> Sequence[str]:
    """On one line no token is refused as in two."""
    return _one_line(asker, asker.new_imap(), "one AUTHENTICATE XOAUTH2 ", "no.token.at-all")


@POP3.asked(
    "sasl-one-line",
    ("T", "getmail6"),
    "AUTH XOAUTH2 with the response on one line",
    "-ERR Protocol error. Connection is closed. 10\n(connection closed)",
    rows="sasl-one-line-",
)
def _pop3_one_line(asker: Asker) -> Sequence[str]:
    """The response must not stand on the command's own line."""
    client = asker.new_pop3()
    said = _one_line(asker, client, "AUTH XOAUTH2 ", asker.token("POP.AccessAsUser.All"))
    return [*said, client.read()] if said[0].startswith("-ERR") else said


@POP3.asked(
    "sasl-long-line",
    ("T*", "MailKit"),
    "AUTH XOAUTH2, then a response of more than 4,096 characters, which is no token",
    "-ERR Protocol error. Connection is closed. 10\n(connection closed)",
    rows="sasl-long-token-",
)
def _pop3_long(asker: Asker) -> Sequence[str]:
    """A response of more than 4,096 characters is a protocol error, whatever it says."""
    client = asker.new_pop3()
    said = client.respond(xoauth2(asker.user, "x" * 4200))
    return [*said, client.read()] if "closed" in said[-1] else said


@SMTP.asked(
    "sasl-one-line",
    ("D", "IPS"),
    "AUTH XOAUTH2 with the response on one line",
    "235 2.7.0 Authentication successful",
    rows="sasl-one-line-",
)
def _smtp_one_line(asker: Asker) -> Sequence[str]:
    """The response may stand on the command's own line."""
    response = base64_unless(xoauth2(asker.user, asker.token("SMTP.Send")))
    return asker.new_smtp().whole(f"AUTH XOAUTH2 {response}")


@SMTP.asked(
    "sasl-garbage-one-line",
    ("D", "IPS, logs"),
    "the same with no token",
    NO["SMTP"],
    rows="sasl-garbage-one-line-",
)
def _smtp_garbage(asker: Asker) -> Sequence[str]:
    """On one line no token is refused as in two."""
    return asker.new_smtp().whole(f"AUTH XOAUTH2 {base64_unless(xoauth2(asker.user, 'no.token.at-all'))}")


@SMTP.asked(
    "mail-after-refusal",
    ("T", "logs"),
    "AUTH XOAUTH2 with no token; MAIL",
    f"530 5.7.57 Client not authenticated to send mail. Error: 535 5.7.3 Authentication unsuccessful {TRACE}",
    f"530 5.7.57 Client not authenticated to send mail. {TRACE}",
)
def _after(asker: Asker) -> Sequence[str]:
    """Who sends after a refused sign-in is told of it once more, or that nobody is signed in."""
    client = asker.new_smtp()
    client.respond(xoauth2(asker.user, "no.token.at-all"))
    return client.whole(f"MAIL FROM:<{asker.user}>")


def _without_scope(protocol: str) -> Perform:
    return _response(protocol, lambda asker: xoauth2(asker.user, token_without(asker, protocol)))


def _for_nobody(protocol: str, made: Callable[[Asker, str], str]) -> Perform:
    return _response(protocol, lambda asker: xoauth2(asker.nobody, made(asker, scope_of(protocol))))


for _table, _marks, _missing_known, _expected in (
    (IMAP, ("T*", "logs"), ("T*", "imapsync, getmail6, oauth2-proxy"), NOT_CONNECTED),
    (POP3, ("I", "IPS"), ("U", "no record"), NO["POP3"]),
    (SMTP, ("D", "IPS, logs"), ("I", "logs"), f"550 5.2.1 Mailbox cannot be accessed {TRACE}"),
):
    _table.add(
        "wrong-scope",
        "a token without the protocol's scope is refused like no token",
        _marks,  # type: ignore[arg-type]
        Ask(
            "AUTH XOAUTH2 with a token for another protocol",
            _without_scope(_table.protocol),
        ),
        NO[_table.protocol],
        rows="permissions-wrong-scope-",
    )
    for _, _title, _made in _GOOD:
        _name = f"{'app-only-' if _made is _app else ''}no-such-mailbox"
        _table.add(
            _name,
            f"{_title} for a mailbox that is not there is answered like this",
            _missing_known,  # type: ignore[arg-type]
            Ask(
                f"AUTH XOAUTH2 with {_title} and user= an address that nobody has", _for_nobody(_table.protocol, _made)
            ),
            _expected,
            rows=f"no-permission-{_name}-",
        )


@IMAP.asked(
    "no-such-mailbox-bye",
    ("T", "MailKit"),
    "a good token for a mailbox that is not there; commands until the connection is closed",
    "BAD User is authenticated but not connected.\n* BYE Connection closed. 14",
)
def _bye(asker: Asker) -> Sequence[str]:
    """After some commands to a mailbox that does not open the connection is closed."""
    client = asker.new_imap()
    client.sign_in(asker.nobody, asker.user_token("IMAP.AccessAsUser.All"))
    said = client.tagged("NAMESPACE")
    for _ in range(10):
        more = client.tagged('LIST "" INBOX')
        if more[0].startswith("* BYE"):
            return [said[-1], more[0]]
    return [*said, "open after ten"]
