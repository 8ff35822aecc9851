package org.dropoutlab.dl4j.json;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.Map;
import java.util.stream.Stream;
import org.dropoutlab.dl4j.layer.BinaryCrossEntropy;
import org.dropoutlab.dl4j.layer.CachingDense;
import org.dropoutlab.dl4j.layer.DropConnectConvolution;
import org.dropoutlab.dl4j.layer.DropConnectDense;
import org.dropoutlab.dl4j.layer.KlSparsityPenalty;
import org.dropoutlab.dl4j.layer.MaxPooling2x2;
import org.dropoutlab.dl4j.update.HeavyBall;
import org.dropoutlab.dl4j.update.IncomingNormConstraint;

/** Former class names in model files of earlier versions. Add a line here when such a class moves. */
final class FormerNames {
    private static final Map<String, String> TODAY = Stream.of(
                    of("regularization", CachingDense.class.getName()),
                    of("regularization", DropConnectDense.class.getName()),
                    of("regularization", DropConnectConvolution.class.getName()),
                    of("regularization", KlSparsityPenalty.class.getName()),
                    of("regularization", IncomingNormConstraint.class.getName()),
                    of("network", MaxPooling2x2.class.getName()),
                    of("optimization", BinaryCrossEntropy.class.getName()),
                    of("optimization", HeavyBall.class.getName()),
                    of("optimization", "org.dropoutlab.dl4j.update.CosineSchedule"),
                    of("optimization", "org.dropoutlab.dl4j.update.LinearSchedule"))
            .collect(toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private FormerNames() {}

    private static Map.Entry<String, String> of(String room, String today) {
        return Map.entry("org.dropoutlab." + room + today.substring(today.lastIndexOf('.')), today);
    }

    static boolean contains(String name) {
        return TODAY.containsKey(name);
    }

    /** The JSON with the current names. */
    static String replacedIn(String json) {
        String replaced = json;
        for (Map.Entry<String, String> name : TODAY.entrySet()) {
            replaced = replaced.replace('"' + name.getKey() + '"', '"' + name.getValue() + '"');
        }
        return replaced;
    }
}
