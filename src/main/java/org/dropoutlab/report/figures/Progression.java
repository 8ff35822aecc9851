package org.dropoutlab.report.figures;

import java.util.function.ToDoubleFunction;
import org.dropoutlab.measurement.LearningCurve.Point;
import org.dropoutlab.measurement.Measures;
import org.dropoutlab.measurement.Score;

/** What is drawn over epochs. */
public enum Progression {
    /** Fraction of examples classified rightly, or R². */
    QUALITY(Score::accuracy),
    /** Cross-entropy, or squared error. */
    LOSS(Score::loss);

    private final ToDoubleFunction<Score> value;

    Progression(ToDoubleFunction<Score> value) {
        this.value = value;
    }

    /** As it is called in the names of files. */
    String key(Measures measures) {
        return this == QUALITY ? measures.qualityKey() : measures.lossKey();
    }

    /** As it is called in sentences. */
    String words(Measures measures) {
        return this == QUALITY ? measures.qualityWords() : measures.lossWords();
    }

    /** As it is called beside the axis. */
    String axis(Measures measures) {
        return this == QUALITY || measures.isOfNumbers() ? words(measures) : words(measures) + ", nats";
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
