"""The fixtures in runs of pytest of their own: isolation, company of other plugins, what a bug in the fake does."""

import importlib
import signal
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

ROUND_TRIP = """
    def test_first(m365, m365_smtp, m365_imap, m365_mailbox):
        m365_smtp.sendmail(m365.username, [m365.username], "Subject: Hi\\r\\n\\r\\nbody")
        m365_mailbox.wait_for(subject="Hi")
        assert m365_imap.select("INBOX") == ("OK", [b"1"])

    def test_second(m365_mailbox, m365_pop3):
        assert m365_mailbox.messages() == []
        assert m365_pop3.stat()[0] == 0
"""


def test_each_test_has_a_tenant_of_its_own(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(ROUND_TRIP)
    pytester.runpytest("-p", "no:randomly").assert_outcomes(passed=2)


def test_warnings_as_errors_find_nothing(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(ROUND_TRIP)
    if find_spec("pytest_asyncio"):
        # It warns where this is not said, and pytest where nobody knows it.
        pytester.makeini("[pytest]\nasyncio_default_fixture_loop_scope = function\n")
    pytester.runpytest_subprocess("-W", "error", "--strict-markers").assert_outcomes(passed=2)


def test_workers_of_xdist_have_a_server_each(pytester: pytest.Pytester) -> None:
    pytest.importorskip("xdist")
    pytester.makepyfile(ROUND_TRIP)
    pytester.runpytest_subprocess("-n", "2").assert_outcomes(passed=2)


def test_the_plugin_can_be_left_out(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_it(m365): pass")
    result = pytester.runpytest_subprocess("-p", "no:m365")
    result.stdout.fnmatch_lines(["*fixture 'm365' not found*"])


def test_the_plugin_can_be_named(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makepyfile("def test_it(m365_mailbox): m365_mailbox.deliver(subject='Hi')")
    pytester.runpytest_subprocess("-p", "pytest_m365.plugin").assert_outcomes(passed=1)


def test_asyncio_and_threads_are_served_as_well(pytester: pytest.Pytester) -> None:
    pytest.importorskip("pytest_asyncio")
    pytester.makeini("[pytest]\nasyncio_mode = auto\nasyncio_default_fixture_loop_scope = function\n")
    pytester.makepyfile(
        """
        import asyncio
        from concurrent.futures import ThreadPoolExecutor

        async def test_a_blocking_client_in_a_coroutine(m365_imap):
            assert m365_imap.select("INBOX")[0] == "OK"

        async def test_streams(m365):
            reader, writer = await asyncio.open_connection(*m365.imap, ssl=m365.ssl_context())
            assert (await reader.readline()).startswith(b"* OK")
            writer.close()
            await writer.wait_closed()

        def test_threads(m365):
            def look(_):
                with m365.open_imap() as client:
                    return client.select("INBOX")[0]
            with ThreadPoolExecutor(4) as pool:
                assert list(pool.map(look, range(8))) == ["OK"] * 8
        """
    )
    pytester.runpytest_subprocess("-W", "error").assert_outcomes(passed=3)


def test_the_environment_is_as_before_afterwards(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import os, webbrowser
        NAMES = "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "NO_PROXY", "no_proxy"
        before = [os.environ.get(name) for name in NAMES], webbrowser.open, webbrowser.get

        def test_inside(m365):
            assert os.environ["REQUESTS_CA_BUNDLE"] == os.environ["SSL_CERT_FILE"] == os.environ["CURL_CA_BUNDLE"]
            with open(m365.ca_file) as ca, open(os.environ["SSL_CERT_FILE"]) as bundle:
                assert ca.read().strip() in bundle.read()
            for host in ("localhost", "127.0.0.1", "::1"):
                assert host in os.environ["NO_PROXY"].split(",")

        def test_outside():
            assert before == ([os.environ.get(name) for name in NAMES], webbrowser.open, webbrowser.get)
        """
    )
    pytester.runpytest("-p", "no:randomly").assert_outcomes(passed=2)


def test_a_proxy_in_the_environment_is_passed_by(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    pytester.makepyfile(
        """
        def test_it(m365):
            scopes = ["https://outlook.office.com/IMAP.AccessAsUser.All"]
            result = m365.msal_public().acquire_token_by_username_password(m365.username, m365.password, scopes)
            assert "access_token" in result, result
        """
    )
    pytester.runpytest().assert_outcomes(passed=1)


def test_a_bug_in_the_fake_fails_the_test_that_met_it(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        def test_it(m365, m365_server):
            m365_server.errors.append(ZeroDivisionError("a bug in the fake"))

        def test_next(m365): pass
        """
    )
    result = pytester.runpytest("-p", "no:randomly")
    result.assert_outcomes(failed=1, passed=1)
    result.stdout.fnmatch_lines(["*ZeroDivisionError: a bug in the fake*"])


@pytest.mark.parametrize(
    ("fixture", "module", "said"),
    [
        ("m365_ews", "exchangelib", "m365_ews needs exchangelib: pip install 'pytest-m365?exchangelib?'"),
        ("m365_graph", "msgraph", "m365_graph needs msgraph-sdk: pip install 'pytest-m365?graph?'"),
    ],
)
def test_switched_off_fixtures_skip_with_the_reason(
    pytester: pytest.Pytester, fixture: str, module: str, said: str
) -> None:
    pytester.makeconftest(f"import sys\nsys.modules['{module}'] = None\n")
    pytester.makepyfile(f"def test_it({fixture}): pass")
    result = pytester.runpytest_subprocess("-rs")
    result.stdout.fnmatch_lines([f"*SKIPPED*{said}*"])


def test_what_a_run_inside_a_test_is_the_first_to_import_stays_imported(pytester: pytest.Pytester) -> None:
    sys.modules.pop("colorsys", None)
    path = pytester.makepyfile("import colorsys\n\ndef test_it(): pass\n")
    pytester.runpytest().assert_outcomes(passed=1)
    assert "colorsys" in sys.modules
    assert path.stem not in sys.modules


@pytest.fixture
def imported_here() -> Iterator[str]:
    sys.modules.pop("colorsys", None)
    yield "colorsys"
    assert "colorsys" in sys.modules


def test_what_the_test_around_is_the_first_to_import_stays_imported(
    imported_here: str, pytester: pytest.Pytester
) -> None:
    assert pytester.path.is_dir()
    importlib.import_module(imported_here)


# `without` is built as `m365` is, since older versions of pytest keep something for each use of a shared fixture.
# It waits at a descriptor, since a signal that comes just before `signal.pause` does not end that.
HANGS = """
import os, signal

def test_waits_for_a_signal(m365):
    told, tells = os.pipe()
    os.set_blocking(tells, False)
    signal.set_wakeup_fd(tells)
    print("CA:", m365.ca_file, flush=True)
    os.read(told, 1)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals that end a process")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
@pytest.mark.usefixtures("ending_signals")
def test_a_run_that_is_ended_by_a_signal_leaves_no_files(pytester: pytest.Pytester, name: str) -> None:
    pytester.makepyfile(HANGS)
    with pytester.popen([sys.executable, "-m", "pytest", "-s", "-q"], stderr=subprocess.DEVNULL) as run:
        try:
            said = (line.decode() for line in run.stdout)
            ca_file = Path(next(line for line in said if "CA: " in line).partition("CA: ")[2].strip())
            assert ca_file.exists()
            run.send_signal(getattr(signal, name))
            assert run.wait(60) == -getattr(signal, name)
        finally:
            run.kill()
    assert not ca_file.parent.exists()


MANY = """
    import gc, pytest, sys

    @pytest.fixture(scope="session")
    def something_shared():
        return object()

    @pytest.fixture
    def something(request, something_shared):
        yield object()

    @pytest.fixture
    def without(something):
        return something

    @pytest.mark.parametrize("number", range(400))
    def test_one_of_many({argument}, number):
        if number in (100, 399):
            # What a test leaves shows from the next one on.
            gc.collect()
            counts.append(len(gc.get_objects()))

    counts = []

    def test_the_end():
        print("objects:", (counts[1] - counts[0]) // 299)
"""


def test_tests_with_a_tenant_leave_no_more_behind_than_tests_without(pytester: pytest.Pytester) -> None:
    left = {}
    for argument in ("m365", "without"):
        pytester.makepyfile(MANY.format(argument=argument))
        told = pytester.runpytest_subprocess("-s", "-q", "-p", "no:randomly").stdout.str()
        left[argument] = int(told.partition("objects: ")[2].split()[0])
    assert left["m365"] <= left["without"] + 1


def test_a_failed_test_shows_its_report_and_then_keeps_nothing(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import gc, weakref

        kept = []

        def test_fails(m365):
            kept.append(weakref.ref(m365.tenant))
            m365.mailbox.wait_for("never", timeout=0)

        def test_the_next():
            # pytest keeps the last traceback for a debugger.
            import sys
            sys.last_traceback = sys.last_value = sys.last_exc = None
            gc.collect()
            assert [ref() for ref in kept] == [None]
        """
    )
    result = pytester.runpytest_subprocess("-p", "no:randomly")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*m365*", "tenant contoso.onmicrosoft.com*"])
