package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TableTest {

  private static String printed(Table table) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    table.print(out, true);
    out.flush();
    return text.toString();
  }

  @Test
  void alignsWordsToTheLeftAndNumbersToTheRight() {
    Table table = new Table().words("NAME").numbers("SAMPLES").words("DAY");

    table.row("up", 12, "monday").row("node_load1", 1234, null);

    assertThat(printed(table))
        .isEqualTo(
            """
            NAME        SAMPLES  DAY
            up               12  monday
            node_load1     1234
            """);
  }

  @Test
  void showsOnlyTheHeadingsOfNoRows() {
    assertThat(printed(new Table().words("NAME").numbers("SAMPLES"))).isEqualTo("NAME  SAMPLES\n");
  }

  @Test
  void keepsARowOnOneLineWhateverItsTextHolds() {
    Table table = new Table().words("LABEL");

    table.row("a\nb\tc\u001b[31m");

    assertThat(printed(table)).isEqualTo("LABEL\na\\nb\\tc\\x1b[31m\n");
  }

  @Test
  void measuresTextByCharactersAndNotByTheirEncoding() {
    Table table = new Table().words("A").words("B");

    table.row("😀é", "x").row("abc", "y");

    assertThat(printed(table)).isEqualTo("A    B\n😀é   x\nabc  y\n");
  }

  @Test
  void refusesARowOfAnotherLength() {
    Table table = new Table().words("A");

    assertThatThrownBy(() -> table.row("x", "y")).hasMessage("2 cells for 1 columns");
  }
}
