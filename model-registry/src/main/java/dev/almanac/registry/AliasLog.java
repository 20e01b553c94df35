package dev.almanac.registry;

import dev.almanac.blob.BlobStore;
import dev.almanac.blob.NumberedLog;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/** The moves of one alias. Nothing is ever removed from it: it is the alias's history too. */
final class AliasLog {

  private static final int ENTRY_LIMIT = 1 << 16;

  private final AliasName name;
  private final NumberedLog log;

  AliasLog(BlobStore store, AliasName name) {
    this.name = name;
    log = new NumberedLog(store, RegistryLayout.alias(name), RegistryLayout.DIGITS, ENTRY_LIMIT);
  }

  /** The move that counts, unless it removed the alias. */
  Optional<AliasMove> current() {
    return newest().filter(move -> !move.isRemoval());
  }

  /** The last move. */
  Optional<AliasMove> newest() {
    return log.newest().map(this::parse);
  }

  /** Every move, oldest first. */
  List<AliasMove> history() {
    return log.numbers().stream().map(this::read).toList();
  }

  /** The numbers of all moves, ascending. */
  List<Long> numbers() {
    return log.numbers();
  }

  AliasMove read(long number) {
    return parse(log.read(number));
  }

  private AliasMove parse(NumberedLog.Entry entry) {
    return ChangeCodec.readMove(entry.content(), name, entry.number(), log.place(entry.number()));
  }

  /** Where a move is, for messages. */
  String place(long number) {
    return log.place(number);
  }

  /** Lets the alias name a version; what it named before lies below. */
  AliasMove promote(int version, Change change, Instant at) {
    int last = newest().map(AliasMove::number).orElse(0);
    return append(new AliasMove(last + 1, AliasMove.Kind.PROMOTE, version, last, change, at));
  }

  /** Lets there be no such alias; what it named lies below. */
  AliasMove remove(AliasMove current, Change change, Instant at) {
    return append(
        new AliasMove(
            current.number() + 1,
            AliasMove.Kind.REMOVE,
            current.version(),
            current.number(),
            change,
            at));
  }

  /** The newest move below this one that names another version, and one that is there. */
  Optional<AliasMove> below(AliasMove move, IntPredicate isThere) {
    AliasMove target = move;
    while (target.below() > 0) {
      target = read(target.below());
      boolean other = target.version() != move.version() || move.isRemoval();
      if (other && !target.isRemoval() && isThere.test(target.version())) {
        return Optional.of(target);
      }
    }
    return Optional.empty();
  }

  /**
   * Lets the alias name what it named before.
   *
   * @throws RegistryException where there is nothing to go back to
   */
  AliasMove rollBack(IntPredicate isThere, Change change, Instant at) {
    AliasMove newest =
        newest()
            .orElseThrow(() -> new NoSuchModelException("there is no " + name + " to roll back"));
    AliasMove target =
        below(newest, isThere)
            .orElseThrow(
                () ->
                    new RefusedChangeException(
                        "%s %s v%d and there is no version before it to roll back to; promote one"
                            .formatted(
                                name, newest.isRemoval() ? "named" : "names", newest.version())));
    return append(
        new AliasMove(
            newest.number() + 1,
            AliasMove.Kind.ROLL_BACK,
            target.version(),
            target.below(),
            change,
            at));
  }

  private AliasMove append(AliasMove move) {
    if (!log.append(move.number(), ChangeCodec.write(name, move))) {
      throw new AliasMovedException(
          "%s was moved by another process at the same time; look at it and try again"
              .formatted(name));
    }
    return move;
  }
}
