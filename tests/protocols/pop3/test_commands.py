import pytest

from fakeserver.protocols.pop3.commands import COMMANDS
from fakeserver.protocols.pop3.signing_in import CAPABILITIES, OFFERED
from fakeserver.protocols.pop3.states import State
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.tenant import Tenant
from tests.protocols.pop3.client import Pop3Client

#: what CAPA says that is no command of its own
NOT_COMMANDS = {"SASL"}


def test_nothing_of_a_mailbox_before_sign_in_and_no_second_sign_in() -> None:
    by_state = {state: {name for name, row in COMMANDS.items() if state in row.states} for state in State}
    assert by_state[State.AUTHORIZATION] == {"CAPA", "AUTH", "USER", "PASS", "QUIT"}
    assert by_state[State.TRANSACTION] == {
        "CAPA", "STAT", "LIST", "UIDL", "RETR", "TOP", "DELE", "RSET", "NOOP", "QUIT",
    }  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        "CAPA x", "CAPA ", "STAT 1", "STAT ", "NOOP x", "RSET 1", "QUIT now", "QUIT ", "LIST 1 2", "LIST ", "LIST  1",
        "LIST 1 ", "UIDL 1 2", "UIDL ", "RETR", "RETR ", "RETR 1 2", "RETR  1", "RETR 1 ", "DELE", "DELE 1 2",
        "TOP 1", "TOP 1 2 3", "TOP  1 2", "TOP 1  2", "TOP 1 2 ", "LIST +1", "LIST -1", "LIST 1,2", "LIST 1:2",
        "RETR *", "RETR 1.0", "RETR 0x1", "TOP 1 -1", "TOP 1 x", "DELE \u0661", "RETR\t1", "LIST \t", " STAT",
        "STAT\t", "APOP a b", "LAST", "STLS", "UTF8",
    ],
)  # fmt: skip
def test_arguments_that_are_no_grammar_are_refused(pop3: Pop3Client, line: str) -> None:
    assert pop3.says(line) == ["-ERR Protocol error. 14"]
    assert pop3.says("STAT") == ["+OK 2 51"]


@pytest.mark.parametrize(
    "line",
    [
        "AUTH", "AUTH ", "AUTH  PLAIN", "AUTH GSSAPI", "AUTH PLAIN x y", "AUTH *", "USER", "USER ", "USER a b",
        "USER \u00e9", "CAPA x",
    ],
)  # fmt: skip
def test_before_sign_in_as_well(stranger: Pop3Client, line: str) -> None:
    assert stranger.says(line) == ["-ERR Protocol error. 14"]
    assert not stranger.session.closed


def test_pass_comes_immediately_after_user_and_takes_the_whole_line(
    stranger: Pop3Client, tenant: Tenant, alice: User
) -> None:
    tenant.policies.basic_auth = True
    tenant.sign_ins.change_password(alice, "a pass  word ")
    for between in ("CAPA", "USER", "XYZ", "AUTH GSSAPI"):
        stranger.says(f"USER {alice.upn}")
        stranger.says(between)
        assert stranger.says("PASS a pass  word ") == ["-ERR Command is not valid in this state."]
    stranger.says(f"USER {alice.upn}")
    assert stranger.says("PASS") == ["-ERR Protocol error. 14"]
    assert stranger.says("PASS a pass  word ") == ["+OK User successfully logged on."]


def test_what_capa_says_is_implemented() -> None:
    words = {line.split()[0]: line.split()[1:] for line in CAPABILITIES.decode().split("\r\n")[1:-2]}
    assert words.keys() - COMMANDS.keys() == NOT_COMMANDS
    assert words["SASL"] == sorted(OFFERED)
