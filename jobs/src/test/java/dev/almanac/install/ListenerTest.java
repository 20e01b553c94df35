package dev.almanac.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListenerTest {

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "0.0.0.0"})
  void findsWhoListensAndNobodyWhenItHasEnded(String address) throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(address))) {
      port = socket.getLocalPort();

      Listener listener = Listener.of(port).orElseThrow();

      assertThat(listener.pid()).isEqualTo(ProcessHandle.current().pid());
      assertThat(listener.command()).contains("java");
      assertThat(listener.isOf(Service.PROMETHEUS)).isFalse();
    }
    assertThat(Listener.of(port).map(Listener::pid))
        .isNotEqualTo(Optional.of(ProcessHandle.current().pid()));
  }
}
