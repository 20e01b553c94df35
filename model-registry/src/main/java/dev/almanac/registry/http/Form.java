package dev.almanac.registry.http;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A form in which numbers are answered. */
enum Form {
  JSON("application/json"),
  CSV("text/csv; charset=utf-8; header=present"),
  PARQUET("application/vnd.apache.parquet");

  private final String type;

  Form(String type) {
    this.type = type;
  }

  /** The media type of an answer. */
  String type() {
    return type;
  }

  private String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  private boolean isNamedBy(String accepted) {
    return accepted.contains(type.split(";", 2)[0]);
  }

  /**
   * By the parameter {@code format}, or else by what the client accepts.
   *
   * @param possible the first is answered where it does not matter
   * @throws ProblemException where the parameter names none of these
   */
  static Form of(Exchange exchange, Form... possible) {
    Optional<String> named = exchange.parameter("format");
    if (named.isPresent()) {
      return Arrays.stream(possible)
          .filter(form -> form.label().equals(named.get()))
          .findFirst()
          .orElseThrow(
              () ->
                  new ProblemException(
                      Problem.Kind.NOT_ACCEPTABLE, "format: expected " + labels(possible)));
    }
    String accepted = exchange.header("Accept").orElse("*/*");
    return List.of(possible).stream()
        .filter(form -> form.isNamedBy(accepted))
        .findFirst()
        .orElse(possible[0]);
  }

  private static String labels(Form... forms) {
    return Arrays.stream(forms).map(Form::label).collect(Collectors.joining(" or "));
  }
}
