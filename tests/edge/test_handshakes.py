"""What goes wrong with a handshake is asked of the newest tenant, and noted."""

from fakeserver.edge.handshakes import handshakes
from tests.world import World


def test_the_newest_tenants_faults_count(world: World) -> None:
    meets = handshakes(world.cloud, "IMAP")
    assert meets() is None
    world.tenant.faults.broken_tls("imap", times=1)
    assert handshakes(world.cloud, "POP3")() is None
    assert [meets(), meets()] == ["alert", None]
    world.tenant.faults.wrong_name("imap")
    assert meets() == "wrong name"
    world.neighbour()
    assert meets() is None
    assert [entry.answered for entry in world.tenant.journal.entries] == ["an alert", "a certificate: wrong name"]
