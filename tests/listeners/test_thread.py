import asyncio
import contextlib
import gc
import platform
import subprocess
import sys
import threading

import pytest

from fakeserver.listeners.thread import LoopThread


def test_a_call_returns_the_coroutines_result(thread: LoopThread) -> None:
    async def where() -> str:
        return threading.current_thread().name

    assert thread.call(where()) == "test"


def test_a_calls_exception_is_the_callers(thread: LoopThread) -> None:
    async def fail() -> None:
        raise LookupError("here")

    with pytest.raises(LookupError, match="here"):
        thread.call(fail())


def test_a_call_that_takes_too_long_is_cancelled(thread: LoopThread) -> None:
    begun, cancelled = threading.Event(), threading.Event()

    async def hang() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()

    # On a busy machine the limit may be over before the thread has begun with it.
    while not begun.is_set():
        with pytest.raises(TimeoutError):
            thread.call(hang(), limit=0.01)
    assert cancelled.wait(60)


def test_stopping_cancels_and_awaits_what_still_runs(errors: list[BaseException]) -> None:
    thread = LoopThread("stopping", errors.append)
    thread.start()
    finished = threading.Event()

    async def hang() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            finished.set()

    async def begin() -> None:
        task = asyncio.get_running_loop().create_task(hang())
        await asyncio.sleep(0)
        tasks.add(task)

    tasks: set[asyncio.Task[None]] = set()
    thread.call(begin())
    assert thread.stop() == []
    assert finished.is_set()
    assert "stopping" not in [running.name for running in threading.enumerate()]


def test_stopping_reports_a_task_that_will_not_end(errors: list[BaseException]) -> None:
    thread = LoopThread("stubborn", errors.append)
    thread.start()

    async def cling() -> None:
        for _ in range(2):
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.Event().wait()

    async def begin() -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(cling(), name="cling")
        await asyncio.sleep(0)
        return task

    task = thread.call(begin())
    (leftover,) = thread.stop(limit=0.05)
    assert "cling" in leftover
    # Nobody awaits it any more; tell asyncio not to mourn it.
    task._log_destroy_pending = False  # type: ignore[attr-defined]


def test_stopping_twice_is_fine(errors: list[BaseException]) -> None:
    thread = LoopThread("twice", errors.append)
    thread.start()
    assert thread.stop() == []
    assert thread.stop() == []
    with pytest.raises(RuntimeError, match="not running"):
        _ = thread.loop


def test_an_exception_that_nobody_awaited_is_kept(thread: LoopThread, errors: list[BaseException]) -> None:
    async def begin() -> None:
        asyncio.get_running_loop().call_soon(boom)
        await asyncio.sleep(0)

    def boom() -> None:
        raise LookupError("in a callback")

    thread.call(begin())
    assert [str(error) for error in errors] == ["in a callback"]


def test_a_peers_broken_connection_is_no_error_of_ours(thread: LoopThread, errors: list[BaseException]) -> None:
    async def report() -> None:
        for error in (ConnectionResetError(), asyncio.CancelledError()):
            context = {"message": "x", "exception": error, "transport": object()}
            asyncio.get_running_loop().call_exception_handler(context)

    thread.call(report())
    assert errors == []


def test_nor_is_it_where_only_a_future_knows(thread: LoopThread, errors: list[BaseException]) -> None:
    async def forget() -> None:
        lost = asyncio.get_running_loop().create_future()
        lost.set_exception(BrokenPipeError(32, "Broken pipe"))
        del lost
        other = asyncio.get_running_loop().create_future()
        other.set_exception(PermissionError("of a file"))
        del other
        gc.collect()

    thread.call(forget())
    assert [str(error) for error in errors] == ["of a file"]


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library keeps blocks by rules of its own")
def test_reading_a_socket_does_not_ask_the_kernel_for_memory_each_time() -> None:
    """In a process of its own, where nothing else has freed a large block."""
    program = """if True:
        import resource, socket
        from fakeserver.listeners.thread import LoopThread

        async def faults():
            one, other = socket.socketpair()
            before = resource.getrusage(resource.RUSAGE_THREAD).ru_minflt
            for _ in range(200):
                one.send(b"x")
                other.recv(256 * 1024)
            return resource.getrusage(resource.RUSAGE_THREAD).ru_minflt - before

        thread = LoopThread("test", print)
        thread.start()
        thread.call(faults())
        print(thread.call(faults()))
        thread.stop()
    """
    faults = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout
    assert int(faults) < 100
