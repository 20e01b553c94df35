/** Configuration files, read strictly: what is not known or not right is named with its line. */
package dev.almanac.config;
