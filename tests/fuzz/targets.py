"""Every target by its name."""

from collections.abc import Callable, Mapping
from random import Random

from tests.fuzz.access_tokens import Jwt
from tests.fuzz.control import Control
from tests.fuzz.services import Ews, Http, OAuth
from tests.fuzz.sessions import Imap, Mime, Pop3, Smtp
from tests.fuzz.target import Target

TARGETS: Mapping[str, Callable[[Random], Target]] = {
    "imap": Imap, "pop3": Pop3, "smtp": Smtp, "mime": Mime, "ews": Ews, "oauth": OAuth, "jwt": Jwt, "http": Http,
    "control": Control,
}  # fmt: skip
