"""CAPABILITY, ID, ENABLE, NOOP, LOGOUT, AUTHENTICATE, LOGIN: what needs no mailbox (RFC 3501 sections 6.1, 6.2)."""

from functools import partial

from fakeserver.protocols.imap.commands import Authenticate, Command, Enable, Login
from fakeserver.protocols.imap.conversation import Conversation
from fakeserver.protocols.imap.errors import BAD_ARGUMENTS, SIGN_IN_FAILED, row_for
from fakeserver.protocols.imap.states import State
from fakeserver.protocols.sasl import Credential, read_credential
from fakeserver.protocols.sasl.challenge import failure_challenge
from fakeserver.tenant.access.credentials import BearerToken, Password
from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.refusals import CredentialMalformed, LoginNotOffered, MailboxRefused, Refusal

MECHANISMS = frozenset({"XOAUTH2", "PLAIN"})


def capability(talk: Conversation, command: Command) -> None:
    """Say what this server can do; the list grows after sign-in, and its AUTH= words stay."""
    signed_in = talk.state is not State.NOT_AUTHENTICATED
    talk.untagged(b"CAPABILITY " + talk.style.capabilities(signed_in=signed_in))
    talk.complete(command)


def identify(talk: Conversation, command: Command) -> None:
    """Say who this server is; what the client says of itself changes nothing."""
    talk.untagged(b'ID ("name" "Microsoft.Exchange.Imap4.Imap4Server" "version" "15.20")')
    talk.complete(command)


def enable(talk: Conversation, command: Command) -> None:
    """ENABLE: IMAP4rev2 alone can be enabled (RFC 5161 section 3.2: what is unknown is passed over).

    Assumption: nothing changes by it. The service's rev2 answers SEARCH as before, and its SEARCH RETURN fails.
    """
    arguments = command.arguments
    assert isinstance(arguments, Enable)
    known = b" IMAP4rev2" if "IMAP4REV2" in arguments.capabilities else b""
    talk.untagged(b"ENABLED" + known)
    talk.complete(command)


def noop(talk: Conversation, command: Command) -> None:
    """Do nothing; the news of the selected folder go out with every command."""
    talk.complete(command)


def logout(talk: Conversation, command: Command) -> None:
    """Say goodbye."""
    talk.untagged(b"BYE Microsoft Exchange Server IMAP4 server signing off.")
    talk.complete(command)
    talk.closed = True


def authenticate(talk: Conversation, command: Command) -> None:
    """Sign in by SASL, with the response in the command (SASL-IR) or after a ``+ ``."""
    arguments = command.arguments
    assert isinstance(arguments, Authenticate)
    if arguments.mechanism not in MECHANISMS:
        # Assumption: an unknown mechanism is a bad argument; OAUTHBEARER, GSSAPI and the like are not offered.
        talk.refuse(command.tag, command.name, BAD_ARGUMENTS)
    elif arguments.initial_response is not None:
        _respond(talk, command, arguments.mechanism, arguments.initial_response)
    else:
        talk.continuation = partial(_respond, talk, command, arguments.mechanism)
        talk.out.append(b"+ \r\n")


def login(talk: Conversation, command: Command) -> None:
    """Sign in by user and password, which the door mostly refuses."""
    arguments = command.arguments
    assert isinstance(arguments, Login)
    user = arguments.user.decode("utf-8", "replace")
    if talk.style.login_disabled:
        # Assumption: the words under LOGINDISABLED are not known; those of any failed LOGIN stand in.
        talk.refuse(command.tag, command.name, SIGN_IN_FAILED, LoginNotOffered(protocol="IMAP", user=user))
        return
    _sign_in(talk, command, Password(user, arguments.password.decode("utf-8", "replace")))


def _respond(talk: Conversation, command: Command, mechanism: str, response: bytes) -> None:
    talk.continuation = None
    try:
        # Assumption: a cancelled exchange ("*") ends like a failed one.
        credential = read_credential(mechanism, response.strip())
    except CredentialMalformed as refusal:
        _fail(talk, command, refusal, noted=refusal)
    else:
        _sign_in(talk, command, credential)


def _fail(talk: Conversation, command: Command, refusal: Refusal, *, noted: Refusal | None = None) -> None:
    """Refuse a sign-in, after the challenge that other services send where that is asked for."""
    row = row_for(refusal)
    by_xoauth2 = isinstance(command.arguments, Authenticate) and command.arguments.mechanism == "XOAUTH2"
    if not (by_xoauth2 and talk.style.failure_challenge):
        talk.refuse(command.tag, command.name, row, noted)
        return

    def refuse_now(_empty_response: bytes) -> None:
        talk.continuation = None
        talk.refuse(command.tag, command.name, row, noted)

    talk.out.append(b"+ %b\r\n" % failure_challenge(Protocol.IMAP, refusal))
    talk.continuation = refuse_now


def _sign_in(talk: Conversation, command: Command, credential: Credential) -> None:
    """Knock at the door; a mailbox that does not open shows only at the next command."""
    door = talk.cloud.door
    talk.meant_for = talk.cloud.by_address(credential.user) if credential.user else None
    try:
        visitor = door.admit(Protocol.IMAP, credential, peer=talk.peer)
    except Refusal as refusal:
        # The door has noted why, with the decoded token; here goes what the client was told.
        _fail(talk, command, refusal)
        return
    talk.visitor = visitor
    address = credential.user if isinstance(credential, BearerToken) else None
    try:
        with visitor.tenant.lock:
            talk.visit = door.open(visitor, address)
    except MailboxRefused:
        talk.state = State.NOT_CONNECTED
        talk.complete(command)
    except Refusal as refusal:
        talk.visitor = None
        _fail(talk, command, refusal)
    else:
        talk.state = State.AUTHENTICATED
        talk.complete(command)
