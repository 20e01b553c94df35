package dev.almanac.registry.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.almanac.blob.Sha256;
import dev.almanac.registry.token.Token;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.Header;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** A request and the answer to it. Used by one thread. */
final class Exchange {

  private static final String REQUEST = "almanac.request";
  private static final String TOKEN = "almanac.token";
  private static final int MOST_AT_ONCE = 1000;
  private static final int USUAL_AT_ONCE = 100;

  private final Context context;
  private final Limits limits;

  Exchange(Context context, Limits limits) {
    this.context = context;
    this.limits = limits;
  }

  /** Tells this request from every other, in the answer and in the log. */
  String request() {
    return context.attributeOrCompute(REQUEST, c -> UUID.randomUUID().toString());
  }

  HandlerType method() {
    return context.method();
  }

  String path() {
    return context.path();
  }

  /** The address that the connection comes from. */
  String peer() {
    return context.ip();
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(context.header(name));
  }

  void signIn(Token token) {
    context.attribute(TOKEN, token);
  }

  /** Who asks; empty where that was not asked. */
  Optional<Token> token() {
    return Optional.ofNullable(context.attribute(TOKEN));
  }

  /** A part of the path. */
  String part(String name) {
    return context.pathParam(name);
  }

  /**
   * A parameter of the query.
   *
   * @throws ProblemException where it is given twice
   */
  Optional<String> parameter(String name) {
    List<String> values = context.queryParams(name);
    if (values.size() > 1) {
      throw new ProblemException(
          Problem.Kind.BAD_REQUEST, "the parameter " + name + " is given more than once");
    }
    return values.stream().findFirst();
  }

  /** Every parameter of the query. */
  Map<String, List<String>> query() {
    return context.queryParamMap();
  }

  /** What a parameter means; the message of an IllegalArgumentException says what is wrong. */
  <T> Optional<T> parameter(String name, Function<String, T> meaning) {
    return parameter(name).map(text -> valid(name, () -> meaning.apply(text)));
  }

  /** A whole number between two. */
  int number(String name, int least, int most, int otherwise) {
    return parameter(
            name,
            text -> {
              if (!text.matches("[0-9]{1,9}")
                  || Integer.parseInt(text) < least
                  || Integer.parseInt(text) > most) {
                throw new IllegalArgumentException(
                    "expected a number from %d to %d, found \"%s\"".formatted(least, most, text));
              }
              return Integer.parseInt(text);
            })
        .orElse(otherwise);
  }

  /** A value that is made from what the request says. */
  static <T> T valid(String what, Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw new ProblemException(Problem.Kind.BAD_REQUEST, what + ": " + e.getMessage(), e);
    }
  }

  /**
   * The body as a JSON object.
   *
   * @throws ProblemException where it is none, or too large
   */
  JsonNode body() throws IOException {
    return Json.read(document());
  }

  /**
   * The body as it came, which is said to be JSON.
   *
   * @throws ProblemException where it is said to be something else, or too large
   */
  byte[] document() throws IOException {
    String type = header(Header.CONTENT_TYPE).orElse("");
    if (!type.matches("(?i)application/json\\s*(;.*)?")) {
      throw new ProblemException(
          Problem.Kind.WRONG_MEDIA_TYPE, "expected a body of application/json, found " + type);
    }
    return bytes();
  }

  private byte[] bytes() throws IOException {
    try (InputStream in = context.bodyInputStream()) {
      byte[] body = in.readNBytes(limits.bodyBytes() + 1);
      if (body.length > limits.bodyBytes()) {
        throw tooLarge(limits.bodyBytes());
      }
      return body;
    }
  }

  /** Copies the body, as long as it is no longer than a file may be. */
  void copyBody(OutputStream to) throws IOException {
    try (InputStream in = context.bodyInputStream()) {
      byte[] buffer = new byte[1 << 16];
      long length = 0;
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        length += read;
        if (length > limits.uploadBytes()) {
          throw tooLarge(limits.uploadBytes());
        }
        to.write(buffer, 0, read);
      }
    }
  }

  private ProblemException tooLarge(long most) {
    // What is left of the body is not read; the next request must not be taken for it.
    context.header("Connection", "close");
    return new ProblemException(
        Problem.Kind.TOO_LARGE, "expected a body of " + most + " bytes at most");
  }

  int status() {
    return context.statusCode();
  }

  void status(int status) {
    context.status(status);
  }

  void header(String name, String value) {
    context.header(name, value);
  }

  /** Answers with JSON. */
  void json(Object value) {
    content("application/json", Json.write(value));
  }

  /** Answers with bytes, or by saying that the client has them. */
  void content(String type, byte[] bytes) {
    content(type, bytes, "W/\"" + Sha256.of(bytes).substring(0, 32) + '"');
  }

  /**
   * The same.
   *
   * @param tag changes when the bytes do
   */
  void content(String type, byte[] bytes, String tag) {
    if (isUnchanged(tag)) {
      return;
    }
    context.contentType(type).result(bytes);
  }

  /** Whether the client has seen something of the answer already. */
  boolean isSent() {
    return context.res().isCommitted();
  }

  /** Answers with what went wrong. */
  void error(String type, byte[] bytes) {
    context.contentType(type).result(bytes);
  }

  /** Names the state of what is answered; whether the client has it, and nothing need be sent. */
  boolean isUnchanged(String tag) {
    if (!context.method().equals(HandlerType.GET) && !context.method().equals(HandlerType.HEAD)) {
      return false;
    }
    context.header(Header.ETAG, tag);
    String known = context.header(Header.IF_NONE_MATCH);
    boolean unchanged =
        known != null
            && (known.trim().equals("*")
                || List.of(known.split("\\s*,\\s*")).stream()
                    .map(Exchange::opaque)
                    .anyMatch(opaque(tag)::equals));
    if (unchanged) {
      context.status(304);
    }
    return unchanged;
  }

  /** Strong or weak does not matter to a GET. */
  private static String opaque(String tag) {
    String trimmed = tag.trim();
    return trimmed.startsWith("W/") ? trimmed.substring(2) : trimmed;
  }

  /** Answers with a stream of which the length is known. */
  OutputStream stream(String type, long length) throws IOException {
    context.contentType(type).disableCompression();
    context.res().setContentLengthLong(length);
    return context.res().getOutputStream();
  }

  /**
   * The part of a list that is asked for by {@code limit} and {@code after}.
   *
   * @param name what the list is called in the answer
   * @param key of an element: what {@code after} names
   */
  <T> void page(String name, List<T> all, Function<T, String> key, Function<T, Object> view) {
    int limit = number("limit", 1, MOST_AT_ONCE, USUAL_AT_ONCE);
    json(Page.of(all, parameter("after"), limit, key).view(name, view));
  }
}
