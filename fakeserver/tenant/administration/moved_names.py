"""Names that `Tenant` itself does not have, and where they are."""

from fakeserver.tenant.switches.policies import Policies

_ROOMS = {
    "organization": "name domains is_local new_guid",
    "people": "add_alias remove_user",
    "applications": "add_secret grant_admin_consent expose_api trust_issuer remove_service_principal",
    "rights": """
        register_in_exchange unregister_in_exchange add_mailbox_permission remove_mailbox_permission
        add_folder_permission remove_folder_permission add_delegate add_application_access_policy
        remove_application_access_policy assign_role remove_role
    """,
    "sign_ins": """
        add_conditional_access accept_terms add_group assign change_password reset_password user_who_signs_in
        approve_device_code decline_device_code auto_sign_in
    """,
}

#: by old name, the whole new one
MOVED = {name: f"tenant.{room}.{name}" for room, names in _ROOMS.items() for name in names.split()}
MOVED |= {"sign_in_rules": "tenant.sign_ins.rules", "mailstore": "tenant.mailboxes"}

#: A switch that is set on the tenant itself would be kept, and change nothing. One has the name of a room, which
#: cannot be set.
SWITCHES = {name: f"tenant.policies.{name}" for name in Policies.rows if name != "public_folders"}
