import com.google.gson.Gson;
import com.google.gson.JsonObject;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.search.AndTerm;
import jakarta.mail.search.FlagTerm;
import jakarta.mail.search.SubjectTerm;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Answers the invoices in a mailbox: finds them by IMAP, thanks for each by SMTP, and marks it as read. */
public class Invoices {
    private static final Pattern NUMBER = Pattern.compile("Invoice (\\d+)");
    private static final String SCOPES =
            "https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send";

    /** Where Microsoft 365 is and who asks. Only tests set the addresses. */
    record Settings(String authority, String clientId, String user, String password, String imap, String smtp) {
        static Settings from(Map<String, String> environment) {
            String authority = "https://login.microsoftonline.com/" + environment.get("TENANT_ID");
            return new Settings(
                    environment.getOrDefault("AUTHORITY", authority),
                    environment.get("CLIENT_ID"),
                    environment.get("MAIL_USER"),
                    environment.get("MAIL_PASSWORD"),
                    environment.getOrDefault("IMAP", "outlook.office365.com:993"),
                    environment.getOrDefault("SMTP", "smtp.office365.com:587"));
        }
    }

    static class SignInException extends IOException {
        SignInException(String description) {
            super(description);
        }
    }

    private final Settings settings;

    Invoices(Settings settings) {
        this.settings = settings;
    }

    /** Returns a token on behalf of the user, by name and password. */
    String signIn() throws IOException, InterruptedException {
        Map<String, String> form = Map.of(
                "grant_type", "password", "client_id", settings.clientId, "scope", SCOPES,
                "username", settings.user, "password", settings.password);
        HttpRequest request = HttpRequest.newBuilder(URI.create(settings.authority + "/oauth2/v2.0/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(encoded(form)))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        JsonObject answer = new Gson().fromJson(response.body(), JsonObject.class);
        if (response.statusCode() != 200) {
            throw new SignInException(answer.get("error_description").getAsString());
        }
        return answer.get("access_token").getAsString();
    }

    /** Returns the numbers of those that were answered. */
    List<String> answer(String token) throws MessagingException {
        Session session = Session.getInstance(properties());
        List<String> answered = new ArrayList<>();
        try (Store store = session.getStore("imap")) {
            store.connect(settings.user, token);
            try (Folder inbox = store.getFolder("INBOX")) {
                inbox.open(Folder.READ_WRITE);
                FlagTerm unread = new FlagTerm(new Flags(Flags.Flag.SEEN), false);
                for (Message message : inbox.search(new AndTerm(unread, new SubjectTerm("Invoice")))) {
                    Matcher number = NUMBER.matcher(message.getSubject());
                    if (number.find()) {
                        thank(session, token, message, number.group(1));
                        message.setFlag(Flags.Flag.SEEN, true);
                        answered.add(number.group(1));
                    }
                }
            }
        }
        return answered;
    }

    private void thank(Session session, String token, Message message, String number) throws MessagingException {
        MimeMessage reply = new MimeMessage(session);
        reply.setFrom(new InternetAddress(settings.user));
        reply.setRecipients(Message.RecipientType.TO, message.getReplyTo());
        reply.setSubject("Re: " + message.getSubject());
        reply.setHeader("In-Reply-To", message.getHeader("Message-ID")[0]);
        reply.setText("Thank you. Invoice " + number + " will be paid within 30 days.\n");
        try (Transport transport = session.getTransport("smtp")) {
            transport.connect(settings.user, token);
            transport.sendMessage(reply, reply.getAllRecipients());
        }
    }

    private Properties properties() {
        Properties properties = new Properties();
        for (String protocol : List.of("imap", "smtp")) {
            String[] address = (protocol.equals("imap") ? settings.imap : settings.smtp).split(":");
            properties.put("mail." + protocol + ".host", address[0]);
            properties.put("mail." + protocol + ".port", address[1]);
            properties.put("mail." + protocol + ".auth.mechanisms", "XOAUTH2");
            properties.put("mail." + protocol + ".ssl.checkserveridentity", "true");
        }
        properties.put("mail.imap.ssl.enable", "true");
        properties.put("mail.smtp.auth", "true");
        properties.put("mail.smtp.starttls.enable", "true");
        properties.put("mail.smtp.starttls.required", "true");
        return properties;
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    public static void main(String[] arguments) throws Exception {
        Invoices invoices = new Invoices(Settings.from(System.getenv()));
        System.out.println("answered: " + String.join(", ", invoices.answer(invoices.signIn())));
    }
}
