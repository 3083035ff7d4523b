// @microsoft/microsoft-graph-client by the real names: one task in argv, `{way, token, ...what it needs}`, and its
// result, or what its error says, as JSON.
const { Client, LargeFileUploadTask, FileUpload, PageIterator } = require("@microsoft/microsoft-graph-client");

const given = JSON.parse(process.argv[2]);
const graph = Client.init({ authProvider: (done) => done(null, given.token) });

const inbox = "/me/mailFolders/inbox/messages";
const subjects = ({ value }) => value.map(({ subject }) => subject);
const found = async (subject) => (await graph.api("/me/messages").filter(`subject eq '${subject}'`).get()).value[0];

const ways = {
  async folders() {
    const listed = await graph.api("/me/mailFolders").top(50).get();
    const one = await graph.api("/me/mailFolders/inbox").get();
    return { names: listed.value.map(({ displayName }) => displayName), inbox: one };
  },
  async messages() {
    const unread = await graph.api(inbox).filter("isRead eq false").select("subject,isRead").count(true).get();
    const first = await graph.api(inbox).orderby("receivedDateTime desc").top(2).get();
    const all = [];
    await new PageIterator(graph, first, ({ subject }) => all.push(subject) > 0).iterate();
    return { unread: subjects(unread), count: unread["@odata.count"], first: subjects(first), all };
  },
  async read() {
    const { id } = await found("Invoice 2");
    const message = await graph
      .api(`/me/messages/${id}`)
      .header("Prefer", 'outlook.body-content-type="text"')
      .expand("attachments")
      .get();
    const mime = await graph.api(`/me/messages/${id}/$value`).responseType("text").get();
    return { message, mime };
  },
  async send({ to }) {
    const message = {
      subject: "From node",
      body: { contentType: "HTML", content: "<p>See below</p>" },
      toRecipients: [{ emailAddress: { address: to } }],
    };
    const answer = await graph.api("/me/sendMail").post({ message });
    const draft = await graph.api("/me/messages").post({ ...message, subject: "Draft" });
    const changed = await graph.api(`/me/messages/${draft.id}`).patch({ importance: "high" });
    await graph.api(`/me/messages/${draft.id}/send`).post({});
    // Without a Content-Type it gives the stream itself.
    return { answer: await new Response(answer).text(), isDraft: draft.isDraft, importance: changed.importance };
  },
  async answer({ to }) {
    const { id } = await found("Question");
    await graph.api(`/me/messages/${id}/reply`).post({ comment: "Seven" });
    const draft = await graph.api(`/me/messages/${id}/createReply`).post({});
    await graph
      .api(`/me/messages/${id}/forward`)
      .post({ comment: "For you", toRecipients: [{ emailAddress: { address: to } }] });
    return { subject: draft.subject };
  },
  async move() {
    const { id } = await found("Lunch");
    const moved = await graph.api(`/me/messages/${id}/move`).post({ destinationId: "archive" });
    const copied = await graph.api(`/me/messages/${moved.id}/copy`).post({ destinationId: "inbox" });
    await graph.api(`/me/messages/${moved.id}`).delete();
    return { ids: new Set([id, moved.id, copied.id]).size };
  },
  async delta() {
    let page = await graph.api("/me/mailFolders/inbox/messages/delta").header("Prefer", "odata.maxpagesize=2").get();
    const seen = subjects(page);
    while (page["@odata.nextLink"]) {
      page = await graph.api(page["@odata.nextLink"]).get();
      seen.push(...subjects(page));
    }
    const { id } = await found("Lunch");
    await graph.api(`/me/messages/${id}`).delete();
    const told = await graph.api(page["@odata.deltaLink"]).get();
    return { seen, removed: told.value.map((each) => each["@removed"]), same: told.value[0].id === id };
  },
  async upload({ size }) {
    const { id } = await graph.api("/me/messages").post({ subject: "Large" });
    const content = Buffer.alloc(size, "heron");
    const session = await LargeFileUploadTask.createUploadSession(
      graph,
      `/me/messages/${id}/attachments/createUploadSession`,
      { AttachmentItem: { attachmentType: "file", name: "large.bin", size } },
    );
    const file = new FileUpload(content.buffer.slice(content.byteOffset, content.byteOffset + size), "large.bin", size);
    const result = await new LargeFileUploadTask(graph, file, session, { rangeSize: 2 * 1024 * 1024 }).upload();
    const { value } = await graph.api(`/me/messages/${id}/attachments`).get();
    return {
      location: result.location,
      names: value.map(({ name }) => name),
      same: Buffer.from(value[0].contentBytes, "base64").equals(content),
    };
  },
  get: ({ path }) => graph.api(path).get(),
};

const said = (error) => ({
  error: error.constructor.name,
  status: error.statusCode,
  code: error.code,
  message: error.message,
  requestId: error.requestId,
  retryAfter: error.headers?.get("retry-after"),
});

ways[given.way](given)
  .catch(said)
  .then((result) => console.log(JSON.stringify(result)));
