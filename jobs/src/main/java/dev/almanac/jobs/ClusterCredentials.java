package dev.almanac.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file {@code credentials.env} of a cluster: variables for the environment of its processes, a
 * {@code NAME=value} in each line, as systemd's {@code EnvironmentFile} has them.
 */
final class ClusterCredentials {

  private static final String FILE = "credentials.env";

  private static final Pattern LINE = Pattern.compile("([A-Z][A-Z0-9_]*)=(.*)");

  private static final Set<PosixFilePermission> OF_THE_OWNER =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private ClusterCredentials() {}

  /**
   * Reads it; nothing where it is not there.
   *
   * @throws ClusterException where others may read it, or a line is none; its text is never shown
   */
  static Map<String, String> in(Path dir) throws IOException {
    Path file = dir.resolve(FILE);
    Map<String, String> variables = new TreeMap<>();
    if (!Files.exists(file)) {
      return variables;
    }
    if (!OF_THE_OWNER.containsAll(Files.getPosixFilePermissions(file))) {
      throw new ClusterException(file + " can be read by others: chmod 600 " + file);
    }
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      Matcher parts = LINE.matcher(line.strip());
      if (!parts.matches()) {
        throw new ClusterException(file + ":" + number + ": expected NAME=value");
      }
      variables.put(parts.group(1), unquoted(parts.group(2)));
    }
    return variables;
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }
}
