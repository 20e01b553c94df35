package dev.almanac.backup;

import dev.almanac.backup.component.ComponentSource;
import dev.almanac.backup.component.ConfigurationFiles;
import dev.almanac.backup.component.GrafanaDashboards;
import dev.almanac.backup.component.GrafanaToken;
import dev.almanac.backup.component.ModelFiles;
import dev.almanac.blob.BlobStore;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a backup consists of: {@code backup.yaml} as an object. No secret is in it; those are in
 * files that it names, or in the environment.
 *
 * @param prometheus a server's URL or a snapshot's folder
 * @param archive the archive's root
 * @param grafana the Grafana whose dashboards are kept
 * @param configuration the configuration files that are kept
 * @param models a folder of models; without it, what the archive's own registry holds
 */
public record BackupConfig(
    Optional<String> prometheus,
    Optional<String> archive,
    Grafana grafana,
    Configuration configuration,
    Optional<Path> models) {

  /** What is kept where nothing is configured. */
  public static final BackupConfig DEFAULT =
      new BackupConfig(
          Optional.empty(),
          Optional.empty(),
          Grafana.NONE,
          Configuration.DEFAULT,
          Optional.empty());

  /**
   * A Grafana.
   *
   * @param url its base; without it, nothing is asked of a Grafana
   * @param tokenFile a file with the token of a service account; without it, {@code GRAFANA_TOKEN}
   * @param dataSources whether to keep the data sources too, without their secrets
   * @param provisioning a folder of files that Grafana is provisioned with
   */
  public record Grafana(
      Optional<URI> url,
      Optional<Path> tokenFile,
      boolean dataSources,
      Optional<Path> provisioning) {

    static final Grafana NONE =
        new Grafana(Optional.empty(), Optional.empty(), false, Optional.empty());
  }

  /**
   * Configuration files.
   *
   * @param include paths of files and folders, and globs; empty for {@link #USUAL}, of which
   *     nothing need be there
   * @param exclude globs; with a {@code /} for whole paths, without for names
   * @param encryptWith a key file; with it everything is kept, secrets too, and encrypted
   */
  public record Configuration(
      Optional<List<String>> include, List<String> exclude, Optional<Path> encryptWith) {

    /** Where the packages of Prometheus, Alertmanager and Grafana have their configuration. */
    public static final List<String> USUAL =
        List.of(
            "/etc/prometheus",
            "/etc/alertmanager",
            "/etc/grafana/grafana.ini",
            "/etc/grafana/ldap.toml",
            "/etc/grafana/provisioning",
            "/etc/default/prometheus*",
            "/etc/default/grafana-server");

    static final Configuration DEFAULT =
        new Configuration(Optional.empty(), List.of(), Optional.empty());

    public Configuration {
      include = include.map(List::copyOf);
      exclude = List.copyOf(exclude);
    }
  }

  /** The same with another key file. */
  public BackupConfig encryptedWith(Path keyFile) {
    return new BackupConfig(
        prometheus,
        archive,
        grafana,
        new Configuration(configuration.include(), configuration.exclude(), Optional.of(keyFile)),
        models);
  }

  /**
   * Where the components come from that are configured.
   *
   * @param archive holds the registry of models
   * @param environment where {@code GRAFANA_TOKEN} is
   */
  public List<ComponentSource> sources(BlobStore archive, UnaryOperator<String> environment) {
    List<ComponentSource> sources = new ArrayList<>();
    grafana
        .url()
        .ifPresent(
            url ->
                sources.add(
                    new GrafanaDashboards(
                        url,
                        new GrafanaToken(grafana.tokenFile(), environment),
                        grafana.dataSources())));
    grafana.provisioning().map(ConfigurationFiles::provisioned).ifPresent(sources::add);
    sources.add(
        ConfigurationFiles.ofMachine(
            configuration.include().orElse(Configuration.USUAL),
            configuration.exclude(),
            configuration.include().isPresent(),
            configuration.encryptWith()));
    sources.add(models.map(ModelFiles::of).orElseGet(() -> ModelFiles.of(archive)));
    return sources;
  }
}
