/** What a measurement needs: clocks, and the tools that others would use for the same work. */
package dev.almanac.jobs.bench;
