/**
 * Installs everything around the engine on a machine: packages, users, folders, configuration,
 * secrets, certificates, services.
 *
 * <p>A {@link dev.almanac.install.Step} compares what is there with what should be and answers with
 * the {@link dev.almanac.install.Change}s that are left. {@link dev.almanac.install.Installation}
 * makes them and compares again, so a run that was cut short is simply run again, and one that has
 * nothing to do changes nothing.
 */
package dev.almanac.install;
