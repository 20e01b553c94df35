package dev.almanac.jobs;

import dev.almanac.config.ConfigException;
import dev.almanac.prometheus.Credentials;
import dev.almanac.prometheus.PrometheusEndpoint;
import dev.almanac.prometheus.Trust;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** Prometheus servers as users name them: secrets are in the environment alone. */
final class Servers {

  private static final String READ = "PROMETHEUS";
  private static final String WRITTEN = "REMOTE_WRITE";

  private Servers() {}

  /**
   * A server that is read from, with what {@code PROMETHEUS_TOKEN}, or {@code PROMETHEUS_USER} and
   * {@code PROMETHEUS_PASSWORD}, say.
   *
   * @param authorities certificates in PEM that may vouch for it
   * @param credentials by the prefix of these variables
   */
  static PrometheusEndpoint read(
      String url, Optional<Path> authorities, Function<String, Credentials> credentials) {
    return endpoint(url, authorities, credentials.apply(READ));
  }

  /** Another server, that is written to: the same with {@code REMOTE_WRITE_}. */
  static PrometheusEndpoint written(
      String url, Optional<Path> authorities, Function<String, Credentials> credentials) {
    return endpoint(url, authorities, credentials.apply(WRITTEN));
  }

  private static PrometheusEndpoint endpoint(
      String url, Optional<Path> authorities, Credentials credentials) {
    PrometheusEndpoint endpoint = named(url).with(credentials);
    return authorities.map(pem -> endpoint.with(Trust.pem(pem))).orElse(endpoint);
  }

  private static PrometheusEndpoint named(String url) {
    try {
      return PrometheusEndpoint.of(url);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(e.getMessage(), e);
    }
  }
}
