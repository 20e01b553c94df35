package dev.almanac.install;

import dev.almanac.prometheus.Trust;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/**
 * The sockets to a directory. JNDI is told the name of a class and asks it for a factory, so the
 * class is public, and which authorities to trust is known to all of it.
 */
public final class LdapTrust {

  private static volatile Optional<SSLContext> context = Optional.empty();

  private LdapTrust() {}

  static void use(Optional<Path> authorities) {
    context = authorities.map(Trust::pem).flatMap(Trust::context);
  }

  public static SSLSocketFactory getDefault() {
    return context
        .map(SSLContext::getSocketFactory)
        .orElseGet(() -> (SSLSocketFactory) SSLSocketFactory.getDefault());
  }
}
