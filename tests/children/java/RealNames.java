import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocketFactory;

/** Asks Entra ID by both of Java's HTTP clients, and IMAP by a socket, by their real names. */
public class RealNames {
    static final URI CONFIGURATION =
        URI.create("https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration");

    public static void main(String[] protocols) throws Exception {
        for (String protocol : protocols) {
            System.out.println(protocol.equals("https") ? https() : imaps());
        }
    }

    static String https() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(CONFIGURATION).build();
        int newer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
        int older = ((HttpURLConnection) CONFIGURATION.toURL().openConnection()).getResponseCode();
        return newer + " " + older;
    }

    static String imaps() throws Exception {
        try (var socket = SSLSocketFactory.getDefault().createSocket("outlook.office365.com", 993)) {
            var input = new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII);
            return new BufferedReader(input).readLine();
        }
    }
}
