package dev.almanac.backup;

import static dev.almanac.backup.HandmadeArchive.component;
import static dev.almanac.backup.HandmadeArchive.file;
import static dev.almanac.backup.HandmadeArchive.id;
import static dev.almanac.backup.HandmadeArchive.manifest;
import static dev.almanac.backup.HandmadeArchive.night;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.blob.BlobStore;
import dev.almanac.blob.S3Server;
import dev.almanac.catalog.ArchivedFile;
import dev.almanac.catalog.Catalog;
import dev.almanac.catalog.Retention;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class S3PruneTest {

  @Test
  void movesAndRemovesTheFilesOfABucket() {
    ArchivedFile gone = file(1, 1);
    ArchivedFile history = file(2, 2);
    ArchivedFile superseded = file(3, 3);
    ArchivedFile rewritten = file(3, 4);
    try (S3Server server = S3Server.start()) {
      server.createBucket("archive");
      try (BlobStore store = server.open("s3://archive/prometheus")) {
        HandmadeArchive archive =
            new HandmadeArchive(store)
                .write(manifest(1, List.of(component("old")), gone))
                .write(manifest(2, history))
                .write(manifest(3, superseded))
                .write(manifest(4, rewritten));

        new Pruner(
                store,
                new Retention(1, 1, OptionalInt.of(2)),
                Clock.fixed(night(4), ZoneOffset.UTC))
            .prune();

        assertThat(archive.keys())
            .containsExactlyInAnyOrder(
                Catalog.manifestKey(id(3)),
                Catalog.manifestKey(id(4)),
                "history/00000001.json",
                history.key(),
                superseded.supersededKey(),
                rewritten.key());
        assertThat(archive.broken()).isEmpty();
      }
    }
  }
}
