package dev.almanac.backup.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretRulesTest {

  private static Optional<String> inContent(String content) {
    return SecretRules.inContent(content.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "web.key",
        "server.KEY",
        "db_password",
        "db-passwd.txt",
        "grafana.token",
        "api_token.yml",
        "client_secret",
        "id_rsa",
        "id_ed25519",
        "keystore.jks",
        "cert.p12",
        ".htpasswd",
        ".netrc",
        "credentials.json",
        ".env",
        "prod.env"
      })
  void seesASecretInTheName(String name) {
    assertThat(SecretRules.inName(name)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "prometheus.yml",
        "rules.yml",
        "alertmanager.yml",
        "ca.pem",
        "server.crt",
        "keyboard.json",
        "grafana.ini",
        "id_rsa.pub",
        "environment.yml"
      })
  void seesNoneInAnOrdinaryName(String name) {
    assertThat(SecretRules.inName(name)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-----BEGIN PRIVATE KEY-----\nMII",
        "x\n-----BEGIN RSA PRIVATE KEY-----\nMII",
        "-----BEGIN OPENSSH PRIVATE KEY-----",
        "-----BEGIN ENCRYPTED PRIVATE KEY-----",
        "basic_auth:\n  username: a\n  password: hunter2\n",
        "password: \"hunter2\"",
        "  bearer_token: abc\n",
        "authorization:\n  type: Bearer\n  credentials: abc\n",
        "{smtp_auth_password: hunter2}",
        "{\"password\": \"hunter2\"}",
        "admin_password = hunter2",
        "GF_SECURITY_ADMIN_PASSWORD=hunter2",
        "  secret_key: abc",
        "    - routing_key: abc",
        "client_secret: abc",
        "password: |\n  hunter2\n",
        "url: https://user:hunter2@example.org/",
        "api_url: https://hooks.slack.com/services/T0/B0/xyz",
        "basic_auth_users:\n  admin: $2y$10$abcdefghijklmnopqrstuv\n",
      })
  void seesASecretInTheContent(String content) {
    assertThat(inContent(content)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password_file: /etc/prometheus/password",
        "bearer_token_file: /var/run/token",
        "credentials_file: x",
        "password:\n",
        "password: \"\"\n",
        "password: ''\n",
        "password: # from the environment\n",
        "admin_password = $__file{/run/secrets/admin}",
        "password: ${PASSWORD}",
        ";admin_password =\n",
        "-----BEGIN CERTIFICATE-----\nMII",
        "url: https://example.org:9090/x",
        "targets: ['a:9100', 'b:9100']",
        "expr: sum(rate(token_requests_total[5m]))",
        "# the password is elsewhere",
      })
  void seesNoneWhereASecretIsOnlyNamed(String content) {
    assertThat(inContent(content)).isEmpty();
  }

  @Test
  void endsWithLongLinesToo() {
    assertThat(inContent("a-".repeat(1 << 20))).isEmpty();
    assertThat(inContent("a://".repeat(1 << 20))).isEmpty();
  }
}
