"""What each reader of public folders has read."""

from fakeserver.steps import Steps, finish
from fakeserver.tenant.exchange.read_state import ReadState


def test_each_reader_has_their_own() -> None:
    state = ReadState()

    def reading(reader: str) -> Steps[list[bool]]:
        seen = [state.has_read(1, item, item == 9) for item in (8, 9)]
        state.mark(1, 8, False, is_read=reader == "alice")
        state.mark(1, 9, True, is_read=reader == "alice")
        yield
        return [*seen, *(state.has_read(1, item, item == 9) for item in (8, 9)), state.more_unread(1) == -1]

    alice, bob = state.read_by("alice", reading("alice")), state.read_by("bob", reading("bob"))
    next(alice)
    next(bob)
    assert not state.is_personal
    assert finish(alice) == [False, True, True, True, True]
    assert finish(bob) == [False, True, False, False, False]
    assert state.has_read(1, 8, False), "somebody has"
    assert state.more_unread(1) == 0
    assert not state.has_read(2, 8, False)


def test_what_leaves_its_folder_is_forgotten() -> None:
    state = ReadState()

    def reading() -> Steps[int]:
        state.mark(1, 8, False, is_read=True)
        state.mark(1, 8, False, is_read=True)
        state.mark(1, 9, True, is_read=False)
        state.forget(1, 8, False)
        assert not state.has_read(1, 8, False)
        state.forget(1, 9, True)
        state.forget(1, 7, True)
        return state.more_unread(1)
        yield

    assert finish(state.read_by("alice", reading())) == 0


def test_steps_that_are_given_up_are_closed() -> None:
    closed = []

    def reading() -> Steps[None]:
        try:
            yield
        finally:
            closed.append(True)

    steps = ReadState().read_by("alice", reading())
    next(steps)
    steps.close()
    assert closed == [True]
