package dev.almanac.backup;

/** A {@code backup.yaml} that cannot be read; the message names the file, the line and the key. */
public final class BackupConfigException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public BackupConfigException(String message) {
    super(message);
  }

  public BackupConfigException(String message, Throwable cause) {
    super(message, cause);
  }
}
