package dev.almanac.registry.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What never changes and was read lately. Safe for use by several threads. */
final class Memory<K, V> {

  private final Map<K, V> known;

  /**
   * @param most how many; of more, those used last
   */
  Memory(int most) {
    known =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > most;
          }
        };
  }

  /** The value of a key; two threads may read it at once. */
  Optional<V> get(K key, Supplier<Optional<V>> read) {
    synchronized (known) {
      V value = known.get(key);
      if (value != null) {
        return Optional.of(value);
      }
    }
    Optional<V> value = read.get();
    value.ifPresent(
        found -> {
          synchronized (known) {
            known.put(key, found);
          }
        });
    return value;
  }
}
