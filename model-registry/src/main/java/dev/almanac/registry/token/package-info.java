/**
 * Tokens, by which programs and people are let in: who may read, operate and administer. An archive
 * keeps them as a log that only grows, and never a secret; {@code docs/format/tokens.md} describes
 * it.
 */
package dev.almanac.registry.token;
