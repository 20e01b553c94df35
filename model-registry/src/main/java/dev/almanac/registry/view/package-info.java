/** Models, versions and backups as JSON, for the command and for the service alike. */
package dev.almanac.registry.view;
