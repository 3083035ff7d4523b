import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

public class InvoicesTest {
    private static Fake fake;

    @BeforeClass
    public static void start() throws Exception {
        fake = Fake.start("--config", "fake.toml");
    }

    @AfterClass
    public static void stop() throws Exception {
        fake.stop();
    }

    private static Map<String, String> environment() {
        JsonObject alice = fake.endpoints.getAsJsonArray("users").get(0).getAsJsonObject();
        JsonObject app = fake.endpoints.getAsJsonArray("apps").get(0).getAsJsonObject();
        return new HashMap<>(Map.of(
                "AUTHORITY", fake.endpoints.get("authority").getAsString(),
                "CLIENT_ID", app.get("client_id").getAsString(),
                "MAIL_USER", alice.get("upn").getAsString(),
                "MAIL_PASSWORD", alice.get("password").getAsString(),
                "IMAP", fake.address("imap"),
                "SMTP", fake.address("smtp")));
    }

    @Test
    public void invoicesAreAnsweredOnce() throws Exception {
        Invoices invoices = new Invoices(Invoices.Settings.from(environment()));
        String token = invoices.signIn();
        assertEquals(List.of("4711"), invoices.answer(token));
        assertEquals(List.of(), invoices.answer(token));
    }

    @Test
    public void aWrongPasswordIsRefusedWhenItSignsIn() {
        Map<String, String> environment = environment();
        environment.put("MAIL_PASSWORD", "wrong");
        Invoices invoices = new Invoices(Invoices.Settings.from(environment));
        Exception error = assertThrows(Invoices.SignInException.class, invoices::signIn);
        assertTrue(error.getMessage(), error.getMessage().contains("AADSTS50126"));
    }
}
