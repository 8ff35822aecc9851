package org.dropoutlab.data.table;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.dropoutlab.data.table.TableSchema.Amount;
import org.dropoutlab.data.table.TableSchema.Categorical;
import org.dropoutlab.data.table.TableSchema.Column;
import org.dropoutlab.data.table.TableSchema.Dates;
import org.dropoutlab.data.table.TableSchema.Label;
import org.dropoutlab.data.table.TableSchema.Numeric;
import org.dropoutlab.data.table.TableSchema.Truth;
import org.dropoutlab.experiment.DataWarning;
import org.dropoutlab.experiment.InputException;
import org.dropoutlab.record.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One small file for each habit, each with the dialect and the types of columns that its author would name. */
class FilesAsPeopleHaveThemTest {
    private static final int ROWS = 40;

    @TempDir
    private Path directory;

    /** Rows made of a pattern: words in braces become values that differ from row to row. */
    private static String rows(String pattern) {
        return rows(pattern, ROWS);
    }

    private static String rows(String pattern, int count) {
        Random random = new Random(18);
        return Stream.iterate(0, i -> i + 1)
                .limit(count)
                .map(i -> row(pattern, i, random) + "\n")
                .collect(Collectors.joining());
    }

    private static String row(String pattern, int i, Random random) {
        String row = pattern;
        while (row.contains("{")) {
            int start = row.indexOf('{');
            int end = row.indexOf('}');
            row = row.substring(0, start) + value(row.substring(start + 1, end), i, random) + row.substring(end + 1);
        }
        return row;
    }

    private static String value(String kind, int i, Random random) {
        double number = random.nextGaussian() * 3;
        long large = 100 + (long) (random.nextDouble() * random.nextDouble() * 90_000);
        LocalDate day = LocalDate.of(2023, 1, 1).plusDays(i * 9L);
        return switch (kind) {
            case "point" -> String.format(Locale.ROOT, "%.3f", number);
            case "comma" -> String.format(Locale.ROOT, "%.3f", number).replace('.', ',');
            case "whole" -> Integer.toString(random.nextInt(60));
            case "label" -> i % 3 == 0 ? "sick" : "well";
            case "01" -> Integer.toString(i % 2);
            case "colour" -> List.of("red", "green", "blue").get(random.nextInt(3));
            case "us" -> String.format(Locale.ROOT, "%,d", large);
            case "us.2" -> String.format(Locale.ROOT, "%,d.%02d", large, random.nextInt(100));
            case "de.2" -> String.format(Locale.ROOT, "%,d", large).replace(',', '.') + "," + (10 + random.nextInt(90));
            case "space" -> String.format(Locale.ROOT, "%,d", large).replace(',', ' ');
            case "nbsp" -> String.format(Locale.ROOT, "%,d", large).replace(',', '\u00a0');
            case "thin" -> String.format(Locale.ROOT, "%,d", large).replace(',', '\u202f');
            case "ch" -> String.format(Locale.ROOT, "%,d", large).replace(',', '\'') + ".50";
            case "dmy/" -> day.format(java.time.format.DateTimeFormatter.ofPattern("dd/MM/yyyy"));
            case "mdy/" -> day.format(java.time.format.DateTimeFormatter.ofPattern("M/d/yyyy"));
            case "dmy." -> day.format(java.time.format.DateTimeFormatter.ofPattern("dd.MM.yyyy"));
            case "dmy2" -> day.format(java.time.format.DateTimeFormatter.ofPattern("dd/MM/yy"));
            case "iso" -> day.toString();
            case "ymd/" -> day.toString().replace('-', '/');
            case "compact" -> day.toString().replace("-", "");
            case "named" -> day.format(java.time.format.DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH));
            case "named us" -> day.format(java.time.format.DateTimeFormatter.ofPattern("MMMM d, yyyy", Locale.ENGLISH));
            case "stamp" -> day + "T" + String.format(Locale.ROOT, "%02d:%02d:07", i % 24, i % 60) + "Z";
            case "time" -> String.format(Locale.ROOT, "%d:%02d", i * 7 % 24, i % 60);
            case "pm" -> day.format(java.time.format.DateTimeFormatter.ofPattern("M/d/yyyy")) + " " + (1 + i % 12)
                    + ":30 " + (i % 2 == 0 ? "AM" : "PM");
            case "yes" -> i % 4 == 0 ? "yes" : "no";
            case "Yes" -> List.of("Yes", "yes", "NO", "No").get(i % 4);
            case "TRUE" -> i % 4 == 0 ? "TRUE" : "FALSE";
            case "ja" -> i % 4 == 0 ? "ja" : "nein";
            case "i" -> Integer.toString(i + 1);
            case "key" -> "K" + (1000 + i * 7919 % 9000);
            default -> throw new IllegalArgumentException(kind);
        };
    }

    static Stream<Arguments> files() {
        String plain = "a,b,state\n" + rows("{point},{whole},{label}");
        return Stream.of(
                // separators
                Arguments.of("commas", bytes(plain), "state", ", header point", "a:number b:number state:label"),
                Arguments.of(
                        "semicolons",
                        bytes("a;b;state\n" + rows("{point};{whole};{label}")),
                        "state",
                        "; header point",
                        "a:number b:number state:label"),
                Arguments.of(
                        "tabs",
                        bytes("a\tb\tstate\n" + rows("{point}\t{whole}\t{label}")),
                        "state",
                        "tab header point",
                        "a:number b:number state:label"),
                Arguments.of(
                        "pipes",
                        bytes("a|b|state\n" + rows("{point}|{whole}|{label}")),
                        "state",
                        "| header point",
                        "a:number b:number state:label"),
                Arguments.of(
                        "pipes with blanks",
                        bytes("a | b | state\n" + rows("{point} | {whole} | {label}")),
                        "state",
                        "| header point",
                        "a:number b:number state:label"),
                Arguments.of(
                        "blanks",
                        bytes("a b state\n" + rows("{point} {whole} {label}")),
                        "state",
                        "space header point",
                        "a:number b:number state:label"),
                Arguments.of(
                        "columns lined up by blanks",
                        bytes("   a    b state\n" + rows("  {point}    {whole}   {label}  ")),
                        "state",
                        "space header point",
                        "a:number b:number state:label"),
                Arguments.of(
                        "blanks after commas",
                        bytes("a, b, state\n" + rows("{point}, {whole}, {label}")),
                        "state",
                        ", header point",
                        "a:number b:number state:label"),
                Arguments.of(
                        "two columns of integers",
                        bytes("a,y\n" + rows("{whole},{01}")),
                        "y",
                        ", header point",
                        "a:number y:label"),
                Arguments.of(
                        "texts with commas between semicolons",
                        bytes("note;a;state\n" + rows("{colour}, or not;{point};{label}")),
                        "state",
                        "; header point",
                        "note:text a:number state:label"),
                Arguments.of(
                        "quoted texts with the separator",
                        bytes("note,a,state\n" + rows("\"{colour}, or not\",{point},{label}")),
                        "state",
                        ", header point",
                        "note:text a:number state:label"),
                Arguments.of(
                        "quoted texts with line breaks",
                        bytes("note,a,state\n" + rows("\"{colour}\nor \"\"not\"\"\",{point},{label}")),
                        "state",
                        ", header point",
                        "note:text a:number state:label"),
                Arguments.of(
                        "everything quoted",
                        bytes("\"a\",\"b\",\"state\"\n" + rows("\"{point}\",\"{whole}\",\"{label}\"")),
                        "state",
                        ", header point",
                        "a:number b:number state:label"),
                Arguments.of(
                        "apostrophes as quotes",
                        bytes("'note','a','state'\n" + rows("'{colour}, or not',{point},'{label}'")),
                        "state",
                        ", header point",
                        "note:text a:number state:label"),
                Arguments.of(
                        "times between commas",
                        bytes("at,a,state\n" + rows("{time},{point},{label}")),
                        "state",
                        ", header point",
                        "at:times a:number state:label"),
                Arguments.of(
                        "Windows lines",
                        bytes(plain.replace("\n", "\r\n")),
                        "state",
                        ", header point",
                        "a:number b:number state:label"),
                Arguments.of(
                        "old Macintosh lines",
                        bytes(plain.replace("\n", "\r")),
                        "state",
                        ", header point",
                        "a:number b:number state:label"),
                Arguments.of(
                        "no line break at the end",
                        bytes(plain.stripTrailing()),
                        "state",
                        ", header point",
                        "a:number b:number state:label"),
                // header
                Arguments.of(
                        "no header",
                        bytes(rows("{point},{whole},{label}")),
                        "2",
                        ", none point",
                        "0:number 1:number 2:label"),
                Arguments.of(
                        "no header, texts only",
                        bytes(rows("{colour},{yes},{label}")),
                        "2",
                        ", none point",
                        "0:text 1:truth 2:label"),
                Arguments.of(
                        "a header over texts",
                        bytes("tint,smokes,state\n" + rows("{colour},{yes},{label}")),
                        "state",
                        ", header point",
                        "tint:text smokes:truth state:label"),
                Arguments.of(
                        "names with years",
                        bytes("a 2019,a 2020,state\n" + rows("{point},{whole},{label}")),
                        "state",
                        ", header point",
                        "a 2019:number a 2020:number state:label"),
                Arguments.of(
                        "row names as R writes them",
                        bytes("\"a\" \"b\" \"state\"\n" + rows("\"{i}\" {point} {whole} \"{label}\"")),
                        "state",
                        "space header point",
                        "0:ignored a:number b:number state:label"),
                Arguments.of(
                        "an index without a name",
                        bytes(",a,b,state\n" + rows("{i},{point},{whole},{label}")),
                        "state",
                        ", header point",
                        "0:ignored a:number b:number state:label"),
                Arguments.of(
                        "a separator at the end of rows",
                        bytes("a,b,state\n" + rows("{point},{whole},{label},")),
                        "state",
                        ", header point",
                        "a:number b:number state:label 3:ignored"),
                Arguments.of(
                        "a separator at the end of all lines",
                        bytes("a,b,state,\n" + rows("{point},{whole},{label},")),
                        "state",
                        ", header point",
                        "a:number b:number state:label 3:ignored"),
                Arguments.of(
                        "a separator at the end of the header",
                        bytes("a,b,state,\n" + rows("{point},{whole},{label}")),
                        "state",
                        ", header point",
                        "a:number b:number state:label"),
                // above and below
                Arguments.of(
                        "comments",
                        bytes("# station 3\n# unit: mV, 50 Hz\n\n" + plain),
                        "state",
                        ", header point",
                        "a:number b:number state:label"),
                Arguments.of(
                        "comments of percent signs",
                        bytes("% station 3\n%\n" + plain),
                        "state",
                        ", header point",
                        "a:number b:number state:label"),
                Arguments.of(
                        "comments of slashes",
                        bytes("// station 3\n" + plain),
                        "state",
                        ", header point",
                        "a:number b:number state:label"),
                Arguments.of(
                        "comments between rows",
                        bytes(plain + "# pause; lamp replaced\n" + rows("{point},{whole},{label}")),
                        "state",
                        ", header point",
                        "a:number b:number state:label"),
                Arguments.of(
                        "names in a comment",
                        bytes("# a b state\n" + rows("{point} {whole} {label}")),
                        "state",
                        "space header point",
                        "a:number b:number state:label"),
                Arguments.of(
                        "a title",
                        bytes("Measurements of spring\n\n" + plain),
                        "state",
                        ", header point",
                        "a:number b:number state:label"),
                Arguments.of(
                        "a title with empty cells",
                        bytes("Measurements of spring,,\n,,\n" + plain),
                        "state",
                        ", header point",
                        "a:number b:number state:label"),
                Arguments.of(
                        "names and values above",
                        bytes("Station,3\nOperator,Meyer\n" + plain),
                        "state",
                        ", header point",
                        "a:number b:number state:label"),
                Arguments.of(
                        "a count below",
                        bytes(plain + "\n(40 rows)\n"),
                        "state",
                        ", header point",
                        "a:number b:number state:label"),
                // numbers
                Arguments.of(
                        "decimal commas",
                        bytes("a;b;state\n" + rows("{comma};{whole};{label}")),
                        "state",
                        "; header comma",
                        "a:amount b:amount state:label"),
                Arguments.of(
                        "decimal commas in quotes",
                        bytes("a,b,state\n" + rows("\"{comma}\",{whole},{label}")),
                        "state",
                        ", header comma",
                        "a:amount b:amount state:label"),
                Arguments.of(
                        "decimal commas between tabs",
                        bytes("a\tb\tstate\n" + rows("{comma}\t{whole}\t{label}")),
                        "state",
                        "tab header comma",
                        "a:amount b:amount state:label"),
                Arguments.of(
                        "thousands in German",
                        bytes("a;b;state\n" + rows("{de.2};{comma};{label}")),
                        "state",
                        "; header comma",
                        "a:amount b:amount state:label"),
                Arguments.of(
                        "thousands in American",
                        bytes("a,b,state\n" + rows("\"{us.2}\",{point},{label}")),
                        "state",
                        ", header point",
                        "a:amount b:number state:label"),
                Arguments.of(
                        "whole thousands",
                        bytes("a,b,state\n" + rows("\"{us}\",{whole},{label}")),
                        "state",
                        ", header point",
                        "a:amount b:number state:label"),
                Arguments.of(
                        "thousands by spaces",
                        bytes("a;b;state\n" + rows("{space};{point};{label}")),
                        "state",
                        "; header point",
                        "a:amount b:number state:label"),
                Arguments.of(
                        "thousands by no-break spaces",
                        bytes("a;b;state\n" + rows("{nbsp};{comma};{label}")),
                        "state",
                        "; header comma",
                        "a:amount b:amount state:label"),
                Arguments.of(
                        "thousands by narrow spaces",
                        bytes("a;b;state\n" + rows("{thin};{comma};{label}")),
                        "state",
                        "; header comma",
                        "a:amount b:amount state:label"),
                Arguments.of(
                        "thousands in Swiss",
                        bytes("a;b;state\n" + rows("{ch};{point};{label}")),
                        "state",
                        "; header point",
                        "a:amount b:number state:label"),
                Arguments.of(
                        "dollars",
                        bytes("a,b,state\n" + rows("\"${us.2}\",{point},{label}")),
                        "state",
                        ", header point",
                        "a:amount[$] b:number state:label"),
                Arguments.of(
                        "euros behind",
                        bytes("a;b;state\n" + rows("{de.2} \u20ac;{comma};{label}")),
                        "state",
                        "; header comma",
                        "a:amount[\u20ac] b:amount state:label"),
                Arguments.of(
                        "CHF in front",
                        bytes("a;b;state\n" + rows("CHF {ch};{point};{label}")),
                        "state",
                        "; header point",
                        "a:amount[CHF] b:number state:label"),
                Arguments.of(
                        "amounts in brackets",
                        bytes("a,b,state\n" + rows("$5,1,sick\n($7),2,well\n-$3,3,well\n$-4,5,sick", 5)),
                        "state",
                        ", header point",
                        "a:amount[$] b:number state:label"),
                Arguments.of(
                        "percent signs",
                        bytes("a,b,state\n" + rows("{whole}%,{point},{label}")),
                        "state",
                        ", header point",
                        "a:amount[%] b:number state:label"),
                Arguments.of(
                        "a unit in each cell",
                        bytes("a,b,state\n" + rows("{point} kg,{whole},{label}")),
                        "state",
                        ", header point",
                        "a:amount[kg] b:number state:label"),
                Arguments.of(
                        "exponents",
                        bytes("a,b,state\n" + rows("{point}e-3,{whole},{label}")),
                        "state",
                        ", header point",
                        "a:number b:number state:label"),
                Arguments.of(
                        "words for missing numbers",
                        bytes(
                                "a,b,state\n1.5,NA,sick\n-,2,well\nnone,n/a,sick\n2.5,#DIV/0!,well\n#N/A,7,well\n.,\\N,sick\n<NA>,8,well\n"),
                        "state",
                        ", header point",
                        "a:number b:number state:label"),
                // dates and truth values
                Arguments.of(
                        "days first",
                        bytes("when,a,state\n" + rows("{dmy/},{point},{label}")),
                        "state",
                        ", header point",
                        "when:dates(dmy) a:number state:label"),
                Arguments.of(
                        "months first",
                        bytes("when,a,state\n" + rows("{mdy/},{point},{label}")),
                        "state",
                        ", header point",
                        "when:dates(mdy) a:number state:label"),
                Arguments.of(
                        "days with points",
                        bytes("when;a;state\n" + rows("{dmy.};{comma};{label}")),
                        "state",
                        "; header comma",
                        "when:dates(ymd) a:amount state:label"),
                Arguments.of(
                        "two digits of the year",
                        bytes("when,a,state\n" + rows("{dmy2},{point},{label}")),
                        "state",
                        ", header point",
                        "when:dates(dmy) a:number state:label"),
                Arguments.of(
                        "ISO dates",
                        bytes("when,a,state\n" + rows("{iso},{point},{label}")),
                        "state",
                        ", header point",
                        "when:dates(ymd) a:number state:label"),
                Arguments.of(
                        "dates with slashes, years first",
                        bytes("when,a,state\n" + rows("{ymd/},{point},{label}")),
                        "state",
                        ", header point",
                        "when:dates(ymd) a:number state:label"),
                Arguments.of(
                        "dates of eight digits",
                        bytes("date,a,state\n" + rows("{compact},{point},{label}")),
                        "state",
                        ", header point",
                        "date:dates(ymd) a:number state:label"),
                Arguments.of(
                        "names of months",
                        bytes("when,a,state\n" + rows("{named},{point},{label}")),
                        "state",
                        ", header point",
                        "when:dates(ymd) a:number state:label"),
                Arguments.of(
                        "American names of months",
                        bytes("when,a,state\n" + rows("\"{named us}\",{point},{label}")),
                        "state",
                        ", header point",
                        "when:dates(ymd) a:number state:label"),
                Arguments.of(
                        "time stamps",
                        bytes("when,a,state\n" + rows("{stamp},{point},{label}")),
                        "state",
                        ", header point",
                        "when:dates(ymd) a:number state:label"),
                Arguments.of(
                        "halves of the day",
                        bytes("when,a,state\n" + rows("{pm},{point},{label}")),
                        "state",
                        ", header point",
                        "when:dates(mdy) a:number state:label"),
                Arguments.of(
                        "one column tells the order of the other",
                        bytes("born,when,a,state\n"
                                + rows("0{01}/02/1970,{dmy/},{point},{label}").replace("00/", "03/")),
                        "state",
                        ", header point",
                        "born:dates(dmy) when:dates(dmy) a:number state:label"),
                Arguments.of(
                        "truth values",
                        bytes("a,b,state\n" + rows("{yes},{TRUE},{label}")),
                        "state",
                        ", header point",
                        "a:truth b:truth state:label"),
                Arguments.of(
                        "truth values in German",
                        bytes("a,b,state\n" + rows("{ja},{point},{label}")),
                        "state",
                        ", header point",
                        "a:truth b:number state:label"),
                Arguments.of(
                        "truth values in several spellings",
                        bytes("a,b,state\n" + rows("{Yes},{point},{label}")),
                        "state",
                        ", header point",
                        "a:truth b:number state:label"),
                // identifiers
                Arguments.of(
                        "an identifier",
                        bytes("code,a,state\n" + rows("{key},{point},{label}")),
                        "state",
                        ", header point",
                        "code:ignored a:number state:label"),
                Arguments.of(
                        "a row number",
                        bytes("n,a,state\n" + rows("{i},{point},{label}")),
                        "state",
                        ", header point",
                        "n:ignored a:number state:label"),
                // quotes
                Arguments.of(
                        "apostrophes around cells, doubled in them",
                        bytes(
                                "'what','a','state'\n"
                                        + rows(
                                                "'it''s, \"ok\"',{point},'{label}'\n'no','{point}','{label}'\n'''s''',{point},'{label}'")),
                        "state",
                        ", header point",
                        "what:text a:number state:label"),
                Arguments.of(
                        "apostrophes in words",
                        bytes("what,a,state\n"
                                + rows("it's,{point},{label}\n'tis,{point},{label}\ndogs',{point},{label}")),
                        "state",
                        ", header point",
                        "what:text a:number state:label"),
                // codes
                Arguments.of(
                        "postal codes",
                        bytes("zip,a,state\n" + rows("0{01}23{01},{point},{label}\n9021{01},{point},{label}")),
                        "state",
                        ", header point",
                        "zip:text a:number state:label"),
                Arguments.of(
                        "codes of three digits",
                        bytes("agent,a,state\n"
                                + rows("007,{point},{label}\n010,{point},{label}\n123,{point},{label}")),
                        "state",
                        ", header point",
                        "agent:text a:number state:label"),
                Arguments.of(
                        "decimals below one and zeros",
                        bytes("a,b,state\n" + rows("0.{whole},{01},{label}\n0,{whole},{label}")),
                        "state",
                        ", header point",
                        "a:number b:number state:label"),
                Arguments.of(
                        "amounts in two currencies",
                        bytes("price,a,state\n" + rows("$10,{point},{label}\n\u20ac12,{point},{label}")),
                        "state",
                        ", header point",
                        "price:text a:number state:label"),
                // encodings
                Arguments.of(
                        "UTF-8 with a mark",
                        encoded("\uFEFF" + plain, UTF_8),
                        "state",
                        ", header point",
                        "a:number b:number state:label"),
                Arguments.of(
                        "Windows-1252",
                        encoded("gr\u00f6\u00dfe,a,state\n" + rows("{point},{whole},{label}"), ISO_8859_1),
                        "state",
                        ", header point",
                        "gr\u00f6\u00dfe:number a:number state:label"),
                Arguments.of(
                        "UTF-16",
                        encoded("gr\u00f6\u00dfe\ta\tstate\n" + rows("{point}\t{whole}\t{label}"), UTF_16),
                        "state",
                        "tab header point",
                        "gr\u00f6\u00dfe:number a:number state:label"),
                Arguments.of(
                        "UTF-16 without a mark",
                        encoded(plain, UTF_16LE),
                        "state",
                        ", header point",
                        "a:number b:number state:label"),
                Arguments.of(
                        "UTF-16, high byte first, without a mark",
                        encoded(plain, UTF_16BE),
                        "state",
                        ", header point",
                        "a:number b:number state:label"),
                Arguments.of(
                        "UTF-32",
                        encoded("\uFEFF" + plain, Charset.forName("UTF-32LE")),
                        "state",
                        ", header point",
                        "a:number b:number state:label"),
                // packed, other formats
                Arguments.of("gzip", gzip(bytes(plain)), "state", ", header point", "a:number b:number state:label"),
                Arguments.of("zip", zip(bytes(plain)), "state", ", header point", "a:number b:number state:label"),
                Arguments.of(
                        "ARFF",
                        bytes(
                                "% from Weka\n@RELATION x\n\n@ATTRIBUTE a NUMERIC\n@attribute 'the b' {red,'dark blue'}\n@attribute state {sick,well}\n@DATA\n"
                                        + rows("{point},'dark blue',{label}") + "?,red,sick\n{0 3, 2 well}\n"),
                        "state",
                        ", header point",
                        "a:number the b:text state:label"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static byte[] encoded(String text, Charset charset) {
        return text.getBytes(charset);
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return packed.toByteArray();
    }

    private static byte[] zip(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(packed)) {
            out.putNextEntry(new ZipEntry("__MACOSX/._table.csv"));
            out.putNextEntry(new ZipEntry("table.csv"));
            out.write(bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return packed.toByteArray();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void isReadAsItsAuthorMeantIt(String name, byte[] bytes, String label, String dialect, String types)
            throws IOException {
        Path file = Files.write(directory.resolve("table.csv"), bytes);

        TableFile read = TableFile.read(file, label, TableOptions.defaults());

        TableSchema schema = read.schema();
        String mark =
                schema.separator() == '\t' ? "tab" : schema.separator() == ' ' ? "space" : "" + schema.separator();
        assertThat(mark
                        + (schema.header() ? " header " : " none ")
                        + (read.decisions().contains("numbers have a decimal comma") ? "comma" : "point"))
                .isEqualTo(dialect);
        assertThat(schema.columns().stream()
                        .map(FilesAsPeopleHaveThemTest::told)
                        .collect(Collectors.joining(" ")))
                .isEqualTo(types);
    }

    /** Oracle: the table that training sees. A kept schema makes the same inputs of the same file, row by row. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void isReadAgainByItsSchema(String name, byte[] bytes, String label, String dialect, String types)
            throws Exception {
        assumeFalse(name.equals("ARFF"), "predict reads delimited text");
        Path file = Files.write(directory.resolve("table.csv"), bytes);
        TableFile read = TableFile.read(file, label, TableOptions.defaults());
        TableSchema kept = Json.lines().readValue(Json.lines().writeValueAsString(read.schema()), TableSchema.class);

        assertThat(kept).isEqualTo(read.schema());
        List<double[]> rows = new ArrayList<>();
        try (TableRows again = TableRows.of(kept, file, Optional.empty(), warning -> {})) {
            again.forEachRemaining(row -> rows.add(row.inputs()));
        }
        assertThat(Arrays.deepToString(rows.toArray()))
                .isEqualTo(Arrays.deepToString(read.table().features().rows()));
    }

    private TableFile read(String text, TableOptions options) throws IOException {
        return TableFile.read(Files.writeString(directory.resolve("table.csv"), text), "state", options);
    }

    private static String types(TableFile read) {
        return read.schema().columns().stream()
                .map(FilesAsPeopleHaveThemTest::told)
                .collect(Collectors.joining(" "));
    }

    /** Weka's nominal values may look like numbers; their order is the file's, and those that do not occur are no inputs. */
    @Test
    void declaredValuesOfArffAreCategoriesInTheirOrder() throws IOException {
        TableFile read = read(
                """
                @relation x
                @attribute grade {3,2,1,0}
                @attribute a numeric
                @attribute state {well,dead,sick}
                @data
                ?,0.5,sick
                1,2.5,well
                2,3.5,sick
                1,4.5,well
                3,1.5,sick
                """,
                TableOptions.defaults());

        assertThat(read.schema().classes()).containsExactly("well", "sick");
        assertThat(read.schema().columns().get(0)).isEqualTo(new Categorical("grade", List.of("3", "2", "1")));
        assertThat(read.table().features().rows()[1][2]).isEqualTo(1);
        assertThat(read.table().labels()).containsExactly(1, 0, 1, 0, 1);
    }

    @Test
    void commentsBetweenRowsAreCounted() throws IOException {
        for (String comment : List.of("#", "//")) {
            String text = "a,b,state\n"
                    + rows("{point},{whole},{label}") + comment + " it's \"checked\" until here\n"
                    + rows("{point},{whole},{label}") + comment + "the end\n"
                    + rows("{point},{whole},{label}", 3);

            TableFile read = read(text.replace("\"", comment.equals("#") ? "\"" : ""), TableOptions.defaults());

            assertThat(read.table().size()).isEqualTo(2 * ROWS + 3);
            assertThat(read.decisions())
                    .contains(
                            "2 lines between the rows begin with '%s' and are skipped as comments".formatted(comment));
        }
    }

    @Test
    void quotesBehindBackslashesAreRefused() throws IOException {
        assertThatThrownBy(() -> read(
                        "what,a,state\n" + rows("\"say \\\"hi\\\", you\",{point},{label}"), TableOptions.defaults()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("line 2: quotes inside a cell are written \\\" with a backslash");
        String folders = "what,a,state\n" + rows("\"C:\\\",{point},{label}\n\"D:\\\",{point},{label}");
        assertThat(types(read(folders, TableOptions.defaults()))).isEqualTo("what:text a:number state:label");
    }

    @Test
    void codesAreSaidAndTheUserDecides() throws IOException {
        String text = "zip,kind,state\n" + rows("0123{01},{01},{label}\n9021{01},3,{label}");

        assertThat(read(text, TableOptions.defaults()).decisions())
                .contains("column zip has codes such as '01230', read as categories (--numbers zip reads numbers)");
        TableFile otherwise =
                read(text, TableOptions.defaults().withNumbers(List.of("zip")).withTexts(List.of("1")));
        assertThat(types(otherwise)).isEqualTo("zip:number kind:text state:label");
        assertThat(otherwise.table().features().rows()[0][0]).isEqualTo(1230);
    }

    /** Codes that only appear among more different numbers than are kept as texts are no numbers either. */
    @Test
    void lateCodesAreNoNumbers() throws IOException {
        String numbers = Stream.iterate(99_999, i -> i - 37)
                .limit(1500)
                .map(i -> i + "," + i % 7 + "." + i % 10 + "," + (i % 3 == 0 ? "sick" : "well") + "\n")
                .collect(Collectors.joining());

        TableFile read = read("zip,a,state\n" + numbers + "01234,2.5,well\n", TableOptions.defaults());

        assertThat(types(read)).isEqualTo("zip:ignored a:number state:label");
        assertThat(read.warnings()).extracting(DataWarning::kind).containsExactly(DataWarning.Kind.MANY_CATEGORIES);
    }

    @Test
    void labelsThatAreCodesAreClassesAsTheyAreWritten() throws IOException {
        String text = "a,state\n" + rows("{point},007\n{point},012\n{point},100");

        assertThat(read(text, TableOptions.defaults()).schema().classes()).containsExactly("007", "012", "100");
    }

    @Test
    void aColumnOfTextsThatMustBeNumbersIsRefused() {
        assertThatThrownBy(() -> read(
                        "a,b,state\n" + rows("{colour},{point},{label}"),
                        TableOptions.defaults().withNumbers(List.of("a"))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("is not a number");
        assertThatThrownBy(() -> read(
                        "a,b,state\n" + rows("{colour},{point},{label}"),
                        TableOptions.defaults().withNumbers(List.of("c"))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no column named 'c'");
    }

    @Test
    void mixedCurrenciesAreWarnedOf() throws IOException {
        String text = "price,a,state\n" + rows("$1{whole},{point},{label}\n\u20ac1{whole},{point},{label}");

        assertThat(read(text, TableOptions.defaults()).warnings())
                .filteredOn(warning -> warning.kind() == DataWarning.Kind.MIXED_CURRENCIES)
                .extracting(DataWarning::message)
                .containsExactly(
                        "column price has amounts in several currencies ($, \u20ac), read as texts and not as numbers");
        assertThat(types(read(text, TableOptions.defaults().withNumbers(List.of("price")))))
                .isEqualTo("price:amount a:number state:label");
    }

    /** 1,250 is a number of thousands with the comma named, and no number with the space named. */
    @Test
    void onlyTheNamedMarkIsBetweenThousands() throws IOException {
        String text = "a,b,state\n" + rows("\"{us}\",{point},{label}");
        TableLayout comma = TableLayout.detected().withThousands(',');
        TableLayout space = TableLayout.detected().withThousands(' ').withDecimal(TableLayout.DecimalMark.POINT);
        String german = "a;state\n" + rows("1.250;{label}\n2.750;{label}");

        assertThat(types(read(text, TableOptions.defaults().withLayout(comma)))).startsWith("a:amount");
        assertThat(types(read(
                        "a;b;state\n" + rows("1 25{01};{point};{label}"),
                        TableOptions.defaults().withLayout(comma))))
                .startsWith("a:text");
        assertThat(types(read(
                        "a;b;state\n" + rows("1,25{01};{point};{label}"),
                        TableOptions.defaults().withLayout(space))))
                .startsWith("a:text");
        assertThat(read(
                                german,
                                TableOptions.defaults()
                                        .withLayout(TableLayout.detected().withThousands('.')))
                        .table()
                        .features()
                        .rows()[0][0])
                .isEqualTo(1250);
        assertThat(read(german, TableOptions.defaults().withLayout(comma))
                        .table()
                        .features()
                        .rows()[0][0])
                .isEqualTo(1.25);
    }

    private static String told(Column column) {
        return column.name() + ":"
                + (column instanceof Numeric
                        ? "number"
                        : column instanceof Amount amount
                                ? "amount" + (amount.unit().isEmpty() ? "" : "[" + amount.unit() + "]")
                                : column instanceof Truth
                                        ? "truth"
                                        : column instanceof Dates dates
                                                ? dates.parts().equals(List.of(Dates.Feature.HOUR))
                                                        ? "times"
                                                        : "dates("
                                                                + dates.order()
                                                                        .name()
                                                                        .toLowerCase(Locale.ROOT) + ")"
                                                : column instanceof Categorical
                                                        ? "text"
                                                        : column instanceof Label ? "label" : "ignored");
    }
}
