package dev.almanac.catalog;

import java.io.Serializable;
import java.util.regex.Pattern;

/**
 * Something besides samples that a backup holds: a packed folder, stored once under the digest of
 * its content however many backups name it.
 *
 * @param kind {@code dashboards}, {@code configuration} or {@code models}
 * @param name which of that kind, {@code grafana}
 * @param key where it was stored
 * @param size in bytes, as stored
 * @param sha256 of the stored bytes, in lower-case hexadecimal
 * @param files how many files are packed in it
 * @param encrypted whether it can be opened only with the key it was encrypted with
 */
public record ArchivedComponent(
    String kind, String name, String key, long size, String sha256, long files, boolean encrypted)
    implements Serializable {

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]*");

  public ArchivedComponent {
    Invariants.check(NAME.matcher(kind).matches(), "not a kind of component: \"" + kind + "\"");
    Invariants.check(NAME.matcher(name).matches(), "not a component's name: \"" + name + "\"");
    Invariants.checkCount("size", size);
    Invariants.checkSha256(sha256);
    Invariants.checkCount("files", files);
  }

  /** Kind and name, {@code dashboards/grafana}: what a restore asks for. */
  public String title() {
    return kind + "/" + name;
  }
}
