package dev.almanac.jobs;

import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.registry.AliasName;
import dev.almanac.registry.Registry;
import dev.almanac.registry.VersionId;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;

/** A verb of {@code almanac models}: it works on the registry of one archive. */
abstract class ModelsVerb extends Verb {

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

  /** A model's name as it was given; what no model can be called is wrong usage. */
  final String model(String name) {
    return valid(() -> new VersionId(name, 1)).model();
  }

  /** An alias's name as it was given; what no alias can be called is wrong usage. */
  final String alias(String model, String name) {
    return valid(() -> new AliasName(model, name)).alias();
  }

  /** What the values of options make up. */
  final <T> T valid(Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw usage(e.getMessage());
    }
  }
}
