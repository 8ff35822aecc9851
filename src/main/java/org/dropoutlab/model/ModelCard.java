package org.dropoutlab.model;

import java.util.Optional;
import org.dropoutlab.data.table.TableSchema;
import org.dropoutlab.experiment.DataInfo;

/**
 * What is known about every model of a run.
 *
 * @param study name of the study
 * @param data what it was trained on; its classes are what the model's outputs stand for
 * @param schema how a row of the user's table becomes numbers; empty for images, and for data sets that no table brought
 */
public record ModelCard(String study, DataInfo data, Optional<TableSchema> schema) {}
