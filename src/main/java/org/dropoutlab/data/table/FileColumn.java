package org.dropoutlab.data.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.dropoutlab.data.table.TableLayout.DecimalMark;

/**
 * A column of a file, kept while it is read, cell by cell. Until it has more than {@link #MOST_DISTINCT} different values it keeps a
 * code for each of these; then the cells' numbers or dates, if they are that apart from a few; otherwise codes again, up to
 * {@link #MOST_TEXTS} different texts. So nothing has to be read a second time, whatever comes further down.
 */
final class FileColumn {
    /** Different numbers or dates to keep as texts. */
    static final int MOST_DISTINCT = 1000;
    /** Different texts to keep. */
    static final int MOST_TEXTS = 1 << 17;

    private static final int FIRST_TEXTS = 100;
    private static final int CHUNK = 1 << 13;
    /** A column of numbers has at most one other text for so many values. */
    private static final int NUMBERS_FOR_EACH_TEXT = 10;
    /** Texts among numbers that are kept with their places. */
    private static final int MOST_ODD = 10_000;

    private static final int MOST_CURRENCIES = 5;

    private final DecimalMark decimal;
    private final Optional<Character> onlyThousands;
    private final MissingWords missing;
    private final Wanted wanted;
    private final Texts distinct = new Texts();
    /** For each text: the number that it is, or {@code NaN}. */
    private double[] numberOf = new double[16];
    /** For each text: what it is. */
    private What[] whatOf = new What[16];
    /** For each text: how many cells have it. */
    private int[] countOf = new int[16];
    /** For each text: the row of the first cell that has it. */
    private int[] rowOf = new int[16];

    private Keeping keeping = Keeping.CODES;
    private List<int[]> codes = new ArrayList<>();
    private List<double[]> numbers = List.of();
    private List<long[]> moments = List.of();
    private int rows;
    /** Texts in a column that keeps numbers or dates. */
    private final List<Place> odd = new ArrayList<>();

    private int oddCount;
    private int valueCount;
    /** The dates among the texts, once they were asked for. */
    private Optional<Moments> dates;

    /** The unit of the first number, which others must have too; null before there is one. */
    private String unit;

    private boolean percent;
    private final Map<String, Integer> units = new LinkedHashMap<>();
    private final List<Place> withUnit = new ArrayList<>();
    private int numberTexts;
    private final Map<String, Integer> missingSpelled = new LinkedHashMap<>();
    private char thousands;
    private int likeDecimals;
    private Optional<String> numberLikeOther = Optional.empty();
    private int otherMark;
    /** Numbers that are more than digits. */
    private boolean notOnlyDigits;
    /** Texts of digits, by their number of digits, up to the longest that can be a code; and those with a zero first. */
    private int shortest = Integer.MAX_VALUE;

    private int longest;
    private int digitTexts;
    private int zeroFirst;
    private Optional<String> zeroFirstText = Optional.empty();
    /** Signs of money in front of or behind amounts. */
    private final Set<String> currencies = new LinkedHashSet<>();

    private Optional<Place> firstMissing = Optional.empty();
    private Optional<Place> firstInfinite = Optional.empty();

    private enum What {
        NUMBER,
        TEXT,
        MISSING_AMONG_NUMBERS,
        MISSING
    }

    /** What the user wants a column's values to be. */
    enum Wanted {
        /** What they look like. */
        ANY,
        /** Numbers, even if they look like codes. */
        NUMBERS,
        /** Categories, even if they are numbers. */
        TEXTS
    }

    private enum Keeping {
        CODES,
        NUMBERS,
        MOMENTS,
        NOTHING
    }

    /**
     * A cell.
     *
     * @param row from 0
     * @param text of the cell
     */
    record Place(int row, String text) {}

    FileColumn(DecimalMark decimal, MissingWords missing) {
        this(decimal, Optional.empty(), missing, Wanted.ANY);
    }

    /**
     * @param thousands the only mark between thousands; any if empty
     */
    FileColumn(DecimalMark decimal, Optional<Character> thousands, MissingWords missing, Wanted wanted) {
        this.decimal = decimal;
        this.onlyThousands = thousands;
        this.missing = missing;
        this.wanted = wanted;
    }

    /** Lets these texts come first among the categories, in this order, as far as there are any. */
    void declare(List<String> texts) {
        for (String text : texts) {
            char[] characters = text.toCharArray();
            if (distinct.find(characters, 0, characters.length) < 0 && distinct.size() < MOST_DISTINCT) {
                learn(characters, 0, characters.length);
            }
        }
        firstMissing = Optional.empty();
    }

    /** Adds the next cell: the characters {@code from} to {@code to} − 1 of {@code text}. */
    void add(char[] text, int from, int to) {
        if (keeping == Keeping.CODES) {
            int code = distinct.find(text, from, to);
            boolean isNew = code < 0;
            if (isNew) {
                code = learn(text, from, to);
            }
            if (countOf[code]++ == 0) {
                rowOf[code] = rows;
            }
            if (rows % CHUNK == 0) {
                codes.add(new int[CHUNK]);
            }
            codes.get(rows / CHUNK)[rows % CHUNK] = code;
            rows++;
            if (isNew && (distinct.size() == MOST_DISTINCT + 1 || distinct.size() == MOST_TEXTS + 1)) {
                reconsider();
            }
        } else if (keeping == Keeping.NUMBERS) {
            addNumber(text, from, to);
        } else if (keeping == Keeping.MOMENTS) {
            addMoment(text, from, to);
        } else {
            rows++;
        }
    }

    private int learn(char[] text, int from, int to) {
        int code = distinct.add(new String(text, from, to - from));
        if (code == countOf.length) {
            numberOf = Arrays.copyOf(numberOf, 2 * code);
            whatOf = Arrays.copyOf(whatOf, 2 * code);
            countOf = Arrays.copyOf(countOf, 2 * code);
            rowOf = Arrays.copyOf(rowOf, 2 * code);
        }
        rowOf[code] = rows;
        double number = number(text, from, to);
        boolean isValue = !Double.isNaN(number) && !missing.contains(number);
        numberOf[code] = isValue ? number : Double.NaN;
        whatOf[code] = isValue ? What.NUMBER : Double.isNaN(number) ? what(text, from, to) : What.MISSING;
        if (whatOf[code] == What.MISSING && firstMissing.isEmpty()) {
            firstMissing = Optional.of(new Place(rows, distinct.all().get(code)));
        }
        return code;
    }

    private What what(char[] text, int from, int to) {
        return switch (missing.of(text, from, to)) {
            case MISSING -> What.MISSING;
            case MISSING_AMONG_NUMBERS -> What.MISSING_AMONG_NUMBERS;
            case VALUE -> What.TEXT;
        };
    }

    /** The cell's number; {@code NaN} if it is none. */
    private double number(char[] text, int from, int to) {
        double number = Cell.number(text, from, to, decimal.mark());
        if (!Double.isNaN(number) && !missing.contains(number)) {
            noteDigits(text, from, to);
        }
        if (Double.isNaN(number)) {
            number = mayBeMarked(text, from, to) ? marked(text, from, to) : number;
        } else if (unit == null) {
            unit = "";
            numberTexts++;
        } else if (percent && number != 0) {
            // 0.43 among 43% could be meant as either.
            return Double.NaN;
        } else {
            numberTexts++;
        }
        if (Double.isInfinite(number) && firstInfinite.isEmpty()) {
            firstInfinite = Optional.of(new Place(rows, new String(text, from, to - from)));
        }
        return number;
    }

    private void noteDigits(char[] text, int from, int to) {
        for (int i = from; i < to && !notOnlyDigits; i++) {
            notOnlyDigits = text[i] < '0' || text[i] > '9';
        }
        if (notOnlyDigits) {
            return;
        }
        digitTexts++;
        shortest = Math.min(shortest, to - from);
        longest = Math.max(longest, to - from);
        if (text[from] == '0' && to - from > 1) {
            zeroFirst++;
            if (zeroFirstText.isEmpty()) {
                zeroFirstText = Optional.of(new String(text, from, to - from));
            }
        }
    }

    /**
     * A code such as 01234 if that is what the column's whole numbers are: some have a zero first, and all have as many digits or a
     * tenth of them have the zero.
     */
    Optional<String> code() {
        return wanted == Wanted.ANY
                        && !notOnlyDigits
                        && (shortest == longest || zeroFirst * NUMBERS_FOR_EACH_TEXT >= digitTexts)
                ? zeroFirstText
                : Optional.empty();
    }

    /** Signs of money, if there are several. */
    Set<String> mixedCurrencies() {
        return currencies.size() > 1 ? currencies : Set.of();
    }

    private static boolean mayBeMarked(char[] text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text[i] >= '0' && text[i] <= '9') {
                return true;
            }
        }
        return false;
    }

    private double marked(char[] text, int from, int to) {
        MarkedNumber marked = MarkedNumber.parse(text, from, to, decimal);
        if (marked != null) {
            notOnlyDigits = true;
            if (MarkedNumber.isMoney(marked.unit()) && currencies.size() < MOST_CURRENCIES) {
                currencies.add(marked.unit());
            }
            if (!mayHave(marked.thousands())) {
                return Double.NaN;
            }
        }
        if (marked == null) {
            DecimalMark other = decimal == DecimalMark.POINT ? DecimalMark.COMMA : DecimalMark.POINT;
            if (MarkedNumber.parse(text, from, to, other) != null) {
                otherMark++;
            }
            return Double.NaN;
        }
        if (!isOfUnit(marked.unit())) {
            return Double.NaN;
        }
        numberTexts++;
        if (!marked.unit().isEmpty()) {
            units.merge(marked.unit(), 1, Integer::sum);
            if (withUnit.size() < MOST_ODD) {
                withUnit.add(new Place(rows, new String(text, from, to - from)));
            }
        }
        thousands = marked.thousands() == 0 ? thousands : marked.thousands();
        if (marked.proof() == MarkedNumber.Proof.LIKE_DECIMALS) {
            likeDecimals++;
            if (numberLikeOther.isEmpty()) {
                numberLikeOther = Optional.of(new String(text, from, to - from));
            }
        }
        return marked.value();
    }

    private boolean mayHave(char mark) {
        return mark == 0
                || onlyThousands.isEmpty()
                || MarkedNumber.called(mark).equals(MarkedNumber.called(onlyThousands.get()));
    }

    /** Whether a number with this unit can be one of the column's. */
    private boolean isOfUnit(String own) {
        if (unit == null) {
            unit = own;
            percent = own.equals("%");
        }
        return own.equals(unit)
                || wanted == Wanted.NUMBERS
                || (own.isEmpty() && !percent)
                || (unit.isEmpty() && MarkedNumber.isMoney(own) && (units.isEmpty() || units.containsKey(own)));
    }

    /** Cells with a unit that most of the column's numbers do not have: slips such as 5o for 50. */
    List<Place> slips() {
        boolean money = units.keySet().stream().allMatch(MarkedNumber::isMoney);
        return !money && 2 * withUnit.size() < numberTexts ? withUnit : List.of();
    }

    private void addNumber(char[] text, int from, int to) {
        double number = number(text, from, to);
        if (Double.isNaN(number)) {
            if (what(text, from, to) == What.TEXT) {
                addOdd(text, from, to);
            } else {
                addMissing(text, from, to);
            }
        } else if (missing.contains(number)) {
            addMissing(text, from, to);
            number = Double.NaN;
        } else {
            valueCount++;
        }
        if (rows % CHUNK == 0 && keeping == Keeping.NUMBERS) {
            numbers.add(new double[CHUNK]);
        }
        if (keeping == Keeping.NUMBERS) {
            numbers.get(rows / CHUNK)[rows % CHUNK] = number;
        }
        rows++;
    }

    private void addMoment(char[] text, int from, int to) {
        long moment = Moment.parse(text, from, to);
        if (moment == Moment.NONE) {
            if (what(text, from, to) == What.TEXT) {
                addOdd(text, from, to);
            } else {
                addMissing(text, from, to);
            }
        } else {
            valueCount++;
        }
        if (rows % CHUNK == 0 && keeping == Keeping.MOMENTS) {
            moments.add(new long[CHUNK]);
        }
        if (keeping == Keeping.MOMENTS) {
            moments.get(rows / CHUNK)[rows % CHUNK] = moment;
        }
        rows++;
    }

    private void addMissing(char[] text, int from, int to) {
        String word = new String(text, from, to - from);
        missingSpelled.merge(word, 1, Integer::sum);
        if (firstMissing.isEmpty()) {
            firstMissing = Optional.of(new Place(rows, word));
        }
    }

    private void addOdd(char[] text, int from, int to) {
        oddCount++;
        if (odd.size() < MOST_ODD) {
            odd.add(new Place(rows, new String(text, from, to - from)));
        }
        if (wanted != Wanted.NUMBERS
                && oddCount > MOST_ODD / NUMBERS_FOR_EACH_TEXT
                && (long) oddCount * NUMBERS_FOR_EACH_TEXT > valueCount) {
            keepNothing();
        }
    }

    private void keepNothing() {
        keeping = Keeping.NOTHING;
        numbers = List.of();
        moments = List.of();
        codes = List.of();
    }

    /** With many different values: keeps numbers, dates or texts from now on. */
    private void reconsider() {
        int texts = 0;
        int dates = 0;
        for (int code = 0; code < distinct.size(); code++) {
            if (whatOf[code] == What.TEXT) {
                texts++;
                dates += Moment.parse(distinct.all().get(code)) == Moment.NONE ? 0 : 1;
            }
        }
        boolean numeric = texts * NUMBERS_FOR_EACH_TEXT <= distinct.size() || wanted == Wanted.NUMBERS;
        if (numeric && wanted != Wanted.TEXTS && code().isEmpty()) {
            numbers = new ArrayList<>();
            for (int first = 0; first < rows; first += CHUNK) {
                double[] chunk = new double[CHUNK];
                for (int i = first; i < Math.min(rows, first + CHUNK); i++) {
                    chunk[i - first] = numberOf[code(i)];
                }
                numbers.add(chunk);
            }
            leaveCodes(Keeping.NUMBERS, What.NUMBER);
        } else if (wanted != Wanted.TEXTS
                && (texts - dates) * NUMBERS_FOR_EACH_TEXT <= distinct.size()
                && texts > distinct.size() / 2) {
            long[] momentOf = momentsOfTexts();
            moments = new ArrayList<>();
            for (int first = 0; first < rows; first += CHUNK) {
                long[] chunk = new long[CHUNK];
                for (int i = first; i < Math.min(rows, first + CHUNK); i++) {
                    chunk[i - first] = momentOf[code(i)];
                }
                moments.add(chunk);
            }
            leaveCodes(Keeping.MOMENTS, What.TEXT);
        } else if (distinct.size() > MOST_TEXTS) {
            keepNothing();
        }
    }

    private long[] momentsOfTexts() {
        return IntStream.range(0, distinct.size())
                .mapToLong(code ->
                        whatOf[code] == What.TEXT ? Moment.parse(distinct.all().get(code)) : Moment.NONE)
                .toArray();
    }

    /** Counts what the codes tell, and notes the texts that are neither kept nor missing. */
    private void leaveCodes(Keeping next, What kept) {
        boolean[] isOdd = new boolean[distinct.size()];
        for (int code = 0; code < distinct.size(); code++) {
            if (whatOf[code] == kept
                    && (kept == What.NUMBER || Moment.parse(distinct.all().get(code)) != Moment.NONE)) {
                valueCount += countOf[code];
            } else if (whatOf[code] == What.MISSING || whatOf[code] == What.MISSING_AMONG_NUMBERS) {
                missingSpelled.put(distinct.all().get(code), countOf[code]);
            } else {
                isOdd[code] = true;
                oddCount += countOf[code];
            }
        }
        if (oddCount > 0) {
            for (int row = 0; row < rows && odd.size() < MOST_ODD; row++) {
                int code = code(row);
                if (isOdd[code]) {
                    odd.add(new Place(row, distinct.all().get(code)));
                }
            }
        }
        codes = List.of();
        keeping = next;
    }

    private int code(int row) {
        return codes.get(row / CHUNK)[row % CHUNK];
    }

    /** Number of cells. */
    int rows() {
        return rows;
    }

    DecimalMark decimal() {
        return decimal;
    }

    /** Cells that are numbers only with the other decimal mark. */
    int otherMark() {
        return otherMark;
    }

    /** Different texts with thousands that could be decimals. */
    int likeDecimals() {
        return likeDecimals;
    }

    /** A number whose mark between thousands could be the decimal mark. */
    Optional<String> numberLikeOther() {
        return numberLikeOther;
    }

    /** Units of numbers, with the number of different texts that have them. */
    Map<String, Integer> units() {
        return units;
    }

    /** The mark between thousands; empty if there is none. */
    Optional<Character> thousands() {
        return thousands == 0 ? Optional.empty() : Optional.of(thousands);
    }

    /** The first cell that is an infinite number. */
    Optional<Place> firstInfinite() {
        return firstInfinite;
    }

    /** The first cell that has no value, whatever else the column has. */
    Optional<Place> firstMissing() {
        return firstMissing;
    }

    /** The number of cells that are numbers. */
    int numbers() {
        return keeping == Keeping.CODES ? count(What.NUMBER) : keeping == Keeping.NUMBERS ? valueCount : 0;
    }

    /** The number of cells that are neither numbers nor missing among numbers. */
    int texts() {
        return keeping == Keeping.CODES
                ? count(What.TEXT)
                : keeping == Keeping.NUMBERS ? oddCount : keeping == Keeping.MOMENTS ? valueCount + oddCount : rows;
    }

    private int count(What what) {
        int sum = 0;
        for (int code = 0; code < distinct.size(); code++) {
            sum += whatOf[code] == what ? countOf[code] : 0;
        }
        return sum;
    }

    /** Whether it has no values at all. */
    boolean isEmpty() {
        return keeping == Keeping.CODES
                && IntStream.range(0, distinct.size())
                        .allMatch(code -> countOf[code] == 0 || whatOf[code] == What.MISSING);
    }

    /** Whether every value is a number. */
    boolean isNumeric() {
        return wanted != Wanted.TEXTS && code().isEmpty() && texts() == 0 && (numbers() > 0 || isEmpty());
    }

    /** Whether nearly every value is a number, and there are enough of them to call the others faults. */
    boolean isNumericButForFaults() {
        int texts = texts();
        if (wanted != Wanted.ANY || code().isPresent()) {
            return texts > 0 && wanted == Wanted.NUMBERS;
        }
        return texts > 0
                && numbers() >= NUMBERS_FOR_EACH_TEXT
                && (long) texts * (NUMBERS_FOR_EACH_TEXT - 1) <= numbers();
    }

    /** The texts in a column that otherwise has numbers, in order of rows; not more than ten thousand. */
    List<Place> textsAmongNumbers() {
        return keeping == Keeping.CODES ? places(code -> whatOf[code] == What.TEXT) : odd;
    }

    private List<Place> places(java.util.function.IntPredicate wanted) {
        List<Place> found = new ArrayList<>();
        for (int row = 0; row < rows && found.size() < MOST_ODD; row++) {
            int code = code(row);
            if (wanted.test(code)) {
                found.add(new Place(row, distinct.all().get(code)));
            }
        }
        return found;
    }

    /** A category. */
    record Word(String text, int count, int firstRow) {}

    /**
     * The different values of a column of texts, in order of first appearance; empty if there are too many. Words that mean a missing
     * value among numbers only are values here.
     */
    Optional<List<Word>> words() {
        if (keeping != Keeping.CODES) {
            return Optional.empty();
        }
        return Optional.of(IntStream.range(0, distinct.size())
                .filter(code -> whatOf[code] != What.MISSING && countOf[code] > 0)
                .mapToObj(code -> new Word(distinct.all().get(code), countOf[code], rowOf[code]))
                .toList());
    }

    /** Those of {@link #words} that mean a missing value among numbers. */
    List<Word> doubtfulWords() {
        return keeping != Keeping.CODES
                ? List.of()
                : IntStream.range(0, distinct.size())
                        .filter(code -> whatOf[code] == What.MISSING_AMONG_NUMBERS && countOf[code] > 0)
                        .mapToObj(code -> new Word(distinct.all().get(code), countOf[code], rowOf[code]))
                        .toList();
    }

    /** How missing values are spelled, with their numbers of cells; those of numbers or those of texts. */
    Map<String, Integer> missingSpelled(boolean amongNumbers) {
        if (keeping != Keeping.CODES) {
            return missingSpelled;
        }
        Map<String, Integer> spelled = new LinkedHashMap<>();
        for (int code = 0; code < distinct.size(); code++) {
            if (countOf[code] > 0
                    && (whatOf[code] == What.MISSING || (amongNumbers && whatOf[code] == What.MISSING_AMONG_NUMBERS))) {
                spelled.put(distinct.all().get(code), countOf[code]);
            }
        }
        return spelled;
    }

    /** Whether there are more different texts than are kept. */
    boolean isTooMany() {
        return keeping == Keeping.NOTHING;
    }

    /** Access to its cells, by row from 0. */
    @FunctionalInterface
    interface Cells {
        double at(int row);
    }

    /** The numbers of the cells; {@code NaN} where there is none. */
    Cells asNumbers() {
        if (keeping == Keeping.CODES) {
            return row -> numberOf[code(row)];
        }
        return keeping == Keeping.NUMBERS ? row -> numbers.get(row / CHUNK)[row % CHUNK] : row -> Double.NaN;
    }

    /** For each cell, what {@code index} makes of its text; {@code NaN} where it is missing. */
    Cells asIndices(java.util.function.ToDoubleFunction<String> index) {
        if (keeping == Keeping.CODES) {
            double[] indices = IntStream.range(0, distinct.size())
                    .mapToDouble(code -> whatOf[code] == What.MISSING || countOf[code] == 0
                            ? Double.NaN
                            : index.applyAsDouble(distinct.all().get(code)))
                    .toArray();
            return row -> indices[code(row)];
        }
        if (keeping == Keeping.NUMBERS) {
            return row -> {
                double number = numbers.get(row / CHUNK)[row % CHUNK];
                return Double.isNaN(number) ? number : index.applyAsDouble(Double.toString(number));
            };
        }
        return row -> Double.NaN;
    }

    /** For each cell, the place of its text among {@link #words}; {@code NaN} where it is missing. */
    Cells asPlaces() {
        if (keeping != Keeping.CODES) {
            return row -> Double.NaN;
        }
        double[] places = new double[distinct.size()];
        int place = 0;
        for (int code = 0; code < places.length; code++) {
            places[code] = whatOf[code] == What.MISSING || countOf[code] == 0 ? Double.NaN : place++;
        }
        return row -> places[code(row)];
    }

    /** The dates of a column of dates and times, packed as in {@link Moment}. */
    interface Moments {
        long at(int row);
    }

    /** Its dates and times, if every value is one but for a few. */
    Optional<Moments> asMoments() {
        if (keeping == Keeping.MOMENTS) {
            return Optional.of(row -> moments.get(row / CHUNK)[row % CHUNK]);
        }
        if (keeping != Keeping.CODES || texts() == 0 || numbers() > 0) {
            return Optional.empty();
        }
        if (dates == null) {
            dates = firstTextsAreDates() ? momentsAmongTexts() : Optional.empty();
        }
        return dates;
    }

    /** Whether any of the first different texts is a date; a column of many texts is not looked at as a whole without. */
    private boolean firstTextsAreDates() {
        return IntStream.range(0, Math.min(distinct.size(), FIRST_TEXTS))
                .anyMatch(code ->
                        whatOf[code] == What.TEXT && Moment.parse(distinct.all().get(code)) != Moment.NONE);
    }

    private Optional<Moments> momentsAmongTexts() {
        long[] momentOf = momentsOfTexts();
        long found = IntStream.range(0, distinct.size())
                .filter(code -> momentOf[code] != Moment.NONE)
                .mapToLong(code -> countOf[code])
                .sum();
        long others = texts() - found;
        return found == 0
                        || (others > 0
                                && (found < NUMBERS_FOR_EACH_TEXT || others * (NUMBERS_FOR_EACH_TEXT - 1) > found))
                ? Optional.empty()
                : Optional.of(row -> momentOf[code(row)]);
    }

    /** The texts in a column of dates that are none, in order of rows. */
    List<Place> textsAmongMoments() {
        if (keeping != Keeping.CODES) {
            return odd;
        }
        long[] momentOf = momentsOfTexts();
        return places(code -> whatOf[code] == What.TEXT && momentOf[code] == Moment.NONE);
    }

    /** Number of different texts, if they are kept. */
    OptionalInt distinct() {
        return keeping == Keeping.CODES ? OptionalInt.of(distinct.size()) : OptionalInt.empty();
    }
}
