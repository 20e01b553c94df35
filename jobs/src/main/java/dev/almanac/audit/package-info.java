/**
 * Whether a machine that runs the monitoring is closed to those who have no business there: looks,
 * and changes nothing.
 */
package dev.almanac.audit;
