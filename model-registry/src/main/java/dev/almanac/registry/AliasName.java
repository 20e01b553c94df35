package dev.almanac.registry;

/**
 * Which alias of which model.
 *
 * @param model the model's name
 * @param alias its own: nothing that could be a version's number, nor {@code latest}
 */
public record AliasName(String model, String alias) {

  public AliasName {
    Names.model(model);
    Names.alias(alias);
  }

  /** As people name it: {@code alias champion of demand}. */
  @Override
  public String toString() {
    return "alias " + alias + " of " + model;
  }
}
