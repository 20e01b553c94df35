/**
 * What an archive holds: a manifest per backup, written last and never changed, and the rules by
 * which backups become visible one at a time.
 */
package dev.almanac.catalog;
