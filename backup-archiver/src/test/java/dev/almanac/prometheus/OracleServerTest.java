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
      System.out.println(o.server().log());
      var c = new SnapshotClient(o.server().endpoint());
      var s = c.create(false);
      System.out.println(
          s + " " + c.snapshotDirectory(s) + " " + c.loss() + c.loss().sentences() + c.buildInfo());
      System.out.println(
          new ProcessBuilder(
                  "bash",
                  "-c",
                  "cd " + c.snapshotDirectory(s) + "; cat */meta.json; wc -c */tombstones")
              .inheritIO()
              .start()
              .waitFor());
      c.delete(s);
    } catch (Exception e) {
      throw new RuntimeException(e);
    }
  }
}
