package dev.almanac.ldap;

import com.unboundid.ldap.sdk.ExtendedResult;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.extensions.StartTLSExtendedRequest;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import com.unboundid.util.ssl.JVMDefaultTrustManager;
import com.unboundid.util.ssl.PEMFileKeyManager;
import com.unboundid.util.ssl.PEMFileTrustManager;
import com.unboundid.util.ssl.SSLUtil;
import com.unboundid.util.ssl.TrustAllTrustManager;
import dev.almanac.ldap.LdapSettings.Server;
import java.io.File;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;

/** A connection to a directory, by the TLS that its file asks for, and never older than TLS 1.2. */
final class DirectoryConnection {

  private static final int DEFAULT_TIMEOUT_SECONDS = 10;

  private DirectoryConnection() {}

  /**
   * Connects to the first of a server's hosts that answers.
   *
   * @throws LdapException that says what each said
   */
  static LDAPConnection open(Server server) {
    List<String> refused = new ArrayList<>();
    Exception last = null;
    for (String host : server.host().split(" ", -1)) {
      LDAPConnection connection = new LDAPConnection(options(server));
      try {
        connect(connection, server, host.replaceAll("^\\[|]$", ""));
        return connection;
      } catch (LDAPException | GeneralSecurityException e) {
        connection.close();
        refused.add(host + ":" + server.port() + ": " + e.getMessage());
        last = e;
      }
    }
    throw new LdapException(
        "cannot reach the directory: "
            + String.join("; ", refused)
            + "; does it listen there, with use_ssl and start_tls as it wants, and does"
            + " root_ca_cert name the authority of its certificate?",
        last);
  }

  private static LDAPConnectionOptions options(Server server) {
    LDAPConnectionOptions options = new LDAPConnectionOptions();
    int seconds = server.timeout() > 0 ? server.timeout() : DEFAULT_TIMEOUT_SECONDS;
    options.setConnectTimeoutMillis(seconds * 1000);
    options.setResponseTimeoutMillis(seconds * 1000L);
    options.setFollowReferrals(false);
    if (server.ssl() && !server.skipVerify()) {
      options.setSSLSocketVerifier(new HostNameSSLSocketVerifier(true));
    }
    return options;
  }

  private static void connect(LDAPConnection connection, Server server, String host)
      throws LDAPException, GeneralSecurityException {
    if (!server.ssl()) {
      connection.connect(host, server.port());
      return;
    }
    SSLUtil tls = tls(server);
    if (server.startTls()) {
      connection.connect(host, server.port());
      ExtendedResult answer =
          connection.processExtendedOperation(new StartTLSExtendedRequest(tls.createSSLContext()));
      if (!answer.getResultCode().equals(ResultCode.SUCCESS)) {
        throw new LDAPException(answer);
      }
    } else {
      connection.setSocketFactory(tls.createSSLSocketFactory());
      connection.connect(host, server.port());
    }
    String spoken = connection.getSSLSession().getProtocol();
    if ("TLS1.3".equals(server.minTlsVersion()) && !"TLSv1.3".equals(spoken)) {
      throw new GeneralSecurityException("it speaks " + spoken + ", min_tls_version is TLS1.3");
    }
  }

  private static SSLUtil tls(Server server) throws GeneralSecurityException {
    KeyManager key =
        server.clientCert() == null || server.clientKey() == null
            ? null
            : new PEMFileKeyManager(new File(server.clientCert()), new File(server.clientKey()));
    return new SSLUtil(key, trust(server));
  }

  private static TrustManager trust(Server server) throws GeneralSecurityException {
    if (server.skipVerify()) {
      return new TrustAllTrustManager();
    }
    if (server.rootCaCert() == null || server.rootCaCert().isBlank()) {
      return JVMDefaultTrustManager.getInstance();
    }
    return new PEMFileTrustManager(
        Stream.of(server.rootCaCert().split(" ")).map(File::new).toList());
  }
}
