// Conversations, notifications, synchronization, ids.
const {
  AlternateId, BasePropertySet, BodyType, ConflictResolutionMode, ConversationIndexedItemView, ConversationSortOrder,
  DeleteMode, EmailMessage, EventType, Folder, FolderId, IdFormat, Importance, ItemView, MessageBody, PropertySet,
  ImpersonatedUserId, ConnectingIdType, StreamingSubscriptionConnection, SyncFolderItemsScope, WellKnownFolderName,
} = require("ews-javascript-api");

const { Inbox, MsgFolderRoot } = WellKnownFolderName;
const everything = new PropertySet(BasePropertySet.FirstClassProperties);
const inbox = new FolderId(Inbox);
const names = (kinds) => kinds.map((kind) => EventType[kind]);

async function saved(service, subject) {
  const message = new EmailMessage(service);
  message.Subject = subject;
  message.Body = new MessageBody(BodyType.Text, "Hi");
  await message.Save(Inbox);
  return message;
}

module.exports = {
  async conversations(service) {
    const [conversation] = await service.FindConversation(new ConversationIndexedItemView(10), inbox);
    const order = ConversationSortOrder.TreeOrderDescending;
    const { ConversationNodes } = await service.GetConversationItems(conversation.Id, everything, null, null, order);
    const marked = await service.EnableAlwaysCategorizeItemsInConversations([conversation.Id], ["Blue"], true);
    return {
      topic: conversation.Topic,
      count: conversation.MessageCount,
      nodes: ConversationNodes.Items.length,
      marked: marked.OverallResult,
    };
  },

  async pull(service) {
    const { Created, Modified, Deleted } = EventType;
    const subscription = await service.SubscribeToPullNotifications([inbox], 30, null, Created, Modified, Deleted);
    const message = await saved(service, "Followed");
    message.Subject = "Followed on";
    await message.Update(ConflictResolutionMode.AlwaysOverwrite);
    await message.Delete(DeleteMode.HardDelete);
    const { ItemEvents } = await subscription.GetEvents();
    await subscription.Unsubscribe();
    const after = await subscription.GetEvents().catch((error) => error.message);
    return { events: names(ItemEvents.map(({ EventType: kind }) => kind)), after };
  },

  async streaming(service, { sameUser }, as) {
    const subscription = await service.SubscribeToStreamingNotifications([inbox], EventType.Created);
    const connection = new StreamingSubscriptionConnection(service, 1);
    connection.AddSubscription(subscription);
    const heard = new Promise((resolve, reject) => {
      connection.OnNotificationEvent.push((_, { Events }) => resolve(names(Events.map(({ EventType: kind }) => kind))));
      connection.OnSubscriptionError.push((_, { Exception }) => reject(Exception));
    });
    connection.Open();
    await saved(as(sameUser), "Streamed");
    const events = await heard;
    service.XHRApi.disconnect();
    return { events };
  },

  async sync(service) {
    const folders = await service.SyncFolderHierarchy(new FolderId(MsgFolderRoot), everything, null);
    const none = await service.SyncFolderHierarchy(new FolderId(MsgFolderRoot), everything, folders.SyncState);
    const items = (properties, state) =>
      service.SyncFolderItems(inbox, properties, null, 100, SyncFolderItemsScope.NormalItems, state);
    const first = await items(everything, null);
    const message = await saved(service, "New");
    const second = await items(PropertySet.IdOnly, first.SyncState);
    message.Importance = Importance.High;
    await message.Update(ConflictResolutionMode.AlwaysOverwrite);
    const third = await items(PropertySet.IdOnly, second.SyncState);
    await message.Delete(DeleteMode.HardDelete);
    const last = await items(PropertySet.IdOnly, third.SyncState);
    return {
      folders: [folders.Count > 5, none.Count],
      changes: [first, second, third, last].map((one) => one.changes.map(({ ChangeType }) => ChangeType)),
    };
  },

  async ids(service, { own }) {
    const message = await saved(service, "Converted");
    const from = new AlternateId(IdFormat.EwsId, message.Id.UniqueId, own);
    const formats = ["HexEntryId", "EntryId", "StoreId", "OwaId"];
    const back = {};
    for (const format of formats) {
      const converted = await service.ConvertId(from, IdFormat[format]);
      back[format] = (await service.ConvertId(converted, IdFormat.EwsId)).UniqueId === message.Id.UniqueId;
    }
    return back;
  },

  async impersonation(service, { address }) {
    const alone = await Folder.Bind(service, Inbox).catch((error) => error.message);
    service.ImpersonatedUserId = new ImpersonatedUserId(ConnectingIdType.SmtpAddress, address);
    const { Items } = await service.FindItems(Inbox, new ItemView(5));
    return { alone, subjects: Items.map((item) => item.Subject) };
  },
};
