/** The registry of models behind {@code almanac serve}, for programs of ours on other machines. */
package dev.almanac.registry.client;
