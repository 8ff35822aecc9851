package org.dropoutlab.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dropoutlab.measurement.TrialResult;

/**
 * How two results of a trial differ that should be the same. Durations may differ.
 *
 * @param values number of values in both
 * @param differing number of those that differ
 * @param first place of the first that differs, in the record's JSON
 * @param here the first result's value there; empty if it has none
 * @param there the second result's
 * @param largest largest relative difference of two numbers
 */
public record ResultDifference(int values, int differing, String first, String here, String there, double largest) {

    /** The difference; empty if they are the same. */
    public static Optional<ResultDifference> between(TrialResult here, TrialResult there) {
        Map<String, JsonNode> left = values(here);
        Map<String, JsonNode> right = values(there);
        Set<String> all = new LinkedHashSet<>(left.keySet());
        all.addAll(right.keySet());
        int differing = 0;
        String first = null;
        double largest = 0;
        for (String place : all) {
            JsonNode one = left.get(place);
            JsonNode other = right.get(place);
            if (one == null || !one.equals(other)) {
                differing++;
                first = first == null ? place : first;
                largest = Math.max(largest, relative(one, other));
            }
        }
        return first == null
                ? Optional.empty()
                : Optional.of(new ResultDifference(
                        all.size(), differing, first, text(left.get(first)), text(right.get(first)), largest));
    }

    /** Every value of a result that does not depend on speed, by its place. */
    private static Map<String, JsonNode> values(TrialResult result) {
        JsonNode record = Json.lines().valueToTree(result);
        record.findParents("seconds").forEach(part -> ((ObjectNode) part).remove("seconds"));
        Map<String, JsonNode> values = new LinkedHashMap<>();
        collect("", record, values);
        return values;
    }

    private static void collect(String place, JsonNode node, Map<String, JsonNode> values) {
        if (node.isObject()) {
            node.properties().forEach(field -> collect(place + "/" + field.getKey(), field.getValue(), values));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                collect(place + "/" + i, node.get(i), values);
            }
        } else {
            values.put(place, node);
        }
    }

    private static double relative(JsonNode one, JsonNode other) {
        if (one == null || other == null || !one.isNumber() || !other.isNumber()) {
            return 0;
        }
        double size = Math.max(Math.abs(one.doubleValue()), Math.abs(other.doubleValue()));
        return Math.abs(one.doubleValue() - other.doubleValue()) / size;
    }

    private static String text(JsonNode value) {
        return value == null ? "" : value.asText();
    }
}
