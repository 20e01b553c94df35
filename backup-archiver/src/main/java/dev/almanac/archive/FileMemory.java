package dev.almanac.archive;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was made of files once and is asked for again: footers, where pages lie, and lists of
 * series. Files never change, so none of it is ever out of date; what was not used for longest is
 * forgotten first. Label sets that several lists have are there once. Safe for use by several
 * threads.
 */
public final class FileMemory {

  /** Keeps nothing. */
  public static final FileMemory NONE = new FileMemory(0);

  /** So many files may be read side by side, each making what is to be kept. */
  private static final int FILES_AT_ONCE = 16;

  private static final int SHARE_OF_HEAP = 8;
  private static final long MOST = 128L << 20;

  /** What an entry takes besides what it holds. */
  private static final int OVERHEAD = 256;

  private final long capacity;
  private final Map<Key, Kept> files = new LinkedHashMap<>(16, 0.75f, true);
  private final LabelPool labels = new LabelPool();
  private long weight;

  /** What may be kept of a file. */
  interface Kept {

    /** About how many bytes it takes, without its label sets. */
    long weight();

    /** Takes label sets from the pool instead of its own. */
    default void share(LabelPool pool) {}

    /** Gives them back. */
    default void release(LabelPool pool) {}
  }

  private record Key(String name, long size, Class<?> what) {}

  /**
   * @param capacity about how many bytes to keep at most
   */
  public FileMemory(long capacity) {
    this.capacity = capacity;
  }

  /** How much each of several memories may keep in this JVM. */
  public static long share(int memories) {
    return Math.min(MOST, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP) / memories;
  }

  /** The same file, of which is remembered here what is made of it. */
  public ArchiveInput remembering(ArchiveInput input) {
    return new ForwardingInput(input) {
      @Override
      public FileMemory memory() {
        return FileMemory.this;
      }
    };
  }

  /** Whether something of this weight may be made to be kept, though others make some too. */
  boolean hasRoomFor(long bytes) {
    return bytes <= capacity / FILES_AT_ONCE;
  }

  /** What is known of a file, or null. */
  synchronized <T extends Kept> T find(ArchiveInput input, Class<T> what) {
    return what.cast(files.get(key(input, what)));
  }

  /** Keeps what was made of a file, where there is room for it. */
  synchronized void keep(ArchiveInput input, Kept made) {
    Key key = key(input, made.getClass());
    if (!hasRoomFor(made.weight()) || files.containsKey(key)) {
      return;
    }
    made.share(labels);
    files.put(key, made);
    weight += made.weight() + OVERHEAD;
    Iterator<Kept> eldest = files.values().iterator();
    while (weight() > capacity && eldest.hasNext()) {
      Kept forgotten = eldest.next();
      eldest.remove();
      forgotten.release(labels);
      weight -= forgotten.weight() + OVERHEAD;
    }
  }

  /** About how many bytes are kept. */
  synchronized long weight() {
    return weight + labels.weight();
  }

  private static Key key(ArchiveInput input, Class<?> what) {
    return new Key(input.name(), input.size(), what);
  }
}
