package org.dropoutlab.record;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A command as it was typed, for showing and repeating it. Options with a value are one word, {@code --out=DIR}, or two.
 *
 * @param words the program and its arguments, as a shell passes them on
 */
public record TypedCommand(List<String> words) {
    private static final Pattern PLAIN = Pattern.compile("[\\w./=,:+@%-]+");

    public TypedCommand {
        words = List.copyOf(words);
    }

    /** As it can be typed into a shell again: words with anything but letters, digits and harmless signs are quoted. */
    public String quoted() {
        return words.stream().map(TypedCommand::quoted).collect(Collectors.joining(" "));
    }

    /** A word as it can be typed into a shell. */
    public static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** Without some options and their values. */
    public TypedCommand without(Set<String> options) {
        List<String> left = new ArrayList<>();
        for (Iterator<String> each = words.iterator(); each.hasNext(); ) {
            String word = each.next();
            if (options.contains(word)) {
                if (each.hasNext()) {
                    each.next();
                }
            } else if (!options.contains(name(word))) {
                left.add(word);
            }
        }
        return new TypedCommand(left);
    }

    /** Without a word, such as an option that has no value. */
    public TypedCommand without(String flag) {
        return new TypedCommand(
                words.stream().filter(word -> !word.equals(flag)).toList());
    }

    /** With more words at the end. */
    public TypedCommand with(List<String> more) {
        List<String> all = new ArrayList<>(words);
        all.addAll(more);
        return new TypedCommand(all);
    }

    /** With other values of some options. */
    public TypedCommand withValues(Set<String> options, UnaryOperator<String> change) {
        List<String> changed = new ArrayList<>();
        for (Iterator<String> each = words.iterator(); each.hasNext(); ) {
            String word = each.next();
            if (options.contains(word)) {
                changed.add(word);
                if (each.hasNext()) {
                    changed.add(change.apply(each.next()));
                }
            } else if (options.contains(name(word))) {
                changed.add(name(word) + "="
                        + change.apply(word.substring(name(word).length() + 1)));
            } else {
                changed.add(word);
            }
        }
        return new TypedCommand(changed);
    }

    private static String name(String word) {
        return word.startsWith("--") && word.contains("=") ? word.substring(0, word.indexOf('=')) : "";
    }
}
