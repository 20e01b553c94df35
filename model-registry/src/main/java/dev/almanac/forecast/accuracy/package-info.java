/** How good forecasts are: the measures that the field compares itself by, on plain arrays. */
package dev.almanac.forecast.accuracy;
