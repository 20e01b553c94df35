package dev.almanac.blob;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;

/** An S3 server's refusal, or its silence: what it means, and what to do about it. */
final class S3Failure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private static final String WRONG_REGION =
      "the bucket is in another region; set AWS_REGION to it";

  private final int status;
  private final String code;

  /** No answer. */
  S3Failure(Throwable cause) {
    super(advice(cause) + " (" + cause.getMessage() + ")", cause);
    status = 0;
    code = "";
  }

  /**
   * An answer that is an error.
   *
   * @param status the HTTP status
   * @param code the server's error code; null where the answer has no body, as to HEAD
   * @param message the server's words, or null
   */
  S3Failure(int status, String code, String message, Throwable cause) {
    super(advice(status, code) + " (" + answer(status, code, message) + ")", cause);
    this.status = status;
    this.code = code == null ? "" : code;
  }

  /** The HTTP status; 0 where there was no answer. */
  int status() {
    return status;
  }

  boolean isCode(String expected) {
    return code.equals(expected);
  }

  private static String answer(int status, String code, String message) {
    return status + (code == null ? "" : " " + code) + (message == null ? "" : ": " + message);
  }

  private static String advice(int status, String code) {
    return switch (code == null ? "" : code) {
      case "NoSuchBucket" -> "there is no such bucket; create it or correct its name";
      case "InvalidAccessKeyId" -> "the server does not know the access key; check the credentials";
      case "SignatureDoesNotMatch" ->
          "the secret key does not belong to the access key; check the credentials";
      case "ExpiredToken" -> "the session has expired; fetch new credentials";
      case "RequestTimeTooSkewed" -> "the clocks of this machine and the server differ; set them";
      case "PermanentRedirect", "AuthorizationHeaderMalformed" -> WRONG_REGION;
      case "NotImplemented" ->
          "the server cannot do this; it must support multipart uploads and If-None-Match";
      case "SlowDown" -> "the server is overloaded; try again later";
      default -> advice(status);
    };
  }

  private static String advice(int status) {
    return switch (status) {
      case 301, 307 -> WRONG_REGION;
      case 401, 403 ->
          "access denied; the credentials must allow to get, put, list and delete objects there";
      case 404 -> "there is no such bucket, or the object is gone";
      case 500, 502, 503, 504 -> "the server failed, repeatedly; look at its log or try later";
      default -> "the server refused the request";
    };
  }

  private static String advice(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownHostException) {
        return "the server's name is unknown; check the endpoint, the region and the network";
      }
      if (cause instanceof SocketTimeoutException) {
        return "the server did not answer in time; check the endpoint and the network";
      }
      if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
        return "the server cannot be reached; check that it runs, the endpoint and the network";
      }
      String message = String.valueOf(cause.getMessage());
      if (message.startsWith("Unable to load credentials")) {
        return "no credentials; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE";
      }
      if (message.startsWith("Unable to load region")) {
        return "no region; set AWS_REGION";
      }
      if (cause instanceof IOException && cause.getCause() == null) {
        return "the connection broke, repeatedly; check the endpoint and the network";
      }
    }
    return "the request failed before it was answered";
  }
}
