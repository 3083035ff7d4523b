import os
import subprocess
import sys

import pytest

from fakeserver.listeners.folder import TemporaryFolder

ENDS_WITHOUT_CLOSING = """
from fakeserver.listeners.folder import TemporaryFolder
print(TemporaryFolder("folder-test-").path)
"""


def test_it_goes_when_it_is_closed_with_all_that_is_in_it() -> None:
    folder = TemporaryFolder("folder-test-")
    (folder.path / "file").write_text("x")
    if os.name != "nt":
        assert folder.path.stat().st_mode & 0o777 == 0o700
    folder.close()
    folder.close()
    assert not folder.path.exists()


def test_it_goes_when_the_process_ends() -> None:
    made = subprocess.run([sys.executable, "-c", ENDS_WITHOUT_CLOSING], capture_output=True, text=True, check=True)
    assert not os.path.exists(made.stdout.strip())


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_forked_child_leaves_it_to_its_parent() -> None:
    forks = """
import os, sys
from fakeserver.listeners.folder import TemporaryFolder
folder = TemporaryFolder("folder-test-")
child = os.fork()
if child == 0:
    sys.exit(0)
os.waitpid(child, 0)
print(folder.path.exists())
"""
    told = subprocess.run([sys.executable, "-c", forks], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "True"
