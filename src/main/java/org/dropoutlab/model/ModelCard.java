package org.dropoutlab.model;

import java.util.List;
import java.util.Optional;
import org.dropoutlab.data.table.TableSchema;
import org.dropoutlab.experiment.DataInfo;

/**
 * Metadata common to all models of a run.
 *
 * @param study name of the study
 * @param data the training data; its classes are the meaning of the model's outputs
 * @param schema the conversion of the user's table rows to numbers; empty for images and published data sets
 * @param rows cells of some rows of the table, without the label, on which the preparation for DataVec is checked
 */
public record ModelCard(String study, DataInfo data, Optional<TableSchema> schema, List<List<String>> rows) {
    public ModelCard {
        rows = rows.stream().map(List::copyOf).toList();
    }
}
