package dev.almanac.jobs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * A command line that makes no sense: what is wrong with it, and what may have been meant.
 *
 * @param command the command or verb it was said to
 * @param message what is wrong
 * @param suggestions words that may have been meant
 */
record UsageError(CommandLine command, String message, List<String> suggestions) {

  static UsageError of(ParameterException wrong) {
    CommandLine command = wrong.getCommandLine();
    if (wrong instanceof UnmatchedArgumentException unmatched) {
      String word = unmatched.getUnmatched().get(0);
      if (unmatched.isUnknownOption()) {
        return new UsageError(command, wrong.getMessage(), unmatched.getSuggestions());
      }
      Set<String> verbs = command.getSubcommands().keySet();
      if (!verbs.isEmpty()) {
        List<String> meant =
            verbs.stream().filter(verb -> Spelling.isNear(word, verb)).sorted().toList();
        return new UsageError(command, "no such verb: " + word, meant);
      }
      return new UsageError(
          command, "one word too many: " + word + "; are quotes missing?", List.of());
    }
    return new UsageError(command, wrong.getMessage(), List.of());
  }

  ExitCode tell(Console console) {
    if (console.json()) {
      Map<String, Object> error = new LinkedHashMap<>();
      error.put("kind", "usage");
      error.put("message", message);
      error.put("suggestions", suggestions);
      error.put("exit", ExitCode.USAGE.code());
      console.noteJson(Map.of("error", error));
      return ExitCode.USAGE;
    }
    console.error("almanac: " + message);
    if (!suggestions.isEmpty()) {
      console.note("Did you mean " + String.join(" or ", suggestions) + "?");
    } else if (!command.getSubcommands().isEmpty()) {
      command.usage(console.err());
      return ExitCode.USAGE;
    }
    console.note("See '" + command.getCommandSpec().qualifiedName() + " --help'.");
    return ExitCode.USAGE;
  }
}
