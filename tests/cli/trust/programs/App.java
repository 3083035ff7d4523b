import java.net.HttpURLConnection;
import java.net.URI;
import javax.net.ssl.SSLException;

class App {
    public static void main(String[] given) throws Exception {
        for (String url : System.getenv("URLS").split(" ")) {
            try {
                ((HttpURLConnection) URI.create(url).toURL().openConnection()).getResponseCode();
                System.out.println("ok");
            } catch (SSLException error) {
                System.out.println("refused " + error.getMessage());
            }
        }
    }
}
