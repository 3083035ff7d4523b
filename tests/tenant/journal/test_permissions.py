from fakeserver.tenant.journal.journal import Journal
from fakeserver.tenant.journal.least_privilege import least_privilege
from fakeserver.tenant.journal.notes import Notes
from fakeserver.tenant.journal.permissions import Demand, PermissionUse
from fakeserver.tenant.tenant import Tenant

IMAP, SMTP = "IMAP.AccessAsUser.All", "SMTP.Send"
GRAPH = "https://graph.microsoft.com/User.Read"


def names(*given: str) -> frozenset[str]:
    return frozenset(given)


def test_what_was_held_and_opened_nothing_is_unused() -> None:
    found = least_privilege(
        [PermissionUse("app", "Mail", "IMAP", IMAP, names(IMAP, SMTP))],
        [Demand("app", names(IMAP, GRAPH), names(IMAP)), Demand("app", names("POP.AccessAsUser.All"), names())],
    )
    assert found.used == {IMAP: ("IMAP",)}
    assert found.unused == ("POP.AccessAsUser.All", SMTP)
    assert found.elsewhere == (GRAPH,)
    assert found.asked == (IMAP, "POP.AccessAsUser.All", GRAPH)
    assert found.held == (IMAP, SMTP)


def test_it_prints_well() -> None:
    uses = [
        PermissionUse("app", "Mail", "IMAP", IMAP, names(IMAP, SMTP)),
        PermissionUse("app", "Mail", "Autodiscover", "", names(IMAP)),
    ]
    shown = str(least_privilege(uses, [Demand("app", names(IMAP, GRAPH, "POP.AccessAsUser.All"), names())]))
    assert shown.splitlines() == [
        "IMAP.AccessAsUser.All                  used: IMAP",
        "POP.AccessAsUser.All                   not used, asked for by name, and in no token",
        "SMTP.Send                              not used, in a token (.default asks for all that was consented to)",
        "https://graph.microsoft.com/User.Read  not judged: it opens nothing of Exchange Online",
    ]
    assert repr(least_privilege([], [])) == "no permission was asked for, and no token was shown"


def test_it_is_kept_however_much_is_noted_and_forgotten_with_the_rest() -> None:
    journal = Journal(Notes(limit=1))
    journal.used(PermissionUse("app", "Mail", "IMAP", IMAP, names(IMAP)))
    for _ in range(3):
        journal.add("IMAP", "NOOP", "OK")
    assert journal.least_privilege().used == {IMAP: ("IMAP",)}
    journal.clear()
    assert journal.least_privilege().used == {}


def test_one_application_alone() -> None:
    tenant = Tenant()
    for app, permission in ((tenant.public_app, IMAP), (tenant.daemon_app, "IMAP.AccessAsApp")):
        tenant.journal.used(PermissionUse(app.client_id, app.name, "IMAP", permission, names(permission)))
    assert tenant.journal.least_privilege(app=tenant.daemon_app).used == {"IMAP.AccessAsApp": ("IMAP",)}
    assert len(tenant.journal.least_privilege().used) == 2
