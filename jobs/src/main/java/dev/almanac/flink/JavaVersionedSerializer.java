package dev.almanac.flink;

import java.io.IOException;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.util.InstantiationUtil;

/**
 * Values by Java serialization, for what travels between the processes of one run and is never
 * stored: a nightly job that fails is run again from its beginning.
 */
final class JavaVersionedSerializer<T> implements SimpleVersionedSerializer<T> {

  @Override
  public int getVersion() {
    return 1;
  }

  @Override
  public byte[] serialize(T value) throws IOException {
    return InstantiationUtil.serializeObject(value);
  }

  @Override
  public T deserialize(int version, byte[] serialized) throws IOException {
    try {
      return InstantiationUtil.deserializeObject(
          serialized, Thread.currentThread().getContextClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IOException("a class of this job is missing on this host: " + e.getMessage(), e);
    }
  }
}
