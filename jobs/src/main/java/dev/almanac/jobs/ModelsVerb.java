package dev.almanac.jobs;

import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.registry.Registry;
import dev.almanac.registry.client.RegistryClient;
import dev.almanac.registry.client.RegistryEndpoint;
import picocli.CommandLine.Mixin;

/**
 * A verb of {@code almanac models}: it works on the registry of one archive, or on one that is
 * served.
 */
abstract class ModelsVerb extends NamingVerb {

  @Mixin private ArchiveOption archive;

  @Mixin private RegistryOption registry;

  /** Does the work. */
  abstract ExitCode run(ModelRegistry registry, Console console) throws Exception;

  @Override
  final ExitCode run(Console console) throws Exception {
    if (registry.endpoint().isPresent()) {
      return run(new RegistryClient(registry.endpoint().get()), console);
    }
    try (BlobStore store = BlobStores.open(archive.root())) {
      return run(new Registry(store), console);
    }
  }

  /** Where the registry is. */
  final String place() {
    return registry.endpoint().map(RegistryEndpoint::toString).orElseGet(archive::root);
  }
}
