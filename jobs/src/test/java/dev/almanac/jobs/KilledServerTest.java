package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.prometheus.Await;
import dev.almanac.prometheus.Trust;
import dev.almanac.registry.AliasMove;
import dev.almanac.registry.Change;
import dev.almanac.registry.Lineage;
import dev.almanac.registry.ModelVersion;
import dev.almanac.registry.Registry;
import dev.almanac.registry.VersionDetails;
import dev.almanac.registry.client.RegistryClient;
import dev.almanac.registry.client.RegistryEndpoint;
import dev.almanac.series.TimeRange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The service is killed while it publishes, promotes and is read, and is started again. */
@Timeout(600)
class KilledServerTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int KILLS = 3;
  private static final int PUBLISHERS = 3;

  @TempDir private Path scratch;

  /** What was acknowledged: the content of each version, by its number. */
  private final Map<Integer, String> acknowledged = new ConcurrentHashMap<>();

  /** The last promotion that was acknowledged. */
  private final Map<String, Integer> promoted = new ConcurrentHashMap<>();

  private final AtomicInteger published = new AtomicInteger();
  private volatile boolean enough;

  private static VersionDetails details() {
    return new VersionDetails(
        new Lineage(
            List.of(), new TimeRange(0, 1), new TreeMap<>(), "a test", "here", Duration.ZERO),
        Optional.empty(),
        new TreeMap<>(),
        new TreeMap<>());
  }

  private void publish(RegistryClient client, String publisher) throws IOException {
    while (!enough) {
      String content = publisher + "-" + published.incrementAndGet();
      TreeMap<String, Path> files = new TreeMap<>();
      for (String name : List.of("one.bin", "folder/two.bin")) {
        files.put(
            name, Files.writeString(Files.createTempFile(scratch, "model", ""), content + name));
      }
      ModelVersion version = client.publish("load", details(), files);
      assertThat(acknowledged.put(version.number(), content)).as("a number given twice").isNull();
      AliasMove move = client.promote(version.id(), publisher, new Change("me", "new"));
      promoted.put(publisher, move.version());
    }
  }

  private void read(ServedArchive served) {
    while (!enough) {
      try {
        served.get("/api/v1/models/load/versions");
      } catch (RuntimeException e) {
        // It is dead for a while.
      }
    }
  }

  @Test
  void losesNothingThatWasAcknowledgedAndShowsNoHalfVersion() throws Exception {
    Path archive = scratch.resolve("archive");
    String secret = ServedArchive.token(archive, "publisher", "operate");
    ServedArchive served = ServedArchive.start(scratch, archive, secret, 0);
    int port = served.port();
    RegistryClient client =
        new RegistryClient(RegistryEndpoint.of(served.url(), secret, Trust.OF_THE_JVM));
    ServedArchive first = served;
    ExecutorService clients = Executors.newFixedThreadPool(PUBLISHERS + 1);
    List<Future<?>> work = new ArrayList<>();
    for (int i = 0; i < PUBLISHERS; i++) {
      String publisher = "publisher-" + i;
      work.add(
          clients.submit(
              () -> {
                publish(client, publisher);
                return null;
              }));
    }
    work.add(clients.submit(() -> read(first)));
    try {
      for (int kill = 0; kill < KILLS; kill++) {
        int before = acknowledged.size();
        Await.until("more is published", PATIENCE, () -> acknowledged.size() > before + 2);
        assertThat(served.process().kill()).as(served.process().said()).isTrue();
        served = ServedArchive.start(scratch, archive, secret, port);
      }
      int before = acknowledged.size();
      Await.until("it goes on", PATIENCE, () -> acknowledged.size() > before + 2);
    } finally {
      enough = true;
      clients.shutdown();
    }
    for (Future<?> one : work) {
      one.get();
    }
    served.close();

    try (BlobStore store = BlobStores.open(archive.toString())) {
      Registry registry = new Registry(store);
      List<ModelVersion> versions = registry.versions("load");
      // Who was not answered asked again, so each was acknowledged in the end, and none came twice.
      assertThat(versions)
          .extracting(ModelVersion::number)
          .containsOnlyOnceElementsOf(acknowledged.keySet())
          .hasSameSizeAs(acknowledged.keySet());
      for (ModelVersion version : versions) {
        for (String name : List.of("one.bin", "folder/two.bin")) {
          assertThat(new String(registry.read(version, name), StandardCharsets.UTF_8))
              .isEqualTo(acknowledged.get(version.number()) + name);
        }
      }
      promoted.forEach(
          (alias, version) ->
              assertThat(registry.aliased("load", alias).orElseThrow().number())
                  .isEqualTo(version));
      assertThat(registry.verify(version -> {})).isEmpty();
    }
  }
}
