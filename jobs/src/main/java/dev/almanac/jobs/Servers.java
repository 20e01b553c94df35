package dev.almanac.jobs;

import dev.almanac.prometheus.Credentials;
import dev.almanac.prometheus.PrometheusEndpoint;
import dev.almanac.prometheus.Trust;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Prometheus servers as users name them: secrets are in the environment alone. */
final class Servers {

  private Servers() {}

  /**
   * A server that is read from, with what {@code PROMETHEUS_TOKEN}, or {@code PROMETHEUS_USER} and
   * {@code PROMETHEUS_PASSWORD}, say.
   *
   * @param authorities certificates in PEM that may vouch for it
   */
  static PrometheusEndpoint read(
      String url, Optional<Path> authorities, UnaryOperator<String> environment) {
    return endpoint(url, authorities, "PROMETHEUS", environment);
  }

  /** Another server, that is written to: the same with {@code REMOTE_WRITE_}. */
  static PrometheusEndpoint written(
      String url, Optional<Path> authorities, UnaryOperator<String> environment) {
    return endpoint(url, authorities, "REMOTE_WRITE", environment);
  }

  private static PrometheusEndpoint endpoint(
      String url, Optional<Path> authorities, String prefix, UnaryOperator<String> environment) {
    PrometheusEndpoint endpoint = PrometheusEndpoint.of(url).with(credentials(prefix, environment));
    return authorities.map(pem -> endpoint.with(Trust.pem(pem))).orElse(endpoint);
  }

  private static Credentials credentials(String prefix, UnaryOperator<String> environment) {
    String token = environment.apply(prefix + "_TOKEN");
    String user = environment.apply(prefix + "_USER");
    if (token != null) {
      return Credentials.bearer(token);
    }
    String password = environment.apply(prefix + "_PASSWORD");
    return user == null
        ? Credentials.NONE
        : Credentials.basic(user, password == null ? "" : password);
  }
}
