package dev.almanac.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lets exactly one SELECT (or an EXPLAIN of one) through. DuckDB's own parser judges, by {@code
 * json_serialize_sql}, which takes nothing but SELECT in its many forms (WITH, FROM first, VALUES,
 * DESCRIBE, SUMMARIZE).
 */
final class ReadOnlyGuard {

  private static final Pattern EXPLAIN =
      Pattern.compile(
          "\\s*EXPLAIN(?:\\s+ANALYZE)?\\s+(.*)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final Pattern PIVOT =
      Pattern.compile("\\bPIVOT(?:_WIDER)?\\b", Pattern.CASE_INSENSITIVE);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Connection connection;

  ReadOnlyGuard(Connection connection) {
    this.connection = connection;
  }

  /**
   * @throws NotAQuestionException for anything else that DuckDB understands
   * @throws SQLException for what it does not understand
   */
  void check(String statement) throws SQLException {
    Matcher explain = EXPLAIN.matcher(statement);
    JsonNode parsed = parse(explain.matches() ? explain.group(1) : statement);
    if (!parsed.path("error").asBoolean()) {
      int statements = parsed.path("statements").size();
      if (statements != 1) {
        throw new NotAQuestionException("one statement at a time, please: found " + statements);
      }
      return;
    }
    if (parsed.path("error_type").asText().equals("parser")) {
      // DuckDB's own message shows the place; a statement with a syntax error is never run.
      connection.prepareStatement(statement).close();
    }
    if (PIVOT.matcher(statement).find()) {
      // DuckDB makes two statements of it, the first of which looks for the values.
      throw new NotAQuestionException(
          "PIVOT has to be told the values to make columns of: ON column IN (value, ...)");
    }
    throw new NotAQuestionException(
        "the archive is only read: SELECT and EXPLAIN are answered, nothing else");
  }

  private JsonNode parse(String statement) throws SQLException {
    try (PreparedStatement parse =
        connection.prepareStatement("SELECT json_serialize_sql(?::VARCHAR)")) {
      parse.setString(1, statement);
      try (ResultSet result = parse.executeQuery()) {
        result.next();
        return JSON.readTree(result.getString(1));
      }
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A statement that would do something other than answer. */
  static final class NotAQuestionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotAQuestionException(String message) {
      super(message);
    }
  }
}
