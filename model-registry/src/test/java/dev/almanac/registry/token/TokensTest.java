package dev.almanac.registry.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.blob.BlobInfo;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.catalog.SettableClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {

  private static final Duration DAY = Duration.ofDays(1);

  private final SettableClock clock = new SettableClock();
  private BlobStore store;
  private Tokens tokens;
  private Doorkeeper doorkeeper;

  @BeforeEach
  void open(@TempDir Path folder) {
    store = BlobStores.open(folder.toString());
    tokens = new Tokens(store, clock);
    doorkeeper = new Doorkeeper(store, clock);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private IssuedToken create(String name, Scope scope) {
    return tokens.create(name, scope, Optional.of(DAY), "anna");
  }

  /** What becomes of a secret once the doorkeeper has looked for news. */
  private Optional<Token.State> state(IssuedToken issued) {
    clock.advance(Doorkeeper.NEWS);
    return doorkeeper.recognise(issued.secret()).map(token -> token.state(clock.instant()));
  }

  @Test
  void recognisesWhatItIssued() {
    IssuedToken issued = create("console", Scope.OPERATE);

    assertThat(issued.secret()).matches("almanac_[0-9a-f]{16}_[A-Za-z0-9_-]{43}");
    Token token = doorkeeper.recognise(issued.secret()).orElseThrow();
    assertThat(token).isEqualTo(issued.token());
    assertThat(token.scope()).isEqualTo(Scope.OPERATE);
    assertThat(token.createdBy()).isEqualTo("anna");
    assertThat(token.state(clock.instant())).isEqualTo(Token.State.VALID);
  }

  @Test
  void keepsNoSecret() {
    IssuedToken issued = create("console", Scope.READ);
    String secret = issued.secret().substring(issued.secret().length() - 43);

    for (BlobInfo blob : store.list("")) {
      String kept = new String(store.read(blob.key(), 1 << 20), StandardCharsets.UTF_8);
      assertThat(kept).contains(issued.token().id()).doesNotContain(secret);
    }
    assertThat(issued.toString() + issued.token()).doesNotContain(secret);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "almanac_",
        "almanac_0123456789abcdef_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "almanac_0123456789ABCDEF_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "Bearer",
        "\u0000"
      })
  void recognisesNobodyElse(String presented) {
    create("console", Scope.READ);

    assertThat(doorkeeper.recognise(presented)).isEmpty();
  }

  @Test
  void recognisesNobodyByAnIdAlone() {
    IssuedToken one = create("one", Scope.READ);
    IssuedToken other = create("other", Scope.READ);
    String mixed =
        one.secret().substring(0, "almanac_0123456789abcdef_".length())
            + other.secret().substring(other.secret().length() - 43);

    assertThat(doorkeeper.recognise(mixed)).isEmpty();
  }

  @Test
  void letsATokenExpire() {
    IssuedToken issued = create("console", Scope.READ);
    Token token = issued.token();
    Instant end = token.createdAt().plus(DAY);

    assertThat(token.state(end.minusMillis(1))).isEqualTo(Token.State.VALID);
    assertThat(token.state(end)).isEqualTo(Token.State.EXPIRED);
  }

  @Test
  void letsATokenWithoutAnEndStay() {
    Token token = tokens.create("console", Scope.READ, Optional.empty(), "anna").token();

    assertThat(token.state(Instant.MAX)).isEqualTo(Token.State.VALID);
  }

  @Test
  void overlapsAtARotation() {
    IssuedToken before = create("console", Scope.OPERATE);
    IssuedToken after = tokens.rotate("console", Duration.ofHours(2), Optional.empty(), "ben");

    assertThat(after.token().scope()).isEqualTo(Scope.OPERATE);
    assertThat(after.token().expiresAt()).contains(after.token().createdAt().plus(DAY));
    assertThat(state(before)).contains(Token.State.VALID);
    assertThat(state(after)).contains(Token.State.VALID);
    clock.advance(Duration.ofHours(2));
    assertThat(state(before)).contains(Token.State.EXPIRED);
    assertThat(state(after)).contains(Token.State.VALID);
  }

  @Test
  void neverProlongsATokenByARotation() {
    IssuedToken before = create("console", Scope.READ);

    tokens.rotate("console", Duration.ofDays(30), Optional.empty(), "anna");
    clock.advance(DAY);

    assertThat(state(before)).contains(Token.State.EXPIRED);
  }

  @Test
  void revokesAtOnceWhateverARotationLeft() {
    IssuedToken before = create("console", Scope.READ);
    IssuedToken after = tokens.rotate("console", DAY, Optional.empty(), "anna");

    assertThat(tokens.revoke("console", "anna"))
        .extracting(Token::id)
        .containsExactly(before.token().id(), after.token().id());

    assertThat(state(before)).contains(Token.State.REVOKED);
    assertThat(state(after)).contains(Token.State.REVOKED);
  }

  @Test
  void hasANameOnceAtATime() {
    create("console", Scope.READ);

    assertThatThrownBy(() -> create("console", Scope.ADMIN))
        .isInstanceOf(TokenException.class)
        .hasMessageContaining("there is a valid token console");
    tokens.revoke("console", "anna");
    assertThat(create("console", Scope.ADMIN).token().scope()).isEqualTo(Scope.ADMIN);
  }

  @Test
  void namesATokenThatThereIsNot() {
    assertThatThrownBy(() -> tokens.revoke("nobody", "anna"))
        .isInstanceOf(TokenException.class)
        .hasMessageContaining("there is no valid token nobody");
    assertThatThrownBy(() -> tokens.rotate("nobody", DAY, Optional.empty(), "anna"))
        .isInstanceOf(TokenException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "-a", "a b", "a\nb", "../a", "ü"})
  void refusesNames(String name) {
    assertThatThrownBy(() -> create(name, Scope.READ))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a token's name has letters");
  }

  @ParameterizedTest
  @CsvSource({
    "READ, READ, true",
    "READ, OPERATE, false",
    "READ, ADMIN, false",
    "OPERATE, READ, true",
    "OPERATE, OPERATE, true",
    "OPERATE, ADMIN, false",
    "ADMIN, READ, true",
    "ADMIN, OPERATE, true",
    "ADMIN, ADMIN, true",
  })
  void letsAScopeIncludeThoseBefore(Scope held, Scope needed, boolean allowed) {
    assertThat(held.covers(needed)).isEqualTo(allowed);
  }

  @Test
  void givesEachOfManyAtOnceItsToken() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Future<IssuedToken>> made = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      String name = "token-" + i;
      made.add(threads.submit(() -> create(name, Scope.READ)));
    }
    threads.shutdown();

    for (Future<IssuedToken> one : made) {
      assertThat(state(one.get())).contains(Token.State.VALID);
    }
    assertThat(tokens.list()).hasSize(24);
  }

  @Test
  void letsNobodyInWhereAnEntryIsMissing() {
    IssuedToken issued = create("console", Scope.READ);
    tokens.revoke("console", "anna");
    create("other", Scope.READ);
    store.delete("tokens/00000002.json");

    assertThatThrownBy(() -> doorkeeper.recognise(issued.secret()))
        .isInstanceOf(TokenException.class)
        .hasMessageContaining("tokens/00000002.json is missing");
  }

  @Test
  void noticesThatTheNewestEntriesAreGone() {
    IssuedToken issued = create("console", Scope.READ);
    tokens.revoke("console", "anna");
    assertThat(state(issued)).contains(Token.State.REVOKED);
    store.delete("tokens/00000002.json");
    clock.advance(Doorkeeper.NEWS);

    assertThatThrownBy(() -> doorkeeper.recognise(issued.secret()))
        .hasMessageContaining("tokens/00000002.json is missing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"format":2}                     | reads format 1
          {}                               | expected a whole number
          []                               | expected a JSON object
          {"format":1,"number":7,"actor":"a","at":"2026-11-23T23:00:00Z","issued":null,"ending":["x"],"why":"revoked","ends_at":"2026-11-23T23:00:00Z"} | expected entry 1, found entry 7
          {"format":1,"number":1,"actor":"a","at":"2026-11-23T23:00:00Z","issued":null,"ending":[],"why":null,"ends_at":null} | begins a token or ends some
          {"format":1,"number":1,"actor":"a","at":"2026-11-23T23:00:00Z","issued":null,"ending":["x"],"why":"lost","ends_at":"2026-11-23T23:00:00Z"} | found lost
          """)
  void refusesWhatIsNoEntry(String json, String message) {
    store.putIfAbsent("tokens/00000001.json", json.getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() -> tokens.list())
        .isInstanceOf(TokenException.class)
        .hasMessageContaining(message);
  }

  @Test
  void writesTheFormatThatIsWrittenDown() {
    Token token =
        new Token(
            "0123456789abcdef",
            "console",
            Scope.OPERATE,
            new TokenHash("00".repeat(16), "11".repeat(32)),
            clock.instant(),
            "anna",
            Optional.of(clock.instant().plus(DAY)),
            Optional.empty());
    TokenEntry entry =
        new TokenEntry(
            2,
            Optional.of(token),
            List.of("fedcba9876543210"),
            Optional.of(
                new Token.Ending(
                    Token.Ending.Kind.ROTATED, clock.instant().plus(Duration.ofHours(1)))),
            "anna",
            clock.instant());

    assertThat(new String(TokenCodec.write(entry), StandardCharsets.UTF_8))
        .isEqualTo(
            """
            {
              "format": 1,
              "number": 2,
              "actor": "anna",
              "at": "2026-11-23T23:00:00Z",
              "issued": {
                "id": "0123456789abcdef",
                "name": "console",
                "scope": "operate",
                "salt": "00000000000000000000000000000000",
                "sha256": "1111111111111111111111111111111111111111111111111111111111111111",
                "expires_at": "2026-11-24T23:00:00Z"
              },
              "ending": [
                "fedcba9876543210"
              ],
              "why": "rotated",
              "ends_at": "2026-11-24T00:00:00Z"
            }
            """);
    assertThat(TokenCodec.read(TokenCodec.write(entry), 2, "here")).isEqualTo(entry);
  }
}
