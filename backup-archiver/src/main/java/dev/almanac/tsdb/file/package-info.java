/** What every file of a block needs: how its corruption is reported. */
package dev.almanac.tsdb.file;
