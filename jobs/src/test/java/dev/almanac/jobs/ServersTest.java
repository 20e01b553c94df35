package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.config.ConfigException;
import dev.almanac.prometheus.Credentials;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServersTest {

  /** Not as a defect of Almanac, with a stack trace. */
  @ParameterizedTest
  @ValueSource(strings = {"ftp://server", "server:9090", "http://u:p@server", "http://a b"})
  void aUrlThatIsNoneIsTheUsersSlip(String url) {
    assertThatThrownBy(() -> Servers.read(url, Optional.empty(), prefix -> Credentials.NONE))
        .isInstanceOf(ConfigException.class);
  }
}
