package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class FreePortTest {

  @Test
  void isOneThatASystemGivesToNobody() throws Exception {
    assertThat(FreePort.any()).isBetween(20_000, 29_999);
  }

  @Test
  void isNotOneThatSomebodyListensAt() throws Exception {
    int port = FreePort.any();
    assertThat(FreePort.isFree(port)).isTrue();
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(FreePort.isFree(socket.getLocalPort())).isFalse();
    }
  }
}
