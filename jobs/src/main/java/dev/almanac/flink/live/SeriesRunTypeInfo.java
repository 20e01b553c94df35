package dev.almanac.flink.live;

import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** The type of {@link SeriesRun}. */
final class SeriesRunTypeInfo extends TypeInformation<SeriesRun> {

  private static final long serialVersionUID = 1L;

  @Override
  public Class<SeriesRun> getTypeClass() {
    return SeriesRun.class;
  }

  @Override
  public TypeSerializer<SeriesRun> createSerializer(SerializerConfig config) {
    return new SeriesRunSerializer();
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
    return other instanceof SeriesRunTypeInfo;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SeriesRunTypeInfo;
  }

  @Override
  public int hashCode() {
    return SeriesRun.class.hashCode();
  }

  @Override
  public String toString() {
    return "SeriesRun";
  }
}
