import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.protocols.sasl import LOGIN, PLAIN, XOAUTH2, Challenge, Failed, Mechanism, SaslExchange, by_name
from fakeserver.tenant.access.credentials import BearerToken, Credential, Password
from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.refusals import CredentialMalformed, TokenExpired

ALL = by_name(LOGIN, PLAIN, XOAUTH2)
BEARER = base64.b64encode(b"user=a@b.c\x01auth=Bearer t\x01\x01")
THREE_PARTS = base64.b64encode(b"\0alice\0secret")
ALICE, SECRET = base64.b64encode(b"alice"), base64.b64encode(b"secret")


def begun(mechanism: Mechanism, *, explains_failures: bool = False) -> SaslExchange:
    return SaslExchange(Protocol.IMAP, mechanism, explains_failures=explains_failures)


@pytest.mark.parametrize(
    ("mechanism", "response", "credential"),
    [(XOAUTH2, BEARER, BearerToken("t", "a@b.c")), (PLAIN, THREE_PARTS, Password("alice", "secret"))],
)
def test_one_response_is_the_initial_one_or_answers_an_empty_challenge(
    mechanism: Mechanism, response: bytes, credential: Credential
) -> None:
    assert begun(mechanism).start(response) == credential
    in_two_steps = begun(mechanism)
    assert in_two_steps.start() == Challenge(b"")
    assert in_two_steps.respond(response) == credential


def test_login_asks_twice_and_once_where_the_user_came_with_the_command() -> None:
    exchange = begun(LOGIN)
    assert exchange.start() == Challenge(base64.b64encode(b"Username:"))
    assert exchange.respond(ALICE) == Challenge(base64.b64encode(b"Password:"))
    assert exchange.respond(SECRET) == Password("alice", "secret")
    exchange = begun(LOGIN)
    assert exchange.start(ALICE) == Challenge(base64.b64encode(b"Password:"))
    assert exchange.respond(SECRET) == Password("alice", "secret")


@pytest.mark.parametrize("mechanism", ALL.values())
@pytest.mark.parametrize("explains_failures", [True, False])
def test_an_asterisk_gives_up_at_any_step(mechanism: Mechanism, explains_failures: bool) -> None:
    for steps in range(len(mechanism.challenges)):
        exchange = begun(mechanism, explains_failures=explains_failures)
        exchange.start()
        for _ in range(steps):
            exchange.respond(ALICE)
        outcome = exchange.respond(b"*")
        assert isinstance(outcome, Failed)
        assert outcome.cause == "cancelled"


@pytest.mark.parametrize("mechanism", ALL.values())
def test_what_is_no_base64_is_malformed(mechanism: Mechanism) -> None:
    exchange = begun(mechanism)
    exchange.start()
    outcome = [exchange.respond(b"no base64!") for _ in mechanism.challenges][-1]
    assert isinstance(outcome, Failed)
    assert outcome.cause == "malformed"


def test_the_doors_refusal_ends_it() -> None:
    exchange = begun(XOAUTH2)
    exchange.start(BEARER)
    refusal = TokenExpired("then")
    outcome = exchange.refuse(refusal)
    assert outcome == Failed("refused", refusal)


@pytest.mark.parametrize(("response", "status", "cause"), [(BEARER, "401", "refused"), (b"junk", "400", "malformed")])
@pytest.mark.parametrize("answer", [b"", b"*", BEARER])
def test_a_failure_is_explained_first_where_that_is_asked_for(
    response: bytes, status: str, cause: str, answer: bytes
) -> None:
    exchange = begun(XOAUTH2, explains_failures=True)
    outcome = exchange.start(response)
    if isinstance(outcome, BearerToken):
        outcome = exchange.refuse(TokenExpired("then"))
    assert isinstance(outcome, Challenge)
    assert json.loads(base64.b64decode(outcome.octets))["status"] == status
    last = exchange.respond(answer)
    assert isinstance(last, Failed)
    assert last.cause == cause


@pytest.mark.parametrize("mechanism", [PLAIN, LOGIN])
def test_passwords_have_no_explanation(mechanism: Mechanism) -> None:
    exchange = begun(mechanism, explains_failures=True)
    exchange.start()
    assert isinstance(exchange.refuse(CredentialMalformed("x")), Failed)


_responses = (
    st.sampled_from([b"", b"=", b"*", BEARER, THREE_PARTS, ALICE])
    | st.binary(max_size=80)
    | st.binary(max_size=80).map(base64.b64encode)
)


@given(st.sampled_from(sorted(ALL)), st.booleans(), st.lists(_responses, min_size=4, max_size=4), st.booleans())
def test_any_responses_end_in_a_credential_or_a_failure(
    name: str, explains_failures: bool, responses: list[bytes], is_refused: bool
) -> None:
    """An exchange asks no more often than it has challenges, and once more to explain a failure."""
    mechanism = ALL[name]
    exchange = begun(mechanism, explains_failures=explains_failures)
    outcome = exchange.start(responses[0])
    asked = 0
    for response in responses[1:]:
        if is_refused and isinstance(outcome, BearerToken | Password):
            outcome = exchange.refuse(TokenExpired("then"))
        if not isinstance(outcome, Challenge):
            break
        asked += 1
        base64.b64decode(outcome.octets, validate=True)
        outcome = exchange.respond(response)
    assert is_refused or not isinstance(outcome, Challenge)
    assert asked <= len(mechanism.challenges) + (explains_failures and mechanism.explains_failure)
