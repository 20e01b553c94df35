package dev.almanac.catalog;

import dev.almanac.blob.BlobException;
import dev.almanac.blob.BlobInfo;
import dev.almanac.blob.BlobStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/**
 * Several processes on one store in memory, of which one at a time goes on, from one call of the
 * store to its next; a seed decides which. So every order of calls can happen, and again.
 */
final class Interleaving {

  /** What happens between two calls; it may throw, and so end the process. */
  interface Event {
    void happen(Random random);
  }

  /** Ends a process as a kill does: it makes no further call. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  private final Random random;
  private final Event between;
  private final TreeMap<String, byte[]> blobs = new TreeMap<>();
  private final TreeMap<Integer, Thread> waiting = new TreeMap<>();
  private final List<Throwable> failures = new ArrayList<>();
  private int running;
  private int turn = -1;

  Interleaving(long seed, Event between) {
    random = new Random(seed);
    this.between = between;
  }

  /** What one process does. */
  interface Script {
    void run(BlobStore store, Runnable pause);
  }

  /** Runs the scripts to their ends. */
  void run(List<Script> scripts) throws InterruptedException {
    running = scripts.size();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < scripts.size(); i++) {
      int number = i;
      threads.add(new Thread(() -> play(number, scripts.get(number))));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    if (!failures.isEmpty()) {
      throw new AssertionError(failures.get(0));
    }
  }

  private void play(int number, Script script) {
    boolean[] killed = new boolean[1];
    Runnable step = () -> awaitTurn(number, killed);
    try {
      script.run(store(step), step);
    } catch (Killed e) {
      // It is gone.
    } catch (Throwable e) {
      synchronized (this) {
        failures.add(e);
      }
    } finally {
      leave();
    }
  }

  private synchronized void leave() {
    running--;
    wakeNext();
  }

  private synchronized void awaitTurn(int number, boolean[] killed) {
    if (killed[0]) {
      throw new Killed();
    }
    waiting.put(number, Thread.currentThread());
    running--;
    wakeNext();
    try {
      while (turn != number) {
        wait();
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    turn = -1;
    try {
      between.happen(random);
    } catch (Killed e) {
      killed[0] = true;
      throw e;
    }
  }

  private void wakeNext() {
    if (running == 0 && !waiting.isEmpty()) {
      List<Integer> numbers = new ArrayList<>(waiting.keySet());
      turn = numbers.get(random.nextInt(numbers.size()));
      waiting.remove(turn);
      running++;
      notifyAll();
    }
  }

  private BlobStore store(Runnable step) {
    return StoreProbe.of(
        (call, arguments) -> {
          if (call.equals("location")) {
            return "memory";
          }
          step.run();
          synchronized (this) {
            if (call.equals("discardPending")) {
              return 0; // what is put here is there at once
            }
            return call(call, (String) arguments[0], arguments);
          }
        });
  }

  private Object call(String call, String key, Object[] arguments) {
    return switch (call) {
      case "putIfAbsent" -> blobs.putIfAbsent(key, (byte[]) arguments[1]) == null;
      case "delete" -> blobs.remove(key);
      case "list" ->
          blobs.entrySet().stream()
              .filter(blob -> blob.getKey().startsWith(key))
              .map(blob -> info(blob.getKey(), blob.getValue()))
              .toList();
      case "read" -> {
        if (!blobs.containsKey(key)) {
          throw new BlobException("there is no " + key);
        }
        yield blobs.get(key);
      }
      default -> throw new AssertionError("a lock needs no " + call);
    };
  }

  private static BlobInfo info(String key, byte[] blob) {
    return new BlobInfo(key, blob.length);
  }
}
