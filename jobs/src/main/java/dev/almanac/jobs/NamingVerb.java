package dev.almanac.jobs;

import dev.almanac.registry.AliasName;
import dev.almanac.registry.VersionId;
import java.util.function.Supplier;

/** A verb that is told names of models and aliases. */
abstract class NamingVerb extends Verb {

  /** A model's name as it was given; what no model can be called is wrong usage. */
  final String model(String name) {
    return valid(() -> new VersionId(name, 1)).model();
  }

  /** An alias's name as it was given; what no alias can be called is wrong usage. */
  final String alias(String model, String name) {
    return valid(() -> new AliasName(model, name)).alias();
  }

  /** What the values of options make up. */
  final <T> T valid(Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw usage(e.getMessage());
    }
  }
}
