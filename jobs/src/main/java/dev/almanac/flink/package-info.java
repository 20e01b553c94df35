/** Almanac's sources, operators and sinks as Flink knows them. The only door to the engine. */
package dev.almanac.flink;
