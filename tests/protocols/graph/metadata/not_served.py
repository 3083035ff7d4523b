"""What the metadata has of the types that we serve, and we don't, each with the reason."""

#: types of which little is a mailbox's: what mail programs read of them is served, and the rest is not listed
OF_THE_DIRECTORY = {"user"}

#: type -> property -> reason
PROPERTIES_NOT_SERVED: dict[str, dict[str, str]] = {
    kind: {"messageRules": "those of the inbox have an address of their own; nobody expands them"}
    for kind in ("mailFolder", "mailSearchFolder")
}

_DIRECTORY = """
    Collection(directoryObject)/delta Collection(directoryObject)/getAvailableExtensionProperties
    Collection(directoryObject)/getByIds Collection(directoryObject)/validateProperties Collection(user)/delta
    directoryObject/checkMemberGroups directoryObject/checkMemberObjects directoryObject/getMemberGroups
    directoryObject/getMemberObjects directoryObject/restore
    user/assignLicense user/changePassword user/exportDeviceAndAppManagementData user/exportPersonalData
    user/getManagedAppDiagnosticStatuses user/getManagedAppPolicies user/getManagedDevicesWithAppFailures
    user/removeAllDevicesFromManagement user/reprocessLicenseAssignment user/retryServiceProvisioning
    user/revokeSignInSessions user/wipeManagedAppRegistrationsByDeviceTag
"""
_CALENDARS = "calendar/allowedCalendarSharingRoles calendarSharingMessage/accept user/findMeetingTimes"
#: operation -> reason
OPERATIONS_NOT_SERVED: dict[str, str] = {
    **dict.fromkeys(_DIRECTORY.split(), "the directory's and its devices', not a mailbox's"),
    **dict.fromkeys(_CALENDARS.split(), "of calendars there is what mail programs touch; EWS has the rest"),
    "Collection(contactFolder)/delta": "folders of contacts are few: a list of them tells what has changed",
}
