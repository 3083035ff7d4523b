"""The commands of SMTP, in the order of a conversation, and the table of their verbs."""

from collections.abc import Callable, Mapping

from fakeserver.protocols.smtp import grammar, replies
from fakeserver.protocols.smtp.conversation import Conversation
from fakeserver.protocols.smtp.replies import Reply
from fakeserver.protocols.smtp.submission import Envelope


def hello(conversation: Conversation, argument: str) -> bytes:
    """HELO: the client's name, without extensions."""
    if grammar.read_hello(argument) is None:
        return conversation.note(replies.DOMAIN_INVALID)
    conversation.greeted, conversation.envelope = True, None
    return f"250 {conversation.host.public_name} Hello [{conversation.peer}]\r\n".encode("ascii")


def extended_hello(conversation: Conversation, argument: str) -> bytes:
    """EHLO: the client's name, answered with what is offered."""
    if grammar.read_hello(argument) is None:
        return conversation.note(replies.DOMAIN_INVALID)
    conversation.greeted, conversation.envelope = True, None
    lines = [
        f"{conversation.host.public_name} Hello [{conversation.peer}]",
        f"SIZE {replies.SIZE_LIMIT}",
        "PIPELINING",
        "DSN",
        "ENHANCEDSTATUSCODES",
        "STARTTLS" if conversation.may_start_tls else "AUTH LOGIN XOAUTH2",
        "8BITMIME",
        "BINARYMIME",
        "CHUNKING",
        "SMTPUTF8",
    ]
    return replies.multiline(250, lines).encode("ascii") + b"\r\n"


def start_tls(conversation: Conversation, argument: str) -> bytes:
    """STARTTLS: octets sent behind it in the clear are dropped, since anybody can have injected them (RFC 3207)."""
    if argument:
        return conversation.note(replies.ARGUMENTS_INVALID)
    if not conversation.may_start_tls:
        return conversation.unknown_command("STARTTLS")
    conversation.wants_tls = True
    conversation.framing.discard()
    return conversation.note(replies.READY_FOR_TLS)


def auth(conversation: Conversation, argument: str) -> bytes:
    """AUTH: begins a SASL dialogue."""
    if not conversation.greeted:
        return conversation.note(replies.HELLO_FIRST)
    if conversation.envelope is not None or conversation.authentication.visit is not None:
        return conversation.note(replies.BAD_SEQUENCE)
    mechanism, _, response = argument.partition(" ")
    conversation.exchange.asked = f"AUTH {mechanism}"
    if conversation.may_start_tls:
        return conversation.note(replies.MECHANISM_UNKNOWN)
    answer = conversation.authentication.start(mechanism.upper(), response.strip().encode("utf-8", "surrogateescape"))
    return conversation.answer_auth(answer)


def mail(conversation: Conversation, argument: str) -> bytes:
    """MAIL: begins a transaction."""
    if not conversation.greeted:
        return conversation.note(replies.HELLO_FIRST)
    if conversation.may_start_tls:
        return conversation.note(replies.TLS_REQUIRED)
    if conversation.envelope is not None:
        return conversation.note(replies.SENDER_TWICE)
    ended = conversation.authentication.recheck()
    if conversation.authentication.visit is None:
        return conversation.note(conversation.unauthenticated(), ended)
    path = grammar.read_reverse_path(argument)
    conversation.envelope = Envelope(
        path.address,
        is_binary=path.parameters.get("BODY", "").upper() == "BINARYMIME",
        is_utf8="SMTPUTF8" in path.parameters,
    )
    conversation.exchange.asked = f"MAIL FROM:<{path.address}>"
    return conversation.note(replies.SENDER_OK)


def recipient(conversation: Conversation, argument: str) -> bytes:
    """RCPT: one more recipient."""
    if conversation.envelope is None:
        return conversation.note(replies.MAIL_FIRST)
    path = grammar.read_forward_path(argument)
    if not (path.is_ascii or conversation.envelope.is_utf8):
        return conversation.note(replies.RECIPIENT_INVALID)
    if len(conversation.envelope.recipients) >= replies.RECIPIENT_LIMIT:
        return conversation.note(replies.TOO_MANY_RECIPIENTS)
    conversation.envelope.recipients.append(path.address)
    conversation.exchange.asked = f"RCPT TO:<{path.address}>"
    return conversation.note(replies.RECIPIENT_OK)


def data(conversation: Conversation, argument: str) -> bytes:
    """DATA: the message follows, up to the lone dot."""
    envelope = conversation.envelope
    problem = why_no_message(envelope)
    if argument:
        problem = replies.ARGUMENTS_INVALID
    elif envelope is not None and (envelope.is_binary or envelope.chunks is not None):
        problem = replies.BAD_SEQUENCE
    if problem is not None:
        return conversation.note(problem)
    conversation.framing.expect_message()
    return conversation.say(replies.START_MAIL)


def chunk_of_data(conversation: Conversation, argument: str) -> bytes:
    """BDAT: a chunk follows; a refused one is sent all the same, so it has to be read (RFC 3030 section 2)."""
    conversation.chunk = grammar.read_bdat(argument)
    conversation.framing.expect_chunk(conversation.chunk.size)
    return b""


def reset(conversation: Conversation, argument: str) -> bytes:
    """RSET: the transaction is over."""
    if argument:
        return conversation.note(replies.ARGUMENTS_INVALID)
    conversation.envelope = None
    return conversation.say(replies.RESET)


def no_operation(conversation: Conversation, argument: str) -> bytes:
    """NOOP, with whatever argument."""
    return conversation.say(replies.NOOP)


def show_help(conversation: Conversation, argument: str) -> bytes:
    """HELP, with whatever argument."""
    return replies.multiline(214, replies.HELP).encode("ascii") + b"\r\n"


def verify(conversation: Conversation, argument: str) -> bytes:
    """VRFY: it does not reveal who has a mailbox."""
    return conversation.note(replies.CANNOT_VERIFY)


def not_implemented(conversation: Conversation, argument: str) -> bytes:
    """EXPN and TURN."""
    return conversation.note(replies.NOT_IMPLEMENTED)


def end(conversation: Conversation, argument: str) -> bytes:
    """QUIT."""
    conversation.closed = True
    return conversation.say(replies.CLOSING)


def why_no_message(envelope: Envelope | None) -> Reply | None:
    """Return why no message can be taken now, or None."""
    if envelope is None:
        return replies.MAIL_FIRST
    return None if envelope.recipients else replies.RECIPIENT_FIRST


COMMANDS: Mapping[str, Callable[[Conversation, str], bytes]] = {
    "HELO": hello,
    "EHLO": extended_hello,
    "STARTTLS": start_tls,
    "AUTH": auth,
    "MAIL": mail,
    "RCPT": recipient,
    "DATA": data,
    "BDAT": chunk_of_data,
    "RSET": reset,
    "NOOP": no_operation,
    "HELP": show_help,
    "VRFY": verify,
    "EXPN": not_implemented,
    "TURN": not_implemented,
    "QUIT": end,
}
