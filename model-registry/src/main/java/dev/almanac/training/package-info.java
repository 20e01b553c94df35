/**
 * From an archive to models, without any engine: which series are learned and how, their steps out
 * of the files of a backup, a model and its accuracy for each, and the files that hold the models.
 *
 * <p>{@link dev.almanac.training.TrainingPlan} says what one training does, so that workers can do
 * it in pieces: {@link dev.almanac.training.SplitResampler} reads a piece of the archive, {@link
 * dev.almanac.training.SeriesTrainer} learns a series once all its pieces are together.
 */
package dev.almanac.training;
