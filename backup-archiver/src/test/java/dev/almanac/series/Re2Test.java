package dev.almanac.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Re2Test {

  private static boolean matches(String expression, String value) {
    return Re2.compile(expression).matcher(value).matches();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "a|b b",
        "(?P<host>web|db)-[0-9]+ db-12",
        "[[:alpha:]]+ abc",
        "[[:^digit:]_]+ a_b",
        "[a[b]+ [ab[",
        "[]a]+ ]a]",
        "[^]a]+ bc",
        "[a&&b]+ a&b",
        "\\Qa.b\\E a.b",
        "\\d{3} 123",
        "a+\\+ aa+",
        "(?i)straße STRAßE",
        "(?i)É é",
        "/api/{id}/.* /api/{id}/orders",
        "{a}+ {a}}",
        "a{,2} a{,2}",
        "a{2,} aaa",
        "\\x{61}+ aa",
        "\\p{L}+ aé",
        "\\p{Greek}+ αβ",
        "[\\p{Greek}a]+ αa",
        "[{]+ {{",
      })
  void meansWhatItMeansToPrometheus(String expression, String value) {
    assertThat(matches(expression, value)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {"a ab", "a|b ab", "\\Qa.b\\E aXb", "[[:digit:]]+ a1"})
  void hasToMatchTheWholeValue(String expression, String value) {
    assertThat(matches(expression, value)).isFalse();
  }

  @Test
  void aDotMatchesALineBreak() {
    assertThat(matches("a.b", "a\nb")).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "a(?=b) | look-around at character 2",
        "(?<!a)b | look-around at character 1",
        "(a)\\1 | a back reference at character 4",
        "(?>a) | an atomic group at character 1",
        "a++ | a possessive quantifier at character 3",
        "a{2}+ | a possessive quantifier at character 5",
        "a\\Z | \\Z at character 2",
        "[[:letter:]] | [:letter:] at character 2",
      })
  void refusesWhatPrometheusRefuses(String expression, String what) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Re2.compile(expression))
        .withMessage(
            "not a regular expression that Prometheus knows: \"%s\" has %s", expression, what);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "a( | Unclosed group",
        "[a | the [ at character 1 is never closed",
        "a\\p{L | the { at character 4 is never closed",
        "* | Dangling meta character '*'"
      })
  void saysWhyAnExpressionIsNone(String expression, String why) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Re2.compile(expression))
        .withMessage("not a regular expression: \"%s\": %s", expression, why);
  }
}
