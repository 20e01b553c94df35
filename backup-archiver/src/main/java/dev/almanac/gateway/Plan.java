package dev.almanac.gateway;

import java.util.List;

/**
 * What is going to be read for one query of a request.
 *
 * @param slices empty where labels alone are wanted
 */
record Plan(List<Slice> slices, Survey survey, boolean labelsOnly) {}
