package dev.almanac.registry.http;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * How the archive is served.
 *
 * @param listen the address and port; port 0 takes a free one
 * @param tls how it is encrypted; empty for not at all
 * @param plain whether others may be answered without encryption: a proxy in front sees to it
 * @param proxies the addresses of those proxies, which are believed where requests come from
 * @param audit the file of who changed what and who was refused
 * @param uploads a folder for files that are being sent; what is in it may be removed when the
 *     server does not run
 * @param model the model that forecasts, where a request names none
 * @param refresh how often it is looked for new versions and backups
 * @param limits what a request may take
 */
public record ServeSettings(
    InetSocketAddress listen,
    Optional<Tls> tls,
    boolean plain,
    Set<String> proxies,
    Path audit,
    Path uploads,
    String model,
    Duration refresh,
    Limits limits) {

  public ServeSettings {
    proxies = Set.copyOf(proxies);
    if (listen.isUnresolved()) {
      throw new IllegalArgumentException(listen + " is no address of this machine");
    }
    if (tls.isEmpty() && !plain && !listen.getAddress().isLoopbackAddress()) {
      throw new IllegalArgumentException(
          "%s can be reached by others, who would read tokens on the way: give a certificate, listen on 127.0.0.1 behind a proxy, or allow it explicitly"
              .formatted(listen.getAddress().getHostAddress()));
    }
  }
}
