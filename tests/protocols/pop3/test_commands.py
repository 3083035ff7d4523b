from fakeserver.protocols.pop3.commands import COMMANDS
from fakeserver.protocols.pop3.signing_in import CAPABILITIES, OFFERED
from fakeserver.protocols.pop3.states import State

#: what CAPA says that is no command of its own
NOT_COMMANDS = {"SASL"}


def test_nothing_of_a_mailbox_before_sign_in_and_no_second_sign_in() -> None:
    assert all(name == row.name for name, row in COMMANDS.items())
    by_state = {state: {name for name, row in COMMANDS.items() if state in row.states} for state in State}
    assert by_state[State.AUTHORIZATION] == {"CAPA", "AUTH", "USER", "PASS", "QUIT"}
    assert by_state[State.TRANSACTION] == {
        "CAPA", "STAT", "LIST", "UIDL", "RETR", "TOP", "DELE", "RSET", "NOOP", "QUIT",
    }  # fmt: skip


def test_what_capa_says_is_implemented() -> None:
    words = {line.split()[0]: line.split()[1:] for line in CAPABILITIES.decode().split("\r\n")[1:-2]}
    assert words.keys() - COMMANDS.keys() == NOT_COMMANDS
    assert words["SASL"] == sorted(OFFERED)
