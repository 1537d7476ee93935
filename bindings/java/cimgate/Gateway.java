package cimgate;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Checks, translates, explains and round-trips messages of the electricity market: libcimgate for Java 17, by JNA.
 *
 * <p>Opened once, used by many: a gateway may be used by several threads at once. Options and answers are JSON texts, for the
 * JSON library of your choice; docs/embedding.md lists their members.
 */
public final class Gateway implements AutoCloseable {
  /** What a call came to: the exit status of the program. */
  public enum Status {
    FINE(0),
    FOUND(1),
    UNDETERMINED(3);

    final int number;

    Status(int number) {
      this.number = number;
    }
  }

  /** A status, and the answer as JSON. */
  public record Answer(Status status, String json) {}

  /** The call was wrong: an option that there is not, a folder that cannot be used. The text is {"error": "…"}. */
  public static final class CallException extends IllegalArgumentException {
    CallException(String text) {
      super(text);
    }
  }

  /** A fault of cimgate, or no memory. */
  public static final class FaultException extends IllegalStateException {
    FaultException(String text) {
      super(text);
    }
  }

  /** include/cimgate/cimgate.h. size_t and pointers are as long as a NativeLong on what Debian runs on. */
  interface Functions extends Library {
    String cimgate_version();

    int cimgate_open(byte[] options, PointerByReference gateway, PointerByReference problem);

    void cimgate_close(Pointer gateway);

    int cimgate_validate(Pointer gateway, Pointer parts, NativeLong count, byte[] options, PointerByReference answer);

    int cimgate_translate(Pointer gateway, Pointer parts, NativeLong count, byte[] options, PointerByReference answer);

    int cimgate_explain(Pointer gateway, Pointer parts, NativeLong count, byte[] options, PointerByReference answer);

    int cimgate_round_trip(Pointer gateway, Pointer parts, NativeLong count, byte[] options, PointerByReference answer);

    void cimgate_free(Pointer answer);
  }

  private interface Call {
    int run(Pointer gateway, Pointer parts, NativeLong count, byte[] options, PointerByReference answer);
  }

  /** The variable CIMGATE_LIBRARY names another library than the system's. */
  private static final Functions LIBRARY =
      Native.load(
          System.getenv().getOrDefault("CIMGATE_LIBRARY", "libcimgate.so.0"),
          Functions.class,
          Map.of(Library.OPTION_STRING_ENCODING, "UTF-8"));

  /** Closing waits for calls that run; a call after it is refused. */
  private final ReentrantReadWriteLock open = new ReentrantReadWriteLock();

  private Pointer handle;

  /** With what is built in. */
  public Gateway() {
    this("{}");
  }

  /** {@code options}: {"data": "FOLDER", "market": "FILE", "reader": "reference"}, each of which may be missing. */
  public Gateway(String options) {
    var gateway = new PointerByReference();
    var problem = new PointerByReference();
    answer(LIBRARY.cimgate_open(text(options), gateway, problem), problem);
    handle = gateway.getValue();
  }

  /** Of the library: "0.1.0". */
  public static String version() {
    return LIBRARY.cimgate_version();
  }

  /** The verdict and the findings. */
  public Answer validate(String options, byte[]... parts) {
    return call(LIBRARY::cimgate_validate, options, parts);
  }

  /** The translation, and what was found. */
  public Answer translate(String options, byte[]... parts) {
    return call(LIBRARY::cimgate_translate, options, parts);
  }

  /** Where values come from. */
  public Answer explain(String options, byte[]... parts) {
    return call(LIBRARY::cimgate_explain, options, parts);
  }

  /** There and back, and what differs. */
  public Answer roundTrip(String options, byte[]... parts) {
    return call(LIBRARY::cimgate_round_trip, options, parts);
  }

  @Override
  public void close() {
    open.writeLock().lock();
    try {
      LIBRARY.cimgate_close(handle);
      handle = null;
    } finally {
      open.writeLock().unlock();
    }
  }

  private Answer call(Call function, String options, byte[][] parts) {
    open.readLock().lock();
    try {
      if (handle == null) throw new IllegalStateException("the gateway is closed");
      // cimgate_part[]: a pointer and a size each, then the bytes.
      long head = 2L * Native.POINTER_SIZE * parts.length;
      long size = head;
      for (byte[] part : parts) size += part.length;
      try (var memory = new Memory(Math.max(size, 1))) {
        long at = head;
        for (int i = 0; i < parts.length; i++) {
          memory.write(at, parts[i], 0, parts[i].length);
          memory.setPointer(2L * Native.POINTER_SIZE * i, memory.share(at));
          memory.setNativeLong(2L * Native.POINTER_SIZE * i + Native.POINTER_SIZE, new NativeLong(parts[i].length));
          at += parts[i].length;
        }
        var answer = new PointerByReference();
        int status = function.run(handle, memory, new NativeLong(parts.length), text(options), answer);
        return answer(status, answer);
      }
    } finally {
      open.readLock().unlock();
    }
  }

  private static byte[] text(String text) {
    return text == null ? null : (text + '\0').getBytes(StandardCharsets.UTF_8);
  }

  private static Answer answer(int status, PointerByReference given) {
    Pointer pointer = given.getValue();
    String json = "";
    if (pointer != null) {
      json = pointer.getString(0, "UTF-8");
      LIBRARY.cimgate_free(pointer);
    }
    if (status == 2) throw new CallException(json);
    for (var known : Status.values()) if (known.number == status) return new Answer(known, json);
    throw new FaultException(json);
  }
}
