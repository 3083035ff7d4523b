# Reads what `python -m pytest_m365 doctor` cannot see from outside, and changes nothing: every cmdlet here is a Get-,
# a Test- or a Connect-. It takes PowerShell 7 with the modules ExchangeOnlineManagement and Microsoft.Graph, and an
# account that may read: Global Reader (and in Exchange: View-Only Organization Management).
#
#     pwsh -File admin.ps1 > facts.json
#     python -m pytest_m365 doctor --admin-facts facts.json
#
# In this order: behind Connect-ExchangeOnline, Connect-MgGraph is reported to fail (msgraph-sdk-powershell#3394).
Connect-MgGraph -TenantId __TENANT__ -Scopes Application.Read.All, Policy.Read.All -NoWelcome
Connect-ExchangeOnline -ShowBanner:$false

$clients = @(__CLIENTS__)
$mailboxes = @(__MAILBOXES__)
$problems = @()
$organization = $null; $transport = $null
$graph = @(); $exchange = @(); $known_in_exchange = @(); $assignments = @(); $found = @(); $policies = @()

try { $organization = Get-OrganizationConfig -RetrieveEwsOperationAccessPolicy } catch { $problems += "$_" }
try { $transport = Get-TransportConfig } catch { $problems += "$_" }

foreach ($client in $clients) {
    $principal = $null
    try {
        $principal = Get-MgServicePrincipal -Filter "appId eq '$client'"
        $roles = @()
        if ($principal) {
            $roles = @((Get-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $principal.Id).AppRoleId)
        }
        $graph += @{
            ClientId = $client; ObjectId = $principal.Id; Enabled = $principal.AccountEnabled; AppRoleIds = $roles
        }
    } catch { $problems += "$_" }
    try {
        foreach ($known in @(Get-ServicePrincipal)) {
            if ($known.AppId -eq $client) {
                $exchange += @{ ClientId = $client; ObjectId = "$($known.ObjectId)"; Identity = "$($known.Identity)" }
            }
        }
        # Only of these it is known that they are there or not.
        $known_in_exchange += $client
        foreach ($known in @(Get-ManagementRoleAssignment)) {
            $names = @("$($known.App)", "$($known.RoleAssigneeName)")
            if ($client -in $names -or "$($principal.Id)" -in $names) {
                $assignments += @{ ClientId = $client; Role = "$($known.Role)"; Scope = "$($known.CustomResourceScope)" }
            }
        }
    } catch { $problems += "$_" }
}

foreach ($mailbox in $mailboxes) {
    $box = $null; $missing = $false; $cas = $null
    $full = @(); $fullApps = @(); $access = @(); $reach = @(); $tested_for = @()
    try { $box = Get-Mailbox -Identity $mailbox -ErrorAction Stop } catch {
        $missing = ("$_" -match "couldn't be found") -or ("$_" -match 'ManagementObjectNotFound')
        $problems += "$_"
    }
    try { $cas = Get-CASMailbox -Identity $mailbox -ErrorAction Stop } catch { $problems += "$_" }
    try {
        foreach ($one in @(Get-MailboxPermission -Identity $mailbox -ErrorAction Stop)) {
            if ("$($one.AccessRights)" -match 'FullAccess' -and -not $one.Deny) { $full += "$($one.User)" }
        }
    } catch { $full = $null; $problems += "$_" }
    foreach ($known in $exchange) {
        try {
            foreach ($one in @(Get-MailboxPermission -Identity $mailbox -User $known.Identity -ErrorAction Stop)) {
                if ("$($one.AccessRights)" -match 'FullAccess' -and -not $one.Deny) { $fullApps += $known.ClientId }
            }
        } catch { $full = $null; $problems += "$_" }
        try {
            foreach ($one in @(Test-ServicePrincipalAuthorization -Identity $known.ObjectId -Resource $mailbox)) {
                if ($one.InScope -eq $true) { $reach += @{ ClientId = $known.ClientId; Role = "$($one.RoleName)" } }
            }
            $tested_for += $known.ClientId
        } catch { $problems += "$_" }
    }
    foreach ($client in $clients) {
        try {
            $tested = Test-ApplicationAccessPolicy -Identity $mailbox -AppId $client -ErrorAction Stop
            $access += @{ ClientId = $client; Result = "$($tested.AccessCheckResult)" }
        } catch { $problems += "$_" }
    }
    $found += @{
        Address = $mailbox; Missing = $missing; Primary = "$($box.PrimarySmtpAddress)"; Plan = "$($box.MailboxPlan)"
        LitigationHold = $box.LitigationHoldEnabled; RetainDeletedItemsFor = "$($box.RetainDeletedItemsFor)"
        ImapEnabled = $cas.ImapEnabled; PopEnabled = $cas.PopEnabled; EwsEnabled = $cas.EwsEnabled
        SmtpClientAuthenticationDisabled = $cas.SmtpClientAuthenticationDisabled
        FullAccess = $full; FullAccessOfApplications = $fullApps; AccessPolicy = $access
        Roles = $reach; RolesTestedFor = $tested_for
    }
}

try {
    foreach ($policy in @(Get-MgIdentityConditionalAccessPolicy)) {
        if ($policy.State -eq 'enabled') { $policies += "$($policy.DisplayName)" }
    }
} catch { $problems += "$_" }

@{
    Form = __FORM__; TenantId = "$(@(Get-ConnectionInformation)[0].TenantID)"
    TakenAt = (Get-Date).ToUniversalTime().ToString('s') + 'Z'
    EwsEnabled = $organization.EwsEnabled; EwsAllowedAppIDs = "$($organization.EwsAllowedAppIDs)"
    HasEwsList = ('EwsAllowedAppIDs' -in $organization.PSObject.Properties.Name)
    SmtpClientAuthenticationDisabled = $transport.SmtpClientAuthenticationDisabled
    Clients = $clients; KnownInExchange = $known_in_exchange
    Entra = $graph; Exchange = $exchange; RoleAssignments = $assignments
    Mailboxes = $found; ConditionalAccess = $policies; Problems = $problems
} | ConvertTo-Json -Depth 6
