package dev.almanac.registry.client;

import dev.almanac.blob.Sha256;
import dev.almanac.registry.ModelFile;
import dev.almanac.registry.ModelVersion;
import dev.almanac.registry.Publication;
import dev.almanac.registry.RegistryDocuments;
import dev.almanac.registry.RegistryException;
import dev.almanac.registry.VersionDetails;
import dev.almanac.registry.VersionId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Sends a version: its files first, then its document, under an id that makes one version of it
 * however often it is sent.
 */
final class RemotePublishing {

  /** A service that is restarted in between has lost the files. */
  private static final int TRIES = 3;

  private final RegistryHttp http;

  RemotePublishing(RegistryHttp http) {
    this.http = http;
  }

  ModelVersion publish(String model, VersionDetails details, SortedMap<String, Path> content) {
    Publication publication = Publication.begin(model, Instant.now());
    byte[] document = RegistryDocuments.write(wanted(publication, details, content));
    String path = "/api/v1/models/%s/publications/%s".formatted(model, publication.id());
    IncompleteException incomplete = null;
    for (int tries = 0; tries < TRIES; tries++) {
      content.forEach((name, file) -> send(path + "/files/" + name, file));
      try {
        return RegistryDocuments.version(http.post(path, document, true), http.place(path));
      } catch (IncompleteException e) {
        incomplete = e;
      }
    }
    throw incomplete;
  }

  /** As it is to be; the service gives it a number and a time. */
  private static ModelVersion wanted(
      Publication publication, VersionDetails details, SortedMap<String, Path> content) {
    List<ModelFile> files = new ArrayList<>();
    for (Map.Entry<String, Path> file : content.entrySet()) {
      try {
        files.add(
            new ModelFile(file.getKey(), Files.size(file.getValue()), Sha256.of(file.getValue())));
      } catch (IOException e) {
        throw new UncheckedIOException(file.getValue() + " cannot be read: " + e, e);
      }
    }
    try {
      return new ModelVersion(
          new VersionId(publication.model(), 1), publication, Instant.now(), details, files);
    } catch (IllegalArgumentException e) {
      throw new RegistryException("this cannot be published: " + e.getMessage(), e);
    }
  }

  private void send(String path, Path file) {
    try {
      http.put(path, BodyPublishers.ofFile(file));
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read: " + e, e);
    }
  }
}
