// Contacts, groups, names, tasks, and what a user has set.
const {
  AttendeeInfo, AvailabilityData, AvailabilityOptions, AutodiscoverService, BasePropertySet, ConflictResolutionMode,
  Contact, ContactGroup, ContactSchema, CreateRuleOperation, DateTime, DayOfTheWeek, DelegateFolderPermissionLevel,
  DelegateUser, DeleteMode, DeleteRuleOperation, EmailAddress, EmailAddressKey, ExchangeVersion, FileAsMapping, FolderId,
  FreeBusyViewType, GroupMember, Mailbox, MeetingRequestsDeliveryScope, OofExternalAudience, OofReply, OofSettings,
  OofState, PhysicalAddressEntry, PhysicalAddressKey, PropertySet, Recurrence, ResolveNameSearchLocation, Rule,
  SetRuleOperation, Task, TaskStatus, TimeWindow, Uri, UserConfiguration, UserConfigurationProperties, UserId,
  UserSettingName, WellKnownFolderName,
} = require("ews-javascript-api");

const { Inbox, JunkEmail } = WellKnownFolderName;
const everything = new PropertySet(BasePropertySet.FirstClassProperties);
const day = (number, hour = 0) => new DateTime(2027, 3, number, hour, 0, 0);

module.exports = {
  async contacts(service) {
    const contact = new Contact(service);
    contact.GivenName = "Ada";
    contact.Surname = "Lovelace";
    contact.FileAsMapping = FileAsMapping.SurnameCommaGivenName;
    contact.EmailAddresses._setItem(EmailAddressKey.EmailAddress1, new EmailAddress("ada@example.com"));
    const address = new PhysicalAddressEntry();
    address.City = "Paris";
    contact.PhysicalAddresses._setItem(PhysicalAddressKey.Business, address);
    await contact.Save();
    const bound = await Contact.Bind(service, contact.Id, everything);
    bound.EmailAddresses._setItem(EmailAddressKey.EmailAddress2, new EmailAddress("ada@example.org"));
    await bound.Update(ConflictResolutionMode.AlwaysOverwrite);
    const known = Object.getOwnPropertyNames(ContactSchema).map((name) => ContactSchema[name]).filter((one) => one?.uri);
    const after = await Contact.Bind(service, contact.Id, new PropertySet(BasePropertySet.IdOnly, known));
    return {
      fileAs: bound.FileAs,
      city: after.PhysicalAddresses._getItem(PhysicalAddressKey.Business).City,
      second: after.EmailAddresses._getItem(EmailAddressKey.EmailAddress2).Address,
    };
  },

  async groups(service, { group, member }) {
    const own = new ContactGroup(service);
    own.DisplayName = "Own";
    own.Members.AddDirectoryUser(member);
    own.Members.Add(new GroupMember("one@example.com"));
    await own.Save();
    const bound = await ContactGroup.Bind(service, own.Id, everything);
    bound.Members.RemoveAt(1);
    await bound.Update(ConflictResolutionMode.AlwaysOverwrite);
    const [expanded, listed] = [await service.ExpandGroup(own.Id), await service.ExpandGroup(group)];
    const directory = ResolveNameSearchLocation.DirectoryThenContacts;
    const resolved = await service.ResolveName(member, directory, true);
    const nobody = await service.ResolveName("nobody at all");
    return {
      own: expanded.Members.map(({ Address }) => Address),
      group: listed.Members.map(({ Address }) => Address).sort(),
      resolved: [resolved.Count, resolved._getItem(0).Mailbox.Address, resolved._getItem(0).Contact.DisplayName],
      nobody: nobody.Count,
    };
  },

  async tasks(service) {
    const task = new Task(service);
    task.Subject = "Weekly";
    task.StartDate = day(1);
    task.DueDate = day(1);
    task.Status = TaskStatus.InProgress;
    task.Recurrence = new Recurrence.WeeklyPattern(day(1), 1, [DayOfTheWeek.Monday]);
    await task.Save();
    const bound = await Task.Bind(service, task.Id, everything);
    await bound.DeleteCurrentOccurrence(DeleteMode.HardDelete);
    const next = await Task.Bind(service, task.Id);
    next.Recurrence = new Recurrence.DailyRegenerationPattern(day(8), 3);
    await next.Update(ConflictResolutionMode.AutoResolve);
    const last = await Task.Bind(service, task.Id);
    return { due: next.DueDate.ToISOString().slice(0, 10), pattern: last.Recurrence.constructor.name, status: bound.StatusDescription };
  },

  async settings(service, { own, friend }) {
    const oof = new OofSettings();
    oof.State = OofState.Scheduled;
    oof.ExternalAudience = OofExternalAudience.Known;
    oof.Duration = new TimeWindow(day(1), day(3));
    oof.InternalReply = new OofReply("Away");
    oof.ExternalReply = new OofReply("Away, too");
    await service.SetUserOofSettings(own, oof);
    const away = await service.GetUserOofSettings(own);

    const configuration = new UserConfiguration(service);
    configuration.Dictionary.Add("word", "one");
    configuration.Dictionary.Add("list", ["a", "b"]);
    await configuration.Save("Program", Inbox);
    const read = await UserConfiguration.Bind(service, "Program", Inbox, UserConfigurationProperties.All);
    await read.Delete();
    const gone = await UserConfiguration.Bind(service, "Program", Inbox, UserConfigurationProperties.All).catch((error) => error.message);

    const delegate = new DelegateUser(friend);
    delegate.Permissions.CalendarFolderPermissionLevel = DelegateFolderPermissionLevel.Editor;
    const mailbox = new Mailbox(own);
    await service.AddDelegates(mailbox, MeetingRequestsDeliveryScope.DelegatesAndMe, delegate);
    const { DelegateUserResponses } = await service.GetDelegates(mailbox, true);
    await service.RemoveDelegates(mailbox, new UserId(friend));
    const without = await service.GetDelegates(mailbox, true);
    return {
      away: [away.State, away.InternalReply.Message, away.ExternalReply.Message, away.Duration.StartTime.ToISOString()],
      configuration: read.Dictionary.dictionary.Items,
      gone,
      delegates: DelegateUserResponses.map(({ DelegateUser: { UserId: id } }) => id.PrimarySmtpAddress),
      without: without.DelegateUserResponses.length,
    };
  },

  async rules(service) {
    const rule = new Rule();
    rule.DisplayName = "Junk";
    rule.Priority = 1;
    rule.IsEnabled = true;
    rule.Conditions.ContainsSubjectStrings.Add("buy");
    rule.Actions.MoveToFolder = new FolderId(JunkEmail);
    rule.Actions.StopProcessingRules = true;
    await service.UpdateInboxRules([new CreateRuleOperation(rule)], true);
    const made = (await service.GetInboxRules())._getItem(0);
    made.DisplayName = "Renamed";
    await service.UpdateInboxRules([new SetRuleOperation(made)], true);
    const renamed = (await service.GetInboxRules())._getItem(0);
    return { name: renamed.DisplayName, words: renamed.Conditions.ContainsSubjectStrings.items, id: renamed.Id };
  },

  async withoutRule(service, { id }) {
    await service.UpdateInboxRules([new DeleteRuleOperation(id)], true);
    return { left: (await service.GetInboxRules()).Count };
  },

  async freeBusy(service, { people }) {
    const options = new AvailabilityOptions();
    options.RequestedFreeBusyView = FreeBusyViewType.DetailedMerged;
    const window = new TimeWindow(day(1), day(3));
    const attendees = people.map((address) => new AttendeeInfo(address));
    const asked = await service.GetUserAvailability(attendees, window, AvailabilityData.FreeBusyAndSuggestions, options);
    const lists = [...(await service.GetRoomLists()).Items].map(({ Address }) => Address);
    const rooms = await service.GetRooms(new EmailAddress(lists[0]));
    return {
      merged: asked.AttendeesAvailability.Responses.map(({ MergedFreeBusyStatus }) => MergedFreeBusyStatus.length),
      suggestions: asked.Suggestions.length,
      lists,
      rooms: [...rooms].map(({ Address }) => Address),
    };
  },

  async autodiscover(service, { url, own }) {
    const asked = new AutodiscoverService(new Uri(url), own.split("@")[1], ExchangeVersion.Exchange2013);
    asked.Credentials = service.Credentials;
    const { ExternalEwsUrl, UserDisplayName, AlternateMailboxes } = UserSettingName;
    const answer = await asked.GetUserSettings(own, [ExternalEwsUrl, UserDisplayName, AlternateMailboxes]);
    return { ews: answer.Settings.get(ExternalEwsUrl), missing: answer.UserSettingErrors.map(({ SettingName }) => SettingName) };
  },
};
