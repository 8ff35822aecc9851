package org.dropoutlab.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.ui.model.stats.api.StatsReport;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsReport;
import org.junit.jupiter.api.Test;

class ThinnedReportsTest {
    @Test
    void fewReportsAreAllKept() {
        assertThat(iterations(after(100, 1)))
                .isEqualTo(IntStream.range(0, 100).boxed().toList());
    }

    @Test
    void manyReportsAreSpreadEvenlyOverTheTraining() {
        for (int interval : new int[] {1, 3, 10}) {
            ThinnedReports reports = after(20_000, interval);

            List<Integer> kept = iterations(reports);

            int step = reports.interval();
            assertThat(kept).hasSizeBetween(ThinnedReports.MOST / 2, ThinnedReports.MOST + 1);
            assertThat(kept)
                    .isEqualTo(IntStream.range(0, 20_000)
                            .filter(i -> i % step == 0 && (i > 0 || interval == 1))
                            .boxed()
                            .toList());
        }
    }

    /** Deeplearning4j's pages look at it without asking whether it is there. */
    @Test
    void theNewestReportIsNeverMissing() {
        ThinnedReports reports = new ThinnedReports(1);
        for (int i = 0; i < 2_000; i += reports.interval()) {
            report(i, reports);
            assertThat(iterations(reports)).endsWith(i);
        }
    }

    /** Reports when Deeplearning4j's listener does: at multiples of the interval, at iteration 0 only if that is 1. */
    private static ThinnedReports after(int iterations, int interval) {
        ThinnedReports reports = new ThinnedReports(interval);
        for (int i = 0; i < iterations; i++) {
            if (reports.interval() == 1 || (i > 0 && i % reports.interval() == 0)) {
                report(i, reports);
            }
        }
        return reports;
    }

    private static void report(int iteration, ThinnedReports reports) {
        StatsReport report = new SbeStatsReport();
        report.reportIDs("session", "type", "worker", iteration + 1L);
        report.reportIterationCount(iteration);
        reports.putUpdate(report);
    }

    private static List<Integer> iterations(ThinnedReports reports) {
        return reports.getAllUpdatesAfter("session", "type", "worker", 0).stream()
                .map(report -> ((StatsReport) report).getIterationCount())
                .toList();
    }
}
