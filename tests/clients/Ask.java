import java.io.File;
import java.net.URI;
import no.example.ApiClient;
import no.example.api.HubApi;
import no.example.model.Validation;

/** Asks a server for its clock by the generated client, and reads and writes the answer of a validation: Ask URL FROM TO. */
final class Ask {
  public static void main(String[] given) throws Exception {
    final var server = URI.create(given[0]);
    final var client = new ApiClient().setScheme(server.getScheme()).setHost(server.getHost()).setPort(server.getPort());
    System.out.println(new HubApi(client).getClock().getNow());
    final var json = client.getObjectMapper();
    json.writeValue(new File(given[2]), json.readValue(new File(given[1]), Validation.class));
  }
}
