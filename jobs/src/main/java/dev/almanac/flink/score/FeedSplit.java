package dev.almanac.flink.score;

import org.apache.flink.api.connector.source.SourceSplit;

/**
 * How far the models have been handed on. There is one.
 *
 * @param version the number of the version that every series has been told of; 0 for none
 * @param renewAt when paths have to be made anew, in milliseconds since 1970
 */
public record FeedSplit(int version, long renewAt) implements SourceSplit {

  static final FeedSplit NEW = new FeedSplit(0, Long.MAX_VALUE);

  static final String ID = "models";

  @Override
  public String splitId() {
    return ID;
  }
}
