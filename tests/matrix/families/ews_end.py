"""The end of EWS, October 2026 to April 2027, and the older lists of user agents."""

from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.tenant import Tenant
from tests.matrix import bad_token_kinds, kinds
from tests.matrix.lines import fine
from tests.matrix.outcomes import Ews, Http, Outcome
from tests.matrix.table import Circumstance, Family, line


def org_true(tenant: Tenant) -> None:
    tenant.policies.ews_enabled = True


def org_null(tenant: Tenant) -> None:
    tenant.policies.ews_enabled = None


def org_false(tenant: Tenant) -> None:
    tenant.policies.ews_enabled = False


def mailbox_true(alice: User) -> None:
    alice.ews = True


def mailbox_null(alice: User) -> None:
    alice.ews = None


def mailbox_false(alice: User) -> None:
    alice.ews = False


def no_list(tenant: Tenant) -> None:
    tenant.policies.ews_allowed_app_ids = None


def listed(tenant: Tenant, public_app: Application, daemon_app: Application) -> None:
    tenant.policies.ews_allowed_app_ids = (public_app.client_id, daemon_app.client_id)


def not_listed(tenant: Tenant) -> None:
    tenant.policies.ews_allowed_app_ids = ("11111111-2222-3333-4444-555555555555",)


_ORGANIZATIONS = (("true", "$true", org_true), ("null", "$null", org_null), ("false", "$false", org_false))
_MAILBOXES = (("null", "$null", mailbox_null), ("true", "$true", mailbox_true), ("false", "$false", mailbox_false))
_LISTS = (("no-list", "empty", no_list), ("listed", "has the app", listed), ("not-listed", "lacks the app", not_listed))


def _result(organization: str, mailbox: str, apps: str) -> Outcome:
    """Return what the documented table of organization, mailbox and list comes to."""
    if organization == "false" or mailbox == "false":
        return Http.FORBIDDEN("T*", "scream, EWSDATES")
    if organization == "true" and apps == "not-listed":
        # That it is blocked is documented; the answer was not recorded.
        return Http.FORBIDDEN("I", "PS-ORG")
    return Ews.IN("D", "PS-ORG, EWSDATES")


SWITCH_OFF = Family(
    "EWS: organization, mailbox and the list of applications",
    "`Set-OrganizationConfig -EwsEnabled`, `Set-CASMailbox -EwsEnabled`, `Set-OrganizationConfig -EwsAllowedAppIDs`. "
    "Since October 2026 Microsoft sets `$false` tenant by tenant where nobody set a value; in April 2027 EWS ends. The "
    "other protocols do not notice.",
    tuple(
        Circumstance(
            f"ews-org-{organization}-mailbox-{mailbox}-{apps}",
            f"organization `{of_organization}`, mailbox `{of_mailbox}`, list {of_list}",
            (set_organization, set_mailbox, set_list),
            (
                line(kinds.DELEGATED, EWS=_result(organization, mailbox, apps)),
                line(kinds.APP_ONLY, EWS=_result(organization, mailbox, apps)),
            ),
        )
        for organization, of_organization, set_organization in _ORGANIZATIONS
        for mailbox, of_mailbox, set_mailbox in _MAILBOXES
        for apps, of_list, set_list in _LISTS
    ),
    flat=True,
)


def gone(tenant: Tenant) -> None:
    tenant.policies.ews_enabled = False


OTHERS = Family(
    "EWS is off for the organization",
    "What a mail program meets that has EWS among other ways.",
    (
        Circumstance(
            "ews-gone",
            "EWS is off, as in tenants that did nothing",
            gone,
            (
                fine(kinds.DELEGATED, EWS=Http.FORBIDDEN("T*", "scream, EWSDATES")),
                fine(kinds.APP_ONLY, EWS=Http.FORBIDDEN("T*", "scream, EWSDATES")),
                line(kinds.WRONG_SCOPE, EWS=Http.FORBIDDEN("T", "exchangelib, ews-managed-api")),
                line(bad_token_kinds.GARBAGE, EWS=Http.INVALID("I", "EWSINS")),
                line(kinds.NOTHING, EWS=Http.NO_TOKEN("T", "headers")),
                line(kinds.PASSWORD, EWS=Http.BASIC("D", "BASIC")),
            ),
            really="Set-OrganizationConfig -EwsEnabled $false",
        ),
    ),
)

# --- user agents ---------------------------------------------------------------------------------------------------


def allow_list(tenant: Tenant) -> None:
    tenant.policies.ews_application_access_policy = "EnforceAllowList"
    tenant.policies.ews_allow_list = ("exchangelib/*", "Contoso*Sync*")


def empty_allow_list(tenant: Tenant) -> None:
    tenant.policies.ews_application_access_policy = "EnforceAllowList"


def block_list(tenant: Tenant) -> None:
    tenant.policies.ews_application_access_policy = "EnforceBlockList"
    tenant.policies.ews_block_list = ("exchangelib/*",)


def lists_without_policy(tenant: Tenant) -> None:
    tenant.policies.ews_block_list = ("exchangelib/*",)


def outlook_off(tenant: Tenant) -> None:
    tenant.policies.ews_allow_outlook = False


def outlook_on_past_the_list(tenant: Tenant) -> None:
    tenant.policies.ews_application_access_policy = "EnforceAllowList"
    tenant.policies.ews_allow_outlook = True


def mac_outlook_off(tenant: Tenant) -> None:
    tenant.policies.ews_allow_mac_outlook = False


def entourage_off(tenant: Tenant) -> None:
    tenant.policies.ews_allow_entourage = False


def mailbox_block_list(alice: User) -> None:
    alice.ews_application_access_policy = "EnforceBlockList"
    alice.ews_block_list = ("exchangelib/*",)


def mailbox_allow_list(alice: User) -> None:
    alice.ews_application_access_policy = "EnforceAllowList"
    alice.ews_allow_list = ("exchangelib/*",)


def mailbox_outlook_off(alice: User) -> None:
    alice.ews_allow_outlook = False


def mailbox_mac_outlook_off(alice: User) -> None:
    alice.ews_allow_mac_outlook = False


def mailbox_entourage_off(alice: User) -> None:
    alice.ews_allow_entourage = False


def _all_but(*agents: str) -> tuple[str, ...]:
    return tuple(name for name in kinds.AGENTS if name not in agents)


_IN = Ews.IN("D", "EWSACC, PS-ORG")
_OUT = Http.FORBIDDEN("T*", "graph-docs")

USER_AGENTS = Family(
    "EWS: lists of user agents",
    "`Set-OrganizationConfig -EwsApplicationAccessPolicy` with `-EwsAllowList` or `-EwsBlockList` (`*` is the "
    "wildcard); `-EwsAllowOutlook`, `-EwsAllowMacOutlook` and `-EwsAllowEntourage` win over the lists for those "
    "clients. `Set-CASMailbox` has the same for one mailbox.",
    tuple(
        Circumstance(
            f"agents-{name}",
            title,
            set_up,
            tuple(line(kinds.AGENTS[agent], EWS=_IN if agent in let_in else _OUT) for agent in kinds.AGENTS),
        )
        for name, title, set_up, let_in in (
            ("allow-list", "allow list with exchangelib and Contoso's", allow_list, ("exchangelib", "contoso")),
            ("allow-list-empty", "empty allow list", empty_allow_list, ()),
            ("block-list", "block list with exchangelib", block_list, _all_but("exchangelib")),
            ("no-policy", "a block list, and no policy that enforces it", lists_without_policy, _all_but()),
            ("outlook-off", "Outlook off", outlook_off, _all_but("outlook")),
            ("outlook-on", "Outlook on, past an empty allow list", outlook_on_past_the_list, ("outlook",)),
            ("mac-outlook-off", "Outlook for Mac off", mac_outlook_off, _all_but("mac-outlook")),
            ("entourage-off", "Entourage off", entourage_off, _all_but("entourage")),
            ("mailbox-allow-list", "the mailbox's allow list with exchangelib", mailbox_allow_list, ("exchangelib",)),
            (
                "mailbox-block-list",
                "the mailbox's block list with exchangelib",
                mailbox_block_list,
                _all_but("exchangelib"),
            ),
            ("mailbox-outlook-off", "Outlook off for the mailbox", mailbox_outlook_off, _all_but("outlook")),
            (
                "mailbox-mac-off",
                "Outlook for Mac off for the mailbox",
                mailbox_mac_outlook_off,
                _all_but("mac-outlook"),
            ),
            ("mailbox-entourage-off", "Entourage off for the mailbox", mailbox_entourage_off, _all_but("entourage")),
        )
    ),
    flat=True,
)
