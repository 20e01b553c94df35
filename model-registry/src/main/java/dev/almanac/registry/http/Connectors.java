package dev.almanac.registry.http;

import io.javalin.config.JettyConfig;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** How connections are taken: where, encrypted or not, and within which limits. */
final class Connectors {

  private static final int LEAST_THREADS = 8;
  private static final int RESPONSE_HEAD = 16 << 10;
  private static final int IDLE_AT_STOP = 15;

  private final ServeSettings settings;
  private final Optional<SslContextFactory.Server> tls;

  /**
   * @throws IOException where the certificate or its key cannot be used
   */
  Connectors(ServeSettings settings) throws IOException {
    this.settings = settings;
    tls = settings.tls().isEmpty() ? Optional.empty() : Optional.of(settings.tls().get().factory());
  }

  void configure(JettyConfig jetty) {
    QueuedThreadPool threads = new QueuedThreadPool(settings.limits().threads(), LEAST_THREADS);
    threads.setName("http");
    threads.setDaemon(true);
    jetty.threadPool = threads;
    jetty.modifyServer(this::server);
    jetty.modifyHttpConfiguration(this::http);
    jetty.addConnector(this::connector);
  }

  private void server(Server server) {
    server.setStopTimeout(settings.limits().stop().toMillis());
    server.setErrorHandler(new ProblemPages());
  }

  private void http(HttpConfiguration http) {
    Limits limits = settings.limits();
    http.setRequestHeaderSize(limits.headBytes());
    http.setResponseHeaderSize(RESPONSE_HEAD);
    http.setSendServerVersion(false);
    http.setIdleTimeout(limits.idle().toMillis());
    // Nothing in an address may mean two things.
    http.setUriCompliance(UriCompliance.RFC3986);
    if (tls.isPresent()) {
      http.addCustomizer(new SecureRequestCustomizer(false));
    }
  }

  private ServerConnector connector(Server server, HttpConfiguration http) {
    HttpConnectionFactory plain = new HttpConnectionFactory(http);
    ServerConnector connector =
        tls.isPresent()
            ? new ServerConnector(
                server, new SslConnectionFactory(tls.get(), plain.getProtocol()), plain)
            : new ServerConnector(server, plain);
    connector.setHost(settings.listen().getAddress().getHostAddress());
    connector.setPort(settings.listen().getPort());
    connector.setIdleTimeout(settings.limits().idle().toMillis());
    // When the server stops, connections without a request need not be waited for.
    connector.setShutdownIdleTimeout(settings.limits().stop().toMillis() / IDLE_AT_STOP);
    connector.addBean(new NetworkConnectionLimit(settings.limits().connections(), connector));
    connector.addBean(new SlowConnections(connector.getScheduler(), settings.limits().slow()));
    return connector;
  }
}
