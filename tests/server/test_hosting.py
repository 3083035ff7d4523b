"""The thread of a server: started, stopped, and another process's."""

import pytest

from fakeserver.server.endpoints import NotRunningError
from fakeserver.server.hosting import Hosting
from fakeserver.tenant.tenant import Tenant


def test_it_runs_from_start_to_stop() -> None:
    hosting = Hosting(lambda error: None)
    assert not hosting.is_begun
    with pytest.raises(NotRunningError, match="not running"):
        hosting.import_there(["json"])
    hosting.start()
    hosting.import_there(["json"])
    begun = hosting.is_begun
    assert (hosting.stop(), hosting.stop()) == ([], [])
    assert (begun, hosting.is_begun) == (True, False)


def test_a_change_is_made_in_the_thread_or_without_one_at_once() -> None:
    import threading

    hosting, threads = Hosting(lambda error: None), list[str]()

    def change() -> None:
        threads.append(threading.current_thread().name)

    hosting.apart(Tenant(), change)
    hosting.start()
    hosting.apart(Tenant(), change)
    hosting.stop()
    assert threads == [threading.current_thread().name, "fakeserver"]


def test_in_a_forked_child_nothing_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    hosting = Hosting(lambda error: None)
    hosting.start()
    with monkeypatch.context() as patching:
        patching.setattr("os.getpid", lambda: -1)
        assert hosting.is_elsewhere
        with pytest.raises(NotRunningError, match="forked"):
            hosting.import_there(["json"])
    assert hosting.stop() == []
