package dev.almanac.jobs;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code almanac demo}: a real Prometheus to try Almanac with. */
@Command(
    name = "demo",
    description = {"Runs a Prometheus and a node_exporter on loopback to try Almanac with.", ""},
    subcommands = {DemoCommand.Start.class, DemoCommand.Stop.class})
final class DemoCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "demo start or demo stop?");
  }

  /** Where the demo keeps what it needs. */
  static final class DirOption {
    @Option(
        names = "--dir",
        paramLabel = "DIR",
        defaultValue = "./var/demo",
        description = "Where its data, logs and process ids are kept. Default: ${DEFAULT-VALUE}.")
    private Path dir;
  }

  /** {@code almanac demo start}: answers with the address of the Prometheus. */
  @Command(
      name = "start",
      description = {
        "Starts them, or finds them running; answers with the Prometheus's URL when it has data.",
        ""
      })
  static final class Start extends Verb {

    @Mixin private DirOption where;

    @Option(
        names = "--seconds",
        paramLabel = "N",
        defaultValue = "75",
        description = "How much history to wait for. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Override
    ExitCode run(Console console) throws IOException, InterruptedException {
      if (seconds < 0) {
        throw usage("--seconds must not be negative");
      }
      DemoServers servers = new DemoServers(where.dir.toAbsolutePath().normalize());
      URI prometheus = servers.start();
      try (StatusLine status = console.status()) {
        servers.awaitHistory(
            Duration.ofSeconds(seconds),
            (gathered, series) ->
                status.show(
                    "gathering: %d of %d s, %s series"
                        .formatted(gathered.toSeconds(), seconds, Human.count(series))));
      }
      if (console.json()) {
        console.sayJson(Map.of("prometheus", prometheus.toString(), "dir", where.dir.toString()));
      } else {
        console.say(prometheus.toString());
      }
      return ExitCode.DONE;
    }
  }

  /** {@code almanac demo stop}: ends what start began, and nothing else. */
  @Command(
      name = "stop",
      description = {"Ends what 'demo start' began, and nothing else; the data stays.", ""})
  static final class Stop extends Verb {

    @Mixin private DirOption where;

    @Override
    ExitCode run(Console console) throws InterruptedException {
      List<String> ended = new DemoServers(where.dir.toAbsolutePath().normalize()).stop();
      if (console.json()) {
        console.sayJson(Map.of("stopped", ended));
      } else {
        console.say(
            ended.isEmpty() ? "nothing was running" : "stopped " + String.join(", ", ended));
      }
      return ExitCode.DONE;
    }
  }
}
