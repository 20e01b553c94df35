package dev.almanac.jobs;

import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.registry.token.IssuedToken;
import dev.almanac.registry.token.Token;
import dev.almanac.registry.token.Tokens;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Mixin;

/** A verb of {@code almanac token}: it works on the tokens of one archive. */
abstract class TokenVerb extends Verb {

  @Mixin private ArchiveOption archive;

  /** Does the work. */
  abstract ExitCode run(Tokens tokens, Console console);

  @Override
  final ExitCode run(Console console) {
    try (BlobStore store = BlobStores.open(archive.root())) {
      return run(new Tokens(store), console);
    }
  }

  final String archive() {
    return archive.root();
  }

  /** A token's name as it was given; what none can be called is wrong usage. */
  final String name(String given) {
    try {
      return Token.checkName(given);
    } catch (IllegalArgumentException e) {
      throw usage(e.getMessage());
    }
  }

  /** Who does it, for the log. */
  static String actor() {
    return System.getProperty("user.name");
  }

  static void tell(Console console, IssuedToken issued) {
    if (console.json()) {
      Map<String, Object> view = view(issued.token());
      view.put("secret", issued.secret());
      console.sayJson(view);
    } else {
      console.say(issued.secret());
      console.note("This is shown once; keep it where others do not read it.");
    }
  }

  static Map<String, Object> view(Token token) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("name", token.name());
    view.put("token", token.id());
    view.put("scope", token.scope().label());
    view.put("state", state(token));
    view.put("created_at", token.createdAt().toString());
    view.put("created_by", token.createdBy());
    view.put("ends_at", token.end().map(Instant::toString).orElse(null));
    return view;
  }

  static String state(Token token) {
    return token.state(Instant.now()).name().toLowerCase(Locale.ROOT);
  }
}
