"""What is said where a machine gives no network of its own."""

import errno
from pathlib import Path

import pytest

from fakeserver.children.isolation.missing import not_here, refused


def settings(proc: Path, **values: str) -> Path:
    """Make a /proc with these settings."""
    for name, value in values.items():
        path = proc.joinpath(*name.split("__"))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(value)
    return proc


@pytest.mark.parametrize(
    ("values", "way_out"),
    [
        ({"sys__user__max_user_namespaces": "0\n"}, "sysctl -w user.max_user_namespaces=10000"),
        ({"sys__kernel__unprivileged_userns_clone": "0\n"}, "sysctl -w kernel.unprivileged_userns_clone=1"),
        (
            {"sys__kernel__apparmor_restrict_unprivileged_userns": "1\n"},
            "run it as root, or sysctl -w kernel.apparmor_restrict_unprivileged_userns=0",
        ),
        ({"self__status": "Name:\tx\nSeccomp:\t2\nSeccomp_filters:\t1\n"}, "--security-opt seccomp=unconfined"),
    ],
)
def test_who_forbids_it_and_how_it_is_allowed(tmp_path: Path, values: dict[str, str], way_out: str) -> None:
    said = str(refused("namespaces", errno.EPERM, "unshare", settings(tmp_path, **values)))
    assert "its namespaces are refused (unshare): operation not permitted. " in said
    assert way_out in said
    assert said.endswith("or fakeserver run --by environment")


def test_where_nobody_tells_who_forbids_it(tmp_path: Path) -> None:
    said = str(refused("mounts", errno.EACCES, "/etc/hosts", tmp_path))
    assert "its files under /etc are refused (/etc/hosts): permission denied. What reads" in said


def test_other_systems_have_none() -> None:
    assert not_here("linux") is None
    assert "this is darwin" in str(not_here("darwin"))
