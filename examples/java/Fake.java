import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A fake Exchange Online beside the tests. */
class Fake {
    /** Where everything is: what {@code serve --endpoints} has written. */
    final JsonObject endpoints;

    private final Process server;
    private final Path file;

    private Fake(Process server, Path file, JsonObject endpoints) {
        this.server = server;
        this.file = file;
        this.endpoints = endpoints;
    }

    /** Starts {@code fakeserver serve}; from then on this program trusts the fake. */
    static Fake start(String... options) throws IOException, InterruptedException, GeneralSecurityException {
        Path file = Files.createTempDirectory("fake-").resolve("endpoints.json");
        List<String> command = new ArrayList<>(List.of("fakeserver", "serve", "--endpoints", file.toString()));
        command.addAll(List.of(options));
        Process server = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        // The file is there once all ports accept.
        while (!Files.exists(file)) {
            if (!server.isAlive()) {
                throw new IOException("fakeserver has ended; it says above why");
            }
            Thread.sleep(20);
        }
        JsonObject endpoints = new Gson().fromJson(Files.readString(file), JsonObject.class);
        trust(Path.of(endpoints.get("ca_file").getAsString()));
        return new Fake(server, file, endpoints);
    }

    /** Makes this authority the one that HTTP and mail clients of this program trust. */
    static void trust(Path authority) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null);
        try (InputStream pem = Files.newInputStream(authority)) {
            store.setCertificateEntry("fake", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        SSLContext.setDefault(context);
    }

    /** Returns host:port of a protocol. */
    String address(String protocol) {
        JsonObject found = endpoints.getAsJsonObject(protocol);
        return found.get("host").getAsString() + ":" + found.get("port").getAsInt();
    }

    void stop() throws IOException, InterruptedException {
        server.destroy();
        server.waitFor();
        Files.delete(file);
        Files.delete(file.getParent());
    }
}
