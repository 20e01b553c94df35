/** Made-up series without anomalies, to count the false alarms of a scorer on. */
package dev.almanac.anomaly.synthetic;
