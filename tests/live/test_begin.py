"""How a live run begins, and ends at once where something is wrong on this machine."""

import os

import pytest

from tests.live.project import Project
from tests.live.twin import Twin


def test_a_cached_sign_in_that_cannot_be_read_ends_the_run(project: Project, twin: Twin) -> None:
    led = twin.environment
    folder = project.folder / "pytest-m365"
    folder.mkdir()
    (folder / f"{led['M365_TENANT_ID']}.{led['M365_CLIENT_ID']}.plain.json").write_text("{broken")
    project.write("def test_it(m365): pass\n")
    ran = project.run()
    assert ran.returncode == pytest.ExitCode.USAGE_ERROR, ran
    assert "renew it: python -m pytest_m365 logout, then python -m pytest_m365 login" in ran.output


def test_lock_files_in_a_folder_that_others_can_write_to_end_the_run(project: Project, twin: Twin) -> None:
    (project.folder / f"pytest-m365-locks-{os.getuid()}").mkdir(mode=0o755)
    project.write("def test_it(m365): pass\n")
    ran = project.run()
    assert ran.returncode == pytest.ExitCode.USAGE_ERROR, ran
    assert "is open to others (mode 0755, and not 0700): remove it" in ran.output
