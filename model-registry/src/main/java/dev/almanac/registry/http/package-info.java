/**
 * The archive as a service: models, forecasts and backups over HTTP, for programs, for MLflow's
 * clients and for people. Only this package knows the HTTP library. {@code docs/api.md} describes
 * what it answers.
 */
package dev.almanac.registry.http;
