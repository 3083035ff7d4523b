"""Access tokens, shown at the door."""

import base64
import json
from random import Random
from typing import Any

from fakeserver.tenant.access.credentials import BearerToken
from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.refusals import Refusal
from tests.fuzz.grammar import changed
from tests.fuzz.target import Target


class Jwt(Target):
    """Tokens whose header, claims and octets are changed, shown at the door."""

    values: tuple[Any, ...] = (
        None, True, 0, -1, 1e308, 2**70, "", "x", [], [[]], {}, {"a": 1}, ["a", 1], "\u0663", "a" * 500, "\x00", [None],
        1e-9,
    )  # fmt: skip

    def __init__(self, random: Random) -> None:
        super().__init__(random)
        self.token = self.world.tenant.token(self.world.tenant.public_app, "alice")

    def input(self) -> bytes:
        random, tenant = self.random, self.world.tenant
        token = self.token
        if random.random() < 0.3:
            names = ("exp", "nbf", "iat", "iss", "aud", "tid", "scp", "upn", "oid", "appid", "ver", "xms_cc", "kid")
            claims: dict[str, Any] = {random.choice(names): random.choice(self.values) for _ in range(2)}
            token = tenant.mint(user="alice", **claims)
        elif random.random() < 0.5:
            parts = token.split(".")
            place = random.randrange(2)
            value = json.loads(base64.urlsafe_b64decode(parts[place] + "=="))
            value[random.choice([*value, "crit", "jwk", "jku"])] = random.choice(self.values)
            octets = changed(json.dumps(value).encode(), random, 0.5)
            parts[place] = base64.urlsafe_b64encode(octets).rstrip(b"=").decode()
            token = ".".join(parts)
        return changed(token.encode(), random, 0.3)

    def take(self, octets: bytes) -> None:
        protocol = self.random.choice(list(Protocol))
        credential = BearerToken(octets.decode("utf-8", "surrogateescape"), "alice@contoso.onmicrosoft.com")
        door = self.world.cloud.door
        try:
            door.open(door.admit(protocol, credential))
        except Refusal:
            door.tenant_of(credential)
