package dev.almanac.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CredentialsTest {

  @Test
  void areNoneWhereTheEnvironmentTellsNothing() {
    assertThat(Credentials.of("PROMETHEUS", name -> null).authorization()).isEmpty();
  }

  @Test
  void areATokenBeforeAUser() {
    Map<String, String> environment = Map.of("A_TOKEN", "t0ken", "A_USER", "me", "B_TOKEN", "x");

    assertThat(Credentials.of("A", environment::get).authorization()).contains("Bearer t0ken");
  }

  @Test
  void areAUserWhosePasswordMayBeEmpty() {
    assertThat(Credentials.of("A", Map.of("A_USER", "me")::get).authorization())
        .contains("Basic bWU6");
    assertThat(
            Credentials.of("A", Map.of("A_USER", "me", "A_PASSWORD", "secret")::get)
                .authorization())
        .contains("Basic bWU6c2VjcmV0");
  }

  @Test
  void ofWhoeverAsksAreLookedUpWhenAsked() {
    Credentials credentials = Credentials.ofWhoeverAsks("NO_SUCH_SERVER");

    assertThat(credentials.authorization()).isEmpty();
    assertThat(credentials).hasToString("what NO_SUCH_SERVER_TOKEN or NO_SUCH_SERVER_USER say");
  }
}
