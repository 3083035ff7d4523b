"""CAPABILITY, ID, ENABLE, NOOP, LOGOUT, AUTHENTICATE, LOGIN: what needs no mailbox (RFC 3501 sections 6.1, 6.2)."""

from fakeserver.protocols.imap.arguments import Authenticate, Command, Enable, Id, Login
from fakeserver.protocols.imap.conversation import Conversation
from fakeserver.protocols.imap.errors import SIGN_IN_CANCELLED, SIGN_IN_FAILED, row_for
from fakeserver.protocols.imap.states import State
from fakeserver.protocols.sasl import PLAIN, XOAUTH2, Challenge, SaslExchange, by_name
from fakeserver.protocols.sasl.exchange import Outcome
from fakeserver.tenant.access.credentials import BearerToken, Credential, Password
from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.refusals import ExtensionNotPerformed, LoginNotOffered, MailboxRefused, Refusal

OFFERED = by_name(PLAIN, XOAUTH2)


def capability(conversation: Conversation, command: Command[None]) -> None:
    """Say what this server can do; the list grows after sign-in, and its AUTH= words stay."""
    signed_in = conversation.state is not State.NOT_AUTHENTICATED
    conversation.untagged(b"CAPABILITY " + conversation.style.capabilities(signed_in=signed_in))
    conversation.complete(command)


def identify(conversation: Conversation, command: Command[Id]) -> None:
    """Say who this server is; what the client sends has no effect."""
    conversation.untagged(b'ID ("name" "Microsoft.Exchange.Imap4.Imap4Server" "version" "15.20")')
    conversation.complete(command)


def enable(conversation: Conversation, command: Command[Enable]) -> None:
    """ENABLE: nothing of what is unknown (RFC 5161 section 3.1), and a refusal for IMAP4rev2.

    What a client may rely on then (RFC 9051 appendix E) is not performed here, and taking it would promise all of it.
    """
    if "IMAP4REV2" in command.arguments.capabilities:
        raise ExtensionNotPerformed("IMAP4rev2")
    conversation.untagged(b"ENABLED")
    conversation.complete(command)


def noop(conversation: Conversation, command: Command[None]) -> None:
    """Do nothing; changes in the selected folder are sent with every command."""
    conversation.complete(command)


def logout(conversation: Conversation, command: Command[None]) -> None:
    """Say goodbye; what others changed is not sent any more (RFC 3501 section 3.4)."""
    conversation.untagged(b"BYE Microsoft Exchange Server IMAP4 server signing off.")
    conversation.answer(command.tag, command.name, b"OK LOGOUT completed.")
    conversation.closed = True


def authenticate(conversation: Conversation, command: Command[Authenticate]) -> None:
    """Sign in by SASL, with the response in the command (SASL-IR) or after a ``+ ``."""
    mechanism = OFFERED.get(command.arguments.mechanism)
    if mechanism is None:
        # RFC 3501 section 6.2.2: NO for a mechanism that is not offered, such as OAUTHBEARER or GSSAPI.
        # Assumption: the words are those of any refused sign-in.
        conversation.refuse(command.tag, command.name, SIGN_IN_FAILED)
        return
    exchange = SaslExchange(Protocol.IMAP, mechanism, explains_failures=conversation.style.failure_challenge)
    _answer(conversation, command, exchange, exchange.start(command.arguments.initial_response or b""))


def login(conversation: Conversation, command: Command[Login]) -> None:
    """Sign in by user and password, which the door mostly refuses."""
    user, password = (word.decode("utf-8", "replace") for word in (command.arguments.user, command.arguments.password))
    credential = Password(user, password)
    if conversation.style.login_disabled:
        conversation.exchange.shown(credential)
        if conversation.is_kept_by_fault(credential):
            return
        # Assumption: the text under LOGINDISABLED is not known; that of any failed LOGIN is used.
        not_offered = LoginNotOffered(protocol=Protocol.IMAP.value, user=user)
        conversation.refuse(command.tag, command.name, SIGN_IN_FAILED, not_offered)
        return
    refusal = _sign_in(conversation, command, credential)
    if refusal is not None:
        conversation.refuse(command.tag, command.name, row_for(refusal), refusal)


def _answer(
    conversation: Conversation, command: Command[Authenticate], exchange: SaslExchange, outcome: Outcome
) -> None:
    """Answer with the outcome of a SASL exchange."""
    conversation.continuation = None
    if isinstance(outcome, BearerToken | Password):
        refusal = _sign_in(conversation, command, outcome)
        if refusal is None:
            return
        outcome = exchange.refuse(refusal)
    if isinstance(outcome, Challenge):
        conversation.out.append(b"+ %b\r\n" % outcome.octets)
        conversation.continuation = lambda line: _answer(conversation, command, exchange, exchange.respond(line))
    else:
        row = SIGN_IN_CANCELLED if outcome.cause == "cancelled" else row_for(outcome.refusal)
        conversation.refuse(command.tag, command.name, row, outcome.refusal)


def _sign_in(conversation: Conversation, command: Command[object], credential: Credential) -> Refusal | None:
    """Ask the door; return its refusal, None where it was answered.

    A mailbox that does not open shows only at the next command.
    """
    visitor = conversation.exchange.introduce(Protocol.IMAP, credential, peer=conversation.peer)
    if conversation.is_kept_by_fault(credential):
        return None
    if isinstance(visitor, Refusal):
        return visitor
    shut: Refusal | None = None
    try:
        with visitor.tenant.lock:
            visit = conversation.cloud.door.open(visitor)
        conversation.exchange.connected(visit)
        conversation.visit = visit
        conversation.state = State.AUTHENTICATED
    except MailboxRefused as refusal:
        conversation.state, shut = State.NOT_CONNECTED, refusal
    except Refusal as refusal:
        return refusal
    conversation.visitor = visitor
    conversation.complete(command, refusal=shut)
    return None
