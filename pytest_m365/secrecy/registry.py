"""The secrets of a run: real ones, which nobody may see."""

from threading import Lock

from fakeserver.grams import REDACTED, SHORTEST, Grams
from fakeserver.redaction import without_tokens
from fakeserver.spellings import spellings


class Secrets:
    """Passwords, client secrets, private keys and tokens of a run, and what makes a text fit to be shown.

    Of 24 characters and more, parts of 12 are found in any text; of 8 and more, parts of 8. Secrets of 6 and 7 are
    found whole alone, and shorter ones are refused: every text has them somewhere. Whoever reads settings should refuse
    less than 8, which Entra ID does as well.
    """

    def __init__(self) -> None:
        self._grams = Grams()
        self._known: set[str] = set()
        self._lock = Lock()

    def add(self, *values: str) -> None:
        """Keep values secret from now on: at any time, from any thread, each as often as one likes.

        Of a PEM text its private keys are secret, of a JSON Web Token all but what its claims say.

        Raises:
            ValueError: a value is too short to be kept secret.
        """
        for value in values:
            if len(value) < SHORTEST:
                raise ValueError(
                    f"a secret of {len(value)} characters cannot be kept out of reports, of which {SHORTEST} are "
                    "needed: give the account a longer one"
                )
            with self._lock:
                if value not in self._known:
                    for spelling in spellings(value):
                        self._grams.add(spelling)
                    self._known.add(value)

    def scrub(self, text: str) -> str:
        """Return a text without secrets, and with the claims of tokens in their place, known to be secret or not."""
        return self._grams.without(without_tokens(text))

    def scrub_known(self, text: str, instead: str = REDACTED) -> str:
        """Return a text without the secrets that were added, and else as it is."""
        return self._grams.without(text, instead)

    def runs(self, text: str) -> list[tuple[int, int]]:
        """Return where parts of secrets stand: beginning and end of each, in order."""
        return self._grams.runs(text)
