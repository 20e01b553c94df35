package dev.almanac.forecast;

/**
 * Sums of products of a series with itself at some lags: all that ridge regressions on any of these
 * lags need. Several are solved from one pass over the series.
 *
 * <p>Weighted least squares with a ridge towards given coefficients (Hoerl and Kennard, Ridge
 * regression, Technometrics 12, 1970): minimises the sum of {@code w[t] (z[t] - sum c[l] z[t-l])^2}
 * plus {@code lambda |c - prior|^2}. Written out rather than left to a library: the matrices are 8
 * to 28 wide, and most of the time goes into summing them over the series, two columns by four at a
 * time, which keeps the sums in registers.
 */
final class Gram {

  private final int[] lags;
  private final int stride;

  /** The lower triangle by rows of {@code stride}, lag zero in the last row. */
  private final double[] sums;

  /**
   * Sums over the series.
   *
   * @param z values
   * @param weights one for each; those of the first {@code max lag} are passed over
   * @param lags ascending, at least one, the last of them less than the series is long
   */
  Gram(double[] z, double[] weights, int[] lags) {
    this.lags = lags;
    // Columns of all lags and of the series itself; rows by two, columns by four.
    int columns = lags.length + 1;
    stride = (columns + 3) / 4 * 4;
    sums = new double[(columns + 1) / 2 * 2 * stride];
    int[] back = new int[stride];
    for (int i = 0; i < stride; i++) {
      back[i] = i < lags.length ? lags[i] : 0;
    }
    int first = lags[lags.length - 1];
    double[] weighted0 = new double[z.length - first];
    double[] weighted1 = new double[z.length - first];
    for (int i = 0; i < columns; i += 2) {
      int from0 = first - back[i];
      int from1 = first - (i + 1 < columns ? back[i + 1] : 0);
      for (int t = 0; t < weighted0.length; t++) {
        weighted0[t] = weights[first + t] * z[from0 + t];
        weighted1[t] = weights[first + t] * z[from1 + t];
      }
      for (int j = 0; j <= i + 1 && j < stride; j += 4) {
        tile(z, weighted0, weighted1, first, back, i, j);
      }
    }
  }

  private void tile(
      double[] z, double[] a, double[] b, int first, int[] back, int row, int column) {
    int lag0 = back[column];
    int lag1 = back[column + 1];
    int lag2 = back[column + 2];
    int lag3 = back[column + 3];
    double a0 = 0;
    double a1 = 0;
    double a2 = 0;
    double a3 = 0;
    double b0 = 0;
    double b1 = 0;
    double b2 = 0;
    double b3 = 0;
    int from0 = first - lag0;
    int from1 = first - lag1;
    int from2 = first - lag2;
    int from3 = first - lag3;
    int count = z.length - first;
    for (int i = 0; i < count; i++) {
      double at = a[i];
      double bt = b[i];
      double z0 = z[from0 + i];
      double z1 = z[from1 + i];
      double z2 = z[from2 + i];
      double z3 = z[from3 + i];
      a0 += at * z0;
      b0 += bt * z0;
      a1 += at * z1;
      b1 += bt * z1;
      a2 += at * z2;
      b2 += bt * z2;
      a3 += at * z3;
      b3 += bt * z3;
    }
    int at = row * stride + column;
    sums[at] = a0;
    sums[at + 1] = a1;
    sums[at + 2] = a2;
    sums[at + 3] = a3;
    sums[at + stride] = b0;
    sums[at + stride + 1] = b1;
    sums[at + stride + 2] = b2;
    sums[at + stride + 3] = b3;
  }

  /**
   * Solves for the coefficients of some of the lags by Cholesky's factors.
   *
   * @param wanted lags, all among those summed, ascending
   * @param prior what the coefficients are drawn to
   * @param ridge lambda, in units of the mean diagonal entry
   */
  double[] solve(int[] wanted, double[] prior, double ridge) {
    int size = wanted.length;
    int[] index = new int[size];
    for (int i = 0, at = 0; i < size; i++) {
      while (lags[at] != wanted[i]) {
        at++;
      }
      index[i] = at;
    }
    double trace = 0;
    for (int i = 0; i < size; i++) {
      trace += sums[index[i] * stride + index[i]];
    }
    double lambda = ridge * trace / size + Double.MIN_NORMAL;
    double[] factor = new double[size * size];
    double[] out = new double[size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        factor[i * size + j] = sums[index[i] * stride + index[j]];
      }
      factor[i * size + i] += lambda;
      out[i] = sums[lags.length * stride + index[i]] + lambda * prior[i];
    }
    factorise(factor, size);
    substitute(factor, out);
    return out;
  }

  private static void factorise(double[] a, int size) {
    for (int j = 0; j < size; j++) {
      for (int i = j; i < size; i++) {
        double sum = a[i * size + j];
        for (int k = 0; k < j; k++) {
          sum -= a[i * size + k] * a[j * size + k];
        }
        // Rounding can leave nothing of a pivot whose column is made up of others.
        a[i * size + j] =
            i == j ? Math.sqrt(Math.max(sum, Double.MIN_NORMAL)) : sum / a[j * size + j];
      }
    }
  }

  private static void substitute(double[] factor, double[] out) {
    int size = out.length;
    for (int i = 0; i < size; i++) {
      for (int k = 0; k < i; k++) {
        out[i] -= factor[i * size + k] * out[k];
      }
      out[i] /= factor[i * size + i];
    }
    for (int i = size - 1; i >= 0; i--) {
      for (int k = i + 1; k < size; k++) {
        out[i] -= factor[k * size + i] * out[k];
      }
      out[i] /= factor[i * size + i];
    }
  }
}
