// Files the invoices that were answered, by EWS: out of the inbox, into its folder Invoices.
import ews from "ews-javascript-api";

const { ComparisonMode, ContainmentMode, FolderView, ItemSchema, ItemView, SearchFilter, WellKnownFolderName } = ews;
const { EmailMessageSchema, ExchangeService, ExchangeVersion, Folder, FolderSchema, ImpersonatedUserId } = ews;
const { ConnectingIdType, LogicalOperator, OAuthCredentials, Uri } = ews;

// Returns the subjects of those that were moved.
export async function fileInvoices(settings, accessToken) {
  const service = new ExchangeService(ExchangeVersion.Exchange2016);
  service.Url = new Uri(settings.ews);
  service.Credentials = new OAuthCredentials(accessToken);
  service.ImpersonatedUserId = new ImpersonatedUserId(ConnectingIdType.SmtpAddress, settings.mailbox);

  const folder = await invoicesFolder(service);
  const isInvoice = new SearchFilter.ContainsSubstring(
    ItemSchema.Subject, "Invoice", ContainmentMode.Prefixed, ComparisonMode.IgnoreCase,
  );
  const isRead = new SearchFilter.IsEqualTo(EmailMessageSchema.IsRead, true);
  const both = new SearchFilter.SearchFilterCollection(LogicalOperator.And, [isInvoice, isRead]);
  const { Items: items } = await service.FindItems(WellKnownFolderName.Inbox, both, new ItemView(100));
  for (const item of items) await item.Move(folder.Id);
  return items.map((item) => item.Subject);
}

async function invoicesFolder(service) {
  const named = new SearchFilter.IsEqualTo(FolderSchema.DisplayName, "Invoices");
  const { Folders: [found] } = await service.FindFolders(WellKnownFolderName.Inbox, named, new FolderView(1));
  if (found) return found;
  const folder = new Folder(service);
  folder.DisplayName = "Invoices";
  await folder.Save(WellKnownFolderName.Inbox);
  return folder;
}
