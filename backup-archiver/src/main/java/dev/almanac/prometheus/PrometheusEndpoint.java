package dev.almanac.prometheus;

import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where a Prometheus answers, as whom to ask it, and how to know it.
 *
 * <p>It serializes with the secret in its credentials, so that a job can carry it to its workers in
 * the same process; to other processes it goes with {@link Credentials#ofWhoeverAsks}.
 *
 * @param url its base, the route prefix included: {@code https://metrics.example.org/prometheus}
 */
public record PrometheusEndpoint(URI url, Credentials credentials, Trust trust)
    implements Serializable {

  public PrometheusEndpoint {
    String scheme = url.getScheme();
    boolean web = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
    if (!web || url.getHost() == null) {
      throw new IllegalArgumentException(
          "expected the URL of a Prometheus such as http://localhost:9090, found "
              + withoutUserInfo(url));
    }
    if (url.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "the URL "
              + withoutUserInfo(url)
              + " carries credentials; pass them separately, where no process list shows them");
    }
    if (url.getQuery() != null || url.getFragment() != null) {
      throw new IllegalArgumentException(
          "expected the base URL of a Prometheus, without ? or #, found " + url);
    }
  }

  /** The Prometheus at this URL, asked without credentials. */
  public static PrometheusEndpoint of(String url) {
    try {
      return new PrometheusEndpoint(new URI(url), Credentials.NONE, Trust.OF_THE_JVM);
    } catch (URISyntaxException e) {
      // The text is left out: it may hold a password.
      throw new IllegalArgumentException(
          "not a URL: " + e.getReason() + " at character " + e.getIndex(), e.getCause());
    }
  }

  public PrometheusEndpoint with(Credentials other) {
    return new PrometheusEndpoint(url, other, trust);
  }

  public PrometheusEndpoint with(Trust other) {
    return new PrometheusEndpoint(url, credentials, other);
  }

  /** The address of one of its resources, such as {@code /api/v1/read}. */
  URI resolve(String path) {
    String base = url.toString();
    return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
  }

  private static String withoutUserInfo(URI url) {
    String text = url.toString();
    return url.getRawUserInfo() == null ? text : text.replace(url.getRawUserInfo() + "@", "");
  }

  @Override
  public String toString() {
    return url + " (" + credentials + ")";
  }
}
