"""Microsoft Graph: tokens, permissions, mailboxes; who is let in to a folder, and what is said to the others."""

from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.tenant import Tenant
from tests.matrix import graph_kinds as kinds
from tests.matrix.outcomes import Graph, Outcome
from tests.matrix.table import Circumstance, Family, Kind, Line, line, nothing


def _line(kind: Kind, outcome: Outcome) -> Line:
    return line(kind, Graph=outcome)


_IN = Graph.IN("D", "graph-docs-mail")
_DENIED = Graph.ACCESS_DENIED("T", "graph-threads")
_RAOP = Graph.POLICY("T", "graph-threads")
_GONE = Graph.NO_MAILBOX("T", "graph-threads")


def texts_of_2022(tenant: Tenant) -> None:
    tenant.policies.graph_token_texts = "expired"


def texts_of_2018(tenant: Tenant) -> None:
    tenant.policies.graph_token_texts = "compact"


def audience_as_guid(tenant: Tenant) -> None:
    tenant.policies.graph_audience = "guid"


def restricted_to_alice(tenant: Tenant, graph_daemon: Application, alice: User) -> None:
    tenant.rights.add_application_access_policy(graph_daemon, [alice], "RestrictAccess")


def short_text(tenant: Tenant) -> None:
    tenant.policies.graph_short_policy_text = True


def mail_role_for_alice(tenant: Tenant, rbac_app: Application, alice: User) -> None:
    tenant.rights.assign_role(rbac_app, "Application Mail.Read", [alice])


def shared_with_alice(tenant: Tenant, alice: User, bob: User) -> None:
    tenant.rights.add_mailbox_permission(bob, alice)


def revoked(tenant: Tenant, alice: User) -> None:
    tenant.clock.advance(1)
    tenant.revoke(alice)


def disabled(alice: User) -> None:
    alice.enabled = False


def no_licence(alice: User) -> None:
    alice.licence = None


def soft_deleted(alice: User) -> None:
    alice.mailbox_state = "soft_deleted"


def not_provisioned(alice: User) -> None:
    alice.mailbox_state = "not_provisioned"


def moved(alice: User) -> None:
    alice.mailbox_state = "moved"
    alice.moved_to = "alice@fabrikam.example"


def texts_of_2020(tenant: Tenant) -> None:
    tenant.policies.graph_missing_mailbox = "not_supported"


def undiscovered(tenant: Tenant) -> None:
    tenant.policies.graph_missing_mailbox = "undiscovered"


def with_inner_error(tenant: Tenant) -> None:
    tenant.policies.graph_inner_error = True


_INVALID = Graph.token("Access token validation failure. Invalid audience.")
_USUAL = Circumstance(
    "graph",
    "Nothing is switched, and nobody has shared anything",
    nothing,
    (
        _line(kinds.USER, _IN),
        _line(kinds.BASIC_ONLY, _IN),
        _line(kinds.OTHERS_MAILBOX, Graph.NO_INBOX("T", "graph-threads")),
        _line(kinds.OTHERS_WITHOUT_SHARED, _DENIED),
        _line(kinds.WRONG_SCOPE, _DENIED),
        _line(kinds.NO_SCOPE, Graph.ACCESS_DENIED("T*", "graph-threads")),
        _line(kinds.NOBODY_OF_THAT_NAME, Graph.NO_SUCH_USER("T", "graph-threads")),
        _line(kinds.DAEMON, _IN),
        _line(kinds.DAEMON_AS_ME, Graph.NOT_ME("T", "graph-threads")),
        _line(kinds.WRONG_ROLE, _DENIED),
        _line(kinds.NO_ROLE, Graph.ACCESS_DENIED("T*", "graph-threads")),
        _line(kinds.NOTHING, Graph.token("Access token is empty.")("T", "graph-threads")),
        _line(kinds.PASSWORD, Graph.token("Access token is empty.")("U", "no record")),
        _line(kinds.FOR_EXCHANGE, _INVALID("T", "graph-threads")),
        _line(kinds.GARBAGE, Graph.MALFORMED("T", "graph-threads")),
        _line(kinds.EXPIRED, Graph.token("Lifetime validation failed, the token is expired.")("T", "graph-threads")),
        _line(kinds.NOT_YET_VALID, Graph.token("Access token has expired or is not yet valid.")("I", "graph-threads")),
        _line(kinds.CHANGED, Graph.token("Access token validation failure. Invalid signature.")("U", "no record")),
        _line(kinds.UNSIGNED, Graph.token("Access token validation failure.")("U", "no record")),
        _line(kinds.WRONG_ISSUER, Graph.token("Access token validation failure. Invalid issuer.")("U", "no record")),
        _line(kinds.DELETED_USER, Graph.token("Access token validation failure.")("U", "no record")),
    ),
)

FAMILY = Family(
    "Microsoft Graph",
    "A folder of mail is asked for: one's own by `/me`, another's or an application's by `/users/{id}`. Graph has its "
    "own tokens, and permissions for each operation.",
    (
        _USUAL,
        Circumstance(
            "graph-texts-2022",
            "Servers that speak as in 2022",
            texts_of_2022,
            (_line(kinds.EXPIRED, Graph.token("Access token has expired or is not yet valid.")("T", "graph-threads")),),
        ),
        Circumstance(
            "graph-texts-2018",
            "Servers that speak as in 2018",
            texts_of_2018,
            (
                _line(kinds.EXPIRED, Graph.token(kinds.COMPACT_EXPIRED)("T", "graph-threads")),
                _line(kinds.GARBAGE, Graph.token(kinds.COMPACT_GARBAGE)("T", "graph-threads")),
            ),
        ),
        Circumstance(
            "graph-audience-guid",
            "Tokens name Graph by its app id",
            audience_as_guid,
            (_line(kinds.USER, _IN), _line(kinds.DAEMON, _IN)),
        ),
        Circumstance(
            "graph-shared",
            "bob's mailbox is shared with alice",
            shared_with_alice,
            (_line(kinds.OTHERS_MAILBOX, _IN), _line(kinds.OTHERS_WITHOUT_SHARED, _DENIED)),
            really="Add-MailboxPermission bob -User alice -AccessRights FullAccess",
        ),
        Circumstance(
            "graph-policy",
            "An access policy restricts the application to alice",
            restricted_to_alice,
            (_line(kinds.DAEMON, _IN), _line(kinds.DAEMON_ELSEWHERE, _RAOP)),
            really="New-ApplicationAccessPolicy -AppId … -PolicyScopeGroupId … -AccessRight RestrictAccess",
        ),
        Circumstance(
            "graph-policy-2019",
            "The same, in the words of 2019",
            (restricted_to_alice, short_text),
            (_line(kinds.DAEMON_ELSEWHERE, Graph.POLICY_2019("D", "graph-docs-mail")),),
        ),
        Circumstance(
            "graph-rbac",
            "Application Mail.Read assigned, for alice alone",
            mail_role_for_alice,
            (_line(kinds.RBAC, _IN), _line(kinds.RBAC_ELSEWHERE, Graph.ACCESS_DENIED("I", "graph-threads"))),
            really="New-ManagementRoleAssignment -Role 'Application Mail.Read' -App … -CustomResourceScope …",
        ),
        Circumstance(
            "graph-revoked",
            "alice's sessions are revoked",
            revoked,
            (
                _line(kinds.USER, _IN),
                _line(kinds.CP1, Graph.CHALLENGED("I", "CAE")),
            ),
            really="Revoke-MgUserSignInSession -UserId alice",
        ),
        Circumstance(
            "graph-disabled",
            "alice's account is disabled",
            disabled,
            (_line(kinds.USER, Graph.token("Access token validation failure.")("U", "no record")),),
        ),
        Circumstance("graph-no-licence", "The user has no licence", no_licence, (_line(kinds.USER, _GONE),)),
        Circumstance("graph-soft-deleted", "The mailbox was deleted", soft_deleted, (_line(kinds.USER, _GONE),)),
        Circumstance("graph-not-made", "The mailbox is not made yet", not_provisioned, (_line(kinds.USER, _GONE),)),
        Circumstance(
            "graph-moved", "The mailbox has moved to another organization", moved, (_line(kinds.USER, _GONE),)
        ),
        Circumstance(
            "graph-no-licence-2020",
            "No licence, in the words of 2020",
            (no_licence, texts_of_2020),
            (_line(kinds.USER, Graph.NOT_SUPPORTED("T", "graph-threads")),),
        ),
        Circumstance(
            "graph-unknown-to-exchange",
            "Exchange does not know the user yet",
            (not_provisioned, undiscovered),
            (_line(kinds.USER, Graph.UNDISCOVERED("T", "graph-threads")),),
        ),
        Circumstance(
            "graph-inner-error",
            "Errors of mailboxes have an innerError, as until 2022",
            with_inner_error,
            (_line(kinds.WRONG_SCOPE, _DENIED),),
        ),
    ),
)
