package org.dropoutlab.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dropoutlab.dl4j.NetworkConfiguration;
import org.dropoutlab.dl4j.OwnStack;
import org.dropoutlab.dl4j.OwnTreatment;
import org.dropoutlab.dl4j.OwnTreatments;
import org.dropoutlab.dl4j.SerializedConfiguration;
import org.dropoutlab.dl4j.network.Architecture;
import org.dropoutlab.dl4j.network.Architectures;
import org.dropoutlab.experiment.Arm;
import org.dropoutlab.experiment.Arm.Kept;
import org.dropoutlab.experiment.Candidate;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.experiment.Search;
import org.dropoutlab.experiment.Study;
import org.dropoutlab.experiment.Variation;
import org.dropoutlab.network.NetworkSpec;
import org.dropoutlab.optimization.Optimizer;
import org.dropoutlab.regularization.ActivationNoise;
import org.dropoutlab.regularization.Place;
import org.dropoutlab.regularization.Regularizer;
import org.dropoutlab.regularization.Regularizer.OutsideNetwork;
import org.dropoutlab.regularization.Removal;
import org.dropoutlab.regularization.Removal.Kind;
import org.dropoutlab.regularization.WeightMasking;

/**
 * The arms of a study on a network that may have treatments of its own: which ones suit it, what each keeps of the network's
 * own, and which come out as the same network.
 */
public final class OwnArms {
    private static final Pattern NUMBERED = Pattern.compile("layer ([0-9]+)( '.*')?");

    /** Levels of dropout for a network that has treatments of its own, the more usual ones first. */
    private static final List<Double> LEVELS = List.of(0.2, 0.5, 0.1, 0.3);

    private static final int SHOWN_LEVELS = 3;
    private static final String CONVENTION =
            "dropOut(x) and DropoutLayer(x) retain x of a layer's input; the arm dropout=P drops P of a hidden layer's outputs,"
                    + " which are the next layer's input: dropOut(0.8) is dropout=0.2 there";

    private final Architecture architecture;
    private final List<OwnTreatment> treatments;

    private OwnArms(NetworkSpec network) {
        this.architecture = Architectures.of(network);
        this.treatments = architecture.treatments();
    }

    /**
     * The study with arms that say what they keep of the network's own treatments, with these treatments listed, and with
     * a note on each arm that comes out as the same network as an earlier one.
     *
     * @throws IllegalArgumentException if an arm does not suit the network
     */
    public static Study named(Study study) {
        OwnArms own = new OwnArms(study.network());
        return study.withArmsAs(own::named)
                .withTreatments(own.lines())
                .withNotes(Stream.concat(study.notes().stream(), own.same(study).stream())
                        .toList());
    }

    /**
     * Default arms.
     *
     * @param arms those that suit network and data, at least two
     * @param leftOut a sentence about those that do not; empty if all do
     */
    public record Defaults(List<Arm> arms, Optional<String> leftOut) {}

    /**
     * The default arms for a network: if it has treatments of its own, the network as it is, bare, and with dropout at
     * three levels where it has dropout; otherwise the usual ones.
     *
     * @param usual arms for a network without treatments of its own, as text
     * @param optimizer optimizer of all arms
     * @param check throws an {@link IllegalArgumentException} for an arm that does not suit the data
     * @throws InputException if fewer than two suit
     */
    public static Defaults defaults(NetworkSpec network, List<String> usual, Optimizer optimizer, Consumer<Arm> check) {
        OwnArms own = new OwnArms(network);
        Consumer<Arm> suits = arm -> {
            own.architecture.configuration(arm.regularizers(), arm.optimizer(), 1);
            check.accept(arm);
        };
        List<Arm> arms = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        for (String text : own.removable().isEmpty() ? usual : own.usual(optimizer, suits)) {
            Arm arm = ArmText.arm(text, optimizer);
            Optional<String> reason = refusal(arm, suits);
            reason.ifPresentOrElse(why -> reasons.add("%s (%s)".formatted(text, why)), () -> arms.add(arm));
        }
        Optional<String> leftOut = reasons.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "Default arms left out because they do not fit: %s.".formatted(String.join("; ", reasons)));
        if (arms.size() < 2) {
            throw new InputException(
                    "fewer than two default arms fit this network and these data: choose arms with --arms. "
                            + leftOut.orElse(""));
        }
        return new Defaults(arms, leftOut);
    }

    private static Optional<String> refusal(Arm arm, Consumer<Arm> suits) {
        try {
            suits.accept(arm);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
    }

    /** Treatments that act and that can be taken out. */
    private List<OwnTreatment> removable() {
        return treatments.stream()
                .filter(OwnTreatment::acts)
                .filter(own -> new Removal.Bare().takesOut(own.kind()))
                .toList();
    }

    private List<String> usual(Optimizer optimizer, Consumer<Arm> suits) {
        List<String> usual = new ArrayList<>(List.of("as-is", "bare"));
        Optional<String> asIs = built(ArmText.arm("as-is", optimizer), optimizer, false);
        Set<String> words = dropoutWords(optimizer, suits);
        LEVELS.stream()
                .filter(level -> !built(ArmText.arm(dropout(words, level), optimizer), optimizer, false)
                        .equals(asIs))
                .limit(SHOWN_LEVELS)
                .sorted()
                .forEach(level -> usual.add(dropout(words, level)));
        return usual;
    }

    private static String dropout(Set<String> words, double level) {
        return words.stream().map(word -> word + "=" + level).collect(Collectors.joining("+"));
    }

    /** The words for dropout where the network has noise, or else where it can have some. */
    private Set<String> dropoutWords(Optimizer optimizer, Consumer<Arm> suits) {
        Set<String> words = removable().stream()
                .filter(own -> own.kind() == Kind.NOISE)
                .map(OwnArms::dropoutWord)
                .flatMap(Optional::stream)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (words.size() > 1) {
            words.remove("input-dropout");
        }
        return words.isEmpty()
                ? Stream.of("dropout", "flattened-dropout", "conv-dropout", "input-dropout")
                        .filter(word -> refusal(ArmText.arm(word + "=0.5", optimizer), suits)
                                .isEmpty())
                        .findFirst()
                        .map(Set::of)
                        .orElse(Set.of("dropout"))
                : words;
    }

    private static Optional<String> dropoutWord(OwnTreatment own) {
        Set<Place> places = own.places();
        if (places.contains(Place.HIDDEN) || places.contains(Place.RECURRENT)) {
            return Optional.of("dropout");
        }
        if (places.contains(Place.FLATTENED)) {
            return Optional.of("flattened-dropout");
        }
        if (places.contains(Place.CONVOLUTION)) {
            return Optional.of(own.family().equals("spatial dropout") ? "spatial" : "conv-dropout");
        }
        if (places.contains(Place.VISIBLE)) {
            return Optional.of("input-dropout");
        }
        return places.contains(Place.OUTPUT) ? Optional.of("output-dropout") : Optional.empty();
    }

    /** An arm that says what it keeps. */
    private Arm named(Arm arm) {
        Optional<Search> search = arm.variation().search();
        if (search.isPresent()) {
            return Arm.choosing(
                    arm.name(),
                    new Search(
                            search.get().candidates().stream()
                                    .map(candidate -> new Candidate(named(candidate.arm()), candidate.levels()))
                                    .toList(),
                            search.get().strategy()));
        }
        Predicate<OwnTreatment> replaced = OwnTreatments.replacedBy(arm.regularizers());
        Map<List<String>, List<String>> layers = new LinkedHashMap<>();
        removable().stream().filter(replaced.negate()).forEach(own -> layers.computeIfAbsent(
                        List.of(own.family(), own.setting()), same -> new ArrayList<>())
                .add(own.layer()));
        return arm.keeping(layers.entrySet().stream()
                .map(of -> new Kept(of.getKey().get(0), of.getKey().get(1) + " in " + listed(of.getValue())))
                .toList());
    }

    /** Layers in short, as in {@code layers 1–3 and 5}. */
    private static String listed(List<String> layers) {
        List<String> names =
                layers.stream().map(layer -> layer.replaceFirst(" \\(.*", "")).toList();
        List<Matcher> numbered = names.stream().map(NUMBERED::matcher).toList();
        if (names.size() == 1 || !numbered.stream().allMatch(Matcher::matches)) {
            return joined(names);
        }
        List<String> ranges = new ArrayList<>();
        int[] numbers = numbered.stream()
                .mapToInt(number -> Integer.parseInt(number.group(1)))
                .toArray();
        for (int from = 0, to; from < numbers.length; from = to + 1) {
            to = from;
            while (to + 1 < numbers.length && numbers[to + 1] == numbers[to] + 1) {
                to++;
            }
            ranges.add(to - from > 1 ? numbers[from] + "–" + numbers[to] : String.valueOf(numbers[from]));
            to = to - from > 1 ? to : from;
        }
        return "layers " + joined(ranges);
    }

    private static String joined(List<String> words) {
        int last = words.size() - 1;
        return last == 0 ? words.get(0) : String.join(", ", words.subList(0, last)) + " and " + words.get(last);
    }

    /** What the network has of its own, in lines. */
    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        treatments.stream()
                .filter(OwnTreatment::acts)
                .map(OwnTreatment::describe)
                .forEach(lines::add);
        Map<String, List<String>> idle = new LinkedHashMap<>();
        treatments.stream().filter(own -> !own.acts()).forEach(own -> idle.computeIfAbsent(
                        own.setting(), setting -> new ArrayList<>())
                .add(own.layer()));
        idle.forEach((setting, layers) -> lines.add("%s: %s has no effect there".formatted(joined(layers), setting)));
        if (treatments.stream().anyMatch(own -> own.acts() && own.kind() == Kind.NOISE)) {
            lines.add(CONVENTION);
        }
        return lines;
    }

    /** A sentence on each arm that trains the same network as an earlier one. */
    private List<String> same(Study study) {
        Map<String, Arm> first = new LinkedHashMap<>();
        List<String> same = new ArrayList<>();
        // JSON may lack what a program's own classes hold.
        boolean serialized = study.network() instanceof NetworkSpec.OfCaller
                || study.arms().stream().anyMatch(arm -> arm.regularizer(Regularizer.OfCaller.class)
                        .isPresent());
        for (Arm arm : study.arms()) {
            built(arm, arm.optimizer().over(study.trainingOf(arm).epochs()), serialized)
                    .ifPresent(key -> {
                        Arm earlier = first.putIfAbsent(key, arm);
                        if (earlier != null) {
                            same.add("%s trains the same network as %s%s."
                                    .formatted(arm.name(), earlier.name(), why(arm, earlier)));
                        }
                    });
        }
        return same;
    }

    private static String why(Arm arm, Arm earlier) {
        if (onlyTakesOut(arm) && onlyTakesOut(earlier)) {
            return ": both take out the same";
        }
        if (onlyTakesOut(arm) || onlyTakesOut(earlier)) {
            return ": there is nothing to take out";
        }
        return arm.regularizers().isEmpty() == earlier.regularizers().isEmpty() ? "" : ": this network has it already";
    }

    private static boolean onlyTakesOut(Arm arm) {
        return !arm.regularizers().isEmpty()
                && arm.regularizers().stream()
                        .allMatch(regularizer -> regularizer instanceof Removal
                                || (regularizer instanceof ActivationNoise noise && noise.isZero())
                                || (regularizer instanceof WeightMasking masking
                                        && masking.rate().isZero()));
    }

    /** All that decides what an arm trains, as text; empty for an arm that chooses its level, and if it has no text. */
    private Optional<String> built(Arm arm, Optimizer optimizer, boolean serialized) {
        Variation variation = arm.variation();
        if (variation.search().isPresent() || variation.network().isPresent()) {
            return Optional.empty();
        }
        List<Regularizer> outside = arm.regularizers().stream()
                .filter(OutsideNetwork.class::isInstance)
                .toList();
        NetworkConfiguration built = architecture.configuration(arm.regularizers(), optimizer, 1);
        return json(built.stack()
                        .<NetworkConfiguration>map(stack -> new NetworkConfiguration.Stack(OwnStack.inputNoise(stack)))
                        .orElse(built))
                .map(json -> String.join(
                        "\n",
                        json,
                        serialized ? new SerializedConfiguration(built).sha256() : "",
                        outside.toString(),
                        variation.toString()));
    }

    /** The calling program's own classes may not be made for JSON. */
    private static Optional<String> json(NetworkConfiguration network) {
        try {
            return Optional.of(network.json());
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }
}
