package dev.almanac.jobs;

import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.registry.Registry;
import picocli.CommandLine.Mixin;

/**
 * A verb of {@code almanac models} that deletes, or looks at every byte: it needs the archive
 * itself.
 */
abstract class ArchiveModelsVerb extends NamingVerb {

  @Mixin private ArchiveOption archive;

  /** Does the work. */
  abstract ExitCode run(Registry registry, Console console);

  @Override
  final ExitCode run(Console console) {
    try (BlobStore store = BlobStores.open(archive.root())) {
      return run(new Registry(store), console);
    }
  }

  final String archive() {
    return archive.root();
  }
}
