package dev.almanac.flink;

import java.io.Serializable;

/** A value and which of all it is, so that the order they were in is known after parallel work. */
public record Numbered<T extends Serializable>(int number, T value) implements Serializable {}
