"""The fields of an answer as one generation of the front ends has them, in its order.

Source: the answers of Exchange Online that a client's test suite has recorded in 2020 and in 2025.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final, Literal

from fakeserver.protocols.http.front_end import BACK_END

Generation = Literal["2020", "2025"]
Fields = list[tuple[str, str]]

_ORDERS: Final[dict[str, str]] = {
    "2020": "WWW-Authenticate Cache-Control Content-Type Server request-id X-CalculatedBETarget X-BackEndHttpStatus "
    "Set-Cookie X-RUM-Validated x-EwsHandler x-ms-appId x-ms-diagnostics X-AspNet-Version X-BeSku X-DiagInfo "
    "X-BEServer X-Proxy-RoutingCorrectness X-Proxy-BackendServerStatus X-Powered-By X-FEServer",
    "2025": "WWW-Authenticate Cache-Control Content-Type Server X-NanoProxy X-AspNet-Version Request-Id "
    "X-CalculatedFETarget MS-CV Restrict-Access-Confirm X-BeSku X-BackEndHttpStatus X-CalculatedBETarget x-EwsHandler "
    "X-FEEFZInfo X-FEServer x-ms-appId x-ms-diagnostics X-Proxy-BackendServerStatus X-Proxy-RoutingCorrectness "
    "X-RUM-NotUpdateQueriedPath X-RUM-NotUpdateQueriedDbCopy X-RUM-Validated X-FirstHopCafeEFZ Set-Cookie",
}
_PLACES: Final = {
    generation: {name: place for place, name in enumerate(names.split())} for generation, names in _ORDERS.items()
}
#: What the newer one has and the older one has not.
_NEWER: Final = frozenset(_PLACES["2025"].keys() - _PLACES["2020"].keys())
_BEHIND: Final = 100


def shaped(fields: Fields, generation: Generation) -> Fields:
    """Return an answer's fields, which are those of 2025, as a generation has them; others stay behind them."""
    if generation == "2020":
        fields = [*_as_in_2020(fields), ("X-DiagInfo", BACK_END), ("X-BEServer", BACK_END), ("X-Powered-By", "ASP.NET")]
    order = _order(generation, tuple([name for name, _ in fields]))
    return [fields[place] for place in order]


@lru_cache(maxsize=64)
def _order(generation: Generation, names: tuple[str, ...]) -> tuple[int, ...]:
    """Return where the fields of these names stand that come first, second and so on; answers have the same ones."""
    places = _PLACES[generation]
    return tuple(sorted(range(len(names)), key=lambda number: places.get(names[number], _BEHIND)))


def _as_in_2020(fields: Fields) -> Iterable[tuple[str, str]]:
    for name, value in fields:
        match name:
            case "Server":
                yield name, "Microsoft-IIS/10.0"
            case "Request-Id":
                yield "request-id", value
            case "X-BackEndHttpStatus":
                # Of one hop, where newer answers have both in one field.
                yield name, value.partition(",")[0]
            case "X-BeSku":
                yield name, "WCS5"
            case _ if name not in _NEWER:
                yield name, value
