package dev.almanac.registry.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** Fields of a request's body; what is of another kind than it is to be is refused by name. */
final class Fields {

  private Fields() {}

  /** A text or a number, as text. */
  static String text(JsonNode body, String name) {
    JsonNode value = body.path(name);
    if (value.isTextual() || value.isIntegralNumber()) {
      return value.asText();
    }
    throw wrong(name, "text", value);
  }

  static String text(JsonNode body, String name, String otherwise) {
    return body.path(name).isMissingNode() ? otherwise : text(body, name);
  }

  static boolean flag(JsonNode body, String name, boolean otherwise) {
    JsonNode value = body.path(name);
    if (value.isMissingNode()) {
      return otherwise;
    }
    if (!value.isBoolean()) {
      throw wrong(name, "true or false", value);
    }
    return value.booleanValue();
  }

  private static ProblemException wrong(String name, String expected, JsonNode found) {
    return new ProblemException(
        Problem.Kind.BAD_REQUEST,
        "%s: expected %s, found %s"
            .formatted(
                name,
                expected,
                found.isMissingNode()
                    ? "nothing"
                    : found.getNodeType().name().toLowerCase(Locale.ROOT)));
  }
}
