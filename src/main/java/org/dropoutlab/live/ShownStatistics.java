package org.dropoutlab.live;

import org.deeplearning4j.ui.model.stats.api.StatsType;
import org.deeplearning4j.ui.model.stats.api.StatsUpdateConfiguration;

/**
 * What a report holds: what the pages show, and nothing else. Deeplearning4j's default is more than twice as much, and
 * the thread that trains computes it.
 *
 * @param reports where they go, which decides how often there is one
 */
record ShownStatistics(ThinnedReports reports) implements StatsUpdateConfiguration {
    private static final int BINS = 20;

    @Override
    public int reportingFrequency() {
        return reports.interval();
    }

    @Override
    public boolean collectPerformanceStats() {
        return true;
    }

    @Override
    public boolean collectMemoryStats() {
        return true;
    }

    @Override
    public boolean collectGarbageCollectionStats() {
        return false;
    }

    @Override
    public boolean collectLearningRates() {
        return true;
    }

    @Override
    public boolean collectHistograms(StatsType type) {
        return type == StatsType.Parameters || type == StatsType.Updates;
    }

    @Override
    public int numHistogramBins(StatsType type) {
        return BINS;
    }

    @Override
    public boolean collectMean(StatsType type) {
        return type == StatsType.Activations;
    }

    @Override
    public boolean collectStdev(StatsType type) {
        return type != StatsType.Parameters;
    }

    @Override
    public boolean collectMeanMagnitudes(StatsType type) {
        return type == StatsType.Parameters || type == StatsType.Updates;
    }
}
