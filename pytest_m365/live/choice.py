"""Which way leads to the mailbox: as the environment says, or the first that is let in."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pytest_m365.live.errors import Busy, LiveError, NoWay, SignInRefused
from pytest_m365.live.way import Way

#: The order in which they are tried: Microsoft Graph first, which stays when EWS has ended. Where nobody has consented
#: to it, its token is refused at once, and the others are asked.
ORDER = ("graph", "imap", "ews")


class Choice:
    """The way of a run: found out once, by asking for the inbox."""

    def __init__(self, via: str, makers: Mapping[str, Callable[[], Way]]) -> None:
        """Take what there is to choose from.

        Args:
            via: "imap", "ews", "graph" or "auto", as ``M365_MAILBOX_VIA`` says.
            makers: name -> makes such a way.
        """
        self._via = via
        self._makers = makers
        #: the way's name, once it was found out
        self.name: str | None = None if via == "auto" else via
        #: whether it was tried, and has let in
        self.was_tried = False
        #: what the others said, for the report
        self.refused: dict[str, LiveError] = {}

    def way(self) -> Way:
        """Return the way; the first call tries them, unless it is said which.

        Raises:
            NoWay: none lets in; has the answers of all.
            LiveError: the one that was said does not.
        """
        if self.name is None:
            return self._tried()
        return self._makers[self.name]()

    def __str__(self) -> str:
        if self.name is None:
            return "not chosen yet"
        if self._via != "auto":
            return f"{self.name} (M365_MAILBOX_VIA)"
        others = "".join(f"; {name} said: {error.answer}" for name, error in self.refused.items())
        return f"{self.name} (by trying{others})"

    def _tried(self) -> Way:
        self.refused = {}
        for name in ORDER:
            way = self._makers[name]()
            try:
                way.position("inbox")
            except SignInRefused as error:
                way.close()
                if name != "graph":
                    # There is no token for any way.
                    raise
                self.refused[name] = error
                continue
            except Busy:
                # It lets in, once it has time; whoever asks next has patience.
                self.name = name
                return way
            except LiveError as error:
                way.close()
                self.refused[name] = error
                continue
            self.name, self.was_tried = name, True
            return way
        raise NoWay("trying Microsoft Graph, IMAP and EWS, since M365_MAILBOX_VIA is auto", self.refused)
