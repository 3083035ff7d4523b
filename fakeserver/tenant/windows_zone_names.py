"""The names of Windows' time zones: the id, the offset that Windows shows, and the places in it.

The zones and their order are those that Exchange Online lists.
"""

from typing import Final

_NAMES: Final = """
    Dateline Standard Time          | -12:00 | International Date Line West
    Samoa Standard Time             | +13:00 | Samoa
    UTC-11                          | -11:00 | Coordinated Universal Time-11
    Aleutian Standard Time          | -10:00 | Aleutian Islands
    Hawaiian Standard Time          | -10:00 | Hawaii
    Marquesas Standard Time         | -09:30 | Marquesas Islands
    Alaskan Standard Time           | -09:00 | Alaska
    UTC-09                          | -09:00 | Coordinated Universal Time-09
    Yukon Standard Time             | -07:00 | Yukon
    Pacific Standard Time (Mexico)  | -08:00 | Baja California
    UTC-08                          | -08:00 | Coordinated Universal Time-08
    Pacific Standard Time           | -08:00 | Pacific Time (US & Canada)
    US Mountain Standard Time       | -07:00 | Arizona
    Mountain Standard Time (Mexico) | -07:00 | La Paz, Mazatlan
    Mountain Standard Time          | -07:00 | Mountain Time (US & Canada)
    Eastern Standard Time (Mexico)  | -05:00 | Chetumal
    Central America Standard Time   | -06:00 | Central America
    Central Standard Time           | -06:00 | Central Time (US & Canada)
    Easter Island Standard Time     | -06:00 | Easter Island
    Central Standard Time (Mexico)  | -06:00 | Guadalajara, Mexico City, Monterrey
    Canada Central Standard Time    | -06:00 | Saskatchewan
    SA Pacific Standard Time        | -05:00 | Bogota, Lima, Quito, Rio Branco
    Eastern Standard Time           | -05:00 | Eastern Time (US & Canada)
    Haiti Standard Time             | -05:00 | Haiti
    Cuba Standard Time              | -05:00 | Havana
    US Eastern Standard Time        | -05:00 | Indiana (East)
    Turks And Caicos Standard Time  | -05:00 | Turks and Caicos
    Venezuela Standard Time         | -04:00 | Caracas
    Magallanes Standard Time        | -03:00 | Punta Arenas
    Paraguay Standard Time          | -04:00 | Asuncion
    Atlantic Standard Time          | -04:00 | Atlantic Time (Canada)
    Central Brazilian Standard Time | -04:00 | Cuiaba
    SA Western Standard Time        | -04:00 | Georgetown, La Paz, Manaus, San Juan
    Pacific SA Standard Time        | -04:00 | Santiago
    Newfoundland Standard Time      | -03:30 | Newfoundland
    Tocantins Standard Time         | -03:00 | Araguaina
    E. South America Standard Time  | -03:00 | Brasilia
    SA Eastern Standard Time        | -03:00 | Cayenne, Fortaleza
    Argentina Standard Time         | -03:00 | City of Buenos Aires
    Greenland Standard Time         | -03:00 | Greenland
    Montevideo Standard Time        | -03:00 | Montevideo
    Saint Pierre Standard Time      | -03:00 | Saint Pierre and Miquelon
    Bahia Standard Time             | -03:00 | Salvador
    UTC-02                          | -02:00 | Coordinated Universal Time-02
    Mid-Atlantic Standard Time      | -02:00 | Mid-Atlantic - Old
    Azores Standard Time            | -01:00 | Azores
    Cape Verde Standard Time        | -01:00 | Cabo Verde Is.
    UTC                             |        | Coordinated Universal Time
    GMT Standard Time               | +00:00 | Dublin, Edinburgh, Lisbon, London
    Greenwich Standard Time         | +00:00 | Monrovia, Reykjavik
    Morocco Standard Time           | +01:00 | Casablanca
    W. Europe Standard Time         | +01:00 | Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna
    Central Europe Standard Time    | +01:00 | Belgrade, Bratislava, Budapest, Ljubljana, Prague
    Romance Standard Time           | +01:00 | Brussels, Copenhagen, Madrid, Paris
    Central European Standard Time  | +01:00 | Sarajevo, Skopje, Warsaw, Zagreb
    W. Central Africa Standard Time | +01:00 | West Central Africa
    Libya Standard Time             | +02:00 | Tripoli
    Namibia Standard Time           | +02:00 | Windhoek
    GTB Standard Time               | +02:00 | Athens, Bucharest
    Middle East Standard Time       | +02:00 | Beirut
    Egypt Standard Time             | +02:00 | Cairo
    E. Europe Standard Time         | +02:00 | Chisinau
    Syria Standard Time             | +02:00 | Damascus
    West Bank Standard Time         | +02:00 | Gaza, Hebron
    South Africa Standard Time      | +02:00 | Harare, Pretoria
    FLE Standard Time               | +02:00 | Helsinki, Kyiv, Riga, Sofia, Tallinn, Vilnius
    Israel Standard Time            | +02:00 | Jerusalem
    South Sudan Standard Time       | +02:00 | Juba
    Kaliningrad Standard Time       | +02:00 | Kaliningrad
    Sudan Standard Time             | +02:00 | Khartoum
    Jordan Standard Time            | +03:00 | Amman
    Turkey Standard Time            | +03:00 | Istanbul
    Belarus Standard Time           | +03:00 | Minsk
    Arabic Standard Time            | +03:00 | Baghdad
    Arab Standard Time              | +03:00 | Kuwait, Riyadh
    Russian Standard Time           | +03:00 | Moscow, St. Petersburg
    E. Africa Standard Time         | +03:00 | Nairobi
    Volgograd Standard Time         | +03:00 | Volgograd
    Astrakhan Standard Time         | +04:00 | Astrakhan, Ulyanovsk
    Russia Time Zone 3              | +04:00 | Izhevsk, Samara
    Saratov Standard Time           | +04:00 | Saratov
    Iran Standard Time              | +03:30 | Tehran
    Arabian Standard Time           | +04:00 | Abu Dhabi, Muscat
    Azerbaijan Standard Time        | +04:00 | Baku
    Mauritius Standard Time         | +04:00 | Port Louis
    Georgian Standard Time          | +04:00 | Tbilisi
    Caucasus Standard Time          | +04:00 | Yerevan
    Afghanistan Standard Time       | +04:30 | Kabul
    West Asia Standard Time         | +05:00 | Ashgabat, Toshkent
    Qyzylorda Standard Time         | +05:00 | Astana
    Ekaterinburg Standard Time      | +05:00 | Ekaterinburg
    Pakistan Standard Time          | +05:00 | Islamabad, Karachi
    India Standard Time             | +05:30 | Chennai, Kolkata, Mumbai, New Delhi
    Sri Lanka Standard Time         | +05:30 | Sri Jayawardenepura
    Nepal Standard Time             | +05:45 | Kathmandu
    Central Asia Standard Time      | +06:00 | Bishkek
    Bangladesh Standard Time        | +06:00 | Dhaka
    Omsk Standard Time              | +06:00 | Omsk
    Altai Standard Time             | +07:00 | Barnaul, Gorno-Altaysk
    N. Central Asia Standard Time   | +07:00 | Novosibirsk
    Tomsk Standard Time             | +07:00 | Tomsk
    Myanmar Standard Time           | +06:30 | Yangon (Rangoon)
    SE Asia Standard Time           | +07:00 | Bangkok, Hanoi, Jakarta
    W. Mongolia Standard Time       | +07:00 | Hovd
    North Asia Standard Time        | +07:00 | Krasnoyarsk
    China Standard Time             | +08:00 | Beijing, Chongqing, Hong Kong, Urumqi
    North Asia East Standard Time   | +08:00 | Irkutsk
    Singapore Standard Time         | +08:00 | Kuala Lumpur, Singapore
    W. Australia Standard Time      | +08:00 | Perth
    Taipei Standard Time            | +08:00 | Taipei
    Ulaanbaatar Standard Time       | +08:00 | Ulaanbaatar
    Transbaikal Standard Time       | +09:00 | Chita
    North Korea Standard Time       | +09:00 | Pyongyang
    Aus Central W. Standard Time    | +08:45 | Eucla
    Tokyo Standard Time             | +09:00 | Osaka, Sapporo, Tokyo
    Korea Standard Time             | +09:00 | Seoul
    Yakutsk Standard Time           | +09:00 | Yakutsk
    Cen. Australia Standard Time    | +09:30 | Adelaide
    AUS Central Standard Time       | +09:30 | Darwin
    E. Australia Standard Time      | +10:00 | Brisbane
    AUS Eastern Standard Time       | +10:00 | Canberra, Melbourne, Sydney
    West Pacific Standard Time      | +10:00 | Guam, Port Moresby
    Tasmania Standard Time          | +10:00 | Hobart
    Vladivostok Standard Time       | +10:00 | Vladivostok
    Bougainville Standard Time      | +11:00 | Bougainville Island
    Magadan Standard Time           | +11:00 | Magadan
    Sakhalin Standard Time          | +11:00 | Sakhalin
    Lord Howe Standard Time         | +10:30 | Lord Howe Island
    Russia Time Zone 10             | +11:00 | Chokurdakh
    Norfolk Standard Time           | +11:00 | Norfolk Island
    Central Pacific Standard Time   | +11:00 | Solomon Is., New Caledonia
    Russia Time Zone 11             | +12:00 | Anadyr, Petropavlovsk-Kamchatsky
    New Zealand Standard Time       | +12:00 | Auckland, Wellington
    UTC+12                          | +12:00 | Coordinated Universal Time+12
    Fiji Standard Time              | +12:00 | Fiji
    Kamchatka Standard Time         | +12:00 | Petropavlovsk-Kamchatsky - Old
    Chatham Islands Standard Time   | +12:45 | Chatham Islands
    UTC+13                          | +13:00 | Coordinated Universal Time+13
    Tonga Standard Time             | +13:00 | Nuku'alofa
    Line Islands Standard Time      | +14:00 | Kiritimati Island
"""


def _rows() -> dict[str, str]:
    rows = ([part.strip() for part in line.split("|")] for line in _NAMES.strip().splitlines())
    return {windows_id: f"(UTC{offset}) {places}" for windows_id, offset, places in rows}


#: Windows id -> display name, e.g. ``(UTC+01:00) Brussels, Copenhagen, Madrid, Paris``
DISPLAY_NAMES: Final = _rows()
