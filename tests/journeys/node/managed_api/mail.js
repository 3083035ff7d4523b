// Folders, messages, searches, attachments.
const {
  BasePropertySet, BodyType, ComparisonMode, ConflictResolutionMode, ContainmentMode, DefaultExtendedPropertySet,
  DeleteMode, EmailMessage, EmailMessageSchema, ExtendedPropertyDefinition, Folder, FolderId, FolderPermission,
  FolderPermissionLevel, FolderSchema, FolderView, Flag, Grouping, Importance, ItemFlagStatus, ItemId, ItemSchema,
  ItemView, AggregateType, LogicalOperator, MapiPropertyType, MessageBody, MessageDisposition, OffsetBasePoint,
  PropertySet, SearchFilter, SortDirection, UserId, WellKnownFolderName,
} = require("ews-javascript-api");

const { Inbox, Drafts, JunkEmail, MsgFolderRoot } = WellKnownFolderName;
const everything = new PropertySet(BasePropertySet.FirstClassProperties);
const number = new ExtendedPropertyDefinition(DefaultExtendedPropertySet.PublicStrings, "number", MapiPropertyType.Integer);

function draft(service, subject, fill = () => {}) {
  const message = new EmailMessage(service);
  message.Subject = subject;
  message.Body = new MessageBody(BodyType.Text, `Body of ${subject}`);
  fill(message);
  return message;
}

const subjects = ({ Items }) => Items.map((item) => item.Subject);

module.exports = {
  async folders(service, { friend }) {
    const folder = new Folder(service);
    folder.DisplayName = "One";
    folder.Permissions.Add(new FolderPermission(new UserId(friend), FolderPermissionLevel.Editor));
    await folder.Save(Inbox);
    folder.DisplayName = "Two";
    await folder.Update();
    const moved = await folder.Move(Drafts);
    const copy = await moved.Copy(Inbox);
    const view = new FolderView(100);
    view.Traversal = 1;
    const found = await service.FindFolders(MsgFolderRoot, new SearchFilter.IsEqualTo(FolderSchema.DisplayName, "Two"), view);
    const bound = await Folder.Bind(service, moved.Id, everything);
    await copy.Empty(DeleteMode.HardDelete, true);
    await copy.Delete(DeleteMode.HardDelete);
    return { found: found.TotalCount, name: bound.DisplayName, folderClass: bound.FolderClass };
  },

  // With every property that the client knows of messages.
  async everyProperty(service) {
    const message = draft(service, "Known", (it) => {
      it.Importance = Importance.High;
      it.Categories.Add("Red");
      it.Flag = new Flag();
      it.Flag.FlagStatus = ItemFlagStatus.Flagged;
    });
    await message.Save(Inbox);
    const bound = await EmailMessage.Bind(service, message.Id, everything);
    const known = [ItemSchema, EmailMessageSchema].flatMap((schema) =>
      Object.getOwnPropertyNames(schema).map((name) => schema[name]).filter((property) => property?.uri),
    );
    await EmailMessage.Bind(service, message.Id, new PropertySet(BasePropertySet.IdOnly, known));
    const { Subject, Importance: importance, Categories, Flag: flag } = bound;
    return { known: known.length, seen: [Subject, importance, Categories.items, flag.FlagStatus] };
  },

  async filters(service) {
    const values = { ant: 1, bee: 2, cat: 3 };
    for (const [subject, value] of Object.entries(values)) {
      await draft(service, subject, (it) => {
        it.SetExtendedProperty(number, value);
        if (subject === "ant") it.Categories.Add("Red");
      }).Save(Inbox);
    }
    await draft(service, "none").Save(Inbox);
    const all = {
      equal: new SearchFilter.IsEqualTo(number, 2),
      notEqual: new SearchFilter.IsNotEqualTo(number, 2),
      greater: new SearchFilter.IsGreaterThan(number, 2),
      greaterOrEqual: new SearchFilter.IsGreaterThanOrEqualTo(number, 2),
      less: new SearchFilter.IsLessThan(number, 2),
      lessOrEqual: new SearchFilter.IsLessThanOrEqualTo(number, 2),
      exists: new SearchFilter.Exists(number),
      not: new SearchFilter.Not(new SearchFilter.Exists(number)),
      bitmask: new SearchFilter.ExcludesBitmask(number, 1),
      contains: new SearchFilter.ContainsSubstring(ItemSchema.Subject, "A", ContainmentMode.Substring, ComparisonMode.IgnoreCase),
      prefix: new SearchFilter.ContainsSubstring(ItemSchema.Subject, "a", ContainmentMode.Prefixed, ComparisonMode.Exact),
      body: new SearchFilter.ContainsSubstring(ItemSchema.Body, "of bee"),
      category: new SearchFilter.IsEqualTo(ItemSchema.Categories, "Red"),
      twoProperties: new SearchFilter.IsEqualTo(ItemSchema.DateTimeSent, ItemSchema.DateTimeCreated),
      either: new SearchFilter.SearchFilterCollection(LogicalOperator.Or, [
        new SearchFilter.IsEqualTo(ItemSchema.Subject, "ant"),
        new SearchFilter.IsEqualTo(ItemSchema.Subject, "cat"),
      ]),
    };
    const found = {};
    for (const [name, filter] of Object.entries(all)) {
      found[name] = subjects(await service.FindItems(Inbox, filter, new ItemView(10))).sort().join(" ");
    }
    return found;
  },

  async views(service) {
    for (const subject of ["ant", "bee", "cat"]) {
      await draft(service, subject, (it) => (it.Importance = subject === "bee" ? Importance.High : Importance.Low)).Save(Inbox);
    }
    const page = new ItemView(2, 1, OffsetBasePoint.Beginning);
    page.OrderBy.Add(ItemSchema.Subject, SortDirection.Descending);
    page.PropertySet = new PropertySet(BasePropertySet.IdOnly, [ItemSchema.Subject]);
    const second = await service.FindItems(Inbox, "kind:email", page);
    const last = new ItemView(1, 0, OffsetBasePoint.End);
    last.OrderBy.Add(ItemSchema.Subject, SortDirection.Ascending);
    const grouping = new Grouping(ItemSchema.Importance, SortDirection.Ascending, ItemSchema.Subject, AggregateType.Maximum);
    const { ItemGroups } = await service.FindItems(Inbox, new ItemView(10), grouping);
    return {
      page: [subjects(second), second.TotalCount, second.MoreAvailable],
      last: subjects(await service.FindItems(Inbox, last)),
      groups: ItemGroups.map(({ Items }) => Items.map((item) => item.Subject).sort()),
    };
  },

  async batches(service) {
    const messages = ["1", "2"].map((subject) => draft(service, subject));
    const made = await service.CreateItems(messages, new FolderId(Inbox), MessageDisposition.SaveOnly, null);
    messages.forEach((message) => (message.Subject += "!"));
    const updated = await service.UpdateItems(messages, null, ConflictResolutionMode.AlwaysOverwrite, MessageDisposition.SaveOnly, null);
    const bound = await service.BindToItems([...messages.map(({ Id }) => Id), new ItemId("AAAA")], everything);
    const moved = await service.MoveItems(messages.map(({ Id }) => Id), new FolderId(JunkEmail), true);
    const ids = moved.Responses.map(({ Item }) => Item.Id);
    const deleted = await service.DeleteItems(ids, DeleteMode.SoftDelete, null, null);
    return {
      results: [made, updated, bound, moved, deleted].map((answer) => answer.OverallResult),
      bound: bound.Responses.map(({ Item, ErrorMessage }) => Item?.Subject ?? ErrorMessage),
    };
  },

  async attachments(service) {
    const message = draft(service, "With a file", (it) => {
      const file = it.Attachments.AddFileAttachment("a.txt", Buffer.from("Hi").toString("base64"));
      file.ContentType = "text/plain";
      file.ContentId = "one";
      file.IsInline = true;
    });
    await message.Save(Inbox);
    const bound = await EmailMessage.Bind(service, message.Id, everything);
    const [file] = bound.Attachments.Items;
    await file.Load();
    bound.Attachments.Remove(file);
    await bound.Update(ConflictResolutionMode.AlwaysOverwrite);
    bound.Attachments.AddFileAttachment("b.bin", "AAEC");
    await bound.Update(ConflictResolutionMode.AlwaysOverwrite);
    const after = await EmailMessage.Bind(service, message.Id, everything);
    return {
      first: [file.Name, Buffer.from(file.Base64Content, "base64").toString(), file.ContentId, file.IsInline],
      then: after.Attachments.Items.map(({ Name, Size }) => [Name, Size]),
    };
  },

  async answers(service, { friend }) {
    const { Items } = await service.FindItems(Inbox, new ItemView(1));
    const received = await EmailMessage.Bind(service, Items[0].Id, everything);
    const reply = received.CreateReply(true);
    reply.BodyPrefix = new MessageBody(BodyType.Text, "Thanks");
    await reply.SendAndSaveCopy();
    const forward = received.CreateForward();
    forward.ToRecipients.Add(friend);
    forward.BodyPrefix = new MessageBody(BodyType.Text, "See below");
    const saved = await EmailMessage.Bind(service, (await forward.Save(Drafts)).Id, everything);
    await saved.Send();
    return { from: received.From.Address, saved: saved.Subject };
  },
};
