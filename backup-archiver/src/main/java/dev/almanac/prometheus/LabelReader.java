package dev.almanac.prometheus;

import dev.almanac.series.Labels;
import java.io.IOException;

/** Takes label sets out of messages that hold them as their repeated field 1. */
interface LabelReader {

  Labels read(byte[] message, int offset, int length) throws IOException;
}
