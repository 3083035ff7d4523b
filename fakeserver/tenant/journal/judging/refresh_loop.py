"""Whether a program keeps its tokens, and gives up on what is refused for good.

Two rules. A token is asked for anew, for the same application, user and scopes, when the one before has less than half
of its life left, or has been refused by a protocol; and when the new one is refused as well, a third is not asked for:
it would be as bad. And a request that was refused for good (a dead refresh token, a wrong password, consent that is
missing) is not made again as it is; what says "not yet" or "later" is no such answer.

The real service ends such loops with AADSTS50196, or with HTTP 429 where an application asks for itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from fakeserver.tenant.journal.exchange import Exchange
from fakeserver.tenant.journal.facts import GrantRequest
from fakeserver.tenant.journal.judging import answers
from fakeserver.tenant.journal.wanted import refusals_named

#: Refusals that pass: nobody has approved the device code yet.
_NOT_YET = refusals_named("DeviceCodePending")
#: an application, a user and scopes: what has one token
_Key: TypeAlias = tuple[str, str, frozenset[str]]
#: Seconds within which threads that begin together have asked.
_AT_ONCE = 1.0
_ENDS = "Entra ID ends such loops with AADSTS50196, or throttles an application that asks for itself."


@dataclass
class _Held:
    """A token that a program has."""

    exchange: Exchange
    grant: GrantRequest
    #: how many were given within its life, itself too
    count: int = 1
    #: a protocol has refused it
    refused: bool = False
    #: it is itself the successor of one that was refused, and has opened nothing yet
    is_second_try: bool = False

    def left(self, now: float) -> float:
        """Return how many seconds of its life are left."""
        return self.exchange.program_time + self.grant.lifetime - now


def judge(seen: Sequence[Exchange], at_most: int) -> tuple[int, list[str]]:
    """Return how many tokens were asked for, and which requests were one too many.

    Args:
        at_most: tokens that may be asked for within half of the life of one.
    """
    held: dict[_Key, _Held] = {}
    refused: dict[tuple[object, ...], Exchange] = {}
    asked, faults = 0, []
    for exchange in seen:
        grant = exchange.grant
        if grant is None or exchange.operation != "token":
            _learn(held, exchange)
            continue
        asked += 1
        if exchange.refusals or not grant.lifetime:
            faults += _shown_again(refused, exchange, grant)
            continue
        key = (exchange.client_id, exchange.user, _scopes(grant))
        now, before = _Held(exchange, grant), held.get(key)
        if before is not None and before.left(exchange.program_time) > before.grant.lifetime / 2:
            now.is_second_try = before.refused
            if before.refused and before.is_second_try:
                faults.append(_in_vain(before, exchange))
            elif not before.refused:
                now = _Held(before.exchange, before.grant, before.count + 1)
                if now.count > at_most:
                    faults.append(_not_kept(before, exchange))
        held[key] = now
    return asked, faults


def _learn(held: dict[_Key, _Held], exchange: Exchange) -> None:
    """Take notice of what became of an application's tokens."""
    for (client_id, user, _), token in held.items():
        if client_id != exchange.client_id or (user and exchange.user and user != exchange.user):
            continue
        if answers.failure(exchange) is answers.Failure.NOT_SIGNED_IN:
            token.refused = True
        elif exchange.by and not exchange.refusals:
            token.refused = token.is_second_try = False


def _shown_again(refused: dict[tuple[object, ...], Exchange], exchange: Exchange, grant: GrantRequest) -> list[str]:
    names = [why.name for why in exchange.refusals]
    if answers.failure(exchange) is answers.Failure.THROTTLED or _NOT_YET.intersection(names) or not names:
        return []
    key = (exchange.client_id, exchange.user, grant.kind, _scopes(grant), grant.shown, *names)
    first = refused.setdefault(key, exchange)
    if first is exchange:
        return []
    return [
        f"the same {_credential(grant)} was shown again {answers.seconds(exchange.program_time - first.program_time)} "
        f"after it had been refused ({names[0]}), which only somebody who changes something can mend. {_ENDS}"
        f"\n  refused: {first.line}"
        f"\n  again:   {exchange.line}"
    ]


def _scopes(grant: GrantRequest) -> frozenset[str]:
    """Return what is asked for, in any order; OpenID Connect's scopes change nothing of the access token."""
    return frozenset(grant.scope.split()) - {"openid", "profile", "email", "offline_access"}


def _credential(grant: GrantRequest) -> str:
    names = {"refresh_token": "refresh token", "password": "password", "authorization_code": "code"}
    return names.get(grant.kind, "request")


def _not_kept(before: _Held, exchange: Exchange) -> str:
    return (
        f"a token was asked for while the one before was good for another "
        f"{answers.seconds(before.left(exchange.program_time))}: keep it, or the client application with its cache "
        f"(msal: one application for all requests, and acquire_token_silent first). {_ENDS}"
        f"{_of_threads(before, exchange)}"
        f"\n  given: {before.exchange.line}"
        f"\n  asked: {exchange.line}"
        f"{answers.moved_alone(before.exchange, exchange)}"
    )


def _of_threads(before: _Held, exchange: Exchange) -> str:
    """Say what to write where it may be threads, none of which could know of another's token.

    That can't be told from a loop: a thread that has found its cache empty may connect after another was answered.
    """
    if exchange.program_time - before.exchange.program_time > _AT_ONCE:
        return ""
    return (
        " If these are threads or processes that sign in at the same time, say how many may: "
        "check_no_refresh_loop(at_most=...)."
    )


def _in_vain(before: _Held, exchange: Exchange) -> str:
    return (
        f"a token was refused, so was its successor, and yet a third was asked for: it has the same claims. {_ENDS}"
        f"\n  given: {before.exchange.line}"
        f"\n  asked: {exchange.line}"
    )
