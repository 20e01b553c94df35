package dev.almanac.prometheus;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OracleServerTest {
  @Test
  void tries(@TempDir Path directory) {
    long t = System.nanoTime();
    try (OracleServer o = OracleServer.start(directory)) {
      System.out.println("filled " + (System.nanoTime() - t) / 1e9);

      var c = new SnapshotClient(o.server().endpoint());
      for (String m :
          new String[] {
            "up",
            "oracle_gauge_histogram{shape='growing'}",
            "oracle_gauge_histogram",
            "oracle_float_gauge_histogram",
            "oracle_empty_histogram",
            "oracle_source{shape='pausing'}",
            "oracle_source{shape='resetting'}",
            "oracle_source{shape='widening'}",
            "oracle_source{shape='growing'}",
            "oracle_source",
            "oracle_histogram{shape='pausing'}",
            "oracle_histogram",
            "oracle_float_histogram{shape='pausing'}",
            "oracle_float_histogram"
          }) {
        o.server().deleteSeries(m, o.begin(), System.currentTimeMillis() + 100000000L);
        try {
          c.create(false);
          System.out.println("OK without " + m);
          break;
        } catch (RuntimeException e) {
          System.out.println(m + " " + e.getMessage().replaceAll(".*while", ""));
        }
      }
    } catch (Exception e) {
      throw new RuntimeException(e);
    }
  }
}
