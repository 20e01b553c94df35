package dev.almanac.ldap;

/** A directory that cannot be asked as its file says; the message says why, and what to do. */
public final class LdapException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  LdapException(String message) {
    super(message);
  }

  LdapException(String message, Throwable cause) {
    super(message, cause);
  }
}
