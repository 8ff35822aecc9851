package org.dropoutlab.data.table;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.dropoutlab.data.table.TableLayout.DateOrder;

/**
 * Dates and times in cells, packed into a whole number as they are written: which of day and month comes first is decided over the
 * whole column.
 *
 * <p>Bits from the lowest: 17 for the second of the day, 1 for whether there is a time, 14 for each of three numbers in the order of
 * the text, and 2 for the {@link Form}.
 */
final class Moment {
    /** No date. */
    static final long NONE = -1;

    private static final int SECONDS = 17;
    private static final int NUMBER = 14;
    private static final int NUMBERS = SECONDS + 1;
    private static final int FORM = NUMBERS + 3 * NUMBER;
    private static final int LONGEST = 40;
    private static final int LATEST_TWO_DIGIT_YEAR = 29;
    private static final int EARLIEST_YEAR = 1500;
    private static final int LATEST_YEAR = 2300;
    private static final int SECONDS_OF_DAY = 86_400;
    /** Beginnings of month names in English, German, French, Spanish, Italian, Dutch, in this order of search. */
    private static final List<List<String>> MONTHS = List.of(
            List.of("jan", "j\u00e4n", "ene", "gen"),
            List.of("feb", "f\u00e9v", "fev"),
            List.of("mar", "m\u00e4r", "mrz", "maa", "mrt"),
            List.of("apr", "avr", "abr"),
            List.of("may", "mai", "mag", "mei"),
            List.of("jun", "juin", "giu"),
            List.of("jul", "juil", "lug"),
            List.of("aug", "ao\u00fb", "aou", "ago"),
            List.of("sep", "set"),
            List.of("oct", "okt", "ott", "out"),
            List.of("nov"),
            List.of("dec", "dez", "d\u00e9c", "dic"));

    private static final List<String> WEEKDAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

    /** How a date is written. */
    enum Form {
        /** Year, month, day. */
        YEAR_FIRST(0),
        /** Year last: day and month may be in either order. */
        YEAR_LAST(1),
        /** Two digits each: even the year may be first. */
        SHORT(2),
        /** A time without a date. */
        TIME_ONLY(3);

        private static final Form[] BY_CODE = {YEAR_FIRST, YEAR_LAST, SHORT, TIME_ONLY};

        private final long code;

        Form(long code) {
            this.code = code;
        }
    }

    private final char[] text;
    private final int to;
    private int at;

    private Moment(char[] text, int from, int to) {
        this.text = text;
        this.at = from;
        this.to = to;
    }

    /** The characters {@code from} to {@code to} − 1 of {@code text}; {@link #NONE} if they are neither date nor time. */
    static long parse(char[] text, int from, int to) {
        if (to - from < 4 || to - from > LONGEST) {
            return NONE;
        }
        return new Moment(text, from, to).parse();
    }

    /** The same for a whole text. */
    static long parse(String text) {
        return parse(text.toCharArray(), 0, text.length());
    }

    /** A date written as a number of eight digits, such as 20230115; {@link #NONE} if it is none. */
    static long compact(long number) {
        int year = (int) (number / 10_000);
        int month = (int) (number / 100 % 100);
        int day = (int) (number % 100);
        if (year < EARLIEST_YEAR || year > LATEST_YEAR || month < 1 || month > 12 || day < 1) {
            return NONE;
        }
        long packed = packed(Form.YEAR_FIRST, year, month, day, 0, false);
        return fits(packed, DateOrder.YMD) ? packed : NONE;
    }

    private static long packed(Form form, int a, int b, int c, int second, boolean timed) {
        return form.code << FORM
                | (long) a << (NUMBERS + 2 * NUMBER)
                | (long) b << (NUMBERS + NUMBER)
                | (long) c << NUMBERS
                | (timed ? 1L << SECONDS : 0)
                | second;
    }

    private long parse() {
        weekday();
        int first = at;
        if (at < to && isLetter(text[at])) {
            return afterMonth(month());
        }
        int a = number(4);
        int digits = at - first;
        if (a < 0 || at == to) {
            return NONE;
        }
        char mark = text[at];
        if (mark == ':') {
            at = first;
            int second = time();
            return second < 0 || at != to ? NONE : packed(Form.TIME_ONLY, 0, 0, 0, second, true);
        }
        if ((mark == 'T' && digits == 4) || isDigit(mark)) {
            return NONE;
        }
        at += digits <= 2 && mark == '.' && at + 1 < to && text[at + 1] == ' ' ? 2 : 1;
        if (!isDateMark(mark)) {
            return NONE;
        }
        if (at < to && isLetter(text[at])) {
            int month = month();
            if (month == 0 || digits > 2) {
                return digits == 4 && month > 0 ? yearFirst(a, month, mark) : NONE;
            }
            return withYear(month, a, mark);
        }
        int second = at;
        int b = number(2);
        if (b < 1 || at - second > 2) {
            return NONE;
        }
        if (digits == 4 && (a < EARLIEST_YEAR || a > LATEST_YEAR)) {
            return NONE;
        }
        if (digits == 4) {
            if (at == to) {
                return mark == '.' || mark == ' ' || b > 12 ? NONE : timed(Form.YEAR_FIRST, a, b, 1);
            }
            if (text[at] != mark) {
                return NONE;
            }
            at++;
            int c = number(2);
            return c < 1 || b > 12 || c > 31 ? NONE : timed(Form.YEAR_FIRST, a, b, c);
        }
        if (digits > 2 || at == to || text[at] != mark || mark == ' ') {
            return NONE;
        }
        at++;
        int third = at;
        int c = number(4);
        int length = at - third;
        if (c < 0) {
            return NONE;
        }
        boolean dotted = mark == '.' && b <= 12 && a <= 31;
        if (length == 4 && (c < EARLIEST_YEAR || c > LATEST_YEAR)) {
            return NONE;
        }
        if (dotted && a > 0 && (length == 4 || length == 2)) {
            // Dates with points have the day first wherever they are written.
            return timed(Form.YEAR_FIRST, length == 4 ? c : century(c), b, a);
        }
        if (length == 4) {
            return a < 1 || a > 31 || b > 31 || (a > 12 && b > 12) ? NONE : timed(Form.YEAR_LAST, a, b, c);
        }
        return length == 2 && a <= 99 ? timed(Form.SHORT, a, b, c) : NONE;
    }

    private long yearFirst(int year, int month, char mark) {
        if (at < to && text[at] == mark) {
            at++;
        }
        int day = number(2);
        return day < 1 || day > 31 ? NONE : timed(Form.YEAR_FIRST, year, month, day);
    }

    /** After a month's name: a day and a year, or a year. */
    private long afterMonth(int month) {
        if (month == 0 || at == to || !isDateMark(text[at])) {
            return NONE;
        }
        skip(" .-/");
        int start = at;
        int day = number(4);
        if (day >= 0 && at - start == 4 && at == to) {
            return timed(Form.YEAR_FIRST, day, month, 1);
        }
        if (day < 1 || at - start > 2) {
            return NONE;
        }
        for (String ending : List.of("st", "nd", "rd", "th")) {
            if (to - at >= 2 && new String(text, at, 2).equalsIgnoreCase(ending)) {
                at += 2;
                break;
            }
        }
        return at == to ? NONE : withYear(month, day, text[at]);
    }

    private long withYear(int month, int day, char mark) {
        if (at == to || (!isDateMark(text[at]) && text[at] != ',')) {
            return NONE;
        }
        skip(mark == ' ' || mark == ',' ? " .," : " .,-/");
        int start = at;
        int year = number(4);
        int length = at - start;
        if (year < 0 || (length != 4 && length != 2) || day < 1 || day > 31) {
            return NONE;
        }
        return timed(Form.YEAR_FIRST, length == 2 ? century(year) : year, month, day);
    }

    private static int century(int twoDigits) {
        return twoDigits + (twoDigits <= LATEST_TWO_DIGIT_YEAR ? 2000 : 1900);
    }

    private long timed(Form form, int a, int b, int c) {
        if (at == to) {
            return packed(form, a, b, c, 0, false);
        }
        if (text[at] != 'T' && text[at] != 't' && text[at] != ' ' && text[at] != ',') {
            return NONE;
        }
        skip("Tt ,");
        int second = time();
        if (second < 0) {
            return NONE;
        }
        int zone = zone();
        if (zone == Integer.MIN_VALUE || at != to) {
            return NONE;
        }
        if (zone != 0 && form == Form.YEAR_FIRST) {
            try {
                LocalDate date = LocalDate.of(a, b, c);
                int shifted = second - zone;
                date = date.plusDays(Math.floorDiv(shifted, SECONDS_OF_DAY));
                return packed(
                        form,
                        date.getYear(),
                        date.getMonthValue(),
                        date.getDayOfMonth(),
                        Math.floorMod(shifted, SECONDS_OF_DAY),
                        true);
            } catch (DateTimeException e) {
                return NONE;
            }
        }
        return packed(form, a, b, c, second, true);
    }

    /** The second of the day; -1 if no time follows. */
    private int time() {
        int hour = number(2);
        if (hour < 0 || at == to || text[at] != ':') {
            return -1;
        }
        at++;
        int start = at;
        int minute = number(2);
        int second = 0;
        if (at - start != 2 || minute > 59) {
            return -1;
        }
        if (at < to && text[at] == ':') {
            at++;
            second = number(2);
            if (second < 0 || second > 60) {
                return -1;
            }
            if (at < to && (text[at] == '.' || text[at] == ',')) {
                at++;
                while (at < to && isDigit(text[at])) {
                    at++;
                }
            }
        }
        int before = at;
        skip(" ");
        if (to - at >= 2 && (text[at + 1] == 'M' || text[at + 1] == 'm' || text[at + 1] == '.')) {
            char half = Character.toLowerCase(text[at]);
            if ((half == 'a' || half == 'p') && hour >= 1 && hour <= 12) {
                hour = hour % 12 + (half == 'p' ? 12 : 0);
                at = to;
            }
        } else if (at < to
                && text[at] != 'Z'
                && text[at] != 'z'
                && text[at] != '+'
                && text[at] != '-'
                && text[at] != 'U'
                && text[at] != 'G') {
            at = before;
        }
        return hour > 24 ? -1 : Math.min(SECONDS_OF_DAY - 1, hour * 3600 + minute * 60 + Math.min(second, 59));
    }

    /** Seconds east of Greenwich; the smallest number if what follows is no zone. */
    private int zone() {
        if (at == to) {
            return 0;
        }
        String rest = new String(text, at, to - at).strip().toUpperCase(Locale.ROOT);
        if (List.of("Z", "UTC", "GMT").contains(rest)) {
            at = to;
            return 0;
        }
        if (!rest.matches("(UTC|GMT)?[+-]\\d\\d(:?\\d\\d)?")) {
            return Integer.MIN_VALUE;
        }
        String numbers = rest.replaceAll("[^0-9]", "");
        int hours = Integer.parseInt(numbers.substring(0, 2));
        int minutes = numbers.length() > 2 ? Integer.parseInt(numbers.substring(2)) : 0;
        at = to;
        return (rest.contains("-") ? -1 : 1) * (hours * 3600 + minutes * 60);
    }

    private void weekday() {
        if (to - at > 5 && isLetter(text[at])) {
            String start = new String(text, at, 3).toLowerCase(Locale.ROOT);
            if (WEEKDAYS.contains(start)) {
                int after = at;
                while (after < to && isLetter(text[after])) {
                    after++;
                }
                if (after < to && (text[after] == ',' || text[after] == ' ' || text[after] == '.')) {
                    at = after;
                    skip(" ,.");
                }
            }
        }
    }

    /** A month by its name, from 1; 0 if it is none. */
    private int month() {
        int start = at;
        while (at < to && isLetter(text[at])) {
            at++;
        }
        String name = new String(text, start, at - start).toLowerCase(Locale.ROOT);
        if (name.length() < 3 || name.length() > 10) {
            return 0;
        }
        for (int month = 0; month < MONTHS.size(); month++) {
            for (String beginning : MONTHS.get(month)) {
                if (name.startsWith(beginning)) {
                    return month + 1;
                }
            }
        }
        return 0;
    }

    private void skip(String characters) {
        while (at < to && characters.indexOf(text[at]) >= 0) {
            at++;
        }
    }

    private int number(int most) {
        int start = at;
        int number = 0;
        while (at < to && at - start < most && isDigit(text[at])) {
            number = 10 * number + text[at++] - '0';
        }
        return at == start ? -1 : number;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char c) {
        return Character.isLetter(c);
    }

    private static boolean isDateMark(char c) {
        return c == '-' || c == '/' || c == '.' || c == ' ' || c == '\u2011';
    }

    static Form form(long packed) {
        return Form.BY_CODE[(int) (packed >>> FORM) & 3];
    }

    static boolean hasTime(long packed) {
        return ((packed >>> SECONDS) & 1) == 1;
    }

    private static int part(long packed, int place) {
        return (int) (packed >>> (NUMBERS + (2 - place) * NUMBER)) & ((1 << NUMBER) - 1);
    }

    /** The first and second number as they are written; both can be the day if neither is the year. */
    static int first(long packed) {
        return part(packed, 0);
    }

    /** The second number. */
    static int second(long packed) {
        return part(packed, 1);
    }

    /** The third number. */
    static int third(long packed) {
        return part(packed, 2);
    }

    /** Whether it is a date in this order. */
    static boolean fits(long packed, DateOrder order) {
        return !Double.isNaN(days(packed, order));
    }

    /** Days since 1970-01-01, with the time as a fraction; for a time without a date, its share of the day; {@code NaN} if no day. */
    static double days(long packed, DateOrder order) {
        double time = (packed & ((1 << SECONDS) - 1)) / (double) SECONDS_OF_DAY;
        Form form = form(packed);
        if (form == Form.TIME_ONLY) {
            return time;
        }
        int year = part(packed, 0);
        int month = part(packed, 1);
        int day = part(packed, 2);
        if (form != Form.YEAR_FIRST) {
            if (form == Form.YEAR_LAST && order == DateOrder.YMD) {
                return Double.NaN;
            }
            if (order != DateOrder.YMD) {
                year = part(packed, 2);
                month = part(packed, order == DateOrder.DMY ? 1 : 0);
                day = part(packed, order == DateOrder.DMY ? 0 : 1);
            }
            year = form == Form.SHORT ? century(year) : year;
        }
        try {
            return LocalDate.of(year, month, day).toEpochDay() + time;
        } catch (DateTimeException e) {
            return Double.NaN;
        }
    }
}
