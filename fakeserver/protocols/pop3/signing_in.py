"""CAPA, AUTH, USER, PASS, QUIT: what needs no maildrop (RFC 1939 sections 4 to 7, RFC 2449, RFC 5034)."""

from fakeserver.protocols.pop3.conversation import Conversation
from fakeserver.protocols.pop3.errors import (
    AUTHENTICATION_FAILED,
    BAD_ARGUMENTS,
    INVALID_STATE,
    LOGON_FAILED,
    PROTOCOL_ERROR,
    row_for,
)
from fakeserver.protocols.pop3.maildrop import Maildrop
from fakeserver.protocols.pop3.states import State
from fakeserver.protocols.sasl import PLAIN, XOAUTH2, Challenge, SaslExchange, by_name
from fakeserver.protocols.sasl.exchange import Outcome
from fakeserver.steps import Steps
from fakeserver.tenant.access.credentials import BearerToken, Credential, Password
from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.exchange.presentation import Presentation
from fakeserver.tenant.refusals import RecoverableItemsFull, Refusal

OFFERED = by_name(PLAIN, XOAUTH2)
CAPABILITIES = b"+OK\r\nTOP\r\nUIDL\r\nSASL PLAIN XOAUTH2\r\nUSER\r\n.\r\n"


def capa(conversation: Conversation, arguments: bytes) -> None:
    """Say what this server can do; it is the same in both states."""
    conversation.ok(CAPABILITIES)


def auth(conversation: Conversation, arguments: bytes) -> None:
    """Sign in by SASL; the service takes the response on a line of its own, unless a switch says otherwise."""
    word, _, response = arguments.partition(b" ")
    name = word.decode("ascii").upper()
    mechanism = OFFERED.get(name)
    if response and not conversation.one_line_auth:
        conversation.refuse(PROTOCOL_ERROR)
    elif mechanism is None:
        conversation.refuse(BAD_ARGUMENTS)
    else:
        conversation.exchange.asked = f"AUTH {name}"
        explains_failures = conversation.cloud.front_end.sasl_failure_challenge
        exchange = SaslExchange(Protocol.POP3, mechanism, explains_failures=explains_failures)
        _answer(conversation, exchange, exchange.start(response))


def user(conversation: Conversation, arguments: bytes) -> None:
    """Name the user who will sign in."""
    conversation.user = arguments.decode("ascii")
    conversation.ok(b"+OK\r\n")


def password(conversation: Conversation, arguments: bytes) -> None:
    """PASS: sign in by password, which the door mostly refuses."""
    if not conversation.user:
        conversation.refuse(INVALID_STATE)
        return
    credential = Password(conversation.user, arguments.decode("utf-8", "replace"))
    conversation.user = ""
    refusal = _sign_in(conversation, credential, b"+OK User successfully logged on.\r\n")
    if refusal is not None:
        row = row_for(refusal)
        conversation.refuse(LOGON_FAILED if row is AUTHENTICATION_FAILED else row, refusal)


def quit_session(conversation: Conversation, arguments: bytes) -> None:
    """QUIT: delete what is marked, and say goodbye."""
    if conversation.maildrop is None:
        _sign_off(conversation)
    else:
        conversation.unfinished = _update(conversation, conversation.maildrop)


def _update(conversation: Conversation, maildrop: Maildrop) -> Steps[None]:
    try:
        yield from maildrop.update()
    except RecoverableItemsFull as refusal:
        # The session ends all the same (RFC 1939 section 6).
        conversation.refuse(row_for(refusal), refusal)
        conversation.closed = True
        return
    _sign_off(conversation)


def _sign_off(conversation: Conversation) -> None:
    conversation.ok(b"+OK Microsoft Exchange Server POP3 server signing off.\r\n")
    conversation.closed = True


def _answer(conversation: Conversation, exchange: SaslExchange, outcome: Outcome) -> None:
    """Answer with the outcome of a SASL exchange."""
    conversation.continuation = None
    if isinstance(outcome, BearerToken | Password):
        refusal = _sign_in(conversation, outcome, b"+OK User successfully authenticated.\r\n")
        if refusal is None:
            return
        outcome = exchange.refuse(refusal)
    if isinstance(outcome, Challenge):
        conversation.out.append(b"+ %b\r\n" % outcome.octets)
        conversation.continuation = lambda line: _answer(conversation, exchange, exchange.respond(line))
    else:
        conversation.refuse(row_for(outcome.refusal), outcome.refusal)


def _sign_in(conversation: Conversation, credential: Credential, welcome: bytes) -> Refusal | None:
    """Ask the door; return its refusal, None where it was answered."""
    visitor = conversation.exchange.introduce(Protocol.POP3, credential, peer=conversation.peer)
    if conversation.is_kept_by_fault(credential):
        return None
    if isinstance(visitor, Refusal):
        return visitor
    try:
        with visitor.tenant.lock:
            visit = conversation.cloud.door.open(visitor)
            conversation.exchange.connected(visit)
            owner = visit.owner
            presentation = Presentation(exact_size=owner.pop_exact_size, force_ical=owner.pop_force_ical)
            conversation.maildrop = Maildrop(visit.mailbox, presentation)
    except Refusal as refusal:
        return refusal
    conversation.visit = visit
    conversation.state = State.TRANSACTION
    conversation.ok(welcome, welcome.decode("ascii").rstrip())
    return None
