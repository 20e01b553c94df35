package dev.almanac.ldap;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Grafana's {@code ldap.toml}. Keys that Grafana does not have are refused: it would pass them over
 * in silence.
 *
 * @see <a
 *     href="https://grafana.com/docs/grafana/latest/setup-grafana/configure-security/configure-authentication/ldap/">Grafana:
 *     LDAP</a>
 */
record LdapSettings(List<Server> servers, @JsonProperty("verbose_logging") boolean verbose) {

  /** {@code ${NAME}}, {@code $__env{NAME}} and {@code $__file{NAME}}. */
  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\{(?<name>\\w+)}|\\$__(?<kind>env|file)\\{(?<of>[^}]+)}");

  /** One {@code [[servers]]}. */
  record Server(
      String host,
      int port,
      @JsonProperty("use_ssl") boolean ssl,
      @JsonProperty("start_tls") boolean startTls,
      @JsonProperty("min_tls_version") String minTlsVersion,
      @JsonProperty("tls_ciphers") List<String> ciphers,
      @JsonProperty("ssl_skip_verify") boolean skipVerify,
      @JsonProperty("root_ca_cert") String rootCaCert,
      @JsonProperty("client_cert") String clientCert,
      @JsonProperty("client_key") String clientKey,
      @JsonProperty("bind_dn") String bindDn,
      @JsonProperty("bind_password") String bindPassword,
      int timeout,
      @JsonProperty("search_filter") String searchFilter,
      @JsonProperty("search_base_dns") List<String> searchBaseDns,
      @JsonProperty("group_search_filter") String groupSearchFilter,
      @JsonProperty("group_search_filter_user_attribute") String groupSearchFilterUserAttribute,
      @JsonProperty("group_search_base_dns") List<String> groupSearchBaseDns,
      Attributes attributes,
      @JsonProperty("group_mappings") List<Mapping> mappings) {

    Server {
      groupSearchBaseDns = groupSearchBaseDns == null ? List.of() : groupSearchBaseDns;
      mappings = mappings == null ? List.of() : mappings;
      attributes = attributes == null ? new Attributes("", "", "", "", "") : attributes;
    }

    /** Without the password. */
    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /** Names of attributes in the directory. */
  record Attributes(
      String name,
      String surname,
      String username,
      @JsonProperty("member_of") String memberOf,
      String email) {}

  /** A group, and what its members are in Grafana. */
  record Mapping(
      @JsonProperty("group_dn") String groupDn,
      @JsonProperty("org_role") String role,
      @JsonProperty("grafana_admin") boolean grafanaAdmin,
      @JsonProperty("org_id") @JsonAlias("org") int organization) {}

  /**
   * Reads the file as Grafana does.
   *
   * @param environment of Grafana's service, where passwords come from
   * @throws LdapException where it says nothing that can be followed
   */
  static LdapSettings read(Path file, UnaryOperator<String> environment) throws IOException {
    String text = resolve(Files.readString(file), file, environment);
    LdapSettings settings;
    try {
      settings =
          TomlMapper.builder()
              .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
              .build()
              .readValue(text, LdapSettings.class);
    } catch (JsonProcessingException e) {
      // The text around the place may be a password: it is left out.
      boolean placed = e.getLocation() != null && e.getLocation().getLineNr() > 0;
      throw new LdapException(
          file + (placed ? ":" + e.getLocation().getLineNr() : "") + ": " + e.getOriginalMessage(),
          e);
    }
    if (settings.servers() == null || settings.servers().isEmpty()) {
      throw new LdapException(file + ": expected [[servers]], found none");
    }
    for (Server server : settings.servers()) {
      required(file, "host", server.host());
      required(file, "search_filter", server.searchFilter());
      if (server.ciphers() != null) {
        throw new LdapException(
            file + ": tls_ciphers is not followed here; take it out of a copy, and check that");
      }
      if (server.searchBaseDns() == null || server.searchBaseDns().isEmpty()) {
        required(file, "search_base_dns", "");
      }
    }
    return settings;
  }

  private static void required(Path file, String key, String value) {
    if (value == null || value.isBlank()) {
      throw new LdapException(file + ": expected " + key + " under [[servers]], found none");
    }
  }

  private static String resolve(String text, Path file, UnaryOperator<String> environment)
      throws IOException {
    StringBuilder resolved = new StringBuilder();
    for (String line : text.split("(?<=\n)", -1)) {
      resolved.append(line.strip().startsWith("#") ? line : resolveLine(line, file, environment));
    }
    return resolved.toString();
  }

  private static String resolveLine(String line, Path file, UnaryOperator<String> environment)
      throws IOException {
    Matcher reference = REFERENCE.matcher(line);
    StringBuilder resolved = new StringBuilder();
    while (reference.find()) {
      boolean fromFile = "file".equals(reference.group("kind"));
      String name =
          reference.group("name") == null ? reference.group("of") : reference.group("name");
      String value = fromFile ? Files.readString(Path.of(name)).strip() : environment.apply(name);
      if (value == null) {
        throw new LdapException(
            file
                + " takes "
                + name
                + " from the environment, where it is not set; put it there as"
                + " grafana-server has it");
      }
      reference.appendReplacement(resolved, Matcher.quoteReplacement(value));
    }
    return reference.appendTail(resolved).toString();
  }
}
