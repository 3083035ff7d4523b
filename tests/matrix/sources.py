"""Where the outcomes come from, by the short names that the table and the page use."""

from typing import Literal

#: D documented by Microsoft; T seen in a transcript or log of the real service; T* told second-hand (FAQ, issue prose,
#: a client's work-around); I inferred from neighbouring facts; U unknown: the fake's choice, which claims nothing.
Mark = Literal["D", "T", "T*", "I", "U"]

MARKS: dict[Mark, str] = {
    "D": "documented by Microsoft",
    "T": "seen in a transcript or log of the real service",
    "T*": "told second-hand: a FAQ, an issue's prose, a client's work-around",
    "I": "inferred from neighbouring facts; plausible, unproven",
    "U": "unknown: what stands there is the fake's choice and says nothing about the real service",
}

SOURCES: dict[str, str] = {
    "IPS": "Microsoft, Authenticate an IMAP, POP or SMTP connection using OAuth",
    "RBACSMTP": "Microsoft, SMTP AUTH by RBAC for Applications (2025-10)",
    "EWSOAUTH": "Microsoft, Authenticate an EWS application by using OAuth",
    "EWSINS": "Microsoft, Instrumenting client requests for EWS and REST in Exchange",
    "EWSRC": "Microsoft, EWS ResponseCode",
    "EWSACC": "Microsoft, Control access to EWS in Exchange",
    "ADPOX": "Microsoft, POX Autodiscover response for Exchange",
    "ADERR": "Microsoft, Handling Autodiscover error messages",
    "clients": "what clients' own code handles",
    "BASIC": "Microsoft, Disable Basic authentication in Exchange Online",
    "PRINTERS": "Microsoft, Fix issues with printers, scanners, and LOB applications that send email",
    "SMTPAUTH": "the Exchange team's announcements on Basic authentication for SMTP AUTH (2026-01)",
    "PS-ORG": "Microsoft, Set-OrganizationConfig",
    "PS-CAS": "Microsoft, Set-CASMailbox",
    "PS-TR": "Microsoft, Set-TransportConfig",
    "PS-AAP": "Microsoft, New-ApplicationAccessPolicy",
    "CAE": "Microsoft, Continuous access evaluation",
    "E-ERR": "Microsoft, Microsoft Entra authentication and authorization error codes",
    "E-LIFE": "Microsoft, Configurable token lifetimes; Refresh tokens in the Microsoft identity platform",
    "AZREC": "recorded sessions with Entra ID in Azure SDK repositories",
    "E-ISSUES": "answers of Entra ID in issue threads of programs that met them (2019 to 2026)",
    "XCSV": "the token service's own message templates",
    "EWSDATES": "techcommunity 4492361, MC1015893: the end of EWS in Exchange Online",
    "LICENCE": "the Exchange team on EWS and licences (2026-03), as quoted by petri.com",
    "headers": "header dumps of Exchange Online in client issue threads, 2017 to 2024",
    "logs": "protocol logs in client issue threads",
    "MailKit": "jstedfast/MailKit 1496, 1948, 2016",
    "imapsync": "imapsync's FAQ for Office 365; imapsync 368, 395",
    "getmail6": "getmail6 221, 256",
    "oauth2-proxy": "simonrob/email-oauth2-proxy 74, 93, 142, 275",
    "aioimaplib": "iroco-co/aioimaplib 83",
    "FairEmail": "FairEmail's FAQ, item 139",
    "exchangelib": "ecederstrand/exchangelib 641, 701, 735, 968, 1234, 1324",
    "ews-managed-api": "OfficeDev/ews-managed-api 212, 219, 223, 229, 245",
    "graph-docs": "microsoftgraph/microsoft-graph-docs 5659, 8266",
    "EWS-Scripts": "David-Barrett-MS/PowerShell-EWS-Scripts 62",
    "ews-cpp": "otris/ews-cpp 148",
    "ews-java-api": "OfficeDev/ews-java-api 671",
    "scream": "reports of the EWS scream tests (industrialmonitordirect.com)",
    "Notifuse": "Notifuse/notifuse 250",
    "no record": "nothing was found",
}
