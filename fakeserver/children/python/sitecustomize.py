"""Runs at the start of each Python whose PYTHONPATH has this folder: leads real names to the fake there too.

Where to is in the variable M365_REDIRECTS; without it, as in a network of its own, whose names are the fake's, it only
lets certifi name the roots of the environment. The child may have other packages than the process that started it, or
none: ``fakeserver`` is imported from where this file lies, and of that only what needs nothing beside the standard
library. A ``sitecustomize`` of the user's own, which this one hides, runs afterwards.
"""

import atexit
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
VARIABLE = "M365_REDIRECTS"


class _Fakeserver:
    """Finds the package ``fakeserver`` of this folder, and nothing else."""

    #: what is in force, kept here: multiprocessing drops what atexit has, and a module of this name another drops
    in_force: object = None

    @staticmethod
    def find_spec(name: str, path: object = None, target: object = None) -> object:
        """Return where it is."""
        if name != "fakeserver":
            return None
        from importlib.machinery import PathFinder

        return PathFinder.find_spec(name, [os.path.dirname(os.path.dirname(os.path.dirname(HERE)))])


def _redirect() -> None:
    """Put the redirects into force, for as long as this process lives."""
    text = os.environ.get(VARIABLE)
    if not text:
        return
    try:
        from fakeserver.redirect import Redirects, redirected

        block = redirected(Redirects.from_json(text))
        block.__enter__()
        _Fakeserver.in_force = block
        # Put back in order: what is still open when the interpreter takes modules apart complains.
        atexit.register(block.__exit__, None, None, None)
    except Exception as error:  # noqa: BLE001  whatever it is, the program must not go on as if it were led
        sys.stderr.write(
            f"m365_redirect: {sys.executable} (Python {sys.version.split()[0]}) is not led to the fake: "
            f"{type(error).__name__}: {error}. Python 3.9 or newer is; any other program is by "
            "m365_redirect.run(..., isolated=True) or fakeserver run\n"
        )


def _trust() -> None:
    """Let certifi name the roots of the environment, where all else is the fake's without a hook."""
    # Older Pythons cannot read our modules; they run as they are.
    if os.environ.get(VARIABLE) or sys.version_info < (3, 9):
        return
    try:
        from fakeserver.redirect.modules import TRUSTING, Modules

        Modules(TRUSTING).put()
    except Exception as error:  # noqa: BLE001  whatever it is, the program goes on, and may not use certifi at all
        sys.stderr.write(
            f"m365_redirect: Python {sys.version.split()[0]} trusts the fake by the machine's roots, not by certifi's: "
            f"{type(error).__name__}: {error}\n"
        )


def _sleep() -> None:
    """Let this process sleep under libfaketime, by which it reads the time of its test."""
    # Older Pythons sleep by another call, which works.
    if "FAKETIME" in os.environ and sys.version_info >= (3, 11):
        from fakeserver.faketime import let_python_sleep

        let_python_sleep()


def _hidden() -> None:
    """Run the ``sitecustomize`` that would have run without this one."""
    from importlib.machinery import PathFinder
    from importlib.util import module_from_spec

    others = [entry for entry in sys.path if os.path.abspath(entry or os.curdir) != HERE]
    spec = PathFinder.find_spec(__name__, others)
    if spec is not None and spec.loader is not None:
        # Under its own name, as it expects.
        module = sys.modules[__name__] = module_from_spec(spec)
        spec.loader.exec_module(module)


if __name__ == "sitecustomize":
    sys.meta_path.insert(0, _Fakeserver)  # type: ignore[arg-type]
    _redirect()
    _trust()
    _sleep()
    _hidden()
