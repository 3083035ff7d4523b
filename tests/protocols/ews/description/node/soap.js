// A client that the package `soap` makes from the service's description: node soap.js '{"wsdl": ..., "token": ...}'.
// It prints what it saw as one line of JSON.
const soap = require('soap');

async function main({ wsdl, token }) {
  const authorization = { Authorization: `Bearer ${token}` };
  const client = await soap.createClientAsync(wsdl, { wsdl_headers: authorization });
  client.addHttpHeader('Authorization', authorization.Authorization);
  client.addSoapHeader(
    { 't:RequestServerVersion': { attributes: { Version: 'Exchange2016' } } },
    '',
    't',
    'http://schemas.microsoft.com/exchange/services/2006/types',
  );
  const inbox = { DistinguishedFolderId: { attributes: { Id: 'inbox' } } };

  const [folder] = await client.GetFolderAsync({ FolderShape: { BaseShape: 'Default' }, FolderIds: inbox });
  const [made] = await client.CreateItemAsync({
    attributes: { MessageDisposition: 'SaveOnly' },
    SavedItemFolderId: inbox,
    Items: { Message: { Subject: 'Made by node', IsRead: true } },
  });
  const [found] = await client.FindItemAsync({
    attributes: { Traversal: 'Shallow' },
    ItemShape: { BaseShape: 'IdOnly' },
    ParentFolderIds: inbox,
  });
  const message = found.ResponseMessages.FindItemResponseMessage.RootFolder.Items.Message;
  const [read] = await client.GetItemAsync({
    ItemShape: { BaseShape: 'Default' },
    ItemIds: { ItemId: { attributes: { Id: message.ItemId.attributes.Id } } },
  });
  const item = read.ResponseMessages.GetItemResponseMessage.Items.Message;
  return {
    folder: folder.ResponseMessages.GetFolderResponseMessage.Folders.Folder.DisplayName,
    made: made.ResponseMessages.CreateItemResponseMessage.ResponseCode,
    subject: item.Subject,
    isRead: item.IsRead,
  };
}

main(JSON.parse(process.argv[2])).then(
  (seen) => console.log(JSON.stringify(seen)),
  (error) => {
    console.error(error.message);
    process.exit(1);
  },
);
