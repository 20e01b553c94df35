package dev.almanac.audit;

import dev.almanac.audit.NginxSites.Site;
import dev.almanac.finding.Finding;
import dev.almanac.finding.Severity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** How nginx lets people in: by which TLS, and whether a password is asked for. */
final class Doors implements Check {

  private static final Pattern OLD_TLS =
      Pattern.compile("\\b(SSLv2|SSLv3|TLSv1|TLSv1\\.1)(?![.\\w])");
  private static final Pattern WEAK_CIPHER =
      Pattern.compile(
          "(?<![!-])\\b(aNULL|eNULL|NULL|EXP\\w*|RC4|3?DES\\w*|MD5|LOW|MEDIUM|ALL|DEFAULT)\\b");

  /** Servers that ask nobody for a password themselves. */
  private static final Pattern UNGUARDED = Pattern.compile(":(9090|9091|9093)\\b");

  @Override
  public String name() {
    return "tls";
  }

  @Override
  public List<Finding> look(Host host) throws IOException {
    List<Finding> findings = new ArrayList<>();
    for (Site site : NginxSites.of(host)) {
      if (site.hasTls()) {
        tls(site, findings);
      } else if (handsOn(site)) {
        findings.add(
            finding(
                Severity.CRITICAL,
                site.where(),
                "hands requests on without TLS: passwords travel in the open",
                "listen 443 ssl, and on port 80 nothing but a redirect",
                "take monitoring/nginx/monitoring.conf as it is"));
      }
      passwords(site, findings);
    }
    return findings;
  }

  /** What only this machine reaches need not be encrypted. */
  private static boolean handsOn(Site site) {
    boolean local =
        site.server().all("listen").findAny().isPresent()
            && site.server()
                .all("listen")
                .allMatch(one -> one.value().matches("(127\\.|\\[::1]|localhost|unix:).*"));
    return !local && site.server().tree().anyMatch(one -> one.name().equals("proxy_pass"));
  }

  private void tls(Site site, List<Finding> findings) {
    Optional<NginxDirective> protocols = site.setting("ssl_protocols");
    String spoken = protocols.map(NginxDirective::value).orElse("nothing: old ones by default");
    if (protocols.isEmpty() || OLD_TLS.matcher(spoken).find()) {
      findings.add(
          finding(
              Severity.CRITICAL,
              site.where(),
              "ssl_protocols says " + spoken,
              "TLSv1.2 TLSv1.3",
              "ssl_protocols TLSv1.2 TLSv1.3; then nginx -t && systemctl reload nginx"));
    }
    site.setting("ssl_ciphers")
        .map(NginxDirective::value)
        .filter(ciphers -> WEAK_CIPHER.matcher(ciphers).find())
        .ifPresent(
            ciphers ->
                findings.add(
                    finding(
                        Severity.CRITICAL,
                        site.where(),
                        "ssl_ciphers says " + ciphers,
                        "ciphers with forward secrecy and AEAD alone",
                        "take the list of monitoring/nginx/monitoring.conf")));
    boolean remembered =
        site.server()
            .all("add_header")
            .anyMatch(one -> one.value().startsWith("Strict-Transport-Security "));
    if (!remembered) {
      findings.add(
          finding(
              Severity.WARNING,
              site.where(),
              "no Strict-Transport-Security",
              "browsers told never to come without TLS",
              "add_header Strict-Transport-Security \"max-age=31536000\" always;"));
    }
  }

  private void passwords(Site site, List<Finding> findings) {
    boolean everywhere = asks(site.server());
    site.server()
        .tree()
        .filter(one -> one.name().equals("location"))
        .filter(location -> location.all("proxy_pass").anyMatch(Doors::leadsToUnguarded))
        .filter(location -> !asks(location) && !(everywhere && !refusesToAsk(location)))
        .forEach(
            location ->
                findings.add(
                    finding(
                        Severity.CRITICAL,
                        site.where() + ", location " + location.value(),
                        "no password is asked for what asks for none itself",
                        "auth_basic and auth_basic_user_file",
                        "auth_basic \"Monitoring\"; auth_basic_user_file"
                            + " /etc/nginx/monitoring.htpasswd;")));
  }

  private static boolean leadsToUnguarded(NginxDirective proxy) {
    return UNGUARDED.matcher(proxy.value()).find();
  }

  private static boolean asks(NginxDirective block) {
    return block.all("auth_basic").anyMatch(one -> !one.value().equals("off"));
  }

  private static boolean refusesToAsk(NginxDirective block) {
    return block.all("auth_basic").anyMatch(one -> one.value().equals("off"));
  }
}
