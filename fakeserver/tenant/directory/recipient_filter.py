"""Recipient filters: the rules of dynamic distribution groups, as Exchange writes them (OPATH).

``(RecipientTypeDetails -eq 'UserMailbox') -and (DisplayName -like 'A*')``. What a user of the fake does not have, or an
operator that is none of these, is refused: a group must not lose members silently.

Source: learn.microsoft.com/powershell/exchange/recipientfilter-properties; comparison is without case.
"""

import re
from collections.abc import Callable, Mapping
from fnmatch import translate

from fakeserver.suggestion import suggestion
from fakeserver.tenant.directory.distribution_groups import Rule
from fakeserver.tenant.directory.users import User

_RECIPIENT_TYPES = {
    "member": "UserMailbox",
    "shared": "SharedMailbox",
    "room": "RoomMailbox",
    "guest": "GuestMailUser",
    "public_folders": "PublicFolderMailbox",
}

#: Property -> its values; a filter is true where one of them is.
PROPERTIES: Mapping[str, Callable[[User], list[str]]] = {
    "Alias": lambda user: [user.address.partition("@")[0]],
    "DisplayName": lambda user: [user.display_name],
    "EmailAddresses": lambda user: [f"smtp:{address}" for address in user.addresses],
    "FirstName": lambda user: [user.given_name],
    "LastName": lambda user: [user.surname],
    "PrimarySmtpAddress": lambda user: [user.address],
    "RecipientType": lambda user: ["MailUser" if user.is_guest else "UserMailbox"],
    "RecipientTypeDetails": lambda user: [_RECIPIENT_TYPES[user.kind]],
    "UserPrincipalName": lambda user: [user.upn],
    "WindowsEmailAddress": lambda user: [user.address],
}
_OPERATORS = ("-eq", "-ne", "-like", "-notlike")
_TOKEN = re.compile(r"""\s*(?:([()]|-?[A-Za-z0-9]+)|'((?:[^']|'')*)'|"((?:[^"]|"")*)")\s*""")
_DEPTH_LIMIT = 50


class RecipientFilter:
    """The rule that a filter is.

    Raises:
        ValueError: it cannot be read; the text says from where.
    """

    def __init__(self, text: str) -> None:
        #: as an administrator wrote it
        self.text = text
        reader = _Reader(text)
        self._rule = reader.alternatives(0)
        if not reader.is_at_end:
            raise reader.trouble("-and or -or is wanted")

    def __call__(self, user: User) -> bool:
        """Say whether a user is a member."""
        return self._rule(user)


class _Reader:
    """Reads a filter from left to right."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    @property
    def is_at_end(self) -> bool:
        """Whether nothing is left."""
        return not self._text[self._at :].strip()

    def trouble(self, wanted: str) -> ValueError:
        """Return what to raise where something else stands."""
        return ValueError(f"the rule {self._text!r} cannot be read from {self._text[self._at :]!r} on: {wanted}")

    def alternatives(self, depth: int) -> Rule:
        """Read conditions joined by -or."""
        rules = [self._conditions(depth)]
        while self._takes("-or"):
            rules.append(self._conditions(depth))
        return rules[0] if len(rules) == 1 else lambda user: any(rule(user) for rule in rules)

    def _conditions(self, depth: int) -> Rule:
        rules = [self._condition(depth)]
        while self._takes("-and"):
            rules.append(self._condition(depth))
        return rules[0] if len(rules) == 1 else lambda user: all(rule(user) for rule in rules)

    def _condition(self, depth: int) -> Rule:
        if depth > _DEPTH_LIMIT:
            raise self.trouble(f"no more than {_DEPTH_LIMIT} brackets in one another")
        if self._takes("-not"):
            refused = self._condition(depth + 1)
            return lambda user: not refused(user)
        if self._takes("("):
            rule = self.alternatives(depth + 1)
            if not self._takes(")"):
                raise self.trouble("a closing bracket is wanted")
            return rule
        return self._comparison()

    def _comparison(self) -> Rule:
        known = {name.lower(): name for name in PROPERTIES}
        match = _TOKEN.match(self._text, self._at)
        word = (match[1] or "") if match else ""
        if match is None or word.lower() not in known:
            raise self.trouble(f"a property that users have is wanted{suggestion(word, PROPERTIES)}")
        values = PROPERTIES[known[word.lower()]]
        self._at = match.end()
        operator = next((each for each in _OPERATORS if self._takes(each)), None)
        if operator is None:
            raise self.trouble(f"one of {', '.join(_OPERATORS)} is wanted")
        match = _TOKEN.match(self._text, self._at)
        if match is None or match[1] is not None:
            raise self.trouble("a text in quotation marks is wanted")
        self._at = match.end()
        text = match[3].replace('""', '"') if match[2] is None else match[2].replace("''", "'")
        fits = _matcher(text, with_wildcards=operator.endswith("like"))
        wanted = operator in ("-eq", "-like")
        return lambda user: any(map(fits, values(user))) is wanted

    def _takes(self, word: str) -> bool:
        """Say whether a word stands next, and go behind it."""
        match = _TOKEN.match(self._text, self._at)
        if match is None or (match[1] or "").lower() != word:
            return False
        self._at = match.end()
        return True


def _matcher(text: str, *, with_wildcards: bool) -> Callable[[str], bool]:
    """Return what says whether a value is this text, or fits it as a pattern."""
    if not with_wildcards:
        return lambda value: value.lower() == text.lower()
    # Only the star is a wildcard, as in OPATH.
    pattern = re.compile(translate(re.sub(r"[?\[]", r"[\g<0>]", text.lower())))
    return lambda value: pattern.match(value.lower()) is not None
