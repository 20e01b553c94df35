/** The jobs, each wired from its source and its sink, and the {@code almanac} command. */
package dev.almanac.jobs;
