package dev.almanac.flink;

import java.io.Serializable;
import org.apache.flink.api.connector.source.SourceSplit;

/**
 * A piece of work, as Flink hands it out.
 *
 * @param number which of all pieces it is, from 0
 */
record Piece<T extends Serializable>(int number, T work) implements SourceSplit, Serializable {

  @Override
  public String splitId() {
    return Integer.toString(number);
  }
}
