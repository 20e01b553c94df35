package dev.almanac.blob;

import java.io.Serializable;
import java.net.URI;
import java.time.Duration;

/**
 * How to reach an S3-compatible server. Credentials are not among it: they come by the usual AWS
 * chain (environment, profile, container, instance), on each machine for itself.
 *
 * @param endpoint the server, or null for what {@code AWS_ENDPOINT_URL}, the profile or Amazon say
 * @param region the bucket's region, or null for what {@code AWS_REGION} or the profile say
 * @param pathStyle whether the bucket stands in the path of the URL instead of the host name, or
 *     null for yes with an endpoint of one's own and no with Amazon's
 * @param connectTimeout how long to wait for a connection
 * @param readTimeout how long to wait for the next bytes of an answer
 * @param retries how often to repeat a request that failed for a passing reason
 */
public record S3Settings(
    URI endpoint,
    String region,
    Boolean pathStyle,
    Duration connectTimeout,
    Duration readTimeout,
    int retries)
    implements Serializable {

  /** Everything as the environment says. */
  public static final S3Settings DEFAULT =
      new S3Settings(null, null, null, Duration.ofSeconds(5), Duration.ofSeconds(60), 5);

  public S3Settings {
    if (endpoint != null && (endpoint.getHost() == null || !isHttp(endpoint.getScheme()))) {
      throw new IllegalArgumentException(
          "S3 endpoint " + endpoint + " is no http:// or https:// URL of a server");
    }
    if (connectTimeout.isNegative() || connectTimeout.isZero()) {
      throw new IllegalArgumentException("S3 connect timeout must be positive: " + connectTimeout);
    }
    if (readTimeout.isNegative() || readTimeout.isZero()) {
      throw new IllegalArgumentException("S3 read timeout must be positive: " + readTimeout);
    }
    if (retries < 0) {
      throw new IllegalArgumentException("S3 retries must not be negative: " + retries);
    }
  }

  private static boolean isHttp(String scheme) {
    return "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
  }

  public S3Settings withEndpoint(URI endpoint) {
    return new S3Settings(endpoint, region, pathStyle, connectTimeout, readTimeout, retries);
  }

  public S3Settings withRegion(String region) {
    return new S3Settings(endpoint, region, pathStyle, connectTimeout, readTimeout, retries);
  }

  public S3Settings withPathStyle(boolean pathStyle) {
    return new S3Settings(endpoint, region, pathStyle, connectTimeout, readTimeout, retries);
  }

  public S3Settings withTimeouts(Duration connectTimeout, Duration readTimeout) {
    return new S3Settings(endpoint, region, pathStyle, connectTimeout, readTimeout, retries);
  }

  public S3Settings withRetries(int retries) {
    return new S3Settings(endpoint, region, pathStyle, connectTimeout, readTimeout, retries);
  }
}
