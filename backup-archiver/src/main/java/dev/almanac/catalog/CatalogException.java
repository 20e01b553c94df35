package dev.almanac.catalog;

/** An archive whose catalog cannot be read or changed; the message says why and what to do. */
public final class CatalogException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public CatalogException(String message) {
    super(message);
  }

  public CatalogException(String message, Throwable cause) {
    super(message, cause);
  }
}
