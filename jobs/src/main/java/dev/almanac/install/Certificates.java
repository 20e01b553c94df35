package dev.almanac.install;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Renewing certificates, which a timer does each month. */
public final class Certificates {

  private Certificates() {}

  /**
   * Renews what is due, and has nginx take it.
   *
   * @return what was renewed; of what certbot does only that it was asked
   */
  public static List<String> renew(InstallConfig config) {
    if (config.certificates().certbot()) {
      new Certbot(config.certificates())
          .renew()
          .orFail(
              "nginx goes on with the certificate that it has. See /var/log/letsencrypt; certbot's"
                  + " own timer tries again twice a day.");
      return List.of("certbot was asked to renew what is due");
    }
    List<String> renewed = new ArrayList<>();
    try {
      Machine machine = Machine.THIS;
      for (Change change : new OwnAuthority(machine, config.name(), Clock.systemUTC()).changes()) {
        change.action().run();
        renewed.add(change.what());
      }
      if (!renewed.isEmpty() && machine.hasSystemd()) {
        Systemd.ask("reload", "nginx.service");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return renewed;
  }
}
