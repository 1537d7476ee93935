import cimgate.Gateway;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** java … GatewayTest EXAMPLES-FOLDER */
final class GatewayTest {
  private static void must(boolean holds, String what) {
    if (!holds) throw new AssertionError(what);
  }

  private static byte[] bytes(Path path) {
    try {
      return Files.readAllBytes(path);
    } catch (java.io.IOException error) {
      throw new java.io.UncheckedIOException(error);
    }
  }

  public static void main(String[] arguments) throws Exception {
    var examples = Path.of(arguments[0]);
    var valid = bytes(examples.resolve("RequestStartOfSupply/valid/change-of-supplier.xml"));
    var invalid = bytes(examples.resolve("RequestStartOfSupply/invalid/misspelt-element.xml"));
    must(Gateway.version().matches("\\d+\\.\\d+\\.\\d+"), "version " + Gateway.version());
    try (var gateway = new Gateway()) {
      var checked = gateway.validate("{\"file\": \"bytte-æøå\"}", valid);
      must(checked.status() == Gateway.Status.FINE, "valid");
      must(checked.json().contains("\"file\": \"bytte-æøå\"") && checked.json().contains("\"verdict\": \"valid\""), checked.json());
      must(gateway.validate(null, invalid).status() == Gateway.Status.FOUND, "invalid");
      must(gateway.validate(null, invalid).json().contains("schema.unexpected-element"), "its finding");
      var translated = gateway.translate("{\"to\": \"cim-xml\"}", valid);
      must(translated.status() == Gateway.Status.FINE, "translated");
      must(translated.json().contains("RequestChangeOfSupplier_MarketDocument"), translated.json());
      must(gateway.roundTrip(null, valid).json().contains("\"equal\": true"), "round trip");
      must(gateway.explain("{\"path\": \"//mRID\"}", valid).json().contains("\"how\": \"copied\""), "explain");
      try {
        gateway.validate("{\"levle\": \"codes\"}", valid);
        must(false, "a wrong option is taken");
      } catch (Gateway.CallException error) {
        must(error.getMessage().contains("did you mean 'level'?"), error.getMessage());
      }
      var alone = gateway.validate(null, invalid).json();
      var threads = Executors.newFixedThreadPool(8);
      var answers = new ArrayList<Future<String>>();
      for (int i = 0; i < 400; i++) answers.add(threads.submit(() -> gateway.validate(null, invalid).json()));
      for (var answer : answers) must(answer.get().equals(alone), "a thread got another answer");
      threads.shutdown();
      gateway.close();
      try {
        gateway.validate(null, valid);
        must(false, "a closed gateway is used");
      } catch (IllegalStateException error) {
        must(error.getMessage().equals("the gateway is closed"), error.getMessage());
      }
    }
    try {
      new Gateway("{\"data\": \"/no/such\"}").close();
      must(false, "no such folder");
    } catch (Gateway.CallException error) {
      must(error.getMessage().contains("/no/such"), error.getMessage());
    }
    System.out.println("Java " + Runtime.version().feature() + ": validate, translate, explain, round trip, 8 threads");
  }
}
