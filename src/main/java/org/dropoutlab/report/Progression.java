package org.dropoutlab.report;

import java.util.function.ToDoubleFunction;
import org.dropoutlab.experiment.LearningCurve.Point;
import org.dropoutlab.experiment.Score;

/** What is drawn over epochs. */
enum Progression {
    /** Fraction of examples classified rightly. */
    ACCURACY("accuracy", "accuracy", Score::accuracy),
    /** Cross-entropy. */
    LOSS("loss", "loss, nats", Score::loss);

    private final String key;
    private final String axis;
    private final ToDoubleFunction<Score> value;

    Progression(String key, String axis, ToDoubleFunction<Score> value) {
        this.key = key;
        this.axis = axis;
        this.value = value;
    }

    /** As it is called in the names of files. */
    String key() {
        return key;
    }

    /** As it is called beside the axis. */
    String axis() {
        return axis;
    }

    /** On the training data. */
    double train(Point point) {
        return value.applyAsDouble(point.train());
    }

    /** On the test data. */
    double test(Point point) {
        return value.applyAsDouble(point.test());
    }
}
