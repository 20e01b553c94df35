/** What ails a monitoring that runs: asks it, with numbers, and says what to do. */
package dev.almanac.doctor;
