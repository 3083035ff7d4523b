"""What clients are refused on purpose, to find out about a server: no mistake of a program."""

from collections.abc import Sequence

from fakeserver.tenant.journal.exchange import Exchange
from fakeserver.tenant.refusals.explanation import Explanation


def is_guess(why: Explanation) -> bool:
    """Say whether this is exchangelib asking for the server's version."""
    return why.name == "IdMalformed" and why.facts.get("given") == "DUMMY"


def is_first_half_of_a_sign_in(exchange: Exchange, all_exchanges: Sequence[Exchange]) -> bool:
    """Say whether a client asked without a credential and came back with one, as HTTP clients do."""
    return (
        exchange.refusal is not None
        and exchange.refusal.name == "CredentialMissing"
        and any(other.protocol == exchange.protocol and other.by for other in all_exchanges)
    )


def without_probes(exchanges: Sequence[Exchange], all_exchanges: Sequence[Exchange]) -> list[Exchange]:
    """Return the exchanges without those that were refused on purpose."""
    return [
        one
        for one in exchanges
        if not one.refusals or not (all(map(is_guess, one.refusals)) or is_first_half_of_a_sign_in(one, all_exchanges))
    ]
