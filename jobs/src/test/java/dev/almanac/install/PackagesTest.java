package dev.almanac.install;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackagesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Temporary failure resolving 'packages.example.com'       | cannot be reached",
        "E: Failed to fetch http://x/y.deb  404  Not Found        | cannot be reached",
        "write error (No space left on device)                     | disk is full",
        "E: Could not get lock /var/lib/dpkg/lock-frontend         | Another program",
        "E: Unable to locate package prometheus                    | universe",
        "E: Package 'prometheus' has no installation candidate     | universe",
        "something new                                             | See what apt says"
      })
  void saysWhatToDoAboutTheUsualTroubles(String said, String advice) {
    assertThat(Packages.advice("Reading...\n" + said + "\n")).contains(advice);
  }
}
