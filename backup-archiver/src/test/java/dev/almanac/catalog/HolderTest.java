package dev.almanac.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HolderTest {

  @Test
  void isAliveAsLongAsItRuns() throws Exception {
    Process process = SleepingProcess.start();
    Holder holder = Holder.of(process.pid());

    assertThat(holder.isKnownDead()).isFalse();
    process.destroyForcibly().waitFor();
    assertThat(holder.isKnownDead()).isTrue();
  }

  @Test
  void isDeadWhereItsNumberIsUsedAgain() {
    Holder self = Holder.self();

    assertThat(new Holder(self.host(), self.pid(), self.processes(), self.started() - 1))
        .matches(Holder::isKnownDead);
  }

  @Test
  void isNotLookedForAmongTheProcessesOfAnotherHost() {
    Holder self = Holder.self();

    assertThat(new Holder(self.host(), self.pid(), "another boot", 1))
        .matches(holder -> !holder.isKnownDead());
  }

  @Test
  void isNotLookedForWhereNobodyKnowsWhereItRan() {
    assertThat(new Holder("localhost", Long.MAX_VALUE, "", 1))
        .matches(holder -> !holder.isKnownDead());
  }
}
