"""What a fault does to an answer that is there already."""

from fakeserver.edge.faults.effect import Effect
from fakeserver.tenant.refusals import Throttled
from fakeserver.wire import AT_ONCE, Delivery, HttpResponse


def test_a_cut_is_counted_behind_what_is_sent_with_it() -> None:
    effect = Effect(delivery=Delivery(cut_at=0.5, reset=True))
    assert effect.on(b"1234567890", 100) == (b"1234567890", Delivery(cut_after=105, reset=True))
    assert Effect(delivery=Delivery(cut_at=1.0)).on(b"12345") == (b"12345", Delivery(cut_after=5))
    assert Effect().on(b"12345") == (b"12345", AT_ONCE)
    assert Effect(octets=b"?").on(b"12345") == (b"?", AT_ONCE)


def test_an_answer_over_http_gets_octets_and_delivery() -> None:
    late = Effect(octets=b"?", delivery=Delivery(delay=1)).on_response(HttpResponse(201, [("X-A", "1")], b"body"))
    assert (late.status, late.headers, late.body, late.delivery) == (201, [("X-A", "1")], b"?", Delivery(delay=1))


def test_what_is_refused_or_answered_otherwise_is_not_performed() -> None:
    assert Effect().is_performed
    assert not Effect(Throttled()).is_performed
    assert not Effect(performs=False).is_performed
    assert not Effect(response=HttpResponse(503)).is_performed
