package dev.almanac.install;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunTest {

  /** A step whose only change writes a byte there. */
  private record Writing(String path) implements Step {

    @Override
    public String name() {
      return "settings";
    }

    @Override
    public List<Change> changes() {
      return List.of(Change.of("write " + path, () -> Files.write(Path.of(path), new byte[] {1})));
    }
  }

  private static void run(String path) {
    new Run(false, new ScratchMachine.Changes()).step(new Writing(path));
  }

  @Test
  void aDiskThatFillsIsNamedWithWhatWasToBeDoneAndWhatToDo() {
    assertThatThrownBy(() -> run("/dev/full"))
        .isInstanceOf(InstallException.class)
        .hasMessage(
            "settings: could not write /dev/full: No space left on device. " + FullDisk.ADVICE);
  }

  @Test
  void anythingElseThatIsNotDoneIsNamedWithItsReason() {
    assertThatThrownBy(() -> run("/nowhere/file"))
        .isInstanceOf(InstallException.class)
        .hasMessage("settings: could not write /nowhere/file: NoSuchFileException: /nowhere/file");
  }
}
