// Where Microsoft 365 is and who asks, from the environment. Only tests set the addresses.

function address(text) {
  const { hostname: host, port } = new URL(`tcp://${text}`);
  return { host, port: Number(port) };
}

export function settingsFrom(environment) {
  const tenant = environment.TENANT_ID;
  return {
    authority: environment.AUTHORITY ?? `https://login.microsoftonline.com/${tenant}`,
    clientId: environment.CLIENT_ID,
    clientSecret: environment.CLIENT_SECRET,
    mailbox: environment.MAILBOX,
    imap: address(environment.IMAP ?? "outlook.office365.com:993"),
    smtp: address(environment.SMTP ?? "smtp.office365.com:587"),
    ews: environment.EWS ?? "https://outlook.office365.com/EWS/Exchange.asmx",
  };
}
