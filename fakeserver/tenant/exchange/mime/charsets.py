"""Charset names as mail uses them, and text read in them.

Python's codecs know most names. What mail has besides are the labels of Windows and of browsers, and names that mean
more than they say: Outlook writes GBK under "gb2312". The package webencodings has the browsers' labels alone: it lacks
the code pages of DOS, utf-7 and the numbers of Windows, and two thirds of it are Python's own aliases.

No name from a message reaches Python's search for codecs, which imports modules by name, keeps each name that it does
not find for ever, and has codecs that are no charsets ("idna", "unicode_escape").
Sources: IANA's Character Sets, WHATWG Encoding section 4.2 (labels), Windows' code page identifiers.
"""

import re
from encodings.aliases import aliases
from functools import cache, lru_cache

#: IANA's longest name has 45 characters.
_MAX_NAME = 60
_SEPARATORS = re.compile(r"[^a-z0-9]+")

_NO_CHARSETS = frozenset("base64_codec bz2_codec hex_codec mbcs quopri_codec rot_13 uu_codec zlib_codec".split())
#: Charsets that Python has under no other name.
_WITHOUT_ALIAS = (
    "cp720 cp737 cp856 cp874 cp875 cp1006 iso8859_1 koi8_t koi8_u mac_arabic mac_croatian mac_farsi mac_romanian"
)
#: Names that are in neither, without separators.
_LABELS = {
    "mac_roman": "mac csmacintosh macroman cp10000",
    "mac_cyrillic": "macukrainian cp10007",
    "koi8_r": "koi koi8 cp20866",
    "koi8_u": "koi8ru cp21866",
    "utf_8": "unicode11utf8 unicode20utf8 utf8mb4",
    "utf_7": "unicode11utf7 unicode20utf7 csunicode11utf7 cp65000",
    "utf_16": "unicode csunicode ucs2 iso10646ucs2",
    "utf_16_le": "unicodefeff cp1200",
    "utf_16_be": "unicodefffe cp1201",
    "ascii": "cp20127",
    "iso8859_2": "cp28592",
    "iso8859_3": "cp28593",
    "iso8859_4": "cp28594",
    "iso8859_5": "cp28595",
    "iso8859_6": "cp28596 csiso88596i csiso88596e",
    "iso8859_7": "cp28597 suneugreek",
    "iso8859_8": "visual logical cp28598 cp38598 csiso88598i csiso88598e",
    "iso8859_13": "cp28603",
    "iso8859_15": "csisolatin9 cp28605",
    "cp874": "dos874",
    "cp932": "windows31j sjis",
    "cp949": "cseuckr csksc56011987 isoir149 ksc56011989 ksc5601 cp51949",
    "cp950": "cnbig5 xbig5",
    "cp1252": "cp28591",
    "cp1254": "cp28599",
    "gb18030": "csgb2312 gb2312 gb231280 isoir58 cngb cp54936",
    "hz": "cp52936",
    "euc_jp": "cseucpkdfmtjapanese cp20932 cp51932",
    "iso2022_jp_ext": "cp50220 cp50221 cp50222",
    "iso2022_kr": "cp50225",
}  # fmt: skip
#: What mail means by a name: Windows' code page, which has all characters of the charset and more.
_WIDER = {
    "latin_1": "cp1252",
    "iso8859_1": "cp1252",
    "iso8859_9": "cp1254",
    "iso8859_11": "cp874",
    "tis_620": "cp874",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "cp950",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso2022_jp": "iso2022_jp_ext",
}


def decode_bytes(content: bytes, charset: str = "") -> str:
    """Return text in a charset, never an error.

    Octets that are none of it are read as UTF-8 where all are, and marked as unreadable where not. Without a charset,
    or with one that nobody knows, they are UTF-8 or Windows-1252.
    """
    codec = codec_of(charset) if charset else None
    for candidate in (codec, "utf-8"):
        if candidate is not None:
            try:
                return content.decode(candidate)
            except ValueError:
                continue
    if codec is not None and codec != "ascii":
        return content.decode(codec, "replace")
    try:
        return content.decode("cp1252")
    except ValueError:
        return content.decode("latin-1")


def codec_of(charset: str) -> str | None:
    """Return Python's name of a charset; None where the name is unknown, as "unknown-8bit" is."""
    return _codec_of(charset) if len(charset) <= _MAX_NAME else None


@lru_cache(maxsize=256)
def _codec_of(charset: str) -> str | None:
    name = charset.strip().lower()
    # "-i" and "-e" say in which order right-to-left text stands (RFC 1556).
    for spelling in (name, name.removeprefix("x-"), name.removesuffix("-i").removesuffix("-e")):
        squeezed = _SEPARATORS.sub("", spelling)
        for known in (squeezed, squeezed.replace("windows", "cp", 1), squeezed.removeprefix("cs")):
            if (codec := _codecs().get(known)) is not None:
                return codec
    return None


@cache
def _codecs() -> dict[str, str]:
    """Return Python's codecs by names without separators."""
    names = {alias: codec for alias, codec in aliases.items() if codec not in _NO_CHARSETS}
    names |= {codec: codec for codec in [*names.values(), *_WITHOUT_ALIAS.split()]}
    table = {_SEPARATORS.sub("", name): _WIDER.get(codec, codec) for name, codec in names.items()}
    return table | {name: codec for codec, labels in _LABELS.items() for name in labels.split()}
