package dev.almanac.backup;

/** Where time is cut into blocks. */
interface BlockCuts {

  /** One block that holds all of time. */
  BlockCuts NONE =
      new BlockCuts() {
        @Override
        public long blockAt(long timestamp) {
          return 0;
        }

        @Override
        public long endOf(long block) {
          return Long.MAX_VALUE;
        }
      };

  /** The number of the block that an instant belongs to. */
  long blockAt(long timestamp);

  /** The first instant after that block. */
  long endOf(long block);
}
