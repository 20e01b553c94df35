/**
 * Components: what a backup holds besides samples. Where their files come from, how they are packed
 * so that equal files make equal bytes, how they are encrypted, and how they are unpacked without
 * trusting them. {@code docs/format/component.md} describes the bytes.
 */
package dev.almanac.backup.component;
