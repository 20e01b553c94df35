package dev.almanac.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The servers that nginx's configuration has, by Debian's layout of it. */
final class NginxSites {

  private static final List<String> FILES =
      List.of("/etc/nginx/nginx.conf", "/etc/nginx/conf.d/*.conf", "/etc/nginx/sites-enabled/*");

  private NginxSites() {}

  /**
   * A {@code server} block.
   *
   * @param file where it is, as the machine calls it
   * @param around what holds for it unless it says otherwise: its file's, and nginx.conf's
   */
  record Site(String file, NginxDirective server, List<NginxDirective> around) {

    /** Its name, for people. */
    String name() {
      return server.all("server_name").map(NginxDirective::value).findFirst().orElse("unnamed");
    }

    String where() {
      return file + ", server " + name();
    }

    boolean hasTls() {
      return server
          .all("listen")
          .anyMatch(listen -> listen.words().stream().anyMatch("ssl"::equals));
    }

    /** What a directive says, of the server itself or of what is around it. */
    Optional<NginxDirective> setting(String name) {
      return server
          .all(name)
          .findFirst()
          .or(() -> around.stream().filter(one -> one.name().equals(name)).findFirst());
    }
  }

  static List<Site> of(Host host) throws IOException {
    List<Site> sites = new ArrayList<>();
    List<NginxDirective> main = new ArrayList<>();
    for (String glob : FILES) {
      for (Path file : host.matching(glob)) {
        // A link to a site that was removed is none.
        if (Files.isRegularFile(file)) {
          add(host.name(file), NginxDirective.parse(host.text(file)), main, sites);
        }
      }
    }
    return sites;
  }

  private static void add(
      String file, List<NginxDirective> parsed, List<NginxDirective> main, List<Site> sites) {
    List<NginxDirective> top =
        parsed.stream()
            .flatMap(one -> one.name().equals("http") ? one.block().stream() : Stream.of(one))
            .toList();
    if (main.isEmpty()) {
      main.addAll(top);
    }
    List<NginxDirective> around = Stream.concat(top.stream(), main.stream()).toList();
    top.stream()
        .filter(one -> one.name().equals("server"))
        .forEach(server -> sites.add(new Site(file, server, around)));
  }
}
