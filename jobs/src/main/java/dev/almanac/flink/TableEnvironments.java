package dev.almanac.flink;

import org.apache.flink.table.api.Table;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.table.api.internal.TableImpl;

/** The environment that a table belongs to, which Flink tells by an internal class alone. */
final class TableEnvironments {

  private TableEnvironments() {}

  static StreamTableEnvironment of(Table table) {
    return (StreamTableEnvironment) ((TableImpl) table).getTableEnvironment();
  }
}
