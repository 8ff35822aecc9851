package org.dropoutlab.model;

import java.util.Optional;
import org.dropoutlab.data.table.TableSchema;
import org.dropoutlab.experiment.DataInfo;

/**
 * Metadata common to all models of a run.
 *
 * @param study name of the study
 * @param data the training data; its classes are the meaning of the model's outputs
 * @param schema the conversion of the user's table rows to numbers; empty for images and published data sets
 */
public record ModelCard(String study, DataInfo data, Optional<TableSchema> schema) {}
