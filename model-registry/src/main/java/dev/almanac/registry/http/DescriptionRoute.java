package dev.almanac.registry.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The description of the interface. */
final class DescriptionRoute {

  private static final String RESOURCE = "openapi.yaml";

  private final byte[] json = Json.write(read());

  List<Route> routes() {
    return List.of(
        Route.open("/openapi.json", exchange -> exchange.content("application/json", json)));
  }

  private static Object read() {
    try (InputStream yaml = DescriptionRoute.class.getResourceAsStream(RESOURCE)) {
      return new Load(LoadSettings.builder().setLabel(RESOURCE).build()).loadFromInputStream(yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
