"""The commands of SMTP, in the order of a conversation, and the table of their verbs."""

from collections.abc import Callable, Mapping

from fakeserver.protocols.smtp import grammar, replies
from fakeserver.protocols.smtp.conversation import Conversation
from fakeserver.protocols.smtp.replies import Reply
from fakeserver.protocols.smtp.submission import Transaction
from fakeserver.tenant.exchange.transport.envelope import RECIPIENT_LIMIT, Peer, Recipient


def hello(conversation: Conversation, argument: str) -> bytes:
    """HELO: the client's name, without extensions."""
    client_name = grammar.read_hello(argument)
    if client_name is None:
        return conversation.note(replies.DOMAIN_INVALID)
    conversation.client_name, conversation.transaction = client_name, None
    return f"250 {conversation.host.public_name} Hello [{conversation.peer}]\r\n".encode("ascii")


def extended_hello(conversation: Conversation, argument: str) -> bytes:
    """EHLO: the client's name, answered with what is offered."""
    client_name = grammar.read_hello(argument)
    if client_name is None:
        return conversation.note(replies.DOMAIN_INVALID)
    conversation.client_name, conversation.transaction = client_name, None
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
    if not conversation.client_name:
        return conversation.note(replies.HELLO_FIRST)
    if conversation.transaction is not None or conversation.authentication.visit is not None:
        return conversation.note(replies.BAD_SEQUENCE)
    mechanism, _, response = argument.partition(" ")
    # A response in the place of the mechanism is nothing to be noted.
    conversation.exchange.asked = f"AUTH {mechanism}" if grammar.MECHANISM.fullmatch(mechanism) else "AUTH"
    if conversation.may_start_tls:
        return conversation.note(replies.MECHANISM_UNKNOWN)
    answer = conversation.authentication.start(
        mechanism.upper(), response.strip(" ").encode("utf-8", "surrogateescape")
    )
    return conversation.answer_auth(answer)


def mail(conversation: Conversation, argument: str) -> bytes:
    """MAIL: begins a transaction."""
    if not conversation.client_name:
        return conversation.note(replies.HELLO_FIRST)
    if conversation.may_start_tls:
        return conversation.note(replies.TLS_REQUIRED)
    if conversation.transaction is not None:
        return conversation.note(replies.SENDER_TWICE)
    ended = conversation.authentication.recheck()
    if conversation.authentication.visit is None:
        return conversation.note(conversation.unauthenticated(), ended)
    path = grammar.read_reverse_path(argument)
    asked = path.parameters
    conversation.transaction = Transaction(
        path.address,
        peer=Peer(conversation.client_name, conversation.peer),
        is_binary=asked.get("BODY", "").upper() == "BINARYMIME",
        is_utf8="SMTPUTF8" in asked,
        header_only=asked.get("RET", "").upper() == "HDRS",
        envelope_id=grammar.decoded_xtext(asked.get("ENVID", "")),
    )
    conversation.exchange.asked = f"MAIL FROM:<{path.address}>"
    return conversation.note(replies.SENDER_OK)


def recipient(conversation: Conversation, argument: str) -> bytes:
    """RCPT: one more recipient."""
    if conversation.transaction is None:
        return conversation.note(replies.MAIL_FIRST)
    if conversation.transaction.chunks is not None:
        # Recipients stand before the message (RFC 5321 section 3.3).
        return conversation.note(replies.BAD_SEQUENCE)
    path = grammar.read_forward_path(argument)
    if not argument.isascii() and not conversation.transaction.is_utf8:
        return conversation.note(replies.RECIPIENT_INVALID)
    if len(conversation.transaction.recipients) >= RECIPIENT_LIMIT:
        return conversation.note(replies.TOO_MANY_RECIPIENTS)
    notify, original = path.parameters.get("NOTIFY"), path.parameters.get("ORCPT", "")
    conversation.transaction.recipients.append(
        Recipient(path.address, grammar.read_notify(notify), grammar.decoded_xtext(original))
    )
    conversation.exchange.asked = f"RCPT TO:<{path.address}>"
    return conversation.note(replies.RECIPIENT_OK)


def data(conversation: Conversation, argument: str) -> bytes:
    """DATA: the message follows, up to the lone dot."""
    transaction = conversation.transaction
    problem = why_no_message(transaction)
    if argument:
        problem = replies.ARGUMENTS_INVALID
    elif transaction is not None and (transaction.is_binary or transaction.chunks is not None):
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
    conversation.transaction = None
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


def why_no_message(transaction: Transaction | None) -> Reply | None:
    """Return why no message can be taken now, or None."""
    if transaction is None:
        return replies.MAIL_FIRST
    return None if transaction.recipients else replies.RECIPIENT_FIRST


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
