package dev.almanac.registry.http;

import dev.almanac.registry.token.Token;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who changed what, and who was refused: a line of JSON each, in a file that only its owner reads.
 * The file is opened for every line, so it may be moved away at any time. Safe for use by several
 * threads.
 */
final class AuditLog {

  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path file;
  private final Clock clock;

  /**
   * @throws IOException where the file cannot be written
   */
  AuditLog(Path file, Clock clock) throws IOException {
    this.file = file.toAbsolutePath();
    this.clock = clock;
    Files.createDirectories(this.file.getParent());
    open().close();
  }

  private FileChannel open() throws IOException {
    return FileChannel.open(
        file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND), OWNER_ONLY);
  }

  /**
   * Writes a line. It is on its way to the disk when this returns.
   *
   * @param from the address of whoever asked
   * @param token his, or empty where he has none that is known
   * @param outcome {@code done}, or why it was refused
   */
  void tell(Exchange exchange, String from, Optional<Token> token, int status, String outcome) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("at", clock.instant().toString());
    line.put("from", from);
    line.put("who", token.map(Token::name).orElse(null));
    line.put("token", token.map(Token::id).orElse(null));
    line.put("method", exchange.method().name());
    line.put("path", exchange.path());
    line.put("status", status);
    line.put("outcome", outcome);
    line.put("request", exchange.request());
    write(line);
  }

  private synchronized void write(Map<String, Object> line) {
    byte[] json = Json.write(line);
    ByteBuffer bytes = ByteBuffer.allocate(json.length + 1).put(json).put((byte) '\n').flip();
    try (FileChannel channel = open()) {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written: " + e.getMessage(), e);
    }
  }
}
