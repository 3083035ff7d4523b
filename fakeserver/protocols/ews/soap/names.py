"""The namespaces of EWS, and qualified names in Clark notation (``{namespace}name``), as lxml has them."""

from functools import cache
from typing import Final

SOAP: Final = "http://schemas.xmlsoap.org/soap/envelope/"
TYPES: Final = "http://schemas.microsoft.com/exchange/services/2006/types"
MESSAGES: Final = "http://schemas.microsoft.com/exchange/services/2006/messages"
ERRORS: Final = "http://schemas.microsoft.com/exchange/services/2006/errors"
XSD: Final = "http://www.w3.org/2001/XMLSchema"
XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
#: The attribute of an element that has no value, in Clark notation.
XSI_NIL: Final = f"{{{XSI}}}nil"
XML: Final = "http://www.w3.org/XML/1998/namespace"
#: The attribute xml:lang, as lxml has it.
XML_LANG: Final = f"{{{XML}}}lang"


@cache
def t(name: str) -> str:
    """Return the name of an element of the types namespace, in Clark notation."""
    return f"{{{TYPES}}}{name}"


@cache
def m(name: str) -> str:
    """Return the name of an element of the messages namespace, in Clark notation."""
    return f"{{{MESSAGES}}}{name}"


@cache
def s(name: str) -> str:
    """Return the name of an element of the SOAP 1.1 envelope namespace, in Clark notation."""
    return f"{{{SOAP}}}{name}"


def qualified(name: str) -> str:
    """Return a name with the prefix ``m:`` or ``t:`` in Clark notation; any other as it is."""
    prefix, _, local = name.partition(":")
    return {"m": m, "t": t}[prefix](local) if prefix in ("m", "t") else name


def local(qualified: str) -> str:
    """Return a qualified name without its namespace."""
    return qualified.rpartition("}")[2]
