package org.dropoutlab.model;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.dropoutlab.data.table.TableSchema;
import org.dropoutlab.experiment.DataInfo;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.record.Software;
import org.dropoutlab.scaling.Scaling;
import org.dropoutlab.scaling.TableScaling;

/**
 * What a kept model is and how its inputs are made: {@code dropout-lab.json} in its file.
 *
 * @param format version of this description
 * @param study name of the study
 * @param trial that trained it
 * @param treatments of its arm, in words
 * @param network in words
 * @param data what it was trained on
 * @param schema how a row of the user's table becomes numbers; empty where no table of the user's was learnt from
 * @param scaling how these, or images, become the network's inputs, and its output the target of regression
 * @param software the build that trained it
 */
public record ModelDescription(
        int format,
        String study,
        TrialId trial,
        List<String> treatments,
        String network,
        DataInfo data,
        Optional<TableSchema> schema,
        Scaling scaling,
        Software software) {
    public static final int FORMAT = 1;

    /**
     * @throws IllegalArgumentException if parts do not fit one another
     */
    public ModelDescription {
        treatments = List.copyOf(treatments);
        Objects.requireNonNull(study);
        Objects.requireNonNull(trial);
        Objects.requireNonNull(data);
        Objects.requireNonNull(software);
        if (schema.isPresent()) {
            if (!(scaling instanceof TableScaling table)) {
                throw new IllegalArgumentException("rows of a table are not scaled as images are");
            }
            table.requireFitting(schema.get());
        }
    }
}
