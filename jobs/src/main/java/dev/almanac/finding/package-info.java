/** What is not as it should be, for audits and diagnoses: nothing but values. */
package dev.almanac.finding;
