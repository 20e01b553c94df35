package dev.almanac.registry.http;

import dev.almanac.blob.BlobStore;
import dev.almanac.catalog.Catalog;
import dev.almanac.catalog.DrillLog;
import dev.almanac.catalog.Manifest;
import dev.almanac.registry.view.ManifestView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The backups of the archive, and what their drills found. */
final class BackupRoutes {

  private static final String ROOT = "/api/v1/backups";
  private static final int REMEMBERED = 1000;

  private final Catalog catalog;
  private final DrillLog drills;
  private final Memory<String, Map<String, Object>> known = new Memory<>(REMEMBERED);
  private final Memory<String, Map<String, Object>> knownDrills = new Memory<>(REMEMBERED);

  BackupRoutes(BlobStore store) {
    catalog = new Catalog(store);
    drills = new DrillLog(store);
  }

  List<Route> routes() {
    return List.of(
        Route.get(ROOT, this::list),
        Route.get(ROOT + "/{backup}", this::inspect),
        Route.get(ROOT + "/{backup}/drills", this::drills));
  }

  private void list(Exchange exchange) {
    Map<String, String> newest = drills.newestKeys();
    exchange.page("backups", List.copyOf(catalog.ids()), id -> id, id -> view(id, newest));
  }

  /** Without its lists; where it was pruned since, its id alone. */
  private Map<String, Object> view(String id, Map<String, String> newestDrills) {
    Map<String, Object> view =
        new LinkedHashMap<>(
            known.get(id, () -> catalog.find(id).map(ManifestView::of)).orElse(Map.of("id", id)));
    view.put("drill", newestDrill(id, newestDrills).orElse(null));
    return view;
  }

  private Optional<Map<String, Object>> newestDrill(String id, Map<String, String> newestKeys) {
    return Optional.ofNullable(newestKeys.get(id))
        .flatMap(key -> knownDrills.get(key, () -> drills.find(key).map(ManifestView::of)));
  }

  /**
   * The backup that a path names by its id, or as {@code latest}.
   *
   * @throws ProblemException where there is none
   */
  static Manifest find(Catalog catalog, String id) {
    Optional<Manifest> found =
        id.equals("latest")
            ? catalog.ids().stream().reduce((a, b) -> b).flatMap(catalog::find)
            : catalog.find(id);
    return found.orElseThrow(
        () ->
            new ProblemException(
                Problem.Kind.NOT_FOUND, "there is no backup \"" + id + "\" in the archive"));
  }

  private void inspect(Exchange exchange) {
    Manifest backup = find(catalog, exchange.part("backup"));
    Map<String, Object> view = ManifestView.of(backup);
    view.put("drill", newestDrill(backup.id(), drills.newestKeys()).orElse(null));
    view.put("block_list", ManifestView.blocks(backup));
    view.put("components", ManifestView.components(backup));
    view.put("file_list", ManifestView.files(backup));
    exchange.json(view);
  }

  private void drills(Exchange exchange) {
    String id = find(catalog, exchange.part("backup")).id();
    exchange.page("drills", drills.of(id), drill -> drill.at().toString(), ManifestView::of);
  }
}
