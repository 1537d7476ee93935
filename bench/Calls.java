import cimgate.Gateway;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What a call costs from Java: Calls FILE ROUNDS */
final class Calls {
  private static double microseconds(int rounds, Runnable call) {
    long[] times = new long[rounds];
    for (int i = 0; i < rounds; i++) {
      long begin = System.nanoTime();
      call.run();
      times[i] = System.nanoTime() - begin;
    }
    Arrays.sort(times);
    return times[rounds / 2] / 1000.0;
  }

  public static void main(String[] arguments) throws java.io.IOException {
    byte[] message = Files.readAllBytes(Path.of(arguments[0]));
    int rounds = Integer.parseInt(arguments[1]);
    try (var gateway = new Gateway()) {
      for (int i = 0; i < 2; i++) {  // the first time, the calls are not compiled yet
        double validate = microseconds(rounds, () -> gateway.validate(null, message));
        double translate = microseconds(rounds, () -> gateway.translate(null, message));
        if (i == 1) System.out.printf("Java    validate %6.1f  translate %6.1f%n", validate, translate);
      }
    }
  }
}
