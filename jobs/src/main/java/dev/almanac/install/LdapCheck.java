package dev.almanac.install;

import dev.almanac.install.InstallConfig.Ldap;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Hashtable;
import javax.naming.AuthenticationException;
import javax.naming.CommunicationException;
import javax.naming.Context;
import javax.naming.NamingException;
import javax.naming.ldap.InitialLdapContext;
import javax.naming.ldap.LdapContext;
import javax.naming.ldap.StartTlsRequest;
import javax.naming.ldap.StartTlsResponse;
import javax.net.ssl.SSLException;
import org.apache.commons.lang3.exception.ExceptionUtils;

/** Signs in to the directory as Grafana will. */
final class LdapCheck {

  private static final String WHAT = "directory";
  private static final String PATIENCE_MILLIS = "10000";

  private LdapCheck() {}

  static Check of(Ldap ldap) {
    if (!Files.isReadable(ldap.passwordFile())) {
      return Check.bad(
          WHAT,
          ldap.passwordFile() + " cannot be read",
          "ldap.password_file names it: write it first");
    }
    try {
      LdapTrust.use(ldap.authorities());
      return bind(ldap);
    } catch (AuthenticationException e) {
      return Check.bad(
          WHAT,
          ldap.url() + " refuses " + ldap.bindDn(),
          "ldap.bind_dn or the password in " + ldap.passwordFile() + " is wrong");
    } catch (CommunicationException e) {
      return Check.bad(
          WHAT,
          ldap.url() + " does not answer: " + root(e),
          "see to ldap.url, to the network, and to ldap.ca_file where its authority is your own");
    } catch (SSLException e) {
      return Check.bad(
          WHAT,
          ldap.url() + " cannot be trusted: " + root(e),
          "name the authority that vouches for it as ldap.ca_file, and the directory by the name"
              + " that its certificate has");
    } catch (NamingException | IOException | IllegalArgumentException e) {
      return Check.bad(
          WHAT, ldap.url() + ": " + root(e), "see to the keys of ldap in install.yaml");
    }
  }

  @SuppressWarnings("JdkObsolete") // JNDI takes no other map
  private static Check bind(Ldap ldap) throws NamingException, IOException {
    Hashtable<String, String> settings = new Hashtable<>();
    settings.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.ldap.LdapCtxFactory");
    settings.put(
        Context.PROVIDER_URL,
        ldap.url().getScheme() + "://" + ldap.url().getHost() + ":" + ldap.port());
    settings.put("com.sun.jndi.ldap.connect.timeout", PATIENCE_MILLIS);
    settings.put("com.sun.jndi.ldap.read.timeout", PATIENCE_MILLIS);
    if (ldap.encryptedFromTheStart()) {
      settings.put("java.naming.ldap.factory.socket", LdapTrust.class.getName());
    }
    LdapContext context = new InitialLdapContext(settings, null);
    try {
      if (!ldap.encryptedFromTheStart()) {
        StartTlsResponse tls = (StartTlsResponse) context.extendedOperation(new StartTlsRequest());
        tls.negotiate(LdapTrust.getDefault());
      }
      context.addToEnvironment(Context.SECURITY_AUTHENTICATION, "simple");
      context.addToEnvironment(Context.SECURITY_PRINCIPAL, ldap.bindDn());
      context.addToEnvironment(Context.SECURITY_CREDENTIALS, SecretFile.line(ldap.passwordFile()));
      context.reconnect(null);
      return Check.good(WHAT, ldap.url() + " lets " + ldap.bindDn() + " in");
    } finally {
      context.close();
    }
  }

  private static String root(Throwable failure) {
    Throwable cause = ExceptionUtils.getRootCause(failure);
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
