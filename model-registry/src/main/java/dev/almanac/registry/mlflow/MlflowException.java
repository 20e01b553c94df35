package dev.almanac.registry.mlflow;

import java.util.LinkedHashMap;
import java.util.Map;

/** A request that is refused, as MLflow's clients are told. */
public final class MlflowException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Code code;

  /** What its clients know; the names are MLflow's. */
  public enum Code {
    INVALID_PARAMETER_VALUE(400),
    RESOURCE_ALREADY_EXISTS(400),
    BAD_REQUEST(400),
    UNAUTHENTICATED(401),
    PERMISSION_DENIED(403),
    RESOURCE_DOES_NOT_EXIST(404),
    ENDPOINT_NOT_FOUND(404),
    RESOURCE_CONFLICT(409),
    REQUEST_LIMIT_EXCEEDED(429),
    INTERNAL_ERROR(500),
    TEMPORARILY_UNAVAILABLE(503);

    private final int status;

    Code(int status) {
      this.status = status;
    }

    /** The HTTP status that goes with it. */
    public int status() {
      return status;
    }
  }

  MlflowException(Code code, String message) {
    super(message);
    this.code = code;
  }

  public Code code() {
    return code;
  }

  /**
   * A failure in MLflow's form.
   *
   * @param status the HTTP status it is answered with
   * @param message what went wrong
   * @param failure what was thrown
   */
  public static Map<String, Object> view(int status, String message, Throwable failure) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("error_code", code(status, failure).name());
    view.put("message", message);
    return view;
  }

  private static Code code(int status, Throwable failure) {
    if (failure instanceof MlflowException known) {
      return known.code;
    }
    return switch (status) {
      case 401 -> Code.UNAUTHENTICATED;
      case 403 -> Code.PERMISSION_DENIED;
      case 404 -> Code.RESOURCE_DOES_NOT_EXIST;
      case 405 -> Code.ENDPOINT_NOT_FOUND;
      case 409 -> Code.RESOURCE_CONFLICT;
      case 429 -> Code.REQUEST_LIMIT_EXCEEDED;
      case 503 -> Code.TEMPORARILY_UNAVAILABLE;
      default -> status < 500 ? Code.BAD_REQUEST : Code.INTERNAL_ERROR;
    };
  }
}
