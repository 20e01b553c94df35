package dev.almanac.registry;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What people say of a model or a version, and may change at any time.
 *
 * @param kept whether it is there; a model may be noted before it has a version
 * @param description in words
 * @param tags words by name
 */
public record Note(boolean kept, String description, SortedMap<String, String> tags) {

  private static final int MAX_DESCRIPTION = 100_000;
  private static final int MAX_TAG = 8_000;
  private static final int MAX_NAME = 250;
  private static final int MAX_TAGS = 1_000;

  /** Nothing was said. */
  public static final Note NONE = new Note(false, "", new TreeMap<>());

  public Note {
    tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    check("a description", description, MAX_DESCRIPTION);
    if (tags.size() > MAX_TAGS) {
      throw new IllegalArgumentException("there are " + MAX_TAGS + " tags at most");
    }
    for (Map.Entry<String, String> tag : tags.entrySet()) {
      if (tag.getKey().isBlank()) {
        throw new IllegalArgumentException("a tag has a name");
      }
      check("a tag's name", tag.getKey(), MAX_NAME);
      check("a tag", tag.getValue(), MAX_TAG);
    }
  }

  private static void check(String what, String text, int most) {
    if (text.length() > most) {
      throw new IllegalArgumentException(
          "%s has %d characters at most, found %d".formatted(what, most, text.length()));
    }
  }

  /** The same, there or not. */
  public Note kept(boolean there) {
    return new Note(there, description, tags);
  }

  /** The same with other words. */
  public Note describe(String words) {
    return new Note(true, words, tags);
  }

  /** The same with a tag more, or another value of it. */
  public Note tag(String name, String value) {
    SortedMap<String, String> more = new TreeMap<>(tags);
    more.put(name, value);
    return new Note(true, description, more);
  }

  /** The same without a tag. */
  public Note untag(String name) {
    SortedMap<String, String> fewer = new TreeMap<>(tags);
    fewer.remove(name);
    return new Note(true, description, fewer);
  }
}
