package dev.almanac.catalog;

import dev.almanac.blob.BlobStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** Stores whose calls are watched, to make happen around one of them what happens once in years. */
public final class StoreProbe {

  private StoreProbe() {}

  /** What to do instead of a call. */
  public interface Handler {
    Object handle(String call, Object[] arguments) throws Throwable;
  }

  /** A store that hands every call to the handler. */
  public static BlobStore of(Handler handler) {
    return (BlobStore)
        Proxy.newProxyInstance(
            BlobStore.class.getClassLoader(),
            new Class<?>[] {BlobStore.class},
            (self, method, arguments) -> handler.handle(method.getName(), arguments));
  }

  /** The same store; before its first call of this name, something else happens. */
  static BlobStore before(String first, BlobStore store, Runnable event) {
    boolean[] happened = new boolean[1];
    return watching(
        store,
        (call, arguments) -> {
          if (call.equals(first) && !happened[0]) {
            happened[0] = true;
            event.run();
          }
          return pass(store, call, arguments);
        });
  }

  /** The same store; before its call of this number, from 0, something else happens. */
  public static BlobStore beforeCall(int number, BlobStore store, Runnable event) {
    int[] calls = new int[1];
    return watching(
        store,
        (call, arguments) -> {
          if (calls[0]++ == number) {
            event.run();
          }
          return pass(store, call, arguments);
        });
  }

  private static BlobStore watching(BlobStore store, Handler handler) {
    return of(
        (call, arguments) ->
            call.equals("location") ? store.location() : handler.handle(call, arguments));
  }

  /** Makes the call. */
  static Object pass(BlobStore store, String call, Object[] arguments) throws Throwable {
    for (Method method : BlobStore.class.getMethods()) {
      int count = arguments == null ? 0 : arguments.length;
      if (method.getName().equals(call) && method.getParameterCount() == count) {
        try {
          return method.invoke(store, arguments);
        } catch (InvocationTargetException e) {
          throw e.getCause();
        }
      }
    }
    throw new AssertionError("no such call: " + call);
  }
}
