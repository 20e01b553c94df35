/**
 * Who may sign in to Grafana by a directory, and as what: Grafana's way through it, by its file.
 */
package dev.almanac.ldap;
