/**
 * The {@code almanac} command, a class for each verb, and the jobs that its verbs start.
 *
 * <p>A verb is a {@link dev.almanac.jobs.Verb}, named in {@link dev.almanac.jobs.Almanac}. It
 * answers on standard output through its {@link dev.almanac.jobs.Console}, speaks about its work on
 * standard error, and throws what it cannot do: {@link dev.almanac.jobs.Failure} turns that into a
 * message and an exit code.
 */
package dev.almanac.jobs;
