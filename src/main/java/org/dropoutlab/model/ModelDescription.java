package org.dropoutlab.model;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.dropoutlab.data.table.TableSchema;
import org.dropoutlab.experiment.DataInfo;
import org.dropoutlab.measurement.TrialId;
import org.dropoutlab.record.Software;
import org.dropoutlab.scaling.Scaling;
import org.dropoutlab.scaling.TableScaling;
import org.dropoutlab.scaling.TrainingRanges;

/**
 * Metadata of a saved model, including the conversion of its inputs: {@code dropout-lab.json} in its file.
 *
 * @param format version of this description
 * @param study name of the study
 * @param trial the trial that trained it
 * @param treatments description of its arm's regularizers
 * @param network description of its network
 * @param data the training data
 * @param schema the conversion of the user's table rows to numbers; empty if it was not trained on a user's table
 * @param scaling the scaling of these numbers, or of images, to network inputs, and of its output to a regression target
 * @param ranges of the network's inputs over the training examples; empty for images and in descriptions of earlier versions
 * @param threshold with two classes, the second is predicted if its probability is greater; half if empty
 * @param unprepared why the file of a table's model has no preparation for DataVec; empty if it has one
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
        Optional<TrainingRanges> ranges,
        OptionalDouble threshold,
        Optional<String> unprepared,
        Software software) {
    public static final int FORMAT = 1;

    /**
     * @throws IllegalArgumentException if the parts do not match
     */
    public ModelDescription {
        treatments = List.copyOf(treatments);
        Objects.requireNonNull(study);
        Objects.requireNonNull(trial);
        Objects.requireNonNull(data);
        Objects.requireNonNull(software);
        if (schema.isPresent()) {
            if (!(scaling instanceof TableScaling table)) {
                throw new IllegalArgumentException("table rows cannot have the scaling of images");
            }
            table.requireFitting(schema.get());
            int inputs = schema.get().inputs();
            if (ranges.filter(known -> known.inputs().size() != inputs).isPresent()) {
                throw new IllegalArgumentException(
                        "the ranges do not match the %d inputs of the schema".formatted(inputs));
            }
        }
    }

    /** The same with a reason why there is no preparation for DataVec, or none. */
    ModelDescription unprepared(Optional<String> why) {
        return new ModelDescription(
                format, study, trial, treatments, network, data, schema, scaling, ranges, threshold, why, software);
    }
}
