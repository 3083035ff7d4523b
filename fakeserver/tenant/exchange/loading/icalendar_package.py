"""The package icalendar, which not everybody needs, and the numbers that it reads."""

from typing import Any

from fakeserver.tenant.exchange.loading.loaded import NotLoaded


def package() -> Any:
    """Return it.

    Raises:
        NotLoaded: it is not installed; says how to do that.
    """
    try:
        import icalendar
    except ImportError as problem:
        raise NotLoaded(
            ".ics and .vcf files are read by icalendar, which is not installed: pip install 'pytest-m365[icalendar]'"
        ) from problem
    return icalendar


def whole(value: object) -> int:
    """Return a number of the package's as one of Python's.

    Raises:
        ValueError: it is none: the file has something else in its place.
    """
    if not isinstance(value, int):
        raise ValueError(f"{value} is no whole number")
    return value + 0
