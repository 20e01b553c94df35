package dev.almanac.monitoring;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/** A picture of the colours that are most of it: a third of the bytes, and nobody sees it. */
final class SmallPicture {

  private static final int COLOURS = 256;

  /** Colours no further from each other, squared, are one. */
  private static final int ALIKE = 90;

  private SmallPicture() {}

  /** Writes a PNG again, each pixel in the nearest of 256 of its colours. */
  static void write(byte[] png, Path file) throws IOException {
    BufferedImage picture = ImageIO.read(new ByteArrayInputStream(png));
    int width = picture.getWidth();
    int height = picture.getHeight();
    int[] pixels = picture.getRGB(0, 0, width, height, null, 0, width);
    Map<Integer, Integer> counts = new HashMap<>();
    for (int pixel : pixels) {
      counts.merge(pixel & 0xffffff, 1, Integer::sum);
    }
    int[] palette = palette(counts);
    Map<Integer, Integer> places = new HashMap<>();
    counts.keySet().forEach(colour -> places.put(colour, nearest(palette, colour)));
    IndexColorModel colours =
        new IndexColorModel(8, palette.length, palette, 0, false, -1, DataBuffer.TYPE_BYTE);
    BufferedImage small =
        new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, colours);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = places.get(pixels[i] & 0xffffff);
    }
    small.getRaster().setPixels(0, 0, width, height, pixels);
    ImageIO.write(small, "png", file.toFile());
  }

  /** The most frequent colours that can be told apart, of equally many the lesser. */
  private static int[] palette(Map<Integer, Integer> counts) {
    List<Integer> frequent =
        counts.keySet().stream()
            .sorted(Comparator.<Integer>comparingInt(counts::get).reversed().thenComparing(c -> c))
            .toList();
    int[] palette = new int[COLOURS];
    int size = 0;
    for (int colour : frequent) {
      int[] before = Arrays.copyOf(palette, size);
      if (size == 0 || distance(before[nearest(before, colour)], colour) > ALIKE) {
        palette[size++] = colour;
      }
      if (size == COLOURS) {
        break;
      }
    }
    return Arrays.copyOf(palette, size);
  }

  private static int nearest(int[] palette, int colour) {
    int nearest = 0;
    for (int place = 1; place < palette.length; place++) {
      if (distance(palette[place], colour) < distance(palette[nearest], colour)) {
        nearest = place;
      }
    }
    return nearest;
  }

  private static int distance(int one, int other) {
    int distance = 0;
    for (int shift = 0; shift < 24; shift += 8) {
      int off = (one >> shift & 0xff) - (other >> shift & 0xff);
      distance += off * off;
    }
    return distance;
  }
}
