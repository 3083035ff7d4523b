"""Why a captured requirement does not hold here: it is not this service's, or it is open."""

from typing import Final

from tests.protocols.ews.requirements.captured import Requirement


def _numbered(table: dict[str, dict[str, str]]) -> dict[str, set[Requirement]]:
    return {
        reason: {(f"MS-OXWS{name}", int(number)) for name, numbers in protocols.items() for number in numbers.split()}
        for reason, protocols in table.items()
    }


#: Reason -> the requirements that are not Exchange Online's.
NOT_THIS_SERVICE: Final = _numbered(
    {
        "what Exchange 2007 and 2010 alone do": {
            "ATT": "552",
            "BTRF": "2111",
            "CDATA": "713 1489 19240",
            "CORE": "2936 20451 23093 204511 204512",
            "FOLD": "1532 54911 55501 1121111",
            "MTGS": "654 695 706 715 911 1090",
        },
        "what the suites themselves switch off for the newest Exchange that they know, that of 2019": {
            "CORE": "1839 2503",
            "FOLD": "1051111 1051112",
            "MTGS": "3311 3541",
            "SYNC": "37811006",
        },
        "what Exchange 2007 alone shows, an item without a class of its own: later it is a message": {
            "SYNC": "154",
        },
        "managed folders, which came with Exchange 2007 and are gone since Exchange 2013": {
            "CDATA": "301 1453",
            "FOLD": (
                "79 102 103 105 106 107 108 109 111 112 114 265 267 284 285 290 298 301 565 1071 1072 1081 1082 "
                "1091 1111 2691 2692 2822 2841 2851 2961 5922 7901 10711 10811 26992 26993 105211 105212"
            ),
        },
        # Sources: office/dev/add-ins/outlook/match-strings-in-an-item-as-well-known-entities has the time,
        # javascript/api/outlook/office.mailboxenums.entitytype that it is over. Who asks for the property gets none.
        "entities that are found in texts (EntityExtractionResult): the service has looked for none since June 2024": {
            "CORE": (
                "1080 1083 1086 1088 1089 1090 1091 1094 1097 1100 1101 1102 1103 1104 1105 1106 1109 1112 "
                "1115 1116 1117 1120 1123 1124 1127 1128 1131 1134 1135 1136 1137 1138 1139 1140 1272 1275 "
                "1276 1277 1278 1279 1280 1281 1282 1283 1284 1286 1287 1288 1350 1503 1504 1505 1506 1507 "
                "1508 1509 1510 1511 1512 1702 1704 1706 1708 1710 1712 1714 1716 1718 1720 1722 1724 1726 "
                "1746 1747 1749 1750 1753 1754 1756 1757 1760 1761 1763 1764 1767 1768 1769 1770 1772 1773 "
                "1776 1777 1780 1782"
            ),
        },
        "what the service's schema does not let a request leave out": {
            "FOLD": "123202",
        },
        "elements that the service's schema does not have": {
            "CONT": "4702 7902 302155 334021 1275116 1275118 1275120 1275124 12750102 12750104",
            "MTGS": "1349 2005 2006 200612",
            "SYNC": "3900 3901 3902",
        },
        "the address book of Outlook.com, which has persons; no mailbox of an organization has any": {
            "ATT": "99005 318009",
            "CONT": "16003 16005 16006 16011 16012 16019 16022 336002",
            "SYNC": "1752005",
        },
    }
)

#: Reason -> the requirements that are this service's, and not met here.
OPEN: Final = _numbered(
    {
        "keys that the schema has elements for, and no paths to ask for them": {"CORE": "2921 2923"},
        "when an item has a WebClientEditFormQueryString: recorded ones have none": {"CORE": "1343"},
        "mails of a moderator's approval and of a reminder: nothing public says what they hold in the store": {
            "MSG": "301 303 307 309 311 319 321 323 325 327 329 73002 73006",
        },
        "items that Exchange uses inside, which no client makes: RoleMember, Network": {
            "SYNC": "37811010 37811012",
        },
    }
)
