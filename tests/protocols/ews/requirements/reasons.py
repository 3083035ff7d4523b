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
            "MTGS": "654 695 706 715 911",
        },
        "what the suites themselves switch off for the newest Exchange that they know, that of 2019": {
            "CORE": "1839 2503",
            "FOLD": "1051111 1051112",
            "MTGS": "3311 3541",
            "SYNC": "37811006",
        },
        "managed folders, which came with Exchange 2007 and are gone since Exchange 2013": {
            "CDATA": "301 1453",
            "FOLD": (
                "79 102 103 105 107 108 109 112 114 265 267 284 285 290 298 301 565 1071 1072 1081 1082 "
                "1091 2691 2692 2822 2841 2851 2961 5922 7901 10711 10811 26992 26993 105211 105212"
            ),
        },
        # Sources: office/dev/add-ins/outlook/match-strings-in-an-item-as-well-known-entities has the time,
        # javascript/api/outlook/office.mailboxenums.entitytype that it is over. Who asks for the property gets none.
        "entities that are found in texts (EntityExtractionResult): the service has looked for none since June 2024": {
            "CONT": "334011 1275012",
            "CORE": (
                "1080 1083 1086 1088 1089 1090 1091 1094 1097 1100 1101 1102 1103 1104 1105 1106 1109 1112 "
                "1115 1116 1117 1120 1123 1124 1127 1128 1131 1134 1135 1136 1137 1138 1139 1140 1272 1275 "
                "1276 1277 1278 1279 1280 1281 1282 1283 1284 1286 1287 1288 1350 1503 1504 1505 1506 1507 "
                "1508 1509 1510 1511 1512 1702 1704 1706 1708 1710 1712 1714 1716 1718 1720 1722 1724 1726 "
                "1746 1747 1749 1750 1753 1754 1756 1757 1760 1761 1763 1764 1767 1768 1769 1770 1772 1773 "
                "1776 1777 1780 1782"
            ),
        },
        "elements that the service's schema does not have": {
            "CORE": "2919",
            "CONT": "4702 7902 1275106 1275108 12750102 12750104",
            "SYNC": "3900 3901 3902",
        },
    }
)

#: Reason -> the requirements that are this service's, and not met here.
OPEN: Final = _numbered(
    {
        "operations that are not performed: MarkAsJunk, MarkAllItemsAsRead, user photos, reminders": {
            "CDATA": "3060",
            "CONT": (
                "302002 302003 302017 302020 302021 302022 302023 302024 302025 302034 302052 302053 302055 "
                "302056 302057 302058 302068 302069 302070 302071 302072 302073 302074 302075 302076 302078 "
                "302079 302081 302094 302097 302098 302099 302100 302107 302125 302126 302155 1275114 "
                "30205601"
            ),
            "CORE": (
                "1157 1168 1170 1187 1190 1191 1195 1200 1201 1212 1213 1290 1442 1443 1787 1790 1791 1792 "
                "1809 1812 1813 1814 1815 1818 1821 1822 1840 1841 1842 1844 1845 1847 1848 1850 1851 1920 "
                "1921 1922 1923"
            ),
            "MTGS": (
                "1033 1060 1061 1062 1063 1064 1065 1066 1067 1068 1069 1070 1278 1339 1340 1341 1345 1349 "
                "2005 2006 2012 2013 2016 2025 2028 2029 2030 2031 2032 2033 2044 2046 2050 2051 2052 2054 "
                "2055 2068 2069 2071 2072 2074 2076 2077 2078 2079 2080 2081 2082 2083 2084 2085 2086 2087 "
                "2088 2089 2090 2091 2092 2093 2097 2099 2100 2102 2104 2107 2117 2120 2121 2122 2123 2124 "
                "2125 2134 2136 2140 2141 2142 2144 2145 2177 2198 2200 20911 20912 200612"
            ),
        },
        "keys that the schema has elements for, and no paths to ask for them": {"CORE": "2921 2923"},
        "when an item has a WebClientEditFormQueryString: recorded ones have none": {"CORE": "1343"},
        "approval, voting, reminder mails": {
            "MSG": (
                "301 303 307 309 311 314 316 319 321 323 325 327 329 332 334 336 339 341 343 347 73002 73004 73006"
            ),
        },
        "the address book of Outlook.com: persons, and the properties of contacts that come from it": {
            "ATT": "99005 318009",
            "CONT": (
                "209 210 211 212 16003 16005 16006 16011 16012 16019 16022 120009 224002 224004 224005 "
                "224006 224007 224008 224009 224011 224013 224014 334001 334003 334007 334013 334017 334021 "
                "334025 334033 334035 334039 334043 336002 1275004 1275006 1275008 1275014 1275018 1275022 "
                "1275026 1275034 1275036 1275040 1275044 1275082 1275084 1275094 1275116 1275118 1275120"
            ),
            "FOLD": "106 111 1111",
            "SYNC": "1752005",
        },
        "search folders": {
            "FOLD": "33 540 3302",
            "SYNC": "105 1061 1062",
        },
        "public folders": {
            "ITEMID": "44 46 47 48 62",
        },
        "pictures of contacts as attachments, and the title in a complete name": {
            "ATT": "318005",
            "CONT": "193 194 1275002",
        },
    }
)
