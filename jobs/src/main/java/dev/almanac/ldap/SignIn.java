package dev.almanac.ldap;

import java.util.List;

/**
 * What became of a user who wants to sign in.
 *
 * @param admitted whether Grafana lets him in
 * @param role {@code Admin}, {@code Editor}, {@code Viewer}, or empty where he has none
 * @param serverAdmin whether he is admin of the whole server
 * @param dn his entry in the directory; empty where there is none
 * @param groups those that he is in, as the directory says
 * @param reason why, in a sentence
 */
public record SignIn(
    boolean admitted,
    String role,
    boolean serverAdmin,
    String dn,
    List<String> groups,
    String reason) {

  static SignIn refused(String dn, List<String> groups, String reason) {
    return new SignIn(false, "", false, dn, groups, reason);
  }
}
