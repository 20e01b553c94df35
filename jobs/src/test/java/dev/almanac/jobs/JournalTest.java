package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JournalTest {

  private static final String LINE = "almanac.journal.line";

  @Test
  void knowsTheStreamThatSystemdNamesAndNoOther(@TempDir Path folder) throws IOException {
    Path stream = Files.writeString(folder.resolve("stream"), "");
    Path other = Files.writeString(folder.resolve("other"), "");
    String named =
        Files.getAttribute(stream, "unix:dev") + ":" + Files.getAttribute(stream, "unix:ino");

    assertThat(Journal.isAtTheEndOf(stream, named)).isTrue();
    assertThat(Journal.isAtTheEndOf(other, named)).isFalse();
    assertThat(Journal.isAtTheEndOf(folder.resolve("closed"), named)).isFalse();
    assertThat(Journal.isAtTheEndOf(stream, null)).isFalse();
    assertThat(Journal.isAtTheEndOf(stream, "")).isFalse();
  }

  @Test
  void eachLineOfAnErrorSaysThatItIsOne() {
    assertThat(Journal.error("it broke\n  here\n\nand there"))
        .isEqualTo("<3>it broke\n<3>  here\n\n<3>and there");
  }

  /** A record with a stack trace, as it is written by what is shipped. */
  private static String written(Level level, Throwable broken) {
    try (LoggerContext context =
        Configurator.initialize("shipped", null, "classpath:log4j2.properties")) {
      return new String(
          context
              .getConfiguration()
              .getAppender("stderr")
              .getLayout()
              .toByteArray(
                  Log4jLogEvent.newBuilder()
                      .setLoggerName("dev.almanac.jobs.ScoreJob")
                      .setLevel(level)
                      .setMessage(new SimpleMessage("it $1 broke"))
                      .setThrown(broken)
                      .build()),
          StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @CsvSource({"ERROR, 3", "WARN, 4", "INFO, 6", "DEBUG, 7", "TRACE, 7"})
  void eachLineOfARecordSaysItsLevelInTheJournalAndNoneElsewhere(String level, String mark) {
    Throwable broken = new IllegalStateException("first\nsecond", new IOException("the cause"));
    String elsewhere = written(Level.valueOf(level), broken);
    Journal.markRecords();
    String inJournal;
    try {
      inJournal = written(Level.valueOf(level), broken);
    } finally {
      System.clearProperty(LINE);
    }

    assertThat(elsewhere)
        .matches("(?s)\\S+Z " + level + " +ScoreJob it \\$1 broke\n[^\n]*IllegalState.*")
        .contains("\nsecond\n")
        .containsOnlyOnce("\nCaused by: java.io.IOException: the cause\n\t... ");
    assertThat(inJournal.lines()).allMatch(line -> line.startsWith("<" + mark + ">"));
    assertThat(inJournal.lines().map(line -> line.substring(3)).skip(1).toList())
        .isEqualTo(elsewhere.lines().skip(1).toList());
  }
}
