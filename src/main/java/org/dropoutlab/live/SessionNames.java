package org.dropoutlab.live;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Names of sessions. The page writes them into its markup and asks for them by address just as they are, and two
 * sessions of one name would be drawn as one curve.
 */
final class SessionNames {
    private final Set<String> taken = ConcurrentHashMap.newKeySet();

    /** The name that was wanted, without the characters that would break the page, and numbered from the second on. */
    String claim(String wanted) {
        String plain = wanted.replaceAll("[^\\p{L}\\p{N} ._=,:()-]", "-");
        String name = plain;
        for (int number = 2; !taken.add(name); number++) {
            name = "%s (%d)".formatted(plain, number);
        }
        return name;
    }
}
