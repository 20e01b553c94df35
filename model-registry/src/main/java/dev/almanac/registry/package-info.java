/**
 * Versions of models over a blob store: published once and never changed, named by aliases whose
 * every move is kept, told apart by digests, and let through by a gate.
 *
 * <p>{@link dev.almanac.registry.Registry} is the way in; {@code docs/format/registry.md} says what
 * it writes. A model is bytes here: nobody in this package looks inside.
 */
package dev.almanac.registry;
