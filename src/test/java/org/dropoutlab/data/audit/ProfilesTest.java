package org.dropoutlab.data.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.dropoutlab.data.ColumnProfile;
import org.dropoutlab.data.ColumnProfile.Category;
import org.dropoutlab.data.ColumnProfile.Kind;
import org.dropoutlab.data.ColumnProfile.Role;
import org.dropoutlab.data.DataProfile;
import org.dropoutlab.data.table.TableFile;
import org.dropoutlab.data.table.TableOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Oracle: the columns as they were written. */
class ProfilesTest {
    private static final int ROWS = 60;

    @TempDir
    private Path directory;

    private DataProfile profile() {
        TableFile file = new Written(ROWS)
                .with("size", row -> row % 6 == 0 ? "" : row + 0.5)
                .with("rank", row -> row % 20)
                .with("grade", row -> row % 3)
                .with("city", row -> row < 30 ? "Graz" : row < 50 ? "Lyon" : "")
                .with("skewed", row -> Math.exp(row * 7 % ROWS / 3.0))
                .with("spare", row -> row % 7)
                .with("state", row -> row % 4 == 0 ? "sick" : "well")
                .read(directory, TableOptions.defaults().withIgnored(List.of("spare")));
        return Profiles.of(file, List.of());
    }

    private ColumnProfile column(String name) {
        return profile().columns().stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void numbersAreCountedAndDescribed() {
        ColumnProfile size = column("size");

        assertThat(size.kind()).isEqualTo(Kind.NUMBER);
        assertThat(size.missing()).isEqualTo(10);
        assertThat(size.distinct()).contains(50);
        assertThat(size.numbers()).hasValueSatisfying(range -> {
            assertThat(range.min()).isEqualTo(1.5);
            assertThat(range.max()).isEqualTo(59.5);
            // The mean of 0 to 59 without multiples of 6 is (1770 − 270) / 50.
            assertThat(range.mean()).isCloseTo(30.5, within(1e-12));
            // Of 50 values, the larger middle one is the 26th: the first number of the sixth six of 1 to 5, 31.
            assertThat(range.median()).isEqualTo(31.5);
        });
        assertThat(size.histogram().stream().mapToInt(count -> count).sum()).isEqualTo(50);
        assertThat(size.histogram()).hasSize(12).allSatisfy(count -> assertThat(count)
                .isBetween(3, 5));
        assertThat(size.fate()).isEqualTo("input");
    }

    /** Oracle: the variance of 0 to 19, three times each, is 399/12 · 60/59. */
    @Test
    void theStandardDeviationIsThatOfASample() {
        ColumnProfile rank = column("rank");

        assertThat(rank.kind()).isEqualTo(Kind.WHOLE_NUMBER);
        assertThat(rank.distinct()).contains(20);
        assertThat(rank.numbers().orElseThrow().sd()).isCloseTo(Math.sqrt(399.0 / 12 * 60 / 59), within(1e-12));
        assertThat(rank.categories()).isEmpty();
    }

    @Test
    void fewNumbersAndCategoriesAreCountedOneByOne() {
        assertThat(column("grade").categories())
                .containsExactly(new Category("0", 20), new Category("1", 20), new Category("2", 20));
        assertThat(column("grade").histogram()).containsExactly(20, 20, 20);
        ColumnProfile city = column("city");
        assertThat(city.kind()).isEqualTo(Kind.CATEGORY);
        assertThat(city.categories()).containsExactly(new Category("Graz", 30), new Category("Lyon", 20));
        assertThat(city.missing()).isEqualTo(10);
        assertThat(city.fate()).isEqualTo("one-hot, 2 inputs");
    }

    @Test
    void whatBecomesOfEachColumnIsSaid() {
        assertThat(column("spare").role()).isEqualTo(Role.IGNORED);
        assertThat(column("spare").fate()).isEqualTo("ignored");
        assertThat(column("state").role()).isEqualTo(Role.LABEL);
        assertThat(column("state").fate()).isEqualTo("label: 2 classes");
        assertThat(column("state").categories()).containsExactly(new Category("well", 45), new Category("sick", 15));
        assertThat(column("city").role()).isEqualTo(Role.INPUT);
    }

    @Test
    void skewedInputsAreNoted() {
        assertThat(profile().notes())
                .singleElement()
                .asString()
                .contains("skewed")
                .doesNotContain("rank", "size");
    }
}
