"""A live run that ends before its time."""

import pytest

from tests.live.project import Project
from tests.live.twin import Twin


def test_ctrl_c_while_a_test_is_set_up(project: Project, twin: Twin) -> None:
    """The test is torn down before the run ends, so that its folder is empty by then."""
    project.write(
        """
        import os, pytest, signal

        @pytest.fixture
        def made(m365_mailbox):
            m365_mailbox.add_folder("Mine")
            os.kill(os.getpid(), signal.SIGINT)

        def test_never(made): pass
        """
    )
    ran = project.run()
    assert ran.returncode == pytest.ExitCode.INTERRUPTED, ran
    paths = twin.do("[f.path for f in tenant.mailbox(user.address).folders.below()]")
    assert not {"Mine", "pytest-m365"} & set(paths)
