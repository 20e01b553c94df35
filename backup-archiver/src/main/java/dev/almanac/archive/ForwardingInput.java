package dev.almanac.archive;

/** A file that is another in all that a subclass does not change. */
abstract class ForwardingInput implements ArchiveInput {

  private final ArchiveInput input;

  ForwardingInput(ArchiveInput input) {
    this.input = input;
  }

  @Override
  public String name() {
    return input.name();
  }

  @Override
  public long size() {
    return input.size();
  }

  @Override
  public void read(long position, byte[] into, int offset, int length) {
    input.read(position, into, offset, length);
  }

  @Override
  public FileMemory memory() {
    return input.memory();
  }
}
