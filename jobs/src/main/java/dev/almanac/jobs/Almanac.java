package dev.almanac.jobs;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/**
 * The {@code almanac} command: finds the verb, runs it, and turns what it throws into a message and
 * an {@link ExitCode}.
 */
@Command(
    name = "almanac",
    description = {
      "Prometheus history you can trust.",
      "Archives TSDB snapshots as Parquet, restores them bit for bit, answers SQL, and learns",
      "what is normal, and tells what is not.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 done, 1 done and the answer is no, 2 wrong usage, 3 failed.",
      "'almanac VERB --help' tells more of a verb."
    },
    synopsisSubcommandLabel = "VERB",
    commandListHeading = "%nVerbs:%n",
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    usageHelpAutoWidth = true,
    sortOptions = false,
    subcommands = {
      ArchiveCommand.class,
      BackupCommand.class,
      ListCommand.class,
      InspectCommand.class,
      PruneCommand.class,
      RollupCommand.class,
      RestoreCommand.class,
      VerifyCommand.class,
      DrillCommand.class,
      TrainCommand.class,
      ForecastCommand.class,
      WatchCommand.class,
      BacktestCommand.class,
      ReplayCommand.class,
      SqlCommand.class,
      HistoryCommand.class,
      ModelsCommand.class,
      ServeCommand.class,
      TokenCommand.class,
      ClusterCommand.class,
      InstallCommand.class,
      HealthCommand.class,
      CertificatesCommand.class,
      AuditCommand.class,
      DoctorCommand.class,
      LdapCommand.class,
      DemoCommand.class,
      BenchCommand.class
    })
public final class Almanac implements Runnable {

  private final Console console;
  private final UnaryOperator<String> environment;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  Almanac(Console console, UnaryOperator<String> environment) {
    this.console = console;
    this.environment = environment;
  }

  public static void main(String[] args) {
    Console console =
        new Console(
            writer(System.out),
            writer(System.err),
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
            listener());
    System.exit(new Almanac(console, System::getenv).run(args).code());
  }

  /**
   * A print stream keeps to itself that something was lost, and tells only the writer that knows it
   * for what it is: there must be none between.
   */
  static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, false, StandardCharsets.UTF_8);
  }

  private static Console.Listener listener() {
    if (Journal.isAtTheEndOf(Path.of("/proc/self/fd/2"), System.getenv(Journal.VARIABLE))) {
      Journal.markRecords();
      return Console.Listener.JOURNAL;
    }
    return Boolean.getBoolean("almanac.terminal")
        ? Console.Listener.PERSON
        : Console.Listener.PROGRAM;
  }

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Answer with JSON on standard output, and with JSON for errors.")
  void answerWithJson(boolean json) {
    console.useJson(json);
  }

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of a failure, as ALMANAC_DEBUG=1 does.")
  private boolean debug;

  /** Runs the command that these words make up. Nothing escapes but what ends the JVM itself. */
  ExitCode run(String... args) {
    // A usage error can come before the option is parsed, and must be told as JSON too.
    console.useJson(Arrays.asList(args).contains("--json"));
    ExitCode code;
    try {
      code = ExitCode.of(commandLine().execute(args));
    } catch (
        Error failure) { // picocli hands on Errors: out of memory, a library that does not load
      code = tell(failure);
    }
    if (!console.flush() && code != ExitCode.FAILED) {
      console.error("almanac: the answer could not be written: the output is closed or full");
      console.flush();
      return ExitCode.FAILED;
    }
    return code;
  }

  private CommandLine commandLine() {
    CommandLine command = new CommandLine(this);
    command.setOut(console.out());
    command.setErr(console.err());
    command.setCaseInsensitiveEnumValuesAllowed(true);
    // What is submitted is another command line, with options of its own.
    command
        .getSubcommands()
        .get(ClusterCommand.NAME)
        .getSubcommands()
        .get(ClusterSubmitCommand.NAME)
        .setStopAtPositional(true);
    command.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    command.setParameterExceptionHandler(
        (wrong, args) -> UsageError.of(wrong).tell(console).code());
    command.setExecutionExceptionHandler((failure, verb, parsed) -> tell(failure).code());
    return command;
  }

  private ExitCode tell(Throwable failure) {
    boolean trace = debug || "1".equals(environment.apply("ALMANAC_DEBUG"));
    return Failure.of(failure).tell(console, trace);
  }

  /** Without a verb there is nothing to do. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no verb given");
  }

  Console console() {
    return console;
  }

  /** An environment variable, or null where it is unset or empty. */
  String environment(String name) {
    String value = environment.apply(name);
    return value == null || value.isEmpty() ? null : value;
  }
}
