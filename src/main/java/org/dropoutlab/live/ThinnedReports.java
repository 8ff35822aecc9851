package org.dropoutlab.live;

import java.util.List;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.ui.model.stats.api.StatsReport;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;

/**
 * The reports of one trial, as many as a chart can show. When there are more, every second one goes, and from then on
 * reports are made half as often: ten kilobytes apiece would fill the memory in the course of a long run.
 */
final class ThinnedReports extends InMemoryStatsStorage {
    /** When there are so many, or one more, half of them go. */
    static final int MOST = 256;

    private volatile int interval;

    /**
     * @param interval iterations from one report to the next, at first
     */
    ThinnedReports(int interval) {
        this.interval = interval;
    }

    /** Iterations from one report to the next. */
    int interval() {
        return interval;
    }

    @Override
    public synchronized void putUpdate(Persistable update) {
        super.putUpdate(update);
        int wider = 2 * interval;
        // At an iteration that both intervals have, so that the listener, which looks ahead, does not miss a report.
        if (getNumUpdateRecordsFor(update.getSessionID()) >= MOST && iteration(update) % wider == 0) {
            getUpdateMap(update.getSessionID(), update.getTypeID(), update.getWorkerID(), false)
                    .values()
                    .removeIf(report -> iteration(report) % wider != 0);
            interval = wider;
        }
    }

    private static int iteration(Persistable report) {
        return ((StatsReport) report).getIterationCount();
    }

    /** Not while reports are being removed: the original would then list one that is gone. */
    @Override
    public synchronized List<Persistable> getAllUpdatesAfter(
            String sessionId, String typeId, String workerId, long time) {
        return super.getAllUpdatesAfter(sessionId, typeId, workerId, time);
    }

    /** Not while reports are being removed. */
    @Override
    public synchronized List<Persistable> getAllUpdatesAfter(String sessionId, String typeId, long time) {
        return super.getAllUpdatesAfter(sessionId, typeId, time);
    }
}
