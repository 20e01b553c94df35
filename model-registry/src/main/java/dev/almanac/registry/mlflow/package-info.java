/**
 * The registry in MLflow's words: requests and answers of its REST API, version 2, as its official
 * clients use it for registered models, versions, aliases, tags and artifacts. {@code docs/api.md}
 * says what is different here, because versions never change.
 */
package dev.almanac.registry.mlflow;
