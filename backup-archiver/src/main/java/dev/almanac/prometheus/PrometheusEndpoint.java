package dev.almanac.prometheus;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where a Prometheus answers, and as whom to ask it.
 *
 * @param url its base, the route prefix included: {@code https://metrics.example.org/prometheus}
 */
public record PrometheusEndpoint(URI url, Credentials credentials) {

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
      return new PrometheusEndpoint(new URI(url), Credentials.NONE);
    } catch (URISyntaxException e) {
      // The text is left out: it may hold a password.
      throw new IllegalArgumentException(
          "not a URL: " + e.getReason() + " at character " + e.getIndex(), e.getCause());
    }
  }

  public PrometheusEndpoint with(Credentials other) {
    return new PrometheusEndpoint(url, other);
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
