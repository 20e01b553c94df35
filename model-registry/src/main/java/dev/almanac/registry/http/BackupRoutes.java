package dev.almanac.registry.http;

import dev.almanac.blob.BlobStore;
import dev.almanac.catalog.Catalog;
import dev.almanac.catalog.Manifest;
import dev.almanac.registry.view.ManifestView;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The backups of the archive. */
final class BackupRoutes {

  private static final String ROOT = "/api/v1/backups";
  private static final int REMEMBERED = 1000;

  private final Catalog catalog;
  private final Memory<String, Map<String, Object>> known = new Memory<>(REMEMBERED);

  BackupRoutes(BlobStore store) {
    catalog = new Catalog(store);
  }

  List<Route> routes() {
    return List.of(Route.get(ROOT, this::list), Route.get(ROOT + "/{backup}", this::inspect));
  }

  private void list(Exchange exchange) {
    exchange.page("backups", List.copyOf(catalog.ids()), id -> id, this::view);
  }

  /** Without its lists; where it was pruned since, its id alone. */
  private Object view(String id) {
    return known.get(id, () -> catalog.find(id).map(ManifestView::of)).orElse(Map.of("id", id));
  }

  private void inspect(Exchange exchange) {
    String id = exchange.part("backup");
    Optional<Manifest> found =
        id.equals("latest")
            ? catalog.ids().stream().reduce((a, b) -> b).flatMap(catalog::find)
            : catalog.find(id);
    Manifest backup =
        found.orElseThrow(
            () ->
                new ProblemException(
                    Problem.Kind.NOT_FOUND, "there is no backup \"" + id + "\" in the archive"));
    Map<String, Object> view = ManifestView.of(backup);
    view.put("block_list", ManifestView.blocks(backup));
    view.put("components", ManifestView.components(backup));
    view.put("file_list", ManifestView.files(backup));
    exchange.json(view);
  }
}
