package dev.almanac.anomaly;

/** Chance that is the same every time: of numbers, not of a generator. */
final class Noise {

  private Noise() {}

  /** Well mixed bits of a number (Steele, Lea and Flood, SplitMix, OOPSLA 2014). */
  static long mix(long bits) {
    long z = bits + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** Between -½ and ½, equally likely. */
  static double centred(long bits) {
    return (mix(bits) >>> 11) * 0x1p-53 - .5;
  }
}
