"""Applications by themselves: what Exchange adds to the roles in the token, and what it takes away."""

from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.tenant import Tenant
from tests.matrix import kinds
from tests.matrix.lines import fine
from tests.matrix.outcomes import Ews, Http, Imap, Pop3, Smtp
from tests.matrix.table import Circumstance, Family, line


def older_documentation(tenant: Tenant) -> None:
    tenant.policies.app_only_mail_protocols = False


def smtp_role(tenant: Tenant, rbac_app: Application) -> None:
    tenant.rights.assign_role(rbac_app, "Application SMTP.SendAsApp")


def smtp_role_for_alice(tenant: Tenant, rbac_app: Application, alice: User) -> None:
    tenant.rights.assign_role(rbac_app, "Application SMTP.SendAsApp", [alice])


def ews_role_for_alice(tenant: Tenant, rbac_app: Application, alice: User) -> None:
    tenant.rights.assign_role(rbac_app, "Application EWS.AccessAsApp", [alice])


def restricted_to_alice(tenant: Tenant, daemon_app: Application, alice: User) -> None:
    tenant.rights.add_application_access_policy(daemon_app, [alice], "RestrictAccess")


def denied_alice(tenant: Tenant, daemon_app: Application, alice: User) -> None:
    tenant.rights.add_application_access_policy(daemon_app, [alice], "DenyAccess")


def restricted_and_denied(tenant: Tenant, daemon_app: Application, alice: User, bob: User) -> None:
    tenant.rights.add_application_access_policy(daemon_app, [alice, bob], "RestrictAccess")
    tenant.rights.add_application_access_policy(daemon_app, [alice], "DenyAccess")


_NOBODY = Http.NO_PERMISSIONS("T", "EWSINS, ews-cpp")
_IMAP_NO = Imap.NO("I", "IPS")
_POP3_NO = Pop3.NO("I", "IPS")
_BLOCKED = Http.FORBIDDEN("T*", "EWS-Scripts")

FAMILY = Family(
    "Applications: role assignments and access policies",
    "RBAC for Applications gives roles for some mailboxes that stand in no token; application access policies take "
    "mailboxes away from `full_access_as_app`.",
    (
        Circumstance(
            "rbac-smtp",
            "Application SMTP.SendAsApp assigned, for every mailbox",
            smtp_role,
            (
                line(
                    kinds.RBAC,
                    EWS=_NOBODY,
                    IMAP=_IMAP_NO,
                    POP3=_POP3_NO,
                    SMTP=Smtp.IN("D", "RBACSMTP"),
                ),
                line(kinds.RBAC_OUTSIDE, SMTP=Smtp.IN("D", "RBACSMTP")),
            ),
            really="New-ManagementRoleAssignment -Role 'Application SMTP.SendAsApp' -App <client id>",
        ),
        Circumstance(
            "rbac-smtp-scope",
            "Application SMTP.SendAsApp assigned, for alice alone",
            smtp_role_for_alice,
            (
                line(kinds.RBAC, SMTP=Smtp.IN("D", "RBACSMTP")),
                line(kinds.RBAC_OUTSIDE, SMTP=Smtp.NO("U", "no record")),
                # Roles in the token come first: then the mailbox's permissions count, and no scope.
                line(kinds.NO_MAILBOX_PERMISSION, SMTP=Smtp.NO("U", "RBACSMTP")),
            ),
            really="the same with -CustomResourceScope",
        ),
        Circumstance(
            "rbac-ews-scope",
            "Application EWS.AccessAsApp assigned, for alice alone",
            ews_role_for_alice,
            (
                line(
                    kinds.RBAC,
                    EWS=Ews.IN("I", "EWSOAUTH"),
                    IMAP=_IMAP_NO,
                    POP3=_POP3_NO,
                    SMTP=Smtp.NO("D", "IPS"),
                ),
                line(kinds.RBAC_OUTSIDE, EWS=Ews.IMPERSONATION_DENIED("U", "no record")),
            ),
            really="the same with -Role 'Application EWS.AccessAsApp'",
        ),
        Circumstance(
            "policy-restrict",
            "An access policy restricts the application to alice",
            restricted_to_alice,
            (
                fine(kinds.APP_ONLY),
                line(
                    kinds.APP_FOR_OTHER,
                    EWS=_BLOCKED,
                    IMAP=Imap.IN("D", "PS-AAP"),
                    POP3=Pop3.IN("D", "PS-AAP"),
                    SMTP=Smtp.IN("D", "PS-AAP"),
                ),
                fine(kinds.DELEGATED, Token=None),
            ),
            really="New-ApplicationAccessPolicy -AppId … -PolicyScopeGroupId … -AccessRight RestrictAccess",
        ),
        Circumstance(
            "policy-deny",
            "An access policy denies alice to the application",
            denied_alice,
            (
                fine(kinds.APP_ONLY, EWS=_BLOCKED),
                line(kinds.APP_FOR_OTHER, EWS=Ews.IN("D", "PS-AAP")),
                fine(kinds.DELEGATED, Token=None),
            ),
            really="New-ApplicationAccessPolicy -AppId … -PolicyScopeGroupId … -AccessRight DenyAccess",
        ),
        Circumstance(
            "policy-both",
            "One policy restricts to alice and bob, another denies alice",
            restricted_and_denied,
            (
                line(kinds.APP_ONLY, EWS=_BLOCKED),
                line(kinds.APP_FOR_OTHER, EWS=Ews.IN("D", "PS-AAP")),
            ),
        ),
        Circumstance(
            "app-only-unsupported",
            "Microsoft's older documentation: applications have no way into IMAP, POP3 and SMTP",
            older_documentation,
            (
                fine(kinds.DELEGATED, Token=None),
                fine(
                    kinds.APP_ONLY,
                    IMAP=Imap.NO("I", "IPS"),
                    POP3=Pop3.NO("I", "IPS"),
                    SMTP=Smtp.NO("I", "IPS"),
                ),
            ),
        ),
    ),
)
