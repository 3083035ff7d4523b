"""Suggestions for misspelt names."""

from collections.abc import Iterable


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return ``; did you mean 'imap'?`` where a known name is near, compared without case; else nothing."""
    # Only a mistake needs it, and pytest's start does not.
    from difflib import get_close_matches

    wanted = name.lower()
    spelled = {word.lower(): word for word in known}
    near = get_close_matches(wanted, spelled, 1, 0.5)
    if not near and wanted:
        near = [word for word in spelled if wanted in word][:1]
    return f"; did you mean {spelled[near[0]]!r}?" if near else ""


def suggestion(name: str, known: Iterable[str]) -> str:
    """Return `did_you_mean`'s text, or where nothing is near the list of all names."""
    names = sorted(known)
    return did_you_mean(name, names) or f"; there are: {', '.join(names)}"
