package org.dropoutlab.data.table;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Different texts, numbered from 0 in order of first appearance, found by their characters without making a string. */
final class Texts {
    private static final int FIRST_SLOTS = 16;

    private final List<String> texts = new ArrayList<>();
    /** For each slot, a number of a text + 1, at or after the slot that its hash gives; 0 if it is free. */
    private int[] slots = new int[FIRST_SLOTS];

    /** The number of the characters {@code from} to {@code to} − 1 of {@code text}; -1 if they are new. */
    int find(char[] text, int from, int to) {
        for (int slot = slot(hash(text, from, to)); slots[slot] != 0; slot = slot + 1 & slots.length - 1) {
            if (matches(texts.get(slots[slot] - 1), text, from, to)) {
                return slots[slot] - 1;
            }
        }
        return -1;
    }

    private static boolean matches(String known, char[] text, int from, int to) {
        if (known.length() != to - from) {
            return false;
        }
        for (int i = 0; i < known.length(); i++) {
            if (known.charAt(i) != text[from + i]) {
                return false;
            }
        }
        return true;
    }

    /** Adds a new text and returns its number. */
    int add(String text) {
        texts.add(text);
        if (2 * texts.size() > slots.length) {
            slots = new int[2 * slots.length];
            for (int number = 0; number < texts.size(); number++) {
                place(number);
            }
        } else {
            place(texts.size() - 1);
        }
        return texts.size() - 1;
    }

    private void place(int number) {
        String text = texts.get(number);
        int slot = slot(hash(text.toCharArray(), 0, text.length()));
        while (slots[slot] != 0) {
            slot = slot + 1 & slots.length - 1;
        }
        slots[slot] = number + 1;
    }

    private static int hash(char[] text, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + text[i];
        }
        return hash;
    }

    private int slot(int hash) {
        return (hash ^ hash >>> Short.SIZE) & slots.length - 1;
    }

    int size() {
        return texts.size();
    }

    /** The texts in order of their numbers. */
    List<String> all() {
        return Collections.unmodifiableList(texts);
    }
}
