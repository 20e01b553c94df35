package dev.almanac.install;

import dev.almanac.install.InstallConfig.Ldap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What Grafana reads. */
final class GrafanaFiles {

  static final String SECRETS = "/etc/grafana/secrets.env";

  private static final String DIRECTORY_PASSWORD = "GRAFANA_LDAP_PASSWORD";

  private static final Owner READ_BY_GRAFANA = new Owner("root", "grafana", 0640);

  private final InstallConfig config;
  private final Machine machine;
  private final Path folder;

  GrafanaFiles(InstallConfig config, Machine machine, Path monitoring) {
    this.config = config;
    this.machine = machine;
    this.folder = monitoring.resolve("grafana");
  }

  List<PlacedFile> files() {
    List<PlacedFile> files = new ArrayList<>();
    Template ini = Template.read(folder.resolve("grafana.ini")).named(config.name());
    if (config.ldap().isEmpty()) {
      ini = ini.withMatch("^\\[auth\\.ldap]\\nenabled = true$", "[auth.ldap]\nenabled = false");
    }
    files.add(PlacedFile.of("/etc/grafana/grafana.ini", ini.text(), READ_BY_GRAFANA));
    config
        .ldap()
        .ifPresent(
            ldap ->
                files.add(
                    PlacedFile.of("/etc/grafana/ldap.toml", directory(ldap), READ_BY_GRAFANA)));
    files.add(secrets());
    below("provisioning", "/etc/grafana/provisioning/", files);
    below("dashboards", "/var/lib/grafana/dashboards/almanac/", files);
    return files;
  }

  private void below(String name, String place, List<PlacedFile> files) {
    Path from = folder.resolve(name);
    for (Path file : Template.files(from)) {
      files.add(Template.read(file).named(config.name()).at(place + from.relativize(file)));
    }
  }

  /** Passwords that were made once stay; that of the directory follows its file. */
  private PlacedFile secrets() {
    Map<String, String> secrets = new LinkedHashMap<>();
    secrets.put("GF_SECURITY_ADMIN_PASSWORD", Secrets.random());
    secrets.put("GF_SECURITY_SECRET_KEY", Secrets.random());
    Path place = machine.path(SECRETS);
    if (Files.exists(place)) {
      try {
        secrets.putAll(EnvironmentFile.read(place));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    secrets.remove(DIRECTORY_PASSWORD);
    config
        .ldap()
        .map(Ldap::passwordFile)
        .ifPresent(file -> secrets.put(DIRECTORY_PASSWORD, SecretFile.line(file)));
    StringBuilder text = new StringBuilder();
    secrets.forEach((name, value) -> text.append(name + "=" + value + "\n"));
    return PlacedFile.of(SECRETS, text.toString(), Owner.SECRET);
  }

  private String directory(Ldap ldap) {
    Template template =
        Template.read(folder.resolve("ldap.toml"))
            .with("\"ldap.example.com\"", quoted(ldap.url().getHost()))
            .withMatch("^port = .*", "port = " + ldap.port())
            .withMatch("^use_ssl = .*", "use_ssl = true")
            .withMatch("^start_tls = .*", "start_tls = " + !ldap.encryptedFromTheStart())
            .withMatch("^bind_dn = .*", "bind_dn = " + quoted(ldap.bindDn()))
            .withMatch("^search_filter = .*", "search_filter = " + quoted(ldap.searchFilter()))
            .withMatch(
                "^search_base_dns = .*", "search_base_dns = [" + quoted(ldap.searchBase()) + "]")
            .with(quoted("cn=monitoring-admins,ou=groups,dc=example,dc=com"), quoted(ldap.admins()))
            .with(
                quoted("cn=monitoring-editors,ou=groups,dc=example,dc=com"), quoted(ldap.editors()))
            .with(
                quoted("cn=monitoring-viewers,ou=groups,dc=example,dc=com"),
                quoted(ldap.viewers()));
    if (ldap.authorities().isPresent()) {
      template =
          template.withMatch(
              "^root_ca_cert = .*", "root_ca_cert = " + quoted(ldap.authorities().get() + ""));
    }
    return template.text();
  }

  /** Nothing that would end the string is in it: the reader of install.yaml saw to that. */
  private static String quoted(String text) {
    return '"' + text + '"';
  }
}
