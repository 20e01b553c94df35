package dev.almanac.flink;

import java.io.Serializable;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** The type of a value that Flink does not look into. */
public final class ValueTypeInfo<T> extends TypeInformation<T> {

  private static final long serialVersionUID = 1L;

  private final Class<T> type;
  private final TypeSerializer<T> serializer;
  private final boolean key;

  /**
   * @param serializer always the same for a type, and without state
   */
  public ValueTypeInfo(Class<T> type, TypeSerializer<T> serializer) {
    this(type, serializer, false);
  }

  private ValueTypeInfo(Class<T> type, TypeSerializer<T> serializer, boolean key) {
    this.type = type;
    this.serializer = serializer;
    this.key = key;
  }

  /** Of a value whose hash code is the same in every JVM, so that streams can be keyed by it. */
  static <T> ValueTypeInfo<T> key(Class<T> type, TypeSerializer<T> serializer) {
    return new ValueTypeInfo<>(type, serializer, true);
  }

  /** Of a value that travels once, whole, between operators: by Java serialization. */
  public static <T extends Serializable> ValueTypeInfo<T> serializable(Class<T> type) {
    return new ValueTypeInfo<>(type, new ValueSerializer<>());
  }

  @Override
  public Class<T> getTypeClass() {
    return type;
  }

  @Override
  public TypeSerializer<T> createSerializer(SerializerConfig config) {
    return serializer;
  }

  @Override
  public boolean isBasicType() {
    return false;
  }

  @Override
  public boolean isTupleType() {
    return false;
  }

  @Override
  public int getArity() {
    return 1;
  }

  @Override
  public int getTotalFields() {
    return 1;
  }

  @Override
  public boolean isKeyType() {
    return key;
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof ValueTypeInfo;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ValueTypeInfo<?> that && type == that.type;
  }

  @Override
  public int hashCode() {
    return type.hashCode();
  }

  @Override
  public String toString() {
    return "Value<" + type.getSimpleName() + ">";
  }
}
