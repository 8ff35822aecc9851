package org.dropoutlab.spark;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.dropoutlab.run.ClusterEngineProvider;
import org.dropoutlab.run.Engine;
import org.dropoutlab.run.EngineChoice;
import org.dropoutlab.run.ExaminedExecutor;
import org.dropoutlab.run.SampleTrial;
import org.dropoutlab.training.TrialRunner;

/** Makes {@code --engine spark} available. */
public final class SparkProvider implements ClusterEngineProvider {

    @Override
    public void check(EngineChoice choice) {
        Address.of(choice).check();
    }

    @Override
    public Engine start(EngineChoice choice, TrialRunner runner, int trials, Consumer<String> news) {
        Address address = Address.of(choice);
        address.check();
        return new SparkEngine(address, runner, news);
    }

    @Override
    public List<ExaminedExecutor> examine(EngineChoice choice, List<SampleTrial> trials, Duration atMost) {
        Address address = Address.of(choice);
        address.check();
        return Examination.of(address, trials, atMost);
    }
}
