import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import no.example.cim.Bundle;

/** Reads every bundle of a folder into the generated types, and writes it again into another: Hold FROM TO. */
final class Hold {
  public static void main(String[] folders) {
    final var json = new ObjectMapper()
        .setSerializationInclusion(JsonInclude.Include.NON_NULL)
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    int refused = 0;
    for (final var file : new File(folders[0]).listFiles()) {
      try {
        json.writeValue(new File(folders[1], file.getName()), json.readValue(file, Bundle.class));
      } catch (IOException error) {
        ++refused;
        System.err.println(file.getName() + ": " + error.getMessage());
      }
    }
    System.exit(refused == 0 ? 0 : 1);
  }
}
