"""The script that an admin runs: it reads what cannot be seen from outside, and changes nothing.

Nothing in it was run against a real tenant; the cmdlets and their parameters are those of Microsoft's reference.
"""

from __future__ import annotations

from collections.abc import Sequence

from pytest_m365.live.settings import LiveSettings

#: of the JSON that the script writes
FORM = 1

_SCRIPT = """\
# Reads what `python -m pytest_m365 doctor` cannot see from outside, and changes nothing: every cmdlet here is a Get-,
# a Test- or a Connect-. It takes PowerShell 7 with the modules ExchangeOnlineManagement and Microsoft.Graph, and an
# account that may read: Global Reader (and in Exchange: View-Only Organization Management).
#
#     pwsh -File admin.ps1 > facts.json
#     python -m pytest_m365 doctor --admin-facts facts.json
Connect-ExchangeOnline -ShowBanner:$false
Connect-MgGraph -TenantId {tenant} -Scopes Application.Read.All, Policy.Read.All -NoWelcome

$clients = @({clients})
$mailboxes = @({mailboxes})
$problems = @()
$organization = $null; $transport = $null; $graph = @(); $exchange = @(); $assignments = @(); $found = @(); $policies = @()

try {{ $organization = Get-OrganizationConfig -RetrieveEwsOperationAccessPolicy }} catch {{ $problems += "$_" }}
try {{ $transport = Get-TransportConfig }} catch {{ $problems += "$_" }}

foreach ($client in $clients) {{
    try {{
        $principal = Get-MgServicePrincipal -Filter "appId eq '$client'"
        $roles = @()
        if ($principal) {{ $roles = @((Get-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $principal.Id).AppRoleId) }}
        $graph += @{{ ClientId = $client; ObjectId = $principal.Id; Enabled = $principal.AccountEnabled; AppRoleIds = $roles }}
    }} catch {{ $problems += "$_" }}
    try {{
        foreach ($known in @(Get-ServicePrincipal)) {{
            if ($known.AppId -eq $client) {{ $exchange += @{{ ClientId = $client; ObjectId = "$($known.ObjectId)"; Identity = "$($known.Identity)" }} }}
        }}
        foreach ($known in @(Get-ManagementRoleAssignment -RoleAssigneeType ServicePrincipal)) {{
            if ("$($known.App)" -in @("$($principal.Id)", $client)) {{ $assignments += @{{ ClientId = $client; Role = "$($known.Role)"; Scope = "$($known.CustomResourceScope)" }} }}
        }}
    }} catch {{ $problems += "$_" }}
}}

foreach ($mailbox in $mailboxes) {{
    $box = $null; $cas = $null; $full = @(); $fullApps = @(); $access = @(); $reach = @()
    try {{ $box = Get-Mailbox -Identity $mailbox -ErrorAction Stop }} catch {{ $problems += "$_" }}
    try {{ $cas = Get-CASMailbox -Identity $mailbox -ErrorAction Stop }} catch {{ $problems += "$_" }}
    try {{
        foreach ($one in @(Get-MailboxPermission -Identity $mailbox -ErrorAction Stop)) {{
            if ("$($one.AccessRights)" -match 'FullAccess' -and -not $one.Deny) {{ $full += "$($one.User)" }}
        }}
    }} catch {{ $full = $null; $problems += "$_" }}
    foreach ($known in $exchange) {{
        try {{
            foreach ($one in @(Get-MailboxPermission -Identity $mailbox -User $known.Identity -ErrorAction Stop)) {{
                if ("$($one.AccessRights)" -match 'FullAccess' -and -not $one.Deny) {{ $fullApps += $known.ClientId }}
            }}
        }} catch {{ $problems += "$_" }}
        try {{
            foreach ($one in @(Test-ServicePrincipalAuthorization -Identity $known.ObjectId -Resource $mailbox)) {{
                if ($one.InScope -eq $true) {{ $reach += @{{ ClientId = $known.ClientId; Role = "$($one.RoleName)" }} }}
            }}
        }} catch {{ $problems += "$_" }}
    }}
    foreach ($client in $clients) {{
        try {{
            $tested = Test-ApplicationAccessPolicy -Identity $mailbox -AppId $client -ErrorAction Stop
            $access += @{{ ClientId = $client; Result = "$($tested.AccessCheckResult)" }}
        }} catch {{ $problems += "$_" }}
    }}
    $found += @{{
        Address = $mailbox; Primary = "$($box.PrimarySmtpAddress)"; Plan = "$($box.MailboxPlan)"
        LitigationHold = $box.LitigationHoldEnabled; RetainDeletedItemsFor = "$($box.RetainDeletedItemsFor)"
        ImapEnabled = $cas.ImapEnabled; PopEnabled = $cas.PopEnabled; EwsEnabled = $cas.EwsEnabled
        SmtpClientAuthenticationDisabled = $cas.SmtpClientAuthenticationDisabled
        FullAccess = $full; FullAccessOfApplications = $fullApps; AccessPolicy = $access; Roles = $reach
    }}
}}

try {{
    foreach ($policy in @(Get-MgIdentityConditionalAccessPolicy)) {{
        if ($policy.State -eq 'enabled') {{ $policies += "$($policy.DisplayName)" }}
    }}
}} catch {{ $problems += "$_" }}

@{{
    Form = {form}; TenantId = {tenant}; TakenAt = (Get-Date).ToUniversalTime().ToString('s') + 'Z'
    EwsEnabled = $organization.EwsEnabled; EwsAllowedAppIDs = "$($organization.EwsAllowedAppIDs)"
    HasEwsList = ($null -ne $organization)
    SmtpClientAuthenticationDisabled = $transport.SmtpClientAuthenticationDisabled
    Clients = $clients; Entra = $graph; Exchange = $exchange; RoleAssignments = $assignments
    Mailboxes = $found; ConditionalAccess = $policies; Problems = $problems
}} | ConvertTo-Json -Depth 6
"""


def admin_script(settings: LiveSettings, mailboxes: Sequence[str]) -> str:
    """Return the script with the ids of this tenant, its applications and its mailboxes filled in."""
    clients = [settings.client_id, settings.daemon.client_id if settings.daemon else None]
    return _SCRIPT.format(
        form=FORM,
        tenant=quoted(settings.tenant_id),
        clients=", ".join(quoted(client.lower()) for client in dict.fromkeys(clients) if client),
        mailboxes=", ".join(map(quoted, mailboxes)),
    )


def quoted(text: str) -> str:
    """Return a text as PowerShell takes it literally."""
    # Its typographic quotes end a literal as the plain one does.
    return "'" + "".join(letter * 2 if letter in "'‘’‚‛" else letter for letter in text) + "'"
