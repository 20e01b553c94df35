/**
 * Work that takes longer than a request: begun, followed, and known for a while after its end. What
 * is done comes from outside.
 */
package dev.almanac.registry.operation;
