from fakeserver.protocols.pop3.states import ALLOWED, State
from fakeserver.protocols.pop3.transactions import TRANSACTIONS


def test_nothing_of_a_mailbox_before_sign_in_and_no_second_sign_in() -> None:
    assert not ALLOWED[State.AUTHORIZATION] & set(TRANSACTIONS)
    assert not ALLOWED[State.TRANSACTION] & {"AUTH", "USER", "PASS"}
    assert {"CAPA", "QUIT"} <= ALLOWED[State.AUTHORIZATION] & ALLOWED[State.TRANSACTION]
