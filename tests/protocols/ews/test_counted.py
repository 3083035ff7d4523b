"""A request is counted until its answer has been sent."""

from fakeserver.wire import HttpResponse
from tests.protocols.ews.client import GET_INBOX, Ews, envelope, fault_of


def sent(answer: HttpResponse) -> bytes:
    """Return an answer's octets, as a listener sends them."""
    assert answer.stream is not None
    octets = answer.stream.next_chunk() or b""
    assert answer.stream.next_chunk() is None
    assert answer.stream.wake_in() is None
    answer.stream.close()
    return octets


def test_one_at_a_time(ews: Ews) -> None:
    ews.tenant.policies.ews_concurrency = 1
    token = ews.token(ews.alice)
    first = ews.post(envelope(GET_INBOX), token)
    second = ews.post(envelope(GET_INBOX), token)
    assert fault_of(second)[0] == "ErrorExceededConnectionCount"
    assert b'<t:Value Name="MaxConcurrencyLimit">1</t:Value>' in second.body
    assert b"policy value '1',  Budget type: 'Ews'." in second.body
    assert b"NoError" in sent(first)
    assert b"NoError" in sent(ews.post(envelope(GET_INBOX), token))


def test_who_goes_away_is_not_counted(ews: Ews) -> None:
    ews.tenant.policies.ews_concurrency = 1
    token = ews.token(ews.alice)
    first = ews.post(envelope(GET_INBOX), token)
    assert first.stream is not None
    first.stream.close()
    assert b"NoError" in sent(ews.post(envelope(GET_INBOX), token))
