package dev.almanac.ldap;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import dev.almanac.ldap.LdapSettings.Mapping;
import dev.almanac.ldap.LdapSettings.Server;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Goes Grafana's way through a directory: binds as the service, searches the user, looks which of
 * his groups are mapped, and binds as him.
 *
 * @see <a href="https://github.com/grafana/grafana/blob/main/pkg/services/ldap/ldap.go">Grafana's
 *     way</a>
 */
public final class Directory {

  private static final String HOLE = "%s";

  private final LdapSettings settings;

  private Directory(LdapSettings settings) {
    this.settings = settings;
  }

  /**
   * The directory of an {@code ldap.toml}.
   *
   * @param environment of Grafana's service, where passwords come from
   * @throws LdapException where the file says nothing that can be followed
   */
  public static Directory of(Path file, UnaryOperator<String> environment) throws IOException {
    return new Directory(LdapSettings.read(file, environment));
  }

  /**
   * What becomes of a user. Of several servers the first that knows him counts.
   *
   * @param password his; empty where only his role is asked for
   * @throws LdapException where the directory cannot be asked
   */
  public SignIn signIn(String user, Optional<String> password) {
    SignIn last = null;
    for (Server server : settings.servers()) {
      last = signIn(server, user, password);
      if (!last.dn().isEmpty()) {
        return last;
      }
    }
    return last;
  }

  private static SignIn signIn(Server server, String user, Optional<String> password) {
    if (password.filter(String::isEmpty).isPresent()) {
      // A directory takes it for no sign-in at all, and says yes.
      return SignIn.refused("", List.of(), "an empty password signs nobody in");
    }
    try (LDAPConnection connection = DirectoryConnection.open(server)) {
      boolean asHimself = given(server.bindPassword()).isEmpty() && holes(server.bindDn());
      if (asHimself) {
        String dn = server.bindDn().replace(HOLE, escapedDn(user));
        if (!bind(connection, dn, required(password))) {
          return SignIn.refused("", List.of(), "the directory refuses the password of " + dn);
        }
      } else {
        bindAsService(connection, server);
      }
      return found(connection, server, user, asHimself ? Optional.empty() : password);
    } catch (LDAPException e) {
      throw new LdapException(
          server + " answers \"" + e.getMessage() + "\" (" + e.getResultCode() + ")", e);
    }
  }

  private static void bindAsService(LDAPConnection connection, Server server) throws LDAPException {
    Optional<String> password = given(server.bindPassword());
    if (password.isPresent() && !bind(connection, server.bindDn(), password.get())) {
      throw new LdapException(
          server + " refuses " + server.bindDn() + ": is bind_dn there, and bind_password right?");
    }
  }

  private static SignIn found(
      LDAPConnection connection, Server server, String user, Optional<String> password)
      throws LDAPException {
    Filter filter = Filter.create(server.searchFilter().replace(HOLE, escaped(user)));
    List<SearchResultEntry> entries =
        search(connection, server.searchBaseDns(), filter, attributes(server));
    if (entries.isEmpty()) {
      return SignIn.refused(
          "", List.of(), "nobody fits " + filter + " below " + server.searchBaseDns());
    }
    if (entries.size() > 1) {
      return SignIn.refused(
          "",
          List.of(),
          entries.size() + " entries fit " + filter + ": search_filter has to name one");
    }
    SearchResultEntry entry = entries.get(0);
    List<String> groups = groups(connection, server, entry);
    List<Mapping> fitting =
        server.mappings().stream().filter(mapping -> fits(mapping, groups)).toList();
    Optional<String> role =
        fitting.stream().map(Mapping::role).filter(one -> given(one).isPresent()).findFirst();
    boolean serverAdmin = fitting.stream().anyMatch(Mapping::grafanaAdmin);
    if (!server.mappings().isEmpty() && role.isEmpty() && !serverAdmin) {
      return SignIn.refused(
          entry.getDN(),
          groups,
          "none of the groups is in group_mappings: "
              + server.mappings().stream().map(Mapping::groupDn).toList());
    }
    if (password.isPresent() && !bind(connection, entry.getDN(), password.get())) {
      return SignIn.refused(entry.getDN(), groups, "the directory refuses the password");
    }
    return new SignIn(
        true,
        role.orElse(""),
        serverAdmin,
        entry.getDN(),
        groups,
        fitting.isEmpty()
            ? "there are no group_mappings: everyone of the directory gets in"
            : "the first group that fits is " + fitting.get(0).groupDn());
  }

  private static List<String> groups(
      LDAPConnection connection, Server server, SearchResultEntry entry) throws LDAPException {
    String attribute = given(server.attributes().memberOf()).orElse("");
    if (given(server.groupSearchFilter()).isEmpty()) {
      String[] values = attribute.isEmpty() ? null : entry.getAttributeValues(attribute);
      return values == null ? List.of() : List.of(values);
    }
    String by =
        given(server.groupSearchFilterUserAttribute()).orElse(server.attributes().username());
    String of = value(entry, by).orElse("");
    Filter filter = Filter.create(server.groupSearchFilter().replace(HOLE, escaped(of)));
    List<String> bases =
        server.groupSearchBaseDns().isEmpty()
            ? server.searchBaseDns()
            : server.groupSearchBaseDns();
    String name = attribute.isEmpty() || attribute.equals("memberOf") ? "dn" : attribute;
    List<String> groups = new ArrayList<>();
    for (SearchResultEntry group : search(connection, bases, filter, List.of(name))) {
      value(group, name).ifPresent(groups::add);
    }
    return groups;
  }

  private static boolean fits(Mapping mapping, List<String> groups) {
    return "*".equals(mapping.groupDn())
        || groups.stream().anyMatch(group -> group.equalsIgnoreCase(mapping.groupDn()));
  }

  private static List<SearchResultEntry> search(
      LDAPConnection connection, List<String> bases, Filter filter, List<String> attributes)
      throws LDAPException {
    List<SearchResultEntry> entries = new ArrayList<>();
    for (String base : bases) {
      entries.addAll(
          connection
              .search(
                  new SearchRequest(
                      base, SearchScope.SUB, filter, attributes.toArray(String[]::new)))
              .getSearchEntries());
    }
    return entries;
  }

  private static List<String> attributes(Server server) {
    return Stream.of(
            server.attributes().username(),
            server.attributes().surname(),
            server.attributes().email(),
            server.attributes().name(),
            server.attributes().memberOf(),
            server.groupSearchFilterUserAttribute())
        .filter(name -> given(name).isPresent())
        .toList();
  }

  /** False where the directory refuses the password. */
  private static boolean bind(LDAPConnection connection, String dn, String password)
      throws LDAPException {
    try {
      connection.bind(dn, password);
      return true;
    } catch (LDAPException e) {
      if (e.getResultCode().equals(ResultCode.INVALID_CREDENTIALS)) {
        return false;
      }
      throw e;
    }
  }

  private static String required(Optional<String> password) {
    return password.orElseThrow(
        () -> new LdapException("bind_dn is the user's own entry: his password is needed"));
  }

  private static Optional<String> value(SearchResultEntry entry, String attribute) {
    return "dn".equalsIgnoreCase(attribute)
        ? Optional.of(entry.getDN())
        : Optional.ofNullable(entry.getAttributeValue(attribute));
  }

  private static boolean holes(String dn) {
    return dn != null && dn.contains(HOLE);
  }

  private static Optional<String> given(String text) {
    return Optional.ofNullable(text).filter(value -> !value.isBlank());
  }

  /** So that a user's name stays a name within a filter. */
  private static String escaped(String text) {
    return Filter.encodeValue(text);
  }

  private static String escapedDn(String text) {
    return new RDN("cn", text).toString().substring("cn=".length());
  }
}
