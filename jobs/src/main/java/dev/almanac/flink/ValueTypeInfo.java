package dev.almanac.flink;

import java.io.Serializable;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** The type of an immutable, serializable value that travels once, whole, between operators. */
final class ValueTypeInfo<T extends Serializable> extends TypeInformation<T> {

  private static final long serialVersionUID = 1L;

  private final Class<T> type;

  ValueTypeInfo(Class<T> type) {
    this.type = type;
  }

  @Override
  public Class<T> getTypeClass() {
    return type;
  }

  @Override
  public TypeSerializer<T> createSerializer(SerializerConfig config) {
    return new ValueSerializer<>();
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
    return false;
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
