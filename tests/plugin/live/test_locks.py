"""One connection for each mailbox and protocol on a machine."""

import subprocess
import sys
from pathlib import Path

import pytest

from pytest_m365.live.errors import Unavailable
from pytest_m365.live.locks import ConnectionLock
from pytest_m365.live.patience import Turn

ROOT = Path(__file__).resolve().parents[3]
#: takes the lock, says so, and holds it until it is killed
HOLDER = """
import sys
from pathlib import Path
from pytest_m365.live.locks import ConnectionLock

ConnectionLock("tenant", "alice@contoso.com", "imap", folder=Path(sys.argv[1])).acquire()
print("held", flush=True)
sys.stdin.read()
"""


def lock(folder: Path, protocol: str = "imap", timeout: float = 0.05) -> ConnectionLock:
    return ConnectionLock("TENANT", "Alice@contoso.com", protocol, folder=folder, timeout=timeout)


def test_a_process_may_take_it_again(tmp_path: Path) -> None:
    first: Turn = lock(tmp_path)
    second = lock(tmp_path)
    first.acquire()
    second.acquire()
    second.release()
    first.release()


def test_another_process_waits_until_the_first_is_gone(tmp_path: Path) -> None:
    other = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        text=True,
    )
    with other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(Unavailable, match=r"has been connected for 0.05 s.*M365_USERNAMES"):
            lock(tmp_path).acquire()
        # Another protocol is another matter.
        lock(tmp_path, "pop3").acquire()
        lock(tmp_path, "pop3").release()
        other.kill()
        other.wait()
        mine = lock(tmp_path, timeout=30)
        mine.acquire()
        mine.release()


def test_the_files_name_nobody_and_stand_together(tmp_path: Path) -> None:
    assert "alice" not in lock(tmp_path).path.name
    assert ConnectionLock("t", "a@b.c", "imap").path.parent == ConnectionLock("t", "x@y.z", "ews").path.parent
