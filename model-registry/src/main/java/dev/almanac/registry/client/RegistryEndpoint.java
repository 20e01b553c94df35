package dev.almanac.registry.client;

import dev.almanac.prometheus.Trust;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;

/**
 * Where a registry is served, by which token it is asked, and how to know it.
 *
 * <p>It serializes with the token, so that a job can carry it to its workers; it prints without.
 *
 * @param url its base: {@code https://almanac.example.org}
 * @param token as {@code almanac token create} showed it
 */
public record RegistryEndpoint(URI url, String token, Trust trust) implements Serializable {

  public RegistryEndpoint {
    if (url.getHost() == null || !("https".equals(url.getScheme()) || isHere(url))) {
      throw new IllegalArgumentException(
          "expected the URL of a registry such as https://almanac.example.org, or http:// on this"
              + " machine, where nobody reads the token on its way; found "
              + url.getScheme()
              + "://"
              + url.getHost());
    }
    if (url.getUserInfo() != null || url.getQuery() != null || url.getFragment() != null) {
      throw new IllegalArgumentException(
          "expected the base URL of a registry, without a password, ? or #; the token is passed"
              + " separately, where no process list shows it");
    }
    if (!token.matches("[!-~]{1,512}")) {
      throw new IllegalArgumentException("expected a token, found something else or nothing");
    }
  }

  /** The registry at this URL. */
  public static RegistryEndpoint of(String url, String token, Trust trust) {
    try {
      return new RegistryEndpoint(new URI(url), token, trust);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "not a URL: " + e.getReason() + " at character " + e.getIndex(), e.getCause());
    }
  }

  private static boolean isHere(URI url) {
    try {
      return "http".equals(url.getScheme())
          && InetAddress.getByName(url.getHost()).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** The address of one of its resources, such as {@code /api/v1/models}. */
  URI resolve(String path) {
    String base = url.toString();
    return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
  }

  @Override
  public String toString() {
    return url.toString();
  }
}
