"""Pages of Microsoft's documentation that several refusals link, without ``https://``."""

from collections.abc import Mapping
from typing import Final

_DEVELOPER: Final = "learn.microsoft.com/exchange/client-developer/"
#: IMAP, POP3 and SMTP
OAUTH: Final = _DEVELOPER + "legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth"
EWS_OAUTH: Final = _DEVELOPER + "exchange-web-services/how-to-authenticate-an-ews-application-by-using-oauth"
#: For `Refusal.pages`, where `page` is OAUTH.
OAUTH_OF_EWS: Final[Mapping[str, str]] = {"EWS": EWS_OAUTH, "Autodiscover": EWS_OAUTH}
